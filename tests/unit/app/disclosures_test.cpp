// Disclosure requests on the register in memory: who may ask, what each side may do, and that an
// attempt whose answer was lost is done once.
#include "app/disclosures.hpp"

#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::tests;

namespace {

struct Correspondence {
  Running running{{}, std::chrono::seconds(20)};
  const ports::Caller manchester{"MAN", "key-of-manchester", "back office"};
  core::Uuid entry = running.enter(
      running.leeds, revocation_of(person_named("Barnaby Wigglesworth", "1990-02-03"), "R1"));
  core::Uuid check;

  Correspondence() {
    REQUIRE(running.caught_up());
    const auto asked = running.checks.ask(
        manchester, check_of(person_named("Barnaby Wigglesworth", "1990-02-03")));
    REQUIRE(asked.value().hits.size() == 1);
    check = asked.value().id;
  }

  app::Once<ports::DisclosureRequest> once() {
    return {.key = {}, .render = [this](const ports::DisclosureRequest& request) {
              last = request;
              return ports::StoredAnswer{200, request.id.text(), {}};
            }};
  }

  core::Result<app::Answered> ask(const ports::Caller& caller) {
    return running.disclosures.ask(caller, {check, entry, "Why?"}, once());
  }

  core::Result<app::Answered> step(const ports::Caller& caller, domain::DisclosureAct act) {
    app::DisclosureStep step;
    step.request = last.id;
    step.act = act;
    step.text = "In short.";
    return running.disclosures.step(caller, step, once());
  }

  ports::DisclosureRequest read(const ports::Caller& caller) {
    return running.disclosures.read(caller, last.id).value();
  }

  std::vector<domain::AlertKind> told(const ports::Caller& caller) {
    std::vector<domain::AlertKind> kinds;
    for (const auto& alert : running.alerts(caller))
      if (alert.request) kinds.push_back(alert.kind);
    return kinds;
  }

  ports::DisclosureRequest last;
};

using Act = domain::DisclosureAct;
using State = domain::DisclosureState;

}  // namespace

TEST_CASE("Who was given the hit asks, the recording authority answers, the asker has regard") {
  Correspondence one;
  REQUIRE(one.ask(one.manchester).has_value());
  CHECK(one.last.asked_of == "LDS");
  CHECK(one.last.answer_by.iso() == "2026-12-21");
  CHECK(one.told(one.running.leeds) == std::vector{domain::AlertKind::disclosure_asked});
  REQUIRE(one.step(one.running.leeds, Act::answer).has_value());
  CHECK(one.told(one.manchester) == std::vector{domain::AlertKind::disclosure_answered});
  REQUIRE(one.step(one.manchester, Act::had_regard).has_value());
  const auto closed = one.read(one.running.leeds);
  CHECK(closed.state == State::closed);
  REQUIRE(closed.items.size() == 3);
  CHECK(closed.items[1].said_by == "LDS");
  CHECK(closed.items[2].name == "back office");
}

TEST_CASE("Only a check of one's own that gave the hit lets one ask") {
  Correspondence one;
  CHECK(one.ask(one.running.york).error().code() == core::Errc::not_found);
  one.entry = one.running.enter(
      one.running.leeds, revocation_of(person_named("Ottoline Pumphrey", "1971-05-06"), "R2"));
  CHECK(one.ask(one.manchester).error().code() == core::Errc::not_found);
}

TEST_CASE("Nobody asks itself") {
  Correspondence one;
  const auto asked = one.running.checks.ask(
      one.running.leeds, check_of(person_named("Barnaby Wigglesworth", "1990-02-03")));
  one.check = asked.value().id;
  CHECK(one.ask(one.running.leeds).error().code() == core::Errc::conflict);
}

TEST_CASE("There is one request at a time about a hit") {
  Correspondence one;
  REQUIRE(one.ask(one.manchester).has_value());
  CHECK(one.ask(one.manchester).error().code() == core::Errc::conflict);
  REQUIRE(one.step(one.manchester, Act::withdraw).has_value());
  CHECK(one.ask(one.manchester).has_value());
}

TEST_CASE("Nothing closes a request that was answered but that regard was had") {
  Correspondence one;
  REQUIRE(one.ask(one.manchester).has_value());
  CHECK(one.step(one.manchester, Act::had_regard).error().code() == core::Errc::conflict);
  REQUIRE(one.step(one.running.leeds, Act::answer).has_value());
  CHECK(one.step(one.manchester, Act::withdraw).error().code() == core::Errc::conflict);
  CHECK(one.step(one.running.leeds, Act::had_regard).error().code() == core::Errc::forbidden);
  CHECK(one.step(one.running.york, Act::had_regard).error().code() == core::Errc::not_found);
  CHECK(one.read(one.manchester).state == State::answered);
}

TEST_CASE("What happens to the entry later reaches who was answered, with the reason") {
  Correspondence one;
  REQUIRE(one.ask(one.manchester).has_value());
  const auto change = [&](domain::EntryChange what, std::string reason) {
    app::ChangeToMake wanted;
    wanted.decision = one.entry;
    wanted.change = what;
    wanted.on = day("2026-11-24");
    wanted.reason = std::move(reason);
    one.running.clock.advance(std::chrono::minutes(1));
    REQUIRE(one.running.entry_changes
                .change(one.running.leeds, wanted,
                        {{}, [](const app::ChangeMade&) { return ports::StoredAnswer{}; }})
                .has_value());
  };
  change(domain::EntryChange::appeal_lodged, "By leave of the court.");
  CHECK(one.read(one.manchester).changes.empty());  // not answered yet
  REQUIRE(one.step(one.running.leeds, Act::answer).has_value());
  change(domain::EntryChange::appeal_allowed, "The witness did not come.");
  const auto changes = one.read(one.manchester).changes;
  REQUIRE(changes.size() == 2);
  CHECK(changes[1].change == "appeal_allowed");
  CHECK(changes[1].reason == "The witness did not come.");
  CHECK(changes[1].state == "removed");
  CHECK(one.read(one.running.leeds).changes.empty());  // it knows
}

TEST_CASE("A step whose answer was lost is taken once") {
  Correspondence one;
  one.running.reg.lose_next_answer();
  REQUIRE(one.ask(one.manchester).has_value());
  for (const auto act : {Act::message, Act::message}) {
    one.running.reg.lose_next_answer();
    REQUIRE(one.step(one.running.leeds, act).has_value());
  }
  one.running.reg.lose_next_answer();
  REQUIRE(one.step(one.running.leeds, Act::answer).has_value());
  CHECK(one.read(one.manchester).items.size() == 4);
  CHECK(one.told(one.manchester).size() == 3);
}

TEST_CASE("A request takes a bounded number of messages, and its end always") {
  Correspondence one;
  REQUIRE(one.ask(one.manchester).has_value());
  for (std::size_t i = 1; i < app::Disclosures::most_items; ++i)
    REQUIRE(one.step(one.running.leeds, Act::message).has_value());
  CHECK(one.step(one.running.leeds, Act::message).error().code() == core::Errc::conflict);
  REQUIRE(one.step(one.running.leeds, Act::answer).has_value());
  REQUIRE(one.step(one.manchester, Act::had_regard).has_value());
}

TEST_CASE("What cannot be logged is not read") {
  Correspondence one;
  REQUIRE(one.ask(one.manchester).has_value());
  one.running.reg.fail_records(true);
  CHECK(one.running.disclosures.read(one.manchester, one.last.id).error().code() ==
        core::Errc::unavailable);
  CHECK(one.running.disclosures.list(one.manchester, ports::DisclosureList::asked, {}, 0, 10)
            .error()
            .code() == core::Errc::unavailable);
}
