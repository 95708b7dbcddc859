// What a stolen backup shows, and what is left after an erasure.
#include "fixture.hpp"
#include "known_texts.hpp"
#include "person/person_json.hpp"
#include "store/master_keys.hpp"

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
          person.telephone,
          core::Date::of(born.year, born.month, born.day)->iso(),
          licence(n).licence_number};
}

}  // namespace

TEST_CASE("a dump shows nothing of the people in it") {
  TestRegister test;
  constexpr int people = 1'000;
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

  KnownTexts known;
  for (int n = 0; n < people; ++n) {
    for (const auto& secret : secrets_of(n))
      known.add(secret);
    known.add("CASEREF-" + std::to_string(n));
  }
  known.add("Same scar");
  known.add("Nightingale");

  auto owner = test.session("superuser");
  (void)must(owner->script("plant",
                           "create table planted as select 'Familyname100007' as name,"
                           " 'PHD-700009'::bytea as number, encode('p100003@example.org', 'base64')"
                           " as email, encode('xp100004@example.orgx', 'base64') as other"));
  CHECK(known.found_in(dump_of(test.database())).size() >= 4);
  (void)must(owner->script("unplant", "drop table planted"));

  const auto dump = dump_of(test.database());
  for (const std::string table : {"licence", "licence_version", "decision", "check_record",
                                  "log_leaf", "idempotency_answer", "finding"})
    REQUIRE(dump.find("COPY badgewatch." + table + " ") != std::string::npos);
  const auto found = known.found_in(dump);
  for (const auto& one : found)
    UNSCOPED_INFO(one);
  CHECK(found.empty());
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

TEST_CASE("what was erased opens with no master key, and nothing that is left opens it") {
  TestRegister test;
  core::Hash next{};
  next.fill(0x77);
  test.store().sealer().add({.generation = 2, .key = store::DataKey(next)});
  const auto old_check = check(test, "BIR", 1);
  auto unit = must(test.store().records().begin(caller("BIR")));
  const std::vector<ports::DecisionToEnter> wanted = {to_enter(decision(1), "2026-11-22")};
  const auto entered = must(unit->enter_decisions(wanted, test.now()));
  (void)must(unit->commit());
  change_state(test, "BIR", entered[0].record.id, "under_appeal");
  test.store().sealer().wrap_by(2);
  auto new_check = check(test, "BIR", 2);
  new_check.record.watched_until = day("2026-11-22");
  auto past = old_check;
  past.record.watched_until = day("2026-11-22");
  REQUIRE(test.store().checks().record({past, new_check}).has_value());

  auto owner = test.session("superuser");
  const auto bytes = [&](const std::string& sql) {
    return *core::from_hex(ask(*owner, "select encode(" + sql + ", 'hex')"));
  };
  struct Stolen {
    std::string table, field;
    core::Uuid id;
    std::int64_t version;
    core::Bytes sealed, key;
  };
  std::vector<Stolen> stolen;
  const auto id_of = [](const core::Uuid& id) { return "'" + id.text() + "'"; };
  const auto entry = entered[0].record.id;
  stolen.push_back({"decision", "content", entry, 2,
                    bytes("(select content from decision where id = " + id_of(entry) + ")"),
                    bytes("(select data_key from decision where id = " + id_of(entry) + ")")});
  stolen.push_back(
      {"decision", "content", entry, 1,
       bytes("(select content from decision_version where id = " + id_of(entry) + ")"),
       bytes("(select data_key from decision_version where id = " + id_of(entry) + ")")});
  for (const auto& one : {past.record.id, new_check.record.id})
    stolen.push_back({"check_record", "request", one, 1,
                      bytes("(select request from check_record where id = " + id_of(one) + ")"),
                      bytes("(select data_key from check_record where id = " + id_of(one) + ")")});

  // Whoever has them and the keys opens them now.
  const auto& sealer = test.store().sealer();
  const auto opens = [&](const Stolen& one, core::ByteView wrapped) {
    const store::SealedPlace place{
        .table = one.table, .authority = "BIR", .id = one.id, .version = one.version};
    for (std::int16_t generation = 1; generation <= 2; ++generation) {
      const auto key = sealer.unwrap(wrapped, generation, place);
      if (key && sealer.open(*key, place, one.field, one.sealed)) return true;
    }
    return false;
  };
  for (const auto& one : stolen)
    REQUIRE(opens(one, one.key));

  REQUIRE(must(test.store().erase_expired(day("2026-11-23"), test.now(), 100,
                                          [&](std::span<const store::Erased>) {
                                            return core::Result<std::vector<proof::Leaf>>(
                                                std::vector<proof::Leaf>());
                                          }))
              .size() == 3);
  const auto dump = dump_of(test.database());
  const auto left = must(owner->script(
      "left",
      "select encode(data_key, 'hex') from (select data_key from decision union all select data_key"
      " from decision_version union all select data_key from check_record union all select data_key"
      " from finding union all select data_key from idempotency_answer) as k where data_key is not"
      " null"));
  for (const auto& one : stolen) {
    CHECK(dump.find(core::hex(one.key)) == std::string::npos);
    CHECK(dump.find(core::hex(one.sealed)) == std::string::npos);
    for (int i = 0; i < left.size(); ++i)
      CHECK_FALSE(opens(one, *core::from_hex(core::as_text(left.raw(i, 0)))));
  }
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
