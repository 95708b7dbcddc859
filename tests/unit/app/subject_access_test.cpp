// A person asks what is held about them: what may be theirs is found, and only what somebody
// confirmed, and may be theirs, is handed out; and how an authority says whom to ask.
#include "app/subject_access.hpp"

#include "app/contacts.hpp"
#include "app/duties.hpp"
#include "ports/memory_cases.hpp"
#include "ports/memory_contacts.hpp"
#include "ports/memory_misuse.hpp"
#include "running.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::tests;

namespace {

struct Access {
  Running running{{}, std::chrono::seconds(20)};
  ports::MemorySubjectRecords kept{running.reg};
  ports::MemoryMisuse sights{running.reg};
  app::SubjectAccess access{{running.checks, running.index, running.reg, kept, running.reg, sights,
                             running.reference, running.clock, running.randomness}};
  app::Duties duties{running.reg, running.reference, running.clock, running.randomness};
  const person::Person him = person_named("Barnaby Wigglesworth", "1990-02-03", "QQ123456A");
  const person::Person other = person_named("Griselda Huckaback", "1961-05-06", "QQ654321B");
  const core::Date today = core::uk_date(running.clock.now());

  core::Result<app::SubjectFound> find(core::Date received_on) {
    REQUIRE(running.caught_up());
    return access.find(running.leeds, {"SAR/1", him, received_on});
  }

  std::vector<std::string> wrong(const app::Confirmed& confirmed) {
    std::vector<std::string> pointers;
    const auto made = access.bundle(running.leeds, confirmed);
    if (made) return pointers;
    const auto error = made.error();
    for (const auto& field : error.fields())
      pointers.push_back(field.pointer);
    return pointers;
  }

  std::size_t exports() const {
    std::size_t found = 0;
    for (const auto& leaf : running.reg.leaves())
      found += leaf.event.kind == "subject_access_exported" ? 1 : 0;
    return found;
  }
};

domain::Contact asked_at(std::string team, std::string address) {
  domain::Contact contact;
  contact.team = std::move(team);
  contact.address = std::move(address);
  return contact;
}

}  // namespace

TEST_CASE("What may be theirs is found, with licences that nobody holds any more") {
  Access one;
  auto& running = one.running;
  const auto own = running.enter(running.leeds, revocation_of(one.him, "R1"));
  const auto theirs = running.enter(running.york, revocation_of(one.him, "R2"));
  (void)running.put(running.leeds, licence_of(one.him, "old", domain::LicenceStatus::surrendered));
  (void)running.put(running.leeds, licence_of(one.other, "other"));
  (void)running.put(running.york, licence_of(one.him, "of york"));
  REQUIRE(running.caught_up());
  const auto searched = running.checks.ask(running.leeds, check_of(one.him)).value().id;
  (void)running.checks.ask(running.leeds, check_of(one.other));
  (void)running.checks.ask(running.york, check_of(one.him));

  const auto found = one.find(one.today).value();
  REQUIRE(found.licences.size() == 1);
  CHECK(found.licences[0].licence_number == "old");
  REQUIRE(found.searches.size() == 1);
  CHECK(found.searches[0].check == searched);
  CHECK(found.check.hits.size() == 2);
  const ports::DutyFilter of_subjects{domain::DutyKind::subject_request, {}};
  REQUIRE(one.duties.list(running.leeds, of_subjects, {}, 10).value().duties.size() == 1);

  const app::Confirmed confirmed{found.check.id, {own}, {"old"}, {searched}};
  const auto bundle = one.access.bundle(running.leeds, confirmed).value();
  CHECK(bundle.entries.size() == 1);
  CHECK(bundle.licences.size() == 1);
  REQUIRE(bundle.searches.size() == 1);
  CHECK(bundle.searches[0].case_reference == "APP/1");
  CHECK(bundle.others == std::vector<std::string>{"YOR"});
  CHECK(one.exports() == 1);
  CHECK(one.duties.list(running.leeds, of_subjects, {}, 10).value().duties.empty());

  // Another's entry, a licence of somebody else, one of another authority, nobody's search.
  CHECK(one.wrong({found.check.id, {theirs, found.check.id}, {"other", "of york"}, {own}}) ==
        std::vector<std::string>{"/entries/0", "/entries/1", "/licences/0", "/licences/1",
                                 "/searches/0"});
  CHECK(one.exports() == 1);
  CHECK(one.access.bundle(running.york, confirmed).error().code() == core::Errc::not_found);
  CHECK(one.access.bundle(running.leeds, {searched, {}, {}, {}}).error().code() ==
        core::Errc::conflict);
}

TEST_CASE("Nothing is handed out that could not be logged") {
  Access one;
  const auto found = one.find(one.today).value();
  one.running.reg.fail_records(true);
  CHECK(one.access.bundle(one.running.leeds, {found.check.id, {}, {}, {}}).has_error());
  one.running.reg.fail_records(false);
  CHECK(one.exports() == 0);
  CHECK(one.find(one.today.plus_days(1)).error().code() == core::Errc::invalid);
}

TEST_CASE("How an authority is asked takes the place of what the reference data say") {
  Running running;
  ports::MemoryContacts kept;
  int changes = 0;
  app::Contacts contacts{kept, running.reference, running.clock, running.randomness,
                         [&] { ++changes; }};
  const auto first = contacts.say(running.leeds, asked_at("Licensing", "")).value();
  running.clock.advance(std::chrono::seconds(1));
  const auto again = contacts.say(running.leeds, asked_at("Taxis", "York")).value();
  CHECK(changes == 2);
  CHECK(again.id == first.id);
  REQUIRE(kept.duties.size() == 2);
  CHECK(kept.duties[0].state == domain::DutyState::done);
  CHECK(kept.duties[1].state == domain::DutyState::open);
  CHECK(kept.duties[1].due_on == core::uk_date(running.clock.now()).plus_years(1));
  CHECK(kept.duties[1].about == domain::About{"authority_contact", first.id});

  const auto shown = app::with_contacts(*running.reference.get(), kept.all().value());
  CHECK(shown.authorities.with_code("LDS")->ask.team == "Taxis");
  CHECK(shown.authorities.with_code("LDS")->ask.address == "York");
  CHECK(shown.authorities.with_code("LDS")->name ==
        running.reference.get()->authorities.with_code("LDS")->name);
  CHECK(shown.authorities.with_code("YOR")->ask.team ==
        running.reference.get()->authorities.with_code("YOR")->ask.team);
}
