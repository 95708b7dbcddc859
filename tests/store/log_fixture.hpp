// The log's tree in tests: leaves written, numbered, and reckoned again by another way.
#pragma once

#include "fixture.hpp"
#include "ports/log_tree.hpp"

namespace badgewatch::store::test {

// Writes and commits a leaf of this authority; its commitment.
inline proof::Leaf write_leaf(TestRegister& test, const std::string& authority) {
  auto leaf = test.leaf("check", authority);
  auto unit = must(test.store().records().begin(caller(authority)));
  must(unit->log({&leaf, 1}));
  (void)must(unit->commit());
  return leaf;
}

// Integrates until nothing is left that can be; how many leaves have a number.
inline std::uint64_t integrate_all(ports::LogWriter& writer, std::size_t most = 1'000) {
  for (;;) {
    const auto done = must(writer.integrate(most));
    if (done.read < most) return done.tree.size;
  }
}

// Every leaf's commitment in the order of the numbers, which must be dense.
inline std::vector<core::Hash> numbered(TestRegister& test) {
  constexpr Statement select{"numbered",
                             "select n.number, l.commitment from log_number n"
                             " join log_leaf l on l.authority = n.authority and l.id = n.leaf"
                             " order by n.number"};
  auto session = test.session("superuser");
  const auto rows = must(session->run(select));
  std::vector<core::Hash> commitments;
  for (int i = 0; i < rows.size(); ++i) {
    REQUIRE(rows.at<std::int64_t>(i, 0) == i);
    commitments.push_back(rows.at<core::Hash>(i, 1));
  }
  return commitments;
}

inline core::Hash root_of(const std::vector<core::Hash>& leaves) {
  proof::Frontier frontier;
  for (const auto& leaf : leaves)
    frontier.append(leaf);
  return frontier.root();
}

// Numbers and tree are those of all leaves there are.
inline void check_whole(TestRegister& test, ports::LogWriter& writer) {
  const auto leaves = numbered(test);
  const auto state = must(writer.state());
  REQUIRE(state.tree.size == leaves.size());
  REQUIRE(state.tree.root == root_of(leaves));
  auto owner = test.session("superuser");
  REQUIRE(ask(*owner, "select count(*) from log_leaf") == std::to_string(leaves.size()));
  REQUIRE_FALSE(state.waiting_since.has_value());
  if (!leaves.empty()) REQUIRE(must(writer.root_at(leaves.size())) == state.tree.root);
}

// Many leaves at once, with commitments of no events.
inline void write_many(TestRegister& test, int count) {
  auto owner = test.session("superuser");
  (void)must(owner->script(
      "write many",
      "insert into log_leaf (authority, id, at, kind, actor, subject, detail, salt, commitment)"
      " select 'BIR', gen_random_uuid(), now(), 'check', 'tester', gen_random_uuid(), '{}',"
      "        sha256(i::text::bytea), sha256((i || 'x')::bytea)"
      " from generate_series(1, " +
          std::to_string(count) + ") as i"));
}

// Many leaves with events of their own: canonical form and commitment as SQL makes them.
inline void write_events(TestRegister& test, int count) {
  auto owner = test.session("superuser");
  (void)must(owner->script(
      "write events",
      "insert into log_leaf (authority, id, at, kind, actor, subject, detail, salt, commitment)"
      " select 'BIR', id, '2026-11-23T12:00:00.000123Z', 'check', 'tester', subject, '{\"n\":1}', "
      "salt,"
      "  sha256('\\x00'::bytea || salt || convert_to("
      "   "
      "'{\"format\":\"badgewatch-log-event/1\",\"at_micros\":1795435200000123,\"kind\":\"check\","
      "\"authority\":\"BIR\",\"actor\":\"tester\",\"subject\":\"' || subject ||"
      "   '\",\"detail\":\"{\\\"n\\\":1}\"}', 'UTF8'))"
      " from (select gen_random_uuid() as id, gen_random_uuid() as subject,"
      "       sha256(random()::text::bytea) as salt from generate_series(1, " +
          std::to_string(count) + ")) as made"));
}

}  // namespace badgewatch::store::test
