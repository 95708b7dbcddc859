// Which checks with hits the database gives: what decides is read, no more, and of one's own alone.
#include "fixture.hpp"
#include "ports/own_lists.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;
using domain::Finding;

namespace {

core::Hash pair(unsigned char n) {
  core::Hash hash{};
  hash.fill(n);
  return hash;
}

struct Hits {
  TestRegister test;
  const core::Uuid entry = test.enter("BIR", {decision(1)})[0].record.id;
  const core::Uuid other = test.enter("BIR", {decision(2)})[0].record.id;

  // A check of MAN's with these hits.
  core::Uuid check_with(std::initializer_list<std::pair<core::Uuid, unsigned char>> hits) {
    test.clock().advance(std::chrono::milliseconds(2));
    auto recorded = check(test, "MAN", 7);
    for (const auto& [its, n] : hits) {
      recorded.record.entries.push_back(its);
      recorded.record.pairs.push_back(pair(n));
    }
    must(test.store().checks().record({recorded}));
    return recorded.record.id;
  }
  void find(const core::Uuid& on, Finding what, unsigned char of_pair) {
    auto unit = must(test.store().records().begin(caller("MAN")));
    const ports::FindingRecord one{.id = core::new_uuid(test.clock(), test.randomness()),
                                   .check = on,
                                   .hit = core::new_uuid(test.clock(), test.randomness()),
                                   .entry = entry,
                                   .recording_authority = "BIR",
                                   .pair = pair(of_pair),
                                   .finding = what,
                                   .reason = "Another photograph.",
                                   .found_by = "back office",
                                   .found_at = test.now()};
    must(unit->keep_finding(one));
    (void)must(unit->commit());
  }
  std::vector<ports::CheckWithHits> listed(const char* authority = "MAN", std::size_t most = 10,
                                           std::optional<core::Uuid> after = {}) {
    return must(test.store().own_lists().with_hits(caller(authority), {after, most}));
  }
  std::vector<core::Uuid> ids(std::size_t most = 10, std::optional<core::Uuid> after = {}) {
    std::vector<core::Uuid> all;
    for (const auto& one : listed("MAN", most, after))
      all.push_back(one.record.id);
    return all;
  }
};

}  // namespace

TEST_CASE(
    "own checks with hits come oldest first, with whom each hit is about, and in full where "
    "wanted") {
  Hits hits;
  const auto first = hits.check_with({{hits.entry, 1}, {hits.other, 2}});
  (void)hits.check_with({});
  const auto second = hits.check_with({{hits.entry, 3}});
  CHECK(hits.ids() == std::vector{first, second});
  CHECK(hits.ids(1) == std::vector{first});
  CHECK(hits.ids(10, first) == std::vector{second});
  CHECK(hits.listed("BIR").empty());
  const auto listed = hits.listed();
  CHECK(listed[0].record.pairs == std::vector{pair(1), pair(2)});
  CHECK(listed[0].stands == std::vector{true, true});
  CHECK(listed[0].record.request.empty());
  CHECK(listed[0].record.answer.empty());
  auto& lists = hits.test.store().own_lists();
  const auto full = must(lists.in_full(caller("MAN"), std::vector{second, first}));
  REQUIRE(full.size() == 2);
  CHECK(full[0].id == first);
  CHECK(full[1].request == check(hits.test, "MAN", 7).record.request);
  CHECK_FALSE(full[1].answer.empty());
  CHECK(must(lists.in_full(caller("BIR"), std::vector{second})).empty());
}

TEST_CASE(
    "a check is left out once all its hits are decided on it, and is there again when one is taken "
    "back") {
  Hits hits;
  const auto two = hits.check_with({{hits.entry, 1}, {hits.other, 2}});
  hits.find(two, Finding::different_person, 1);
  CHECK(hits.ids().size() == 1);
  hits.find(two, Finding::same_person, 2);
  CHECK(hits.ids().empty());
  // Taken back on another check of the same two people.
  const auto later = hits.check_with({{hits.entry, 1}});
  hits.find(later, Finding::undecided, 1);
  CHECK(hits.ids() == std::vector{two, later});
}

TEST_CASE(
    "hits of entries that are removed or gone stand no more, and erased checks are not there") {
  Hits hits;
  const auto id = hits.check_with({{hits.entry, 1}, {hits.other, 2}});
  change_state(hits.test, "BIR", hits.other, "removed");
  CHECK(hits.listed()[0].stands == std::vector{true, false});
  auto owner = hits.test.session("superuser");
  (void)must(owner->script("old", "update check_record set entries = null"));
  CHECK(hits.listed()[0].stands == std::vector{true, true});
  (void)must(owner->script("erase",
                           "update check_record set data_key = null, request = null, answer = null,"
                           " pairs = null, traits = null, entries = null, basis = null"));
  CHECK(hits.listed().empty());
  CHECK(must(hits.test.store().own_lists().in_full(caller("MAN"), std::vector{id})).empty());
}
