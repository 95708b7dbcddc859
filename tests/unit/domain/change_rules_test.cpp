// Dates of a change against each other and against the entry, and what an amendment changes.
#include "domain/change_rules.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using domain::Amendment;
using domain::EntryChange;

namespace {

core::Date day(std::string_view iso) {
  return core::Date::parse_iso(iso).value();
}

domain::Decision suspension() {
  domain::Decision made;
  made.kind = domain::DecisionKind::suspension;
  made.decided_on = day("2026-11-02");
  made.effective_on = day("2026-11-05");
  made.notified_on = day("2026-11-03");
  made.suspension_ends_on = day("2026-12-01");
  made.subject.names.push_back({.full = "Ada Lovelace", .given = {}, .family = {}});
  return made;
}

const domain::PastChange entered{"entered", *core::Date::of(2026, 11, 4)};

Amendment deciding(std::string_view iso) {
  Amendment amendment;
  amendment.decided_on = day(iso);
  return amendment;
}
Amendment taking_effect(std::string_view iso) {
  Amendment amendment;
  amendment.effective_on = day(iso);
  return amendment;
}
Amendment ending(std::string_view iso) {
  Amendment amendment;
  amendment.suspension_ends_on = day(iso);
  return amendment;
}

std::vector<std::string> wrong(EntryChange change, std::string_view on,
                               const Amendment& amendment = {},
                               std::vector<domain::PastChange> history = {entered}) {
  std::vector<std::string> pointers;
  for (const auto& one :
       domain::check_change(change, day(on), amendment, suspension(), history, day("2026-11-24")))
    pointers.push_back(one.pointer);
  return pointers;
}

using Pointers = std::vector<std::string>;

}  // namespace

TEST_CASE("A change is not in the future, and not before the decision") {
  CHECK(wrong(EntryChange::lift, "2026-11-24").empty());
  CHECK(wrong(EntryChange::lift, "2026-11-25") == Pointers{"/on"});
  CHECK(wrong(EntryChange::lift, "2026-11-02").empty());
  CHECK(wrong(EntryChange::lift, "2026-11-01") == Pointers{"/on", "/decided_on"});
  CHECK(wrong(EntryChange::amend, "2026-11-01", deciding("2026-10-30")).empty());
  CHECK(wrong(EntryChange::amend, "2026-11-10", deciding("2026-11-11")) ==
        Pointers{"/on", "/decided_on"});
}

TEST_CASE("What answers to something is not before it") {
  const std::vector<domain::PastChange> appealed = {entered, {"appeal_lodged", day("2026-11-10")}};
  const std::vector<domain::PastChange> dismissed = {
      entered, {"appeal_lodged", day("2026-11-10")}, {"appeal_dismissed", day("2026-11-15")}};
  const std::vector<domain::PastChange> removed = {entered, {"remove", day("2026-11-12")}};
  for (const auto change : {EntryChange::appeal_allowed, EntryChange::appeal_dismissed}) {
    CHECK(wrong(change, "2026-11-10", {}, appealed).empty());
    CHECK(wrong(change, "2026-11-09", {}, appealed) == Pointers{"/on", "/history/1/on"});
  }
  CHECK(wrong(EntryChange::appeal_lodged, "2026-11-14", {}, dismissed) ==
        Pointers{"/on", "/history/2/on"});
  CHECK(wrong(EntryChange::appeal_lodged, "2026-11-15", {}, dismissed).empty());
  CHECK(wrong(EntryChange::reinstate, "2026-11-11", {}, removed) ==
        Pointers{"/on", "/history/1/on"});
  CHECK(wrong(EntryChange::reinstate, "2026-11-12", {}, removed).empty());
  // What is entered late may have happened before it.
  CHECK(wrong(EntryChange::later_grant, "2026-11-03", {}, removed).empty());
}

TEST_CASE("An amended suspension does not end before it begins") {
  const Pointers both{"/suspension_ends_on", "/effective_on"};
  CHECK(wrong(EntryChange::amend, "2026-11-20", ending("2026-11-05")).empty());
  CHECK(wrong(EntryChange::amend, "2026-11-20", ending("2026-11-04")) == both);
  CHECK(wrong(EntryChange::amend, "2026-11-20", taking_effect("2026-12-02")) == both);
  CHECK(wrong(EntryChange::amend, "2026-11-20", deciding("2026-11-25")) ==
        Pointers{"/on", "/decided_on", "/decided_on"});
}

TEST_CASE(
    "An amendment changes what it names, and is a correction of identity by the subject alone") {
  const auto before = suspension();
  auto amendment = taking_effect(before.effective_on.iso());
  amendment.subject = before.subject;
  CHECK(domain::changed_fields(before, amendment).empty());
  CHECK(!domain::corrects_identity(before, amendment));
  amendment.suspension_ends_on = day("2026-12-24");
  CHECK(domain::changed_fields(before, amendment) == Pointers{"/suspension_ends_on"});
  amendment.subject->addresses.push_back({.lines = {"1 High Street"}, .postcode = "LU1 1AA"});
  CHECK(domain::changed_fields(before, amendment) == Pointers{"/suspension_ends_on", "/subject"});
  CHECK(domain::corrects_identity(before, amendment));
  const auto then = domain::amended(before, amendment);
  CHECK(then.suspension_ends_on == day("2026-12-24"));
  CHECK(then.subject == *amendment.subject);
  CHECK(then.decided_on == before.decided_on);
  CHECK(Amendment{}.is_empty());
  CHECK(!amendment.is_empty());
}

TEST_CASE("A reason is asked for wherever the change does not say it itself") {
  for (const auto change : domain::entry_changes)
    CHECK(domain::needs_reason(change) ==
          (change != EntryChange::appeal_lodged && change != EntryChange::later_grant));
}
