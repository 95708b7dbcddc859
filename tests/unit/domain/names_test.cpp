#include "domain/alert.hpp"
#include "domain/authority.hpp"
#include "domain/check.hpp"
#include "domain/decision.hpp"
#include "domain/finding.hpp"
#include "domain/licence.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

TEST_CASE("wire names lead back to what they name") {
  for (const auto* name :
       {"refusal", "refusal_to_renew", "suspension", "revocation", "interim_suspension",
        "out_of_area_suspension", "surrendered_under_investigation"})
    CHECK(domain::name_of(domain::decision_kind_named(name).value()) == name);
  for (const auto* name :
       {"applied", "current", "suspended", "revoked", "refused", "expired", "surrendered"})
    CHECK(domain::name_of(domain::licence_status_named(name).value()) == name);
  for (const auto* name : {"hackney_carriage", "private_hire", "dual"})
    CHECK(domain::name_of(domain::licence_class_named(name).value()) == name);
  for (const auto* name :
       {"new_application", "renewal", "in_term", "investigation", "subject_request"})
    CHECK(domain::name_of(domain::purpose_named(name).value()) == name);
  for (const auto* name : {"same_person", "different_person", "undecided"})
    CHECK(domain::name_of(domain::finding_named(name).value()) == name);
  CHECK(!domain::finding_named("same person"));
  CHECK(!domain::decision_kind_named("Revocation"));
  CHECK(!domain::licence_status_named(""));
}

TEST_CASE("only a decided finding keeps the watch quiet") {
  CHECK(domain::is_decided(domain::Finding::same_person));
  CHECK(domain::is_decided(domain::Finding::different_person));
  CHECK(!domain::is_decided(domain::Finding::undecided));
}

TEST_CASE("only who may drive or asks to is watched") {
  CHECK(domain::is_watched(domain::LicenceStatus::applied));
  CHECK(domain::is_watched(domain::LicenceStatus::current));
  CHECK(domain::is_watched(domain::LicenceStatus::suspended));
  CHECK(!domain::is_watched(domain::LicenceStatus::revoked));
  CHECK(!domain::is_watched(domain::LicenceStatus::surrendered));
}

TEST_CASE("an authority is found by code, name or alias while it is in force") {
  const auto day = [](const char* iso) { return core::Date::parse_iso(iso).value(); };
  domain::Authority old;
  old.code = "OLD";
  old.name = "Old District Council";
  old.aliases = {"Olde"};
  old.starts_on = day("1974-04-01");
  old.ends_on = day("2023-03-31");
  old.successors = {"NEW"};
  domain::Authority next;
  next.code = "NEW";
  next.name = "New Council";
  next.aliases = {"Olde"};
  next.starts_on = day("2023-04-01");
  const domain::Authorities authorities({old, next});

  CHECK(authorities.named("olde", day("2023-03-31"))->code == "OLD");
  CHECK(authorities.named("OLDE", day("2023-04-01"))->code == "NEW");
  CHECK(authorities.named(" new  council ", day("2024-01-01"))->code == "NEW");
  CHECK(authorities.named("New Council", day("2023-03-31")) == nullptr);
  CHECK(authorities.with_code("OLD")->name == "Old District Council");
  CHECK(authorities.with_code("old") == nullptr);
  CHECK(authorities.in_force(day("2024-01-01")).size() == 1);
}
