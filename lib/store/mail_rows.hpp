// What of a mailbox is sealed: its address and the code that confirms it.
#pragma once

#include "ports/mail.hpp"
#include "store/sealing.hpp"
#include "store/wire.hpp"

#include <string>
#include <vector>

namespace badgewatch::store {

struct MailContent {
  core::Secret email;
  std::optional<ports::MailCode> code;
};

// Sealed under a new data key.
SealedValue seal_mail_address(const Sealer& sealer, const ports::MailAddress& address);
core::Result<MailContent> open_mail_address(const Sealer& sealer, const std::string& authority,
                                            const core::Uuid& id, std::int16_t key_version,
                                            core::ByteView data_key, core::ByteView content);

// The column `kinds`: words parted by blanks.
std::string words_of_kinds(const std::vector<domain::AlertKind>& kinds);

}  // namespace badgewatch::store
