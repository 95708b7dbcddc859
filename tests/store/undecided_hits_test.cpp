// Which hits wait in the database: decided ones do not, on whichever check, whoever wrote the check
// and whichever finding came first; of one's own alone.
#include "fixture.hpp"
#include "ports/own_lists.hpp"

#include <thread>

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
  ports::FindingRecord finding(const core::Uuid& on, Finding what, unsigned char of_pair) {
    return {.id = core::new_uuid(test.clock(), test.randomness()),
            .check = on,
            .hit = core::new_uuid(test.clock(), test.randomness()),
            .entry = entry,
            .recording_authority = "BIR",
            .pair = pair(of_pair),
            .finding = what,
            .reason = "Another photograph.",
            .found_by = "back office",
            .found_at = test.now()};
  }
  void find(const core::Uuid& on, Finding what, unsigned char of_pair) {
    auto unit = must(test.store().records().begin(caller("MAN")));
    must(unit->keep_finding(finding(on, what, of_pair)));
    (void)must(unit->commit());
  }
  ports::WaitingHits look(std::size_t at_least, std::optional<core::Uuid> after = {},
                          const char* authority = "MAN", std::size_t most_counted = 10) {
    return must(
        test.store().own_lists().waiting_hits(caller(authority), {most_counted, at_least, after}));
  }
  using Places = std::vector<std::pair<core::Uuid, std::size_t>>;
  // Counted and listed alike.
  Places waiting(const char* authority = "MAN") {
    const auto hits = look(10, {}, authority);
    Places places;
    for (const auto& one : hits.shown)
      for (const auto place : one.places)
        places.emplace_back(one.check.id, place);
    CHECK(hits.count == places.size());
    return places;
  }
  std::string owner(const std::string& sql) { return ask(*test.session("superuser"), sql); }
  // As a daemon from before hits were noted leaves its checks.
  void forget_notes() {
    (void)must(test.session("superuser")
                   ->script("before",
                            "delete from check_hit; update check_record set hits_noted = false"));
  }
};

}  // namespace

TEST_CASE("own hits that wait come oldest first, page by page, with their checks in full") {
  Hits hits;
  const auto first = hits.check_with({{hits.entry, 1}, {hits.other, 2}});
  (void)hits.check_with({});
  const auto second = hits.check_with({{hits.entry, 3}});
  CHECK(hits.waiting() == Hits::Places{{first, 0}, {first, 1}, {second, 0}});
  CHECK(hits.waiting("BIR").empty());
  const auto full = hits.look(10);
  REQUIRE(full.shown.size() == 2);
  CHECK_FALSE(full.more);
  CHECK(full.oldest == full.shown[0].check.checked_at);
  CHECK(full.shown[1].check.request == check(hits.test, "MAN", 7).record.request);
  CHECK_FALSE(full.shown[1].check.answer.empty());
  // A page is whole checks.
  for (const std::size_t at_least : {1U, 2U}) {
    const auto page = hits.look(at_least);
    REQUIRE(page.shown.size() == 1);
    CHECK(page.shown[0].check.id == first);
    CHECK(page.shown[0].places == std::vector<std::size_t>{0, 1});
    CHECK(page.more);
    CHECK(page.count == 3);
  }
  CHECK(hits.look(3).shown.size() == 2);
  const auto behind = hits.look(1, first);
  REQUIRE(behind.shown.size() == 1);
  CHECK(behind.shown[0].check.id == second);
  CHECK_FALSE(behind.more);
  CHECK(behind.oldest == full.oldest);
}

TEST_CASE("hits that wait are counted up to a number, and more are told as more") {
  Hits hits;
  (void)hits.check_with({{hits.entry, 1}, {hits.other, 2}});
  (void)hits.check_with({{hits.entry, 3}});
  for (const std::size_t most : {1U, 2U, 3U, 4U}) {
    const auto counted = hits.look(0, {}, "MAN", most);
    CHECK(counted.shown.empty());
    CHECK(counted.count == std::min<std::size_t>(most, 3));
    CHECK(counted.whole == (most >= 3));
    CHECK(counted.oldest);
  }
  CHECK_FALSE(hits.look(0, {}, "BIR").oldest);
}

TEST_CASE("a hit waits no more once its two people are decided, on this check or another one") {
  Hits hits;
  const auto two = hits.check_with({{hits.entry, 1}, {hits.other, 2}});
  const auto same = hits.check_with({{hits.entry, 1}});
  hits.find(two, Finding::different_person, 1);
  CHECK(hits.waiting() == Hits::Places{{two, 1}});
  // A check that comes later, of the same two.
  const auto later = hits.check_with({{hits.entry, 1}});
  CHECK(hits.waiting() == Hits::Places{{two, 1}});
  hits.find(two, Finding::same_person, 2);
  CHECK(hits.waiting().empty());
  hits.find(later, Finding::undecided, 1);
  CHECK(hits.waiting() == Hits::Places{{two, 0}, {same, 0}, {later, 0}});
  hits.find(same, Finding::same_person, 1);
  CHECK(hits.waiting().empty());
}

TEST_CASE("what a former authority found settles the hits of its heir, and of nobody else") {
  Hits hits;
  const auto heirs = hits.check_with({{hits.entry, 1}});
  const auto found = [&](const char* authority, Finding what) {
    auto unit = must(hits.test.store().records().begin(caller(authority)));
    must(unit->keep_finding(hits.finding(heirs, what, 1)));
    (void)must(unit->commit());
  };
  found("WLV", Finding::different_person);
  CHECK(hits.waiting() == Hits::Places{{heirs, 0}});
  (void)hits.owner(
      "insert into succession (former, successor, holder, since, taken_at, began_at)"
      " values ('WLV', 'MAN', 'MAN', '2026-11-01', now(), 0) returning 1");
  // It was there before the take-over.
  CHECK(hits.waiting().empty());
  found("WLV", Finding::undecided);
  CHECK(hits.waiting() == Hits::Places{{heirs, 0}});
  found("WLV", Finding::same_person);
  CHECK(hits.owner("select is_settled from check_hit") == "t");
  CHECK(hits.waiting().empty());
  found("MAN", Finding::undecided);
  CHECK(hits.waiting() == Hits::Places{{heirs, 0}});
}

TEST_CASE("of two findings that come at once the later one counts for every hit") {
  for (const auto& [former, latter] : {std::pair{Finding::different_person, Finding::undecided},
                                       std::pair{Finding::undecided, Finding::different_person}}) {
    Hits hits;
    const auto id = hits.check_with({{hits.entry, 1}});
    auto unit = must(hits.test.store().records().begin(caller("MAN")));
    must(unit->keep_finding(hits.finding(id, former, 1)));
    std::thread other([&, its = hits.finding(id, latter, 1)] {
      auto second = must(hits.test.store().records().begin(caller("MAN")));
      must(second->keep_finding(its));
      (void)must(second->commit());
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    (void)must(unit->commit());
    other.join();
    CHECK(hits.waiting().empty() == (latter != Finding::undecided));
    CHECK(hits.owner("select is_settled from check_hit") ==
          (latter == Finding::undecided ? "f" : "t"));
  }
}

TEST_CASE("checks of a daemon from before are opened once, and wait as all others") {
  Hits hits;
  const auto two = hits.check_with({{hits.entry, 1}, {hits.other, 2}});
  const auto same = hits.check_with({{hits.entry, 1}});
  (void)hits.check_with({});
  hits.forget_notes();
  hits.find(two, Finding::different_person, 1);
  const auto later = hits.check_with({{hits.other, 3}});
  CHECK(hits.waiting("BIR").empty());
  CHECK(hits.owner("select count(*) from check_hit") == "1");
  CHECK(hits.waiting() == Hits::Places{{two, 1}, {later, 0}});
  CHECK(hits.owner("select count(*) from check_hit") == "4");
  CHECK(hits.owner(
            "select count(*) from check_record where pairs is not null and not hits_noted") == "0");
  hits.find(same, Finding::undecided, 1);
  CHECK(hits.waiting() == Hits::Places{{two, 0}, {two, 1}, {same, 0}, {later, 0}});
  // Of entries that were not kept beside a check it is not known whether they stand.
  change_state(hits.test, "BIR", hits.other, "removed");
  CHECK(hits.waiting() == Hits::Places{{two, 0}, {same, 0}});
  hits.forget_notes();
  (void)hits.owner("update check_record set entries = null returning 1");
  CHECK(hits.waiting() == Hits::Places{{two, 0}, {two, 1}, {same, 0}, {later, 0}});
}

TEST_CASE("hits of entries that are removed or gone wait no more, nor those of erased checks") {
  Hits hits;
  const auto id = hits.check_with({{hits.entry, 1}, {hits.other, 2}});
  change_state(hits.test, "BIR", hits.other, "removed");
  CHECK(hits.waiting() == Hits::Places{{id, 0}});
  REQUIRE(must(hits.test.store().replay_erasures(std::vector{hits.entry}, hits.test.now())) == 1);
  CHECK(hits.waiting().empty());
  CHECK(hits.owner("select count(*) from check_hit") == "1");
  REQUIRE(must(hits.test.store().replay_erasures(std::vector{id}, hits.test.now())) == 1);
  CHECK(hits.owner("select count(*) from check_hit") == "0");
  CHECK(hits.waiting().empty());
}
