// Rectification requests on the register in memory: received anywhere, answered by the recorder
// within its month, whose clock stands still only where the law lets it.
#include "app/rectifications.hpp"

#include "app/duties.hpp"
#include "ports/memory_cases.hpp"
#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::tests;
using domain::RectificationAct;
using domain::RectificationState;

namespace {

struct Requests {
  Running running{{}, std::chrono::seconds(20)};
  ports::MemoryRectifications kept{running.reg};
  app::Rectifications rectifications{
      kept,          running.reg,        running.reg,    running.reference,
      running.clock, running.randomness, running.metrics};
  app::Duties duties{running.reg, running.reference, running.clock, running.randomness};
  const person::Person him = person_named("Barnaby Wigglesworth", "1990-02-03");
  core::Uuid entry = running.enter(running.york, revocation_of(him, "R1"));
  core::Date today = core::uk_date(running.clock.now());
  ports::Rectification last;

  app::Once<ports::Rectification> once() {
    return {.key = {}, .render = [this](const ports::Rectification& request) {
              last = request;
              return ports::StoredAnswer{200, request.id.text(), {}};
            }};
  }

  core::Uuid check() {
    REQUIRE(running.caught_up());
    return running.checks.ask(running.leeds, check_of(him)).value().id;
  }

  core::Result<app::Answered> take(const ports::Caller& caller,
                                   std::optional<core::Uuid> check = {}) {
    return rectifications.take(caller, {entry, check, today, "He was in hospital that day."},
                               once());
  }

  core::Result<app::Answered> end(const ports::Caller& caller, RectificationAct act) {
    return rectifications.end(caller, last.id, act, "Our reasons.", once());
  }

  std::vector<ports::KeptDuty> owed(const ports::Caller& caller) {
    return duties.list(caller, {domain::DutyKind::rectify, {}}, {}, 100).value().duties;
  }

  std::size_t told(const ports::Caller& caller, domain::AlertKind kind) {
    std::size_t found = 0;
    for (const auto& alert : running.alerts(caller))
      if (alert.kind == kind && alert.request == last.id) ++found;
    return found;
  }
};

}  // namespace

TEST_CASE("Received by one authority, owed by the recorder, and the receiver is told the answer") {
  Requests requests;
  auto& running = requests.running;
  REQUIRE(requests.take(running.leeds, requests.check()).has_value());
  CHECK(requests.last.recorded_by == "YOR");
  CHECK(requests.told(running.york, domain::AlertKind::rectification_asked) == 1);
  REQUIRE(requests.owed(running.york).size() == 1);
  CHECK(requests.owed(running.york)[0].duty.due_on == requests.last.answer_by);
  CHECK(requests.owed(running.leeds).empty());

  CHECK(requests.end(running.leeds, RectificationAct::refuse).error().code() ==
        core::Errc::forbidden);
  REQUIRE(requests.end(running.york, RectificationAct::refuse).has_value());
  CHECK(requests.told(running.leeds, domain::AlertKind::rectification_answered) == 1);
  CHECK(requests.owed(running.york).empty());
  const auto read = requests.rectifications.read(running.leeds, requests.last.id).value();
  CHECK(read.state == RectificationState::refused);
  CHECK(read.reasons == "Our reasons.");
  CHECK(requests.end(running.leeds, RectificationAct::withdraw).error().code() ==
        core::Errc::conflict);
  const ports::Caller third{"MAN", "key-of-manchester"};
  CHECK(requests.rectifications.read(third, requests.last.id).error().code() ==
        core::Errc::not_found);
}

TEST_CASE("Nobody asks about an entry that they were never given") {
  Requests requests;
  auto& running = requests.running;
  CHECK(requests.take(running.leeds).error().code() == core::Errc::not_found);
  CHECK(requests.take(running.york, requests.check()).error().code() == core::Errc::not_found);
  requests.today = requests.today.plus_days(1);
  CHECK(requests.take(running.york).error().code() == core::Errc::invalid);
}

TEST_CASE("Corrected is said once the entry was changed, and not before") {
  Requests requests;
  auto& running = requests.running;
  REQUIRE(requests.take(running.york).has_value());
  CHECK(running.alerts(running.york).empty());  // it knows
  CHECK(requests.end(running.york, RectificationAct::correct).error().code() ==
        core::Errc::conflict);
  const auto change = [&](domain::EntryChange what, std::optional<core::Date> decided_on) {
    app::ChangeToMake wanted;
    wanted.decision = requests.entry;
    wanted.change = what;
    wanted.on = requests.today;
    wanted.reason = "The letter shows it.";
    wanted.amendment.decided_on = decided_on;
    app::Once<app::ChangeMade> once;
    once.render = [](const app::ChangeMade&) { return ports::StoredAnswer{}; };
    running.clock.advance(std::chrono::seconds(1));
    const auto made = running.entry_changes.change(running.york, wanted, once);
    INFO((made ? "" : made.error().detail()));
    REQUIRE(made.has_value());
  };
  // A dispute marks it and corrects nothing.
  change(domain::EntryChange::disputed, {});
  CHECK(requests.end(running.york, RectificationAct::correct).error().code() ==
        core::Errc::conflict);
  change(domain::EntryChange::amend, requests.today.plus_days(-9));
  REQUIRE(requests.end(running.york, RectificationAct::correct).has_value());
  CHECK(requests.last.state == RectificationState::corrected);
}

TEST_CASE("The clock stands still while the driver is asked, and the receiver sees the new day") {
  Requests requests;
  auto& running = requests.running;
  REQUIRE(requests.take(running.leeds, requests.check()).has_value());
  const auto duty = requests.owed(running.york).at(0);
  CHECK(
      requests.duties.pause(running.leeds, duty.id, domain::PauseReason::identity).error().code() ==
      core::Errc::not_found);
  CHECK(requests.duties.resume(running.york, duty.id).error().code() == core::Errc::conflict);
  const auto paused =
      requests.duties.pause(running.york, duty.id, domain::PauseReason::clarification).value();
  CHECK(paused.duty.state == domain::DutyState::paused);
  CHECK(paused.duty.pauses.at(0).why == domain::PauseReason::clarification);
  running.clock.advance(std::chrono::hours(24 * 7));
  const auto on = requests.duties.resume(running.york, duty.id).value();
  CHECK(on.duty.due_on == duty.duty.due_on.plus_days(7));
  CHECK(requests.rectifications.read(running.leeds, requests.last.id).value().answer_by ==
        on.duty.due_on);
}
