// Which hits wait for a finding, on the register in memory.
#include "app/undecided_hits.hpp"

#include "app/stored_check.hpp"
#include "ports/memory_own_lists.hpp"
#include "running.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace badgewatch;
using namespace badgewatch::tests;

namespace {

struct Undecided {
  Running running{{}, std::chrono::seconds(20)};
  ports::MemoryOwnLists lists{&running.reg};
  app::UndecidedHits hits{lists};
  const person::Person him = person_named("Barnaby Wigglesworth", "1990-02-03");

  app::CheckAnswer check(const person::Person& subject) {
    REQUIRE(running.caught_up());
    running.clock.advance(std::chrono::milliseconds(2));
    auto answer = running.checks.ask(running.leeds, check_of(subject)).value();
    lists.note(answer.id);
    return answer;
  }
  void decide(const app::CheckAnswer& check, domain::Finding finding, std::size_t hit = 0) {
    app::Once<ports::FindingRecord> once;
    once.render = [](const ports::FindingRecord&) { return ports::StoredAnswer{}; };
    REQUIRE(running.adjudications
                .adjudicate(running.leeds,
                            {check.id, check.hits.at(hit).id, finding, "Both files were compared."},
                            once)
                .has_value());
  }
  std::size_t count() { return hits.count(running.leeds).value().hits; }
  std::vector<app::UndecidedHit> all(std::size_t at_once) {
    std::vector<app::UndecidedHit> found;
    std::optional<core::Uuid> after;
    do {
      auto page = hits.page(running.leeds, after, at_once).value();
      found.insert(found.end(), page.hits.begin(), page.hits.end());
      after = page.next;
    } while (after);
    return found;
  }
};

}  // namespace

TEST_CASE(
    "A hit waits until its two people are decided, on whichever check, and again when taken back") {
  Undecided undecided;
  (void)undecided.running.enter(undecided.running.york, revocation_of(undecided.him, "R1"));
  const auto first = undecided.check(undecided.him);
  const auto second = undecided.check(undecided.him);
  (void)undecided.check(person_named("Amina Quatermain", "1985-03-14"));
  CHECK(undecided.count() == 2);
  undecided.decide(second, domain::Finding::undecided);
  CHECK(undecided.count() == 2);
  undecided.decide(second, domain::Finding::different_person);
  CHECK(undecided.count() == 0);
  CHECK(undecided.all(50).empty());
  undecided.decide(first, domain::Finding::undecided);
  CHECK(undecided.count() == 2);
}

TEST_CASE(
    "A hit waits no more once its entry was removed, and counts for its own authority alone") {
  Undecided undecided;
  auto& running = undecided.running;
  const auto entry = running.enter(running.leeds, revocation_of(undecided.him, "R1"));
  (void)undecided.check(undecided.him);
  CHECK(undecided.count() == 1);
  CHECK(undecided.hits.count(running.york).value().hits == 0);
  auto unit = running.reg.begin(running.leeds).value();
  auto record = unit->entry_to_change(entry).value();
  record.state = domain::EntryState::removed;
  ports::HistoryItem item;
  item.change = "remove";
  item.state = domain::EntryState::removed;
  item.at = running.clock.now();
  record.history.push_back(item);
  REQUIRE(unit->change_entry(record).has_value());
  REQUIRE(unit->commit().has_value());
  unit.reset();
  CHECK(undecided.count() == 0);
}

TEST_CASE(
    "The list says of each hit which check, which case and how likely, oldest first, each once") {
  Undecided undecided;
  auto& running = undecided.running;
  (void)running.enter(running.york, revocation_of(undecided.him, "R1"));
  (void)running.enter(running.leeds, revocation_of(undecided.him, "R2"));
  std::vector<core::Uuid> checks;
  for (int i = 0; i < 5; ++i)
    checks.push_back(undecided.check(undecided.him).id);
  const auto whole = undecided.all(200);
  REQUIRE(whole.size() == 10);
  CHECK(whole[0].check == checks[0]);
  CHECK(whole[0].number == 1);
  CHECK(whole[1].number == 2);
  CHECK(whole[0].case_reference == check_of(undecided.him).case_reference);
  CHECK(whole[0].band == "possible");
  CHECK(whole[0].entry_type == "decision");
  CHECK(whole[9].check == checks[4]);
  for (const std::size_t at_once : {1U, 2U, 3U, 4U}) {
    const auto paged = undecided.all(at_once);
    std::set<core::Uuid> seen;
    for (const auto& hit : paged)
      seen.insert(hit.hit);
    CHECK(paged.size() == 10);
    CHECK(seen.size() == 10);
  }
  const auto counted = undecided.hits.count(running.leeds).value();
  CHECK(counted.hits == 10);
  CHECK(counted.whole);
  CHECK(counted.oldest == whole[0].checked_at);
}

TEST_CASE(
    "Where more wait than are counted, the count says so, and pages lead to the last of them") {
  Undecided undecided;
  // Checks of three hits each, numbered in their ids.
  struct Many final : ports::OwnLists {
    explicit Many(std::size_t checks) : checks_(checks) {}
    core::Result<std::vector<ports::DecisionRecord>> entries(const ports::Caller&,
                                                             const ports::PageWanted&) override {
      return std::vector<ports::DecisionRecord>();
    }
    core::Result<std::vector<ports::CheckRecord>> searches(const ports::Caller&,
                                                           const ports::SearchesWanted&,
                                                           const ports::PageWanted&) override {
      return std::vector<ports::CheckRecord>();
    }
    core::Result<ports::WaitingHits> waiting_hits(const ports::Caller&,
                                                  const ports::HitsWanted& wanted) override {
      ports::WaitingHits hits;
      hits.count = std::min(3 * checks_, wanted.most_counted);
      hits.whole = hits.count == 3 * checks_;
      hits.oldest = core::Instant{1};
      std::size_t places = 0;
      for (std::size_t n = 1; n <= checks_ && wanted.at_least > 0; ++n) {
        core::Uuid id;
        id.bytes[14] = static_cast<std::uint8_t>(n >> 8);
        id.bytes[15] = static_cast<std::uint8_t>(n);
        if (wanted.after && !(*wanted.after < id)) continue;
        hits.more = places >= wanted.at_least;
        if (hits.more) break;
        ports::CheckRecord record;
        record.id = id;
        record.answer = R"({"hits":[]})";
        record.request =
            app::canonical(check_of(person_named("Barnaby Wigglesworth", "1990-02-03")));
        hits.shown.push_back({record, {0, 1, 2}});
        shown.push_back(id);
        places += 3;
      }
      return hits;
    }
    std::vector<core::Uuid> shown;

  private:
    std::size_t checks_;
  };
  constexpr std::size_t most = app::UndecidedHits::most_counted;
  for (const std::size_t checks : {most / 3, most / 3 + 1, most}) {
    Many many(checks);
    const app::UndecidedHits hits(many);
    const auto counted = hits.count(undecided.running.leeds).value();
    CHECK(counted.hits == std::min(3 * checks, most));
    CHECK(counted.whole == (3 * checks <= most));
    CHECK(counted.oldest == core::Instant{1});
    std::optional<core::Uuid> after;
    do {
      after = hits.page(undecided.running.leeds, after, 200).value().next;
    } while (after);
    CHECK(many.shown.size() == checks);
    CHECK(std::set(many.shown.begin(), many.shown.end()).size() == checks);
  }
}
