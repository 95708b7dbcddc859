// ports::LetterMaking: by a function of the database, so that alerts and letters are one
// transaction.
#pragma once

#include "ports/mail.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlLetterMaking final : public ports::LetterMaking {
public:
  explicit SqlLetterMaking(Context& context) : context_(context) {}

  core::Result<std::size_t> make_single(core::Instant now, std::int64_t most_single) override;
  core::Result<std::size_t> make_digests(core::Date day, core::Instant now) override;

private:
  core::Result<std::size_t> make(domain::MailMode mode, const std::optional<core::Date>& day,
                                 core::Instant now, std::int64_t most_single);

  Context& context_;
  std::unique_ptr<Session> session_;
};

}  // namespace badgewatch::store
