// Statements and readings that several parts of the store use.
#pragma once

#include "proof/feed_chain.hpp"
#include "proof/leaf.hpp"
#include "store/session.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::store {

// The head row, by one prepared statement. Errc::unavailable on a standby: its head is an old one.
core::Result<proof::Head> read_head(Session& session);

// The words of a column that holds several, parted by blanks.
std::vector<std::string> words_of(std::string_view text);

// Those that are there already are left alone.
core::Result<void> insert_leaves(Session& session, std::span<const proof::Leaf> leaves);

// The columns of log_leaf: id, at, kind, authority, actor, detail, subject, salt, commitment.
struct LeafColumns {
  void add(const proof::Leaf& leaf);
  void to(Parameters& parameters) const;

  Column<core::Uuid> id;
  Column<core::Instant> at;
  Column<std::string_view> kind, authority, actor, detail;
  Column<core::Uuid> subject;
  Column<core::ByteView> salt, commitment;
};

}  // namespace badgewatch::store
