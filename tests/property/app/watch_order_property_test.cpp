// The watch compares entries ahead of licences. Whatever came in whatever order, whoever was killed
// when: each entry is told once for each licence of its person, and each change to whoever was
// told.
#include "../../unit/app/running.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <map>
#include <set>

using namespace badgewatch;
using namespace badgewatch::tests;
using domain::AlertKind;

namespace {

constexpr std::size_t people = 5;

person::Person someone(std::size_t number) {
  static constexpr std::array<std::string_view, people> names = {
      "Abdirahman Warsame", "Zbigniew Kowalczyk", "Gurpreet Sandhu", "Olumide Adeyemi",
      "Siobhan Gallagher"};
  return person_named(std::string(names[number]),
                      "196" + std::to_string(number) + "-05-1" + std::to_string(number));
}

void remove_entry(Running& run, const core::Uuid& entry) {
  app::ChangeToMake wanted;
  wanted.decision = entry;
  wanted.change = domain::EntryChange::remove;
  wanted.on = day("2026-11-20");
  wanted.reason = "As the committee decided.";
  wanted.signing.decided_by = "Ann Archer";
  wanted.signing.approved_by = "Bob Baker";
  const auto made = run.entry_changes.change(
      run.leeds, wanted,
      {{}, [](const app::ChangeMade&) { return ports::StoredAnswer{200, "", {}}; }});
  REQUIRE(made.has_value());
}

struct Told {
  std::set<std::pair<core::Uuid, std::string>> once;  // entry and licence number
  int twice = 0;
  int changes_missed = 0;
};

// The same seed gives the same story, but for who was how fast.
class Story {
public:
  Story(std::uint64_t seed, std::function<void(ports::Compared&)> spoil)
      : draws_(seed),
        run_({.batch = 7,
              .alerts = 5,
              .queued_rows = 1 + draw(60),
              .in_order = 0,
              .licences = 1 + draw(3),
              .unnoted_rows = static_cast<std::int64_t>(1 + draw(30)),
              .poll = std::chrono::milliseconds(1)}) {
    run_.watch_writes.spoil = std::move(spoil);
  }

  void live(int steps) {
    for (int step = 0; step < steps; ++step)
      happen();
    run_.watch_writes.held = false;
    run_.watch_writes.held.notify_all();
    run_.follower_held = false;
    run_.follower.wake();
    REQUIRE(run_.watched());
  }

  // Whom the register has under a licence and in an entry.
  std::set<std::pair<core::Uuid, std::string>> to_be_told() const {
    std::set<std::pair<core::Uuid, std::string>> pairs;
    for (const auto& [entry, about] : entries_)
      for (const auto& [licence, holder] : licences_)
        if (!removed_.contains(entry) && holder == about) pairs.insert({entry, licence});
    return pairs;
  }

  Told told() {
    Told told;
    std::set<std::pair<core::Uuid, std::string>> changes;
    for (const auto& alert : run_.alerts(run_.york)) {
      const std::pair about{alert.entry, alert.licence_number};
      if (alert.kind == AlertKind::licensee_matched && !told.once.insert(about).second)
        ++told.twice;
      if (alert.kind == AlertKind::entry_changed && !changes.insert(about).second) ++told.twice;
    }
    for (const auto& about : told.once)
      if (removed_.contains(about.first) && !changes.contains(about)) ++told.changes_missed;
    return told;
  }

  int ahead() const { return run_.watch_writes.ahead; }

private:
  std::size_t draw(std::size_t below) {
    std::uint8_t byte = 0;
    draws_.fill(std::span(&byte, 1));
    return byte % below;
  }

  void happen() {
    switch (draw(10)) {
      case 0:
      case 1:
        return upload();
      case 2:
      case 3:
      case 4:
        return enter();
      case 5:
        return remove();
      case 6:
        run_.watch_writes.held = draw(2) == 0;
        return run_.watch_writes.held.notify_all();
      case 7:
        run_.follower_held = draw(3) == 0;
        return run_.follower.wake();
      case 8:
        ++(draw(2) == 0 ? run_.watch_writes.lost_before : run_.watch_writes.lost_behind);
        return;
      default:
        // As if it were started anew: it knows nothing but what is written.
        return run_.watcher.forget();
    }
  }

  void upload() {
    std::vector<ports::LicenceToPut> many;
    for (std::size_t left = 1 + draw(25); left > 0; --left) {
      const auto number = "Y" + std::to_string(licences_.size());
      const auto holder = draw(people);
      licences_[number] = holder;
      many.push_back(licence_of(someone(holder), number));
    }
    for (const auto& put : run_.records.put_licences(run_.york, many))
      REQUIRE(put.has_value());
    run_.follower.wake();
  }

  void enter() {
    const auto about = draw(people);
    const auto reference = "LDS/" + std::to_string(entries_.size());
    in_order_.push_back(run_.enter(run_.leeds, revocation_of(someone(about), reference)));
    entries_[in_order_.back()] = about;
  }

  void remove() {
    if (entries_.empty()) return;
    // One of the last, of whom alerts are being written.
    const auto entry =
        in_order_[in_order_.size() - 1 - draw(std::min<std::size_t>(3, in_order_.size()))];
    if (!removed_.insert(entry).second) return;
    remove_entry(run_, entry);
  }

  core::SeededRandomness draws_;
  Running run_;
  std::map<std::string, std::size_t> licences_;
  std::map<core::Uuid, std::size_t> entries_;
  std::vector<core::Uuid> in_order_;
  std::set<core::Uuid> removed_;
};

struct Tally {
  int missed = 0;
  int twice = 0;
  int changes_missed = 0;
  int ahead = 0;
};

Tally tally_of(std::uint64_t stories, const std::function<void(ports::Compared&)>& spoil = {}) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= stories; ++seed) {
    Story story(seed, spoil);
    story.live(40);
    const auto told = story.told();
    for (const auto& pair : story.to_be_told())
      if (!told.once.contains(pair)) ++tally.missed;
    tally.twice += told.twice;
    tally.changes_missed += told.changes_missed;
    tally.ahead += story.ahead();
  }
  return tally;
}

}  // namespace

TEST_CASE("Entries ahead of licences: no pair is missed, none told twice, and no change lost") {
  const auto tally = tally_of(150);
  CHECK(tally.missed == 0);
  CHECK(tally.twice == 0);
  CHECK(tally.changes_missed == 0);
  // It did go ahead.
  CHECK(tally.ahead > 100);
}

TEST_CASE("A watch that takes entries compared for everything compared is caught") {
  const auto tally = tally_of(30, [](ports::Compared& compared) {
    if (compared.to == compared.from) compared.to = compared.index;
  });
  CHECK(tally.missed > 0);
}

TEST_CASE(
    "A change made while the entry's alert is written is told, and who forgets it is caught") {
  const bool forgets = GENERATE(false, true);
  Running run;
  if (forgets) run.watch_writes.spoil = [](ports::Compared& compared) { compared.changed.clear(); };
  run.put(run.york, licence_of(someone(0), "Y1"));
  REQUIRE(run.watched());
  run.watch_writes.held = true;
  const auto entry = run.enter(run.leeds, revocation_of(someone(0), "LDS/1"));
  REQUIRE(soon([&] { return run.watch_writes.waiting == 1; }));
  remove_entry(run, entry);
  REQUIRE(run.caught_up());
  run.watch_writes.held = false;
  run.watch_writes.held.notify_all();
  REQUIRE(run.watched());
  std::vector<AlertKind> told;
  for (const auto& alert : run.alerts(run.york))
    told.push_back(alert.kind);
  const std::vector all{AlertKind::licensee_matched, AlertKind::entry_changed};
  CHECK(told == std::vector(all.begin(), forgets ? all.begin() + 1 : all.end()));
}
