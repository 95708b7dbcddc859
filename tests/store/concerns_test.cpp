// Concerns in the database: who sees one, that none and no clock is lost, and what comes of news
// about its person, once.
#include "erasing.hpp"

#include <algorithm>

using namespace badgewatch;
using namespace badgewatch::store::test;
using domain::AlertKind;
using domain::ConcernOutcome;
using domain::DutyKind;
using domain::IssuerState;

namespace {

ports::ConcernRecord concern(TestRegister& test, const std::string& reporter, int n) {
  ports::ConcernRecord record;
  record.id = core::new_uuid(test.clock(), test.randomness());
  record.authority = reporter;
  record.concern.became_aware_on = day("2026-11-16");
  record.concern.categories = {domain::ConcernCategory::sexual_offence,
                               domain::ConcernCategory::otherwise_unsuitable};
  record.concern.subject = someone(n);
  record.concern.particulars = "Seen by a passenger.";
  record.concern.your_reference = "SG/1";
  record.share_by = day("2026-11-27");
  record.entered_at = test.now();
  record.retained_until = day("2037-11-15");
  ports::ConcernStep step;
  step.id = core::new_uuid(test.clock(), test.randomness());
  step.authority = reporter;
  step.step = "reported";
  step.on = day("2026-11-16");
  step.at = test.now();
  step.actor = "key of " + reporter;
  record.steps.push_back(step);
  return record;
}

domain::Duty duty(const std::string& authority, DutyKind kind, const core::Uuid& about) {
  domain::Duty made;
  made.authority = authority;
  made.kind = kind;
  made.about = {"concern", about};
  made.opened_on = day("2026-11-16");
  made.due_on = day("2026-12-11");
  made.remind_on = day("2026-12-09");
  made.escalate_on = day("2026-12-15");
  return made;
}

ports::ConcernRoute route(const ports::ConcernRecord& record, const std::string& issuer) {
  ports::ConcernRoute made;
  made.concern = record.id;
  made.reporter = record.authority;
  made.issuer = issuer;
  made.how = "named";
  made.received_on = day("2026-11-20");
  made.consider_by = day("2026-12-17");
  return made;
}

// Reported, with the duty to share it, and given to those issuers.
ports::ConcernRecord report(TestRegister& test, const std::string& reporter, int n,
                            const std::vector<std::string>& issuers,
                            const domain::ConcernStatistics& statistics = {}) {
  const auto record = concern(test, reporter, n);
  auto unit = must(test.store().records().begin(caller(reporter)));
  CHECK(must(unit->concerns().enter(record, statistics)));
  must(unit->duties().open(duty(reporter, DutyKind::share_concern, record.id)));
  for (const auto& issuer : issuers) {
    CHECK(must(unit->concerns().route(route(record, issuer), test.now())));
    must(unit->duties().open(duty(issuer, DutyKind::consider_concern, record.id)));
  }
  must(unit->commit());
  return record;
}

core::Result<ports::ConcernRecord> find(TestRegister& test, const std::string& authority,
                                        const core::Uuid& id) {
  return test.store().concerns().find(caller(authority), id, test.leaf("concern_read", authority));
}

void consider(TestRegister& test, const std::string& issuer, const core::Uuid& id,
              ConcernOutcome outcome) {
  auto unit = must(test.store().records().begin(caller(issuer)));
  const auto record = must(unit->concerns().to_change(id));
  ports::ConcernStep step;
  step.id = core::new_uuid(test.clock(), test.randomness());
  step.authority = issuer;
  step.step = "considered";
  step.on = day("2026-11-20");
  step.at = test.now();
  step.reasons = "Nobody could be asked.";
  step.by = "Ottoline Archer";
  must(unit->concerns().consider(record, {outcome, step.on, step.reasons, step.by}, step));
  must(unit->duties().close({issuer, DutyKind::consider_concern, {"concern", id}},
                            day("2026-11-20")));
  must(unit->commit());
}

std::vector<AlertKind> alerts(TestRegister& test, const std::string& authority) {
  std::vector<AlertKind> kinds;
  for (const auto& alert : must(test.store().alerts().alerts(caller(authority), 0, 100)))
    kinds.push_back(alert.kind);
  return kinds;
}

std::vector<ports::KeptDuty> duties(TestRegister& test, const std::string& authority) {
  return must(test.store().duties().list(caller(authority), {}, {}, day("2026-11-20"), 100,
                                         test.leaf("duties_listed", authority)))
      .duties;
}

// What the watch found, in the transaction that moves its place to the head.
core::Result<std::size_t> note(TestRegister& test, ports::ConcernMatch match, bool is_shared) {
  match.band = "strong";
  match.probability = 1;
  match.review = duty("", DutyKind::review_concern, match.concern);
  auto watch = test.store().new_watch();
  REQUIRE(must(watch->hold()));
  const auto from = must(watch->position());
  const auto head = must(test.store().new_feed()->head()).position;
  ports::Compared compared{.from = from, .to = head, .index = head};
  compared.concerns = {std::move(match)};
  compared.is_shared = is_shared;
  auto raised = watch->raise({}, compared, test.now());
  watch->let_go();
  return raised;
}

}  // namespace

TEST_CASE("A concern is its reporter's and its issuers', and to others there is none") {
  TestRegister test;
  const auto record = report(test, "LDS", 1, {"WLV"});
  const auto own = must(find(test, "LDS", record.id));
  CHECK(own.concern == [&] {
    auto same = record.concern;
    return same;
  }());
  REQUIRE(own.issuers.size() == 1);
  CHECK(own.issuers[0].authority == "WLV");
  CHECK(own.issuers[0].state == IssuerState::to_consider);
  CHECK(own.routing == domain::Routing::routed);
  CHECK(own.steps.size() == 2);
  CHECK(must(find(test, "WLV", record.id)).concern.particulars == "Seen by a passenger.");
  CHECK(find(test, "BIR", record.id).error().code() == core::Errc::not_found);
  const auto listed = [&](const std::string& authority) {
    return must(test.store().concerns().list(caller(authority), {}, 10,
                                             test.leaf("concerns_listed", authority)))
        .size();
  };
  CHECK(listed("LDS") == 1);
  CHECK(listed("WLV") == 1);
  CHECK(listed("BIR") == 0);
  CHECK(alerts(test, "WLV") == std::vector{AlertKind::concern_about_licensee});
  CHECK(verify_feed(test.store()) == 1);
}

TEST_CASE("Giving it to an issuer is sharing it, once") {
  TestRegister test;
  const auto record = report(test, "LDS", 1, {});
  REQUIRE(duties(test, "LDS").size() == 1);
  CHECK(duties(test, "LDS")[0].duty.kind == DutyKind::share_concern);
  for (int tries = 0; tries < 2; ++tries) {
    auto unit = must(test.store().records().begin(caller("LDS")));
    CHECK(must(unit->concerns().route(route(record, "WLV"), test.now())) == (tries == 0));
    must(unit->commit());
  }
  CHECK(duties(test, "LDS").empty());
  CHECK(alerts(test, "WLV").size() == 1);
  // A stranger gives nobody what it is no party to.
  auto unit = must(test.store().records().begin(caller("BIR")));
  CHECK_FALSE(unit->concerns().route(route(record, "MAN"), test.now()).has_value());
}

TEST_CASE("An issuer's outcome and reasons come back to the reporter, and to nobody else") {
  TestRegister test;
  const auto record = report(test, "LDS", 1, {"WLV", "BIR"});
  CHECK(duties(test, "WLV").size() == 1);
  consider(test, "WLV", record.id, ConcernOutcome::warned);
  CHECK(duties(test, "WLV").empty());
  CHECK(duties(test, "BIR").size() == 1);
  CHECK(alerts(test, "LDS") == std::vector{AlertKind::concern_considered});
  const auto seen = must(find(test, "LDS", record.id));
  CHECK(seen.issuer("WLV")->outcome == ConcernOutcome::warned);
  CHECK(std::any_of(seen.steps.begin(), seen.steps.end(),
                    [](const auto& step) { return step.reasons == "Nobody could be asked."; }));
  const auto other = must(find(test, "BIR", record.id));
  REQUIRE(other.issuers.size() == 1);
  CHECK(other.issuers[0].authority == "BIR");
  for (const auto& step : other.steps)
    CHECK(step.reasons.empty());
}

TEST_CASE("A licence that comes later brings the concern to its authority, once") {
  TestRegister test;
  const auto record = report(test, "LDS", 1, {});
  const auto put = test.put("WLV", {licence(1)});
  ports::ConcernMatch match;
  match.concern = record.id;
  match.reporter = "LDS";
  match.cause = "licence";
  match.cause_id = put[0].id;
  match.cause_authority = "WLV";
  match.consider = duty("WLV", DutyKind::consider_concern, record.id);
  CHECK(must(note(test, match, true)) == 1);
  CHECK(must(note(test, match, true)) == 0);
  CHECK(must(find(test, "WLV", record.id)).issuers[0].how == "found");
  CHECK(duties(test, "WLV").size() == 1);
  CHECK(duties(test, "LDS").empty());
  CHECK(alerts(test, "WLV") == std::vector{AlertKind::concern_about_licensee});
  // Its own licensee a reporter knows.
  match.cause_authority = "LDS";
  CHECK(must(note(test, match, true)) == 0);
}

TEST_CASE("What was closed with no action comes back when something new comes, each time once") {
  TestRegister test;
  const auto record = report(test, "LDS", 1, {"WLV", "BIR"});
  consider(test, "WLV", record.id, ConcernOutcome::no_action);
  consider(test, "BIR", record.id, ConcernOutcome::suspended);
  const auto entered = test.enter("MAN", {decision(1)});
  ports::ConcernMatch match;
  match.concern = record.id;
  match.reporter = "LDS";
  match.cause = "decision";
  match.cause_id = entered[0].record.id;
  match.cause_authority = "MAN";
  CHECK(must(note(test, match, false)) == 1);
  CHECK(must(note(test, match, false)) == 0);
  CHECK(must(find(test, "WLV", record.id)).issuers[0].state == IssuerState::to_review);
  CHECK(must(find(test, "BIR", record.id)).issuers[0].state == IssuerState::considered);
  REQUIRE(duties(test, "WLV").size() == 1);
  CHECK(duties(test, "WLV")[0].duty.kind == DutyKind::review_concern);
  CHECK(alerts(test, "WLV").back() == AlertKind::concern_came_back);
  consider(test, "WLV", record.id, ConcernOutcome::no_action);
  // The same entry again is nothing new; another one is.
  CHECK(must(note(test, match, false)) == 0);
  match.cause_id = test.enter("GLG", {decision(1)})[0].record.id;
  match.cause_authority = "GLG";
  CHECK(must(note(test, match, false)) == 1);
}

TEST_CASE(
    "Two concerns about one person are joined, and the parties of each are told of the other") {
  for (const bool is_shared : {false, true}) {
    TestRegister test;
    const auto first = report(test, "LDS", 1, {"WLV"});
    consider(test, "WLV", first.id, ConcernOutcome::no_action);
    const auto second = report(test, "MAN", 1, {"WLV", "BIR"});
    ports::ConcernMatch match;
    match.concern = first.id;
    match.reporter = "LDS";
    match.cause = "concern";
    match.cause_id = second.id;
    match.cause_authority = "MAN";
    // WLV is party to both: it comes back there, and is told of each beside the other.
    CHECK(must(note(test, match, is_shared)) == (is_shared ? 6 : 3));
    CHECK(must(note(test, match, is_shared)) == 0);
    const auto joined = [&](const std::string& authority) {
      const auto kinds = alerts(test, authority);
      return std::count(kinds.begin(), kinds.end(), AlertKind::concerns_joined);
    };
    CHECK(joined("WLV") == 2);
    CHECK(joined("LDS") == (is_shared ? 1 : 0));
    CHECK(joined("MAN") == (is_shared ? 1 : 0));
    CHECK(joined("BIR") == (is_shared ? 1 : 0));
    const auto steps = must(find(test, "WLV", first.id)).steps;
    CHECK(std::any_of(steps.begin(), steps.end(), [&](const auto& step) {
      return step.step == "joined" && step.detail == "MAN " + second.id.text();
    }));
    // Told of the other, not shown it.
    CHECK(find(test, "LDS", second.id).error().code() == core::Errc::not_found);
  }
}

TEST_CASE("Who knew that two concerns were joined when it closed them gets neither back for that") {
  TestRegister test;
  const auto first = report(test, "LDS", 1, {"WLV"});
  const auto second = report(test, "MAN", 1, {"WLV"});
  ports::ConcernMatch match;
  match.concern = second.id;
  match.reporter = "MAN";
  match.cause = "concern";
  match.cause_id = first.id;
  match.cause_authority = "LDS";
  CHECK(must(note(test, match, false)) == 2);
  consider(test, "WLV", first.id, ConcernOutcome::no_action);
  consider(test, "WLV", second.id, ConcernOutcome::no_action);
  // Compared anew by other rules, from both sides.
  CHECK(must(note(test, match, false)) == 0);
  std::swap(match.concern, match.cause_id);
  std::swap(match.reporter, match.cause_authority);
  CHECK(must(note(test, match, false)) == 0);
  CHECK(must(find(test, "WLV", first.id)).issuers[0].state == IssuerState::considered);
  // Another one is news.
  match.cause_id = report(test, "BIR", 1, {}).id;
  match.cause_authority = "BIR";
  CHECK(must(note(test, match, false)) >= 1);
  CHECK(must(find(test, "WLV", first.id)).issuers[0].state == IssuerState::to_review);
}

TEST_CASE("Ethnicity and nationality are counted, and lead to no concern") {
  TestRegister test;
  using domain::RecordedTrait;
  for (int n = 1; n <= 3; ++n)
    report(test, "LDS", n, {}, {RecordedTrait{"4", ""}, RecordedTrait{"not_known", "No file."}});
  report(test, "BIR", 4, {}, {RecordedTrait{"13", ""}, RecordedTrait{"GB", ""}});
  const auto traits = [&](const std::string& authority) {
    return must(test.store().concerns().traits(caller(authority), 2000, 2100,
                                               test.leaf("concern_statistics_read", authority)));
  };
  const auto own = traits("LDS");
  REQUIRE(own.size() == 2);
  CHECK(own[0].code == "4");
  CHECK(own[0].people == 3);
  CHECK(own[1].code == "not_known");
  CHECK(traits("").size() == 4);
  CHECK(traits("WLV").empty());
}

TEST_CASE("Whom a concern is about never changes, and a snapshot holds it") {
  TestRegister test;
  const auto record = report(test, "LDS", 1, {});
  std::size_t concerns = 0;
  (void)must(test.store().new_feed()->snapshot(1, [&](std::vector<ports::IndexRow>&& rows) {
    for (const auto& row : rows)
      if (row.kind == proof::RowKind::concern) {
        ++concerns;
        CHECK(row.id == record.id);
        CHECK(row.authority == "LDS");
        CHECK(row.person == someone(1));
      }
  }));
  CHECK(concerns == 1);
  auto past = must(test.store().open_past());
  std::size_t then = 0;
  const auto sink = [&](std::vector<ports::IndexRow>&& rows) {
    for (const auto& row : rows)
      then += row.kind == proof::RowKind::concern ? 1U : 0U;
  };
  (void)must(past->rows_at(0, sink));
  CHECK(then == 0);
  (void)must(past->rows_at(1, sink));
  CHECK(then == 1);
}

TEST_CASE("a concern goes on the day after its last, with a tombstone, and not on it") {
  TestRegister test;
  const auto record = report(test, "BIR", 1, {"MAN"});
  const auto erase = [&](const std::string& on) {
    return must(test.store().erase_expired(day(on), test.now(), 100, no_ledger));
  };
  CHECK(erase("2037-11-15").empty());
  CHECK(must(test.store().count_expired(day("2037-11-16"))).concerns == 1);
  const auto due = must(test.store().due_for_erasure(at("2037-11-16T12:00:00Z")));
  CHECK(due.entries == 1);
  CHECK(due.entries_due == 1);
  const auto erased = erase("2037-11-16");
  REQUIRE(erased.size() == 1);
  CHECK(erased[0].id == record.id);
  CHECK(erased[0].kind == "concern");
  CHECK(find(test, "BIR", record.id).error().code() == core::Errc::not_found);
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select kind from erasure") == "concern");
}
