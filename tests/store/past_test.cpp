// The register as it was at any place of its feed, put together from what is kept.
#include "fixture.hpp"

#include <map>
#include <random>
#include <set>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

// What a test remembers of the register at one place of the feed.
struct Remembered {
  proof::Head head;
  std::map<core::Uuid, std::pair<std::int64_t, domain::EntryState>> entries;
  std::size_t others = 0;  // rows of other kinds
};

struct Rebuilt {
  proof::Head head;
  proof::SetDigest digest;
  std::int64_t live = 0;
  std::map<core::Uuid, std::pair<std::int64_t, domain::EntryState>> entries;
  std::map<core::Uuid, person::Person> people;
  std::set<core::Uuid> lost;
};

Rebuilt rebuild(store::Store& store, std::int64_t seq) {
  auto past = must(store.open_past());
  Rebuilt made;
  auto rows = must(past->rows_at(seq, [&](std::vector<ports::IndexRow>&& batch) {
    for (const auto& row : batch) {
      ++made.live;
      made.digest.add(proof::row_element(row.kind, row.id, row.version));
      if (row.kind != proof::RowKind::decision || row.is_counted_only) continue;
      CHECK(made.entries.emplace(row.id, std::pair(row.version, row.entry_state)).second);
      made.people.emplace(row.id, row.person);
    }
  }));
  made.head = rows.head;
  for (const auto& one : rows.lost)
    made.lost.insert(one.id);
  return made;
}

// Draws what happens next to a register, and remembers how it stood after each step.
class Story {
public:
  explicit Story(unsigned seed) : draws_(seed) { remember(); }

  void step() {
    switch (draw(7)) {
      case 0:
      case 1: {
        const auto entered = test_.enter(authority(), {decision(next_), decision(next_ + 1)});
        for (const auto& one : entered)
          truth_[one.record.id] = {1, domain::EntryState::active};
        for (const auto& one : entered)
          owners_[one.record.id] = one.record.authority;
        next_ += 2;
        break;
      }
      case 2:
      case 3:
        change();
        break;
      case 4:
        test_.put(authority(), {licence(static_cast<int>(draw(8)))});
        break;
      case 5:
        test_.put("MAN", {licence(static_cast<int>(draw(8)), domain::LicenceStatus::suspended)});
        break;
      default:
        publish();
    }
    test_.clock().advance(std::chrono::minutes(7));
    remember();
  }

  void erase(const core::Uuid& id) {
    must(test_.store().replay_erasures(std::vector{id}, test_.now()));
    truth_.erase(id);
    erased_.insert(id);
  }

  TestRegister& test() { return test_; }
  const std::vector<Remembered>& places() const { return places_; }
  const std::set<core::Uuid>& erased() const { return erased_; }
  const std::map<core::Uuid, std::pair<std::int64_t, domain::EntryState>>& truth() const {
    return truth_;
  }

private:
  std::size_t draw(std::size_t below) { return draws_() % below; }
  std::string authority() { return draw(2) == 0 ? "BIR" : "LDS"; }

  void change() {
    if (truth_.empty()) return;
    auto one = std::next(truth_.begin(), static_cast<std::ptrdiff_t>(draw(truth_.size())));
    constexpr std::array states = {domain::EntryState::active, domain::EntryState::removed,
                                   domain::EntryState::under_appeal};
    const auto state = states[draw(states.size())];
    change_state(test_, owners_[one->first], one->first, std::string(domain::name_of(state)));
    one->second = {one->second.first + 1, state};
  }

  void publish() {
    auto learning = must(test_.store().frequencies().begin(day("2026-11-24"), true, {}));
    REQUIRE(learning);
    ports::FrequencyTable table;
    table.learnt_at = test_.now();
    table.fingerprint = "0000000a";
    table.text = "* " + std::to_string(1 + draw(50)) + "\n";
    (void)must(learning->publish(table, test_.leaf("frequencies_published", "")));
  }

  void remember() {
    const auto head = must(test_.store().new_feed()->head());
    if (!places_.empty() && places_.back().head.position == head.position) return;
    places_.push_back({.head = head, .entries = truth_});
  }

  TestRegister test_;
  std::mt19937 draws_;
  int next_ = 0;
  std::map<core::Uuid, std::pair<std::int64_t, domain::EntryState>> truth_;
  std::map<core::Uuid, std::string> owners_;
  std::set<core::Uuid> erased_;
  std::vector<Remembered> places_;
};

void check_place(store::Store& store, const Remembered& then, const std::set<core::Uuid>& erased) {
  const auto made = rebuild(store, then.head.position.seq);
  CHECK(made.head.position.chain == then.head.position.chain);
  CHECK(made.head.live == then.head.live);
  CHECK(made.head.digest == then.head.digest);
  CHECK(made.live == then.head.live);
  CHECK(made.digest == then.head.digest);
  auto kept = then.entries;
  std::set<core::Uuid> lost;
  for (const auto& id : erased)
    if (kept.erase(id) > 0) lost.insert(id);
  CHECK(made.entries == kept);
  CHECK(made.lost == lost);
}

}  // namespace

TEST_CASE("every row is again as it was, at any place of any story") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    INFO("seed " << seed);
    Story story(seed);
    for (int i = 0; i < 25; ++i)
      story.step();
    for (const auto& place : story.places())
      check_place(story.test().store(), place, story.erased());
    // What is erased is told of where it was, and the rest is whole.
    if (story.truth().size() < 3) continue;
    story.erase(story.truth().begin()->first);
    story.erase(story.truth().rbegin()->first);
    for (const auto& place : story.places())
      check_place(story.test().store(), place, story.erased());
  }
}

TEST_CASE("an entry is read in the version that is wanted, with its person") {
  TestRegister test;
  const auto id = test.enter("BIR", {decision(1)}).front().record.id;
  change_state(test, "BIR", id, "under_appeal");
  change_state(test, "BIR", id, "removed");
  const auto past = must(test.store().open_past());
  for (const auto& [version, state] :
       {std::pair<std::int64_t, domain::EntryState>(1, domain::EntryState::active),
        std::pair<std::int64_t, domain::EntryState>(2, domain::EntryState::under_appeal)}) {
    const std::array wanted = {ports::EntryAt{id, version}};
    const auto entries = must(past->entries(wanted));
    REQUIRE(entries.size() == 1);
    CHECK(entries.front().version == version);
    CHECK(entries.front().state == state);
    CHECK(entries.front().subject == someone(1));
    CHECK(entries.front().decided_on == decision(1).decided_on);
    CHECK(entries.front().recording_authority == "BIR");
  }
  const std::array removed = {ports::EntryAt{id, 3}};
  CHECK(must(past->entries(removed)).empty());
}

TEST_CASE("a feed that lost or changed an event leads nowhere") {
  TestRegister test;
  test.enter("BIR", {decision(1)});
  const auto then = must(test.store().new_feed()->head()).position.seq;
  test.enter("BIR", {decision(2)});
  test.enter("BIR", {decision(3)});
  auto owner = test.session("superuser");
  const auto nothing = [](std::vector<ports::IndexRow>&&) {};
  (void)must(owner->script("damage",
                           "set session_replication_role = replica;"
                           "update feed set payload = set_byte(payload, 40, 255) where seq = " +
                               std::to_string(then + 1)));
  const auto refused = must(test.store().open_past())->rows_at(then, nothing);
  REQUIRE(refused.has_error());
  CHECK(refused.error().code() == core::Errc::internal);
  (void)must(owner->script("damage", "delete from feed where seq = " + std::to_string(then + 1)));
  CHECK(must(test.store().open_past())->rows_at(then, nothing).has_error());
  CHECK(must(test.store().open_past())->rows_at(then + 7, nothing).error().code() ==
        core::Errc::not_found);
}

TEST_CASE("what was superseded is kept for the replay window, and no longer") {
  TestRegister test;
  const auto id = test.enter("BIR", {decision(1)}).front().record.id;
  test.put("MAN", {licence(1)});
  const auto then = must(test.store().new_feed()->head()).position.seq;
  test.clock().advance(std::chrono::hours(24));
  test.put("MAN", {licence(1, domain::LicenceStatus::suspended)});
  auto owner = test.session("superuser");
  change_state(test, "BIR", id, "under_appeal");
  const auto superseded = test.now();
  const auto leaf = [&](const store::Superseded&) { return test.leaf("versions_forgotten", ""); };

  auto done = must(test.store().forget_superseded(superseded, 100, leaf));
  CHECK(done.licences == 0);
  CHECK(rebuild(test.store(), then).lost.empty());
  CHECK(ask(*owner, "select count(*) from log_leaf") == "0");

  done = must(test.store().forget_superseded({superseded.micros + 1}, 100, leaf));
  CHECK(done.licences == 1);
  CHECK(done.decisions == 1);
  CHECK(ask(*owner, "select count(*) from licence_version") == "0");
  CHECK(ask(*owner, "select count(*) from decision_version where content is not null") == "0");
  CHECK(ask(*owner, "select count(*) from log_leaf where kind = 'versions_forgotten'") == "1");
  const auto rebuilt = rebuild(test.store(), then);
  CHECK(rebuilt.lost == std::set{id});
  CHECK(rebuilt.digest == rebuilt.head.digest);
  // The same decision again is still known as the same.
  CHECK(test.enter("BIR", {decision(1)}).front().outcome == ports::EnterOutcome::repeated);
  CHECK(must(test.store().forget_superseded({superseded.micros + 1}, 100, leaf)).decisions == 0);
}
