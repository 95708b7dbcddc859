// What must be true of the table whatever its rows say.
#include "access/credential.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace badgewatch;
using access::Role;
using access::Scope;

TEST_CASE("Each call has one row") {
  std::set<std::string> seen;
  for (const auto& row : access::permissions()) {
    const auto call = std::string(row.method) + " " + std::string(row.pattern);
    INFO(call);
    CHECK(seen.insert(call).second);
    CHECK(access::permission_of(row.method, row.pattern) == &row);
  }
  CHECK(access::permission_of("GET", "/v1/nothing") == nullptr);
}

TEST_CASE("Whoever belongs to no authority reaches nothing of one") {
  for (const auto& row : access::permissions()) {
    // The log's tree is nobody's: it holds commitments alone. A session is one's own.
    const bool is_nobodys = row.scope == Scope::none || row.scope == Scope::people ||
                            (row.scope == Scope::any && row.foreign == access::Foreign::unnamed);
    if (is_nobodys) continue;
    INFO(row.method << " " << row.pattern);
    // An operator may be the second person for entries that wait, compares the nation, and reads
    // figures that name nobody; grants are named.
    const bool is_national =
        row.pattern.starts_with("/v1/holds") || row.pattern.starts_with("/v1/reconciliations") ||
        (row.pattern.starts_with("/v1/reports/") && row.pattern != "/v1/reports/grants");
    CHECK(row.is_open_to(Role::registrar) == is_national);
    // No auditor changes anything.
    CHECK((row.method == "GET" || !row.is_open_to(Role::auditor)));
  }
}

TEST_CASE(
    "Keys and clients are kept by data administrators alone, who make no decision and no check") {
  for (const auto& row : access::permissions()) {
    INFO(row.method << " " << row.pattern);
    for (const auto& one : access::role_names)
      if (row.scope == Scope::administration)
        CHECK(row.is_open_to(one.role) == (one.role == Role::data_administrator));
    if (row.scope == Scope::checks) CHECK_FALSE(row.is_open_to(Role::data_administrator));
    const bool decides = row.method != "GET" &&
                         (row.pattern == "/v1/decisions" || row.pattern.ends_with("/changes"));
    if (decides) CHECK_FALSE(row.is_open_to(Role::data_administrator));
  }
}

TEST_CASE(
    "A call whose path names a record hides another authority's, but for a name of one's own") {
  for (const auto& row : access::permissions()) {
    const bool names = row.pattern.find('{') != std::string_view::npos;
    const bool own_name = (row.method == "PUT" && row.pattern == "/v1/licences/{licence_number}") ||
                          (row.method == "PUT" && row.pattern == "/v1/column-mappings/{name}") ||
                          row.pattern.starts_with("/v1/log/tile/") ||
                          row.pattern.starts_with("/v1/reconciliations/") ||
                          row.pattern.starts_with("/v1/identity-providers/{provider}/");
    INFO(row.method << " " << row.pattern);
    CHECK((row.foreign != access::Foreign::unnamed) == (names && !own_name));
    // What a caller may know of already is refused by name to nobody else.
    CHECK((row.foreign == access::Foreign::refused) ==
          (row.pattern == "/v1/decisions/{id}/changes"));
  }
}

TEST_CASE(
    "Who may sign in, and with what, is changed, a concern read and a driver's bundle made, with a "
    "fresh second factor alone") {
  for (const auto& row : access::permissions()) {
    INFO(row.method << " " << row.pattern);
    const bool is_of_officers = row.pattern.starts_with("/v1/officers");
    const bool is_of_factors =
        row.pattern.starts_with("/v1/session/") && row.pattern != "/v1/session/step-up";
    const bool is_of_sessions = row.pattern == "/v1/sessions/{id}";
    const bool is_of_a_secret = row.pattern == "/v1/webhooks/{id}/key";
    const bool changes = row.method != "GET" &&
                         (is_of_officers || is_of_factors || is_of_sessions || is_of_a_secret);
    const bool reads_a_concern = row.method == "GET" && row.pattern == "/v1/concerns/{id}";
    const bool makes_a_bundle = row.pattern == "/v1/subject-requests/{id}/bundle";
    CHECK((row.second_factor == access::SecondFactor::fresh) ==
          (changes || reads_a_concern || makes_a_bundle));
  }
}

TEST_CASE("A scope opens to a system what a role opens to a person, and nothing else does") {
  const auto& row = *access::permission_of("POST", "/v1/checks");
  access::Credential nobody;
  CHECK_FALSE(nobody.may(row));
  access::Credential system;
  system.scopes = {Scope::checks};
  CHECK(system.may(row));
  CHECK_FALSE(system.is_person());
  CHECK_FALSE(system.may(*access::permission_of("GET", "/v1/alerts")));
  access::Credential person;
  person.roles = {Role::data_administrator};
  CHECK(person.is_person());
  CHECK_FALSE(person.may(row));
  person.roles.insert(Role::officer);
  CHECK(person.may(row));
  CHECK_FALSE(person.may(Scope::import));
}
