// What a stolen backup shows, and what is left after an erasure.
#include "fixture.hpp"
#include "person/person_json.hpp"

#include <cstdio>
#include <cstdlib>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

std::string dump_of(const std::string& database) {
  const auto programs = must(cluster::postgresql_bin_directory());
  const auto command = programs + "/pg_dump \"" + conninfo("bw_backup", database) + "\" 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  char buffer[65'536];
  for (std::size_t size = 0; (size = fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    text.append(buffer, size);
  REQUIRE(pclose(pipe) == 0);
  return text;
}

// As it stands, and as bytea shows it.
bool shows(const std::string& dump, const std::string& secret) {
  return dump.find(secret) != std::string::npos ||
         dump.find(core::hex(core::as_bytes(secret))) != std::string::npos;
}

std::vector<std::string> secrets_of(int n) {
  const auto person = someone(n);
  const auto born = *person.date_of_birth;
  return {person.names[0].given,
          person.names[0].family,
          person.national_insurance_number,
          person.driving_licence->number,
          person.addresses[0].postcode,
          person.addresses[0].lines[0],
          person.email,
          core::Date::of(born.year, born.month, born.day)->iso(),
          licence(n).licence_number};
}

}  // namespace

TEST_CASE("a dump shows nothing of the people in it") {
  TestRegister test;
  constexpr int people = 200;
  std::vector<domain::Licence> licences;
  std::vector<domain::Decision> decisions;
  std::vector<ports::RecordedCheck> checks;
  for (int n = 0; n < people; ++n) {
    licences.push_back(licence(n));
    decisions.push_back(decision(n));
    checks.push_back(check(test, "BIR", n));
    core::JsonWriter writer;
    person::write_person(writer, someone(n));
    checks.back().record.request = writer.text();
    checks.back().record.answer = writer.text();
  }
  (void)test.put("BIR", licences);
  for (auto& one : licences)
    one.status = domain::LicenceStatus::expired;
  (void)test.put("BIR", licences);
  const auto entered = test.enter("BIR", decisions);
  REQUIRE(test.store().checks().record(checks).has_value());
  auto unit = must(test.store().records().begin(caller("BIR")));
  (void)must(unit->keep_answer(
      {.key = "CASEREF-1", .fingerprint = {}},
      {.status = 201, .body = decisions[1].subject.names[0].family, .headers = {}}, test.now()));
  for (int n = 0; n < people; ++n)
    must(unit->keep_finding({.id = core::new_uuid(test.clock(), test.randomness()),
                             .check = checks[static_cast<std::size_t>(n)].record.id,
                             .hit = {},
                             .entry = entered[static_cast<std::size_t>(n)].record.id,
                             .recording_authority = "BIR",
                             .pair = {},
                             .finding = domain::Finding::same_person,
                             .reason = "Same scar as " + someone(n).names[0].family,
                             .found_by = "Officer Nightingale",
                             .found_at = test.now()}));
  (void)must(unit->commit());

  auto owner = test.session("superuser");
  (void)must(owner->script("plant",
                           "create table planted as select 'Familyname100007' as name,"
                           " 'PHD-700009'::bytea as number"));
  const auto spoilt = dump_of(test.database());
  REQUIRE(shows(spoilt, someone(7).names[0].family));
  REQUIRE(shows(spoilt, licence(9).licence_number));
  (void)must(owner->script("unplant", "drop table planted"));

  const auto dump = dump_of(test.database());
  for (const std::string table : {"licence", "licence_version", "decision", "check_record",
                                  "log_leaf", "idempotency_answer", "finding"})
    REQUIRE(dump.find("COPY badgewatch." + table + " ") != std::string::npos);
  int found = 0;
  for (int n = 0; n < people; ++n) {
    for (const auto& secret : secrets_of(n))
      found += shows(dump, secret) ? 1 : 0;
    found += shows(dump, "CASEREF-" + std::to_string(n)) ? 1 : 0;
  }
  REQUIRE(found == 0);
  REQUIRE_FALSE(shows(dump, "Same scar"));
  REQUIRE_FALSE(shows(dump, "Nightingale"));
}

TEST_CASE("what is past its period is erased, key and all") {
  TestRegister test;
  auto unit = must(test.store().records().begin(caller("BIR")));
  const std::vector<ports::DecisionToEnter> wanted = {to_enter(decision(1), "2026-11-22"),
                                                      to_enter(decision(2), "2026-11-23")};
  const auto entered = must(unit->enter_decisions(wanted, test.now()));
  (void)must(unit->commit());
  change_state(test, "BIR", entered[0].record.id, "under_appeal");
  auto past = check(test, "BIR", 1);
  past.record.watched_until = day("2026-11-22");
  const auto kept = check(test, "BIR", 2);
  REQUIRE(test.store().checks().record({past, kept}).has_value());

  std::size_t announced = 0;
  const auto erased = must(test.store().erase_expired(
      day("2026-11-23"), test.now(), 100, [&](std::span<const store::Erased> records) {
        announced = records.size();
        return core::Result<std::vector<proof::Leaf>>(
            std::vector<proof::Leaf>{test.leaf("erased", "BIR")});
      }));
  REQUIRE(erased.size() == 2);
  REQUIRE(announced == 2);
  const auto gone = test.store().records().find_decision(caller("BIR"), entered[0].record.id);
  REQUIRE(gone.has_error());
  REQUIRE(test.store().records().find_decision(caller("BIR"), entered[1].record.id).has_value());
  REQUIRE(test.store().checks().find(caller("BIR"), past.record.id).has_error());
  REQUIRE(test.store().checks().find(caller("BIR"), kept.record.id).has_value());
  REQUIRE(verify_feed(test.store()) == 4);
  REQUIRE(must(test.store().new_feed()->head()).live == 1);

  auto owner = test.session("superuser");
  REQUIRE(ask(*owner, "select count(*) from erasure") == "2");
  REQUIRE(ask(*owner,
              "select count(*) from decision_version where data_key is not null or content"
              " is not null") == "0");
  REQUIRE(ask(*owner, "select count(*) from decision_version") == "1");
  REQUIRE(ask(*owner,
              "select count(*) from check_record where request is null and answer is null"
              " and data_key is null") == "1");
  const auto again = must(test.store().erase_expired(
      day("2026-11-23"), test.now(), 100, [&](std::span<const store::Erased>) {
        return core::Result<std::vector<proof::Leaf>>(std::vector<proof::Leaf>());
      }));
  REQUIRE(again.empty());
}

TEST_CASE("an erasure whose ledger cannot be written does not happen") {
  TestRegister test;
  auto unit = must(test.store().records().begin(caller("BIR")));
  const std::vector<ports::DecisionToEnter> wanted = {to_enter(decision(1), "2026-11-22")};
  const auto entered = must(unit->enter_decisions(wanted, test.now()));
  (void)must(unit->commit());
  const auto refused = test.store().erase_expired(
      day("2026-11-23"), test.now(), 100, [](std::span<const store::Erased>) {
        return core::Result<std::vector<proof::Leaf>>(
            core::Error(core::Errc::unavailable, "The ledger's disk is full."));
      });
  REQUIRE(refused.has_error());
  REQUIRE(test.store().records().find_decision(caller("BIR"), entered[0].record.id).has_value());
}

TEST_CASE("a restore erases again, and begins a new epoch") {
  TestRegister test;
  const auto entered = test.enter("BIR", {decision(1), decision(2)});
  const auto recorded = check(test, "BIR", 1);
  REQUIRE(test.store().checks().record({recorded}).has_value());
  const auto before = must(test.store().new_feed()->head());

  const std::vector<core::Uuid> ledger = {entered[0].record.id, recorded.record.id, core::Uuid()};
  REQUIRE(must(test.store().replay_erasures(ledger, test.now())) == 2);
  REQUIRE(must(test.store().replay_erasures(ledger, test.now())) == 0);
  REQUIRE(test.store().checks().find(caller("BIR"), recorded.record.id).has_error());
  REQUIRE(test.store().new_epoch().has_value());
  const auto after = must(test.store().new_feed()->head());
  REQUIRE(after.position.epoch != before.position.epoch);
  REQUIRE(after.live == 1);
  REQUIRE(verify_feed(test.store()) == 3);
}
