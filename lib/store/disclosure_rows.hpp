// Disclosure requests and what was said in them, from rows.
#pragma once

#include "ports/disclosures.hpp"
#include "store/sealing.hpp"
#include "store/session.hpp"

namespace badgewatch::store {

// In the order that request_of() reads.
inline constexpr const char* disclosure_columns =
    "id, number, asked_by, asked_of, entry_type, entry, check_id, state, received_at, answer_by,"
    " answered_at, ended_at";

core::Result<ports::DisclosureRequest> disclosure_of(const Rows& rows, int row);

SealedPlace item_place(const std::string& asked_by, const core::Uuid& id);

// What is sealed of an item: canonical JSON.
std::string item_content(const ports::DisclosureItem& item);

// Columns: id, kind, said_by, actor, said_at, key_version, data_key, content.
core::Result<ports::DisclosureItem> item_of(const Rows& rows, int row, const Sealer& sealer,
                                            const std::string& asked_by);

}  // namespace badgewatch::store
