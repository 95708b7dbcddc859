// An entry's life in the database: its history and what is proposed, sealed; who is told, once;
// what goes when it is erased.
#include "erasing.hpp"

#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;
using domain::EntryChange;
using domain::EntryState;

namespace {

ports::HistoryItem item(TestRegister& test, const ports::DecisionRecord& record,
                        const std::string& change) {
  ports::HistoryItem made;
  made.id = core::new_uuid(test.clock(), test.randomness());
  made.version = record.version;
  made.change = change;
  made.state = record.state;
  made.on = day("2026-11-20");
  made.at = test.now();
  made.actor = "key of BIR";
  made.recorded_by = "Nightingale desk";
  made.reason = "Entered against the wrong Quatermain.";
  made.decided_by = "Ottoline Archer";
  made.approved_by = "Peregrine Baker";
  made.fields = {"/subject"};
  return made;
}

core::Result<void> write(TestRegister& test, const ports::DecisionRecord& changed) {
  auto unit = must(test.store().records().begin(caller(changed.authority)));
  if (auto stands = unit->entry_to_change(changed.id); !stands) return stands.error();
  if (auto done = unit->change_entry(changed); !done) return done;
  if (auto head = unit->commit(); !head) return head.error();
  return {};
}

ports::DecisionRecord read(TestRegister& test, const core::Uuid& id,
                           const std::string& authority = "BIR") {
  return must(test.store().records().find_decision(caller(authority), id));
}

// The next version in that state.
ports::DecisionRecord change(TestRegister& test, const core::Uuid& id, EntryState state,
                             const std::string& what, bool is_told = true) {
  auto record = read(test, id);
  ++record.version;
  record.state = state;
  auto made = item(test, record, what);
  made.is_told = is_told;
  record.history.push_back(made);
  must(write(test, record));
  return record;
}

void give(TestRegister& test, const std::string& authority, const core::Uuid& entry,
          std::int64_t version, int n) {
  auto one = check(test, authority, n);
  one.record.given = {{entry, version}};
  must(test.store().checks().record({one}));
}

std::vector<std::string> told(TestRegister& test, const std::string& authority) {
  std::vector<std::string> changes;
  for (const auto& alert : must(test.store().alerts().alerts(caller(authority), 0, 100)))
    if (alert.kind == domain::AlertKind::entry_changed)
      changes.push_back(alert.change + " " + alert.licence_number + " " + alert.band);
  return changes;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("what happened and what is proposed comes back as it was kept, and is sealed") {
  TestRegister test;
  const auto id = test.enter("BIR", {decision(1)})[0].record.id;
  auto record = read(test, id);
  REQUIRE(record.history.size() == 1);
  CHECK(record.history[0].change == "entered");
  const auto first_clock = record.clocks.retained_until;

  record.version = 2;
  record.appealed = true;
  record.state = EntryState::under_appeal;
  record.decision.effective_on = day("2026-12-01");
  record.history.push_back(item(test, record, "amend"));
  ports::Proposal proposal;
  proposal.change = EntryChange::amend;
  proposal.version = 2;
  proposal.on = day("2026-11-19");
  proposal.at = test.now();
  proposal.reason = "Another Quatermain.";
  proposal.by = {"Ottoline Archer", "a session"};
  proposal.amendment.decided_on = day("2026-11-01");
  proposal.amendment.subject = someone(77);
  record.proposal = proposal;
  must(write(test, record));
  const auto back = read(test, id);
  CHECK(back.history == record.history);
  CHECK(back.proposal == record.proposal);
  CHECK(back.decision == record.decision);
  CHECK(back.standing() == record.standing());
  CHECK(back.clocks.retained_until == first_clock);
  CHECK(verify_feed(test.store()) == 2);

  // Only the newest proposal is kept, and none when there is none.
  auto next = back;
  next.version = 3;
  next.lifted = true;
  next.proposal.reset();
  next.history.push_back(item(test, next, "withdraw"));
  must(write(test, next));
  CHECK(!read(test, id).proposal);
  CHECK(read(test, id).history.size() == 3);

  auto owner = test.session("superuser");
  const auto shown = ask(*owner,
                         "select coalesce(string_agg(t::text, ' '), '') from (select to_jsonb(c) as"
                         " t from decision_change c union all select to_jsonb(p) from"
                         " decision_proposal p) as all_of_it");
  for (const char* word : {"Quatermain", "Ottoline", "Peregrine", "Nightingale"})
    CHECK(shown.find(word) == std::string::npos);
}

TEST_CASE("an entry changes under its next version alone, and another authority's not at all") {
  TestRegister test;
  const auto id = test.enter("BIR", {decision(1)})[0].record.id;
  auto record = read(test, id);
  record.version = 3;
  record.history.push_back(item(test, record, "lift"));
  CHECK(write(test, record).error().code() == core::Errc::not_found);
  CHECK(read(test, id).history.size() == 1);

  const auto code = [&] {
    return must(test.store().records().begin(caller("MAN")))->entry_to_change(id).error().code();
  };
  CHECK(code() == core::Errc::not_found);
  give(test, "MAN", id, 1, 1);
  CHECK(code() == core::Errc::forbidden);
  CHECK(must(test.store().records().begin(caller("LDS")))->entry_to_change(id).error().code() ==
        core::Errc::not_found);
}

TEST_CASE("each change is told once to who was given the entry, and for each licence alerted") {
  TestRegister test;
  const auto id = test.enter("BIR", {decision(1)})[0].record.id;
  const auto man = test.put("MAN", {licence(1), licence(2)});
  auto watch = test.store().new_watch();
  REQUIRE(must(watch->hold()));
  std::vector<ports::NewAlert> alerts;
  for (const auto& one : man)
    alerts.push_back({.authority = "MAN",
                      .kind = domain::AlertKind::licensee_matched,
                      .entry_type = "decision",
                      .entry = id,
                      .recording_authority = "BIR",
                      .licence = one.id,
                      .band = "strong",
                      .probability = 0.9});
  REQUIRE(
      must(watch->raise(
          alerts,
          {.from = feed_place(test, 0), .to = feed_place(test, 3), .index = feed_place(test, 3)},
          test.now())) == 2);
  give(test, "LDS", id, 1, 1);
  give(test, "LDS", id, 1, 2);
  give(test, "MAN", id, 1, 3);

  (void)change(test, id, EntryState::under_appeal, "appeal_lodged");
  (void)change(test, id, EntryState::active, "amend", false);  // a correction that is proposed
  (void)change(test, id, EntryState::removed, "appeal_allowed");
  const Words lds = {"appeal_lodged  ", "appeal_allowed  "};
  CHECK(told(test, "LDS") == lds);
  const auto one = licence(1).licence_number, two = licence(2).licence_number;
  auto of_man = told(test, "MAN");
  std::sort(of_man.begin(), of_man.end());
  Words expected = {"appeal_lodged " + one + " strong", "appeal_lodged " + two + " strong",
                    "appeal_allowed " + one + " strong", "appeal_allowed " + two + " strong"};
  std::sort(expected.begin(), expected.end());
  CHECK(of_man == expected);
  CHECK(told(test, "BIR").empty());

  // The watch comes by the same changes, twice after a restore: nobody is told again.
  auto compared = ports::Compared{
      .from = feed_place(test, 3), .to = feed_place(test, 6), .index = feed_place(test, 6)};
  compared.changed = {{"BIR", id, 2}, {"BIR", id, 3}, {"BIR", id, 4}};
  REQUIRE(must(watch->raise({}, compared, test.now())) == 0);
  CHECK(told(test, "LDS") == lds);
  CHECK(told(test, "MAN").size() == 4);
  const auto events = must(test.store().alerts().events(caller("MAN"), 0, 100));
  for (std::size_t i = 0; i < events.size(); ++i)
    CHECK(events[i].seq == static_cast<std::int64_t>(i) + 1);
  CHECK(events.size() == 6);
}

TEST_CASE("who is alerted beside a change hears of it from the watch") {
  TestRegister test;
  const auto id = test.enter("BIR", {decision(1)})[0].record.id;
  const auto man = test.put("MAN", {licence(1)});
  (void)change(test, id, EntryState::removed, "remove");
  auto watch = test.store().new_watch();
  REQUIRE(must(watch->hold()));
  const std::vector<ports::NewAlert> late = {{.authority = "MAN",
                                              .kind = domain::AlertKind::licensee_matched,
                                              .entry_type = "decision",
                                              .entry = id,
                                              .recording_authority = "BIR",
                                              .licence = man[0].id,
                                              .band = "strong",
                                              .probability = 0.9}};
  REQUIRE(
      must(watch->raise(
          late,
          {.from = feed_place(test, 0), .to = feed_place(test, 2), .index = feed_place(test, 2)},
          test.now())) == 1);
  CHECK(told(test, "MAN").empty());
  auto compared = ports::Compared{
      .from = feed_place(test, 2), .to = feed_place(test, 3), .index = feed_place(test, 3)};
  compared.changed = {{"BIR", id, 2}};
  REQUIRE(must(watch->raise({}, compared, test.now())) == 0);
  CHECK(told(test, "MAN") == Words{"remove " + licence(1).licence_number + " strong"});
}

TEST_CASE("who was shown an entry as it was before a change is told, however late it is recorded") {
  TestRegister test;
  const auto id = test.enter("BIR", {decision(1)})[0].record.id;
  (void)change(test, id, EntryState::under_appeal, "appeal_lodged");
  give(test, "LDS", id, 1, 1);
  CHECK(told(test, "LDS") == Words{"appeal_lodged  "});
  give(test, "MAN", id, 2, 2);
  CHECK(told(test, "MAN").empty());

  // Recorded while a change is under way: it waits for its end.
  auto unit = must(test.store().records().begin(caller("BIR")));
  auto record = must(unit->entry_to_change(id));
  ++record.version;
  record.state = EntryState::removed;
  record.history.push_back(item(test, record, "appeal_allowed"));
  must(unit->change_entry(record));
  std::thread asker([&] { give(test, "GLG", id, 2, 3); });
  (void)must(unit->commit());
  asker.join();
  CHECK(told(test, "GLG") == Words{"appeal_allowed  "});
  CHECK(told(test, "LDS").size() == 2);
}

TEST_CASE("who was shown an entry as it is after a change is told of the next one alone") {
  TestRegister test;
  const auto id = test.enter("BIR", {decision(1)})[0].record.id;
  (void)change(test, id, EntryState::under_appeal, "appeal_lodged");
  give(test, "MAN", id, 2, 1);
  give(test, "GLG", id, 2, 2);
  // The watch comes by that change behind the checks that showed it.
  auto watch = test.store().new_watch();
  REQUIRE(must(watch->hold()));
  auto compared = ports::Compared{
      .from = feed_place(test, 0), .to = feed_place(test, 2), .index = feed_place(test, 2)};
  compared.changed = {{"BIR", id, 2}};
  REQUIRE(must(watch->raise({}, compared, test.now())) == 0);
  CHECK(told(test, "MAN").empty());

  // One of them was shown it before too, by a check that is kept later.
  give(test, "GLG", id, 1, 3);
  CHECK(told(test, "GLG") == Words{"appeal_lodged  "});
  (void)change(test, id, EntryState::removed, "appeal_allowed");
  CHECK(told(test, "MAN") == Words{"appeal_allowed  "});
  CHECK(told(test, "GLG") == Words{"appeal_lodged  ", "appeal_allowed  "});
}

TEST_CASE("a change that hangs holds no check up") {
  TestRegister test;
  const auto id = test.enter("BIR", {decision(1)})[0].record.id;
  auto unit = must(test.store().records().begin(caller("BIR")));
  auto record = must(unit->entry_to_change(id));
  ++record.version;
  record.history.push_back(item(test, record, "appeal_lodged"));
  must(unit->change_entry(record));
  give(test, "LDS", id, 1, 1);
  unit.reset();
  CHECK(read(test, id).version == 1);
}

TEST_CASE("what an entry's life has left goes with it, and who did it when stays") {
  TestRegister test;
  const auto id = test.enter("BIR", {decision(1)})[0].record.id;
  give(test, "LDS", id, 1, 1);
  auto record = read(test, id);
  ++record.version;
  record.state = EntryState::removal_proposed;
  record.history.push_back(item(test, record, "remove"));
  ports::Proposal proposal;
  proposal.version = 2;
  proposal.on = day("2026-11-20");
  proposal.by.name = "Ann";
  record.proposal = proposal;
  must(write(test, record));
  (void)must(test.store().erase_expired(day("2080-01-01"), test.now(), 100, no_ledger));
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select count(*) from decision_proposal") == "0");
  CHECK(ask(*owner, "select count(*) from hit_given") == "0");
  CHECK(ask(*owner,
            "select count(*) from decision_change where data_key is not null or content is not"
            " null") == "0");
  CHECK(ask(*owner, "select count(*) from decision_change") == "2");
  // A change that comes beside the purge finds nothing, and leaves nothing.
  CHECK(write(test, record).error().code() == core::Errc::not_found);
  // A check that is recorded behind it is recorded, and gives nothing.
  give(test, "MAN", id, 1, 2);
  CHECK(ask(*owner, "select count(*) from hit_given") == "0");
}

TEST_CASE("a removed entry is kept to the end of its first period, and then goes") {
  TestRegister test;
  auto unit = must(test.store().records().begin(caller("BIR")));
  const std::vector<ports::DecisionToEnter> wanted = {to_enter(decision(1), "2026-11-30")};
  const auto id = must(unit->enter_decisions(wanted, test.now()))[0].record.id;
  (void)must(unit->commit());
  (void)change(test, id, EntryState::removed, "remove");
  CHECK(must(test.store().entries().find({id})).empty());
  CHECK(must(test.store().erase_expired(day("2026-11-30"), test.now(), 100, no_ledger)).empty());
  (void)change(test, id, EntryState::active, "reinstate");
  CHECK(must(test.store().entries().find({id})).size() == 1);
  CHECK(read(test, id).clocks.retained_until == day("2026-11-30"));
  CHECK(must(test.store().erase_expired(day("2026-12-01"), test.now(), 100, no_ledger)).size() ==
        1);
}

TEST_CASE("each role has of an entry's life what it is for") {
  TestRegister test;
  const auto id = test.enter("BIR", {decision(1)})[0].record.id;
  (void)change(test, id, EntryState::removed, "remove");
  give(test, "LDS", id, 1, 1);
  constexpr const char* denied = "42501";
  for (const char* role : {"bw_record", "bw_match", "bw_follow", "bw_watch", "bw_webhook"})
    for (const char* table : {"decision_proposal", "hit_given", "decision_change"}) {
      INFO(role << " " << table);
      CHECK(refusal(*test.session(role), std::string("select * from ") + table) == denied);
    }
  auto man = test.session("bw_app");
  must(man->begin_as("MAN"));
  CHECK(ask(*man, "select count(*) from hit_given") == "0");
  CHECK(ask(*man, "select count(*) from decision_change") == "0");
  CHECK(refusal(*test.session("bw_app"),
                "insert into hit_given values ('BIR', gen_random_uuid(), 1)") == denied);
  CHECK(refusal(*test.session("bw_app"), "delete from decision_change") == denied);
  CHECK(refusal(*test.session("bw_match"), "select tell_of_change('BIR', gen_random_uuid(), 1)") ==
        denied);
  CHECK(refusal(*test.session("bw_app"), "select note_hits_given('{}', '{}', '{}')") == denied);
}

TEST_CASE("clear checks are read page by page, and each contradiction is told once") {
  TestRegister test;
  const auto id = test.enter("BIR", {decision(1)})[0].record.id;
  std::vector<core::Uuid> clear;
  for (int n = 0; n < 5; ++n) {
    const auto one = check(test, n % 2 == 0 ? "MAN" : "LDS", n);
    must(test.store().checks().record({one}));
    clear.push_back(one.record.id);
  }
  auto match = check(test, "MAN", 9);
  match.record.outcome = domain::Outcome::match;
  must(test.store().checks().record({match}));

  auto checks = test.store().new_clear_checks();
  CHECK(must(checks->position()).seq == 0);
  REQUIRE(must(checks->begin()));
  // One look at a time.
  auto other = test.store().new_clear_checks();
  CHECK_FALSE(must(other->begin()));
  std::vector<core::Uuid> read;
  for (auto page = must(checks->next(2)); !page.empty(); page = must(checks->next(2)))
    for (const auto& one : page) {
      CHECK(one.request.find("CASEREF-") != std::string::npos);
      read.push_back(one.id);
    }
  std::sort(read.begin(), read.end());
  auto expected = clear;
  std::sort(expected.begin(), expected.end());
  CHECK(read == expected);

  const std::vector<ports::Contradiction> found = {{.authority = "MAN",
                                                    .check = clear[0],
                                                    .entry = id,
                                                    .recording_authority = "BIR",
                                                    .band = "strong",
                                                    .probability = 0.9}};
  CHECK(must(checks->finish(found, feed_place(test, 1), test.now())) == 1);
  CHECK(must(checks->position()) == feed_place(test, 1));
  REQUIRE(must(other->begin()));
  CHECK(must(other->finish(found, {}, test.now())) == 0);
  const auto told = must(test.store().alerts().alerts(caller("MAN"), 0, 10));
  REQUIRE(told.size() == 1);
  CHECK(told[0].kind == domain::AlertKind::earlier_check_contradicted);
  CHECK(told[0].check == clear[0]);
  CHECK(told[0].licence_number.empty());

  // Whoever was told of it is told of its changes.
  (void)change(test, id, EntryState::removed, "remove");
  CHECK(::told(test, "MAN") == Words{"remove  "});
  // What is removed contradicts nothing.
  REQUIRE(must(checks->begin()));
  auto late = found;
  late[0].check = clear[2];
  CHECK(must(checks->finish(late, {}, test.now())) == 0);

  // Another history's place is not kept, nor what was found with it.
  REQUIRE(must(checks->begin()));
  auto forked = feed_place(test, 2);
  forked.chain.fill(7);
  CHECK(checks->finish({}, forked, test.now()).error().code() == core::Errc::conflict);
  CHECK(must(checks->position()) == feed_place(test, 1));
  // A subject that is gone is not looked at.
  (void)must(test.store().erase_expired(day("2027-06-01"), test.now(), 100, no_ledger));
  REQUIRE(must(checks->begin()));
  CHECK(must(checks->next(10)).empty());
  checks->give_up();
}
