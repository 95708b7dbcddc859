// The ledger of erasures, the count of what is past its period, and the key's mark.
#include "erasing.hpp"
#include "ports/case_outcomes.hpp"
#include "store/backup_snapshot.hpp"
#include "store/erasure_ledger.hpp"
#include "store/master_keys.hpp"
#include "store/register_id.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

core::Uuid register_of(unsigned char n) {
  core::Uuid id;
  id.bytes.fill(n);
  return id;
}

struct LedgerFile {
  LedgerFile() {
    char pattern[] = "/tmp/bwledger.XXXXXX";
    if (mkdtemp(pattern) == nullptr) throw std::runtime_error("no temporary folder");
    folder = pattern;
    path = folder + "/erasures.ledger";
  }
  ~LedgerFile() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  std::string text() const {
    std::ostringstream out;
    out << std::ifstream(path).rdbuf();
    return out.str();
  }
  void write(const std::string& what) const { std::ofstream(path) << what; }
  store::LedgerPlace place() const { return {path, register_of(1)}; }
  std::string folder, path;
};

store::Erased erased(unsigned char n) {
  core::Uuid id;
  id.bytes.fill(n);
  return {.id = id, .authority = "BIR", .kind = n % 2 == 0 ? "decision" : "check"};
}

std::vector<core::Uuid> ids_in(const LedgerFile& ledger) {
  std::vector<core::Uuid> ids;
  for (const auto& one : must(store::read_ledger(ledger.path)).erased)
    ids.push_back(one.id);
  return ids;
}

}  // namespace

TEST_CASE("the ledger keeps what was erased, over several openings") {
  const LedgerFile ledger;
  REQUIRE(store::make_ledger(ledger.place()).has_value());
  CHECK(ids_in(ledger).empty());
  struct stat found{};
  REQUIRE(stat(ledger.path.c_str(), &found) == 0);
  CHECK((found.st_mode & 0777U) == 0600);

  const auto now = at("2026-11-24T03:15:00Z");
  const std::vector<store::Erased> first = {erased(2), erased(3)};
  const std::vector<store::Erased> second = {erased(4)};
  REQUIRE(store::append_to_ledger(ledger.place(), first, now).has_value());
  REQUIRE(store::make_ledger(ledger.place()).has_value());
  REQUIRE(store::append_to_ledger(ledger.place(), second, now).has_value());
  CHECK(ids_in(ledger) == std::vector{erased(2).id, erased(3).id, erased(4).id});
  CHECK(must(store::read_ledger(ledger.path)).erased[1].kind == "check");
  CHECK(ledger.text().find("2026-11-24T03:15:00.000Z decision BIR " + erased(2).id.text() + "\n") !=
        std::string::npos);
}

TEST_CASE("a line that a crash cut short came to nothing, and is not in the way") {
  const LedgerFile ledger;
  const auto now = at("2026-11-24T03:15:00Z");
  const std::vector<store::Erased> first = {erased(2)}, second = {erased(4)};
  REQUIRE(store::append_to_ledger(ledger.place(), first, now).has_value());
  const auto whole = ledger.text();
  ledger.write(whole + "2026-11-24T03:15:00.000Z deci");
  CHECK(ids_in(ledger) == std::vector{erased(2).id});
  REQUIRE(store::append_to_ledger(ledger.place(), second, now).has_value());
  CHECK(ids_in(ledger) == std::vector{erased(2).id, erased(4).id});
}

TEST_CASE("what is no ledger is named with its line") {
  const LedgerFile ledger;
  CHECK(store::read_ledger(ledger.path).error().code() == core::Errc::not_found);
  const auto now = at("2026-11-24T03:15:00Z");
  const std::vector<store::Erased> one = {erased(2)};
  for (const std::string text : {"", "some other file\n", "badgewatch-erasures/1"}) {
    ledger.write(text);
    const auto refused = store::read_ledger(ledger.path);
    REQUIRE(refused.has_error());
    CHECK(refused.error().detail().starts_with(ledger.path + ":1: "));
  }
  ledger.write("some other file\n");
  CHECK(store::append_to_ledger(ledger.place(), one, now).has_error());
  CHECK(ledger.text() == "some other file\n");
  const std::string good = "2026-11-24T03:15:00.000Z decision BIR " + erased(2).id.text() + "\n";
  for (const std::string wrong : {"\n", "x\n", "2026-11-24T03:15:00.000Z licence BIR 1\n",
                                  "2026-11-24T03:15:00.000Z decision  BIR\n"}) {
    ledger.write("badgewatch-erasures/1\n" + good + wrong + good);
    const auto refused = store::read_ledger(ledger.path);
    REQUIRE(refused.has_error());
    CHECK(refused.error().detail().starts_with(ledger.path + ":3: "));
  }
}

TEST_CASE("a ledger names its register, and is taken for no other") {
  const LedgerFile ledger;
  REQUIRE(store::make_ledger(ledger.place()).has_value());
  CHECK(ledger.text() == "badgewatch-erasures/2 " + register_of(1).text() + "\n");
  CHECK(must(store::read_ledger(ledger.path)).register_id == register_of(1));
  const std::vector<store::Erased> one = {erased(2)};
  const auto refused = store::append_to_ledger({ledger.path, register_of(2)}, one, core::Instant{});
  REQUIRE(refused.has_error());
  CHECK(refused.error().detail().find("of another register") != std::string::npos);
  CHECK(ids_in(ledger).empty());
}

TEST_CASE("a ledger from before it named its register is read and written on") {
  const LedgerFile ledger;
  ledger.write("badgewatch-erasures/1\n2026-11-24T03:15:00.000Z decision BIR " +
               erased(2).id.text() + "\n");
  CHECK_FALSE(must(store::read_ledger(ledger.path)).register_id.has_value());
  const std::vector<store::Erased> one = {erased(4)};
  REQUIRE(store::append_to_ledger(ledger.place(), one, at("2026-11-24T03:15:00Z")).has_value());
  CHECK(ids_in(ledger) == std::vector{erased(2).id, erased(4).id});
}

TEST_CASE("an empty file is told to be none") {
  const LedgerFile ledger;
  ledger.write("");
  CHECK(store::read_ledger(ledger.path).error().detail().find("the file is empty") !=
        std::string::npos);
}

TEST_CASE("a register has an id for good, which a restore may set") {
  TestRegister test;
  const auto as_migrate = conninfo("bw_migrate", test.database());
  const auto id = must(store::read_register_id(as_migrate));
  CHECK(id != core::Uuid());
  CHECK(must(store::read_register_id(as_migrate)) == id);
  CHECK(must(store::BackupSnapshot::take(conninfo("bw_backup", test.database())))->register_id() ==
        id);
  REQUIRE(store::adopt_register_id(as_migrate, register_of(7)).has_value());
  CHECK(must(store::read_register_id(as_migrate)) == register_of(7));
}

TEST_CASE("a ledger that cannot be written is said to be so") {
  const std::vector<store::Erased> one = {erased(2)};
  const auto refused =
      store::append_to_ledger({"/nowhere/erasures.ledger", {}}, one, core::Instant{});
  REQUIRE(refused.has_error());
  CHECK(refused.error().code() == core::Errc::unavailable);
  CHECK(refused.error().detail().find("/nowhere/erasures.ledger") != std::string::npos);
}

TEST_CASE("what is past its last day is counted, and not what is on it") {
  TestRegister test;
  auto unit = must(test.store().records().begin(caller("BIR")));
  const std::vector<ports::DecisionToEnter> wanted = {to_enter(decision(1), "2026-11-22"),
                                                      to_enter(decision(2), "2026-11-23")};
  (void)must(unit->enter_decisions(wanted, test.now()));
  (void)must(unit->commit());
  auto past = check(test, "BIR", 1);
  past.record.watched_until = day("2026-11-21");
  REQUIRE(test.store().checks().record({past}).has_value());
  const auto counts = must(test.store().count_expired(day("2026-11-23")));
  CHECK(counts.decisions == 1);
  CHECK(counts.checks == 1);
  CHECK(must(test.store().count_expired(day("2026-11-24"))).decisions == 2);
}

TEST_CASE("what a purge takes of outcomes of cases is counted before") {
  TestRegister test;
  const auto asked = check(test, "LDS", 1);
  REQUIRE(test.store().checks().record({asked}).has_value());
  ports::CaseOutcomeRecord record;
  record.id = core::new_uuid(test.clock(), test.randomness());
  record.check = asked.record.id;
  record.searched_on = day("2026-11-20");
  record.outcome = {domain::CaseResult::granted, day("2026-11-20"), "PH 1", ""};
  record.recorded_at = test.now();
  record.kept_until = day("2026-11-22");
  auto unit = must(test.store().records().begin(caller("LDS")));
  must(unit->case_outcomes().keep(record));
  (void)must(unit->commit());
  const auto count = [&](const char* today) {
    return must(test.store().count_expired_outcomes(day(today)));
  };
  CHECK(count("2026-11-22") == 0);
  CHECK(count("2026-11-23") == 1);
  (void)must(test.store().erase_expired(day("2026-11-23"), test.now(), 10, no_ledger));
  CHECK(count("2026-11-23") == 0);
}

TEST_CASE("more erasures than go into one statement are replayed whole") {
  TestRegister test;
  std::vector<core::Uuid> ids;
  for (int batch = 0; batch < 3; ++batch) {
    std::vector<domain::Decision> some;
    for (int i = 0; i < 500; ++i)
      some.push_back(decision(batch * 500 + i));
    for (const auto& one : test.enter("BIR", some))
      ids.push_back(one.record.id);
  }
  REQUIRE(must(test.store().replay_erasures(ids, test.now())) == 1500);
  REQUIRE(must(test.store().new_feed()->head()).live == 0);
  REQUIRE(verify_feed(test.store()) == 3000);
}

TEST_CASE("a backup's snapshot is one moment, whatever is written meanwhile") {
  TestRegister test;
  const auto entered = test.enter("BIR", {decision(1), decision(2)});
  const std::vector<core::Uuid> first = {entered[0].record.id};
  REQUIRE(must(test.store().replay_erasures(first, test.now())) == 1);
  const auto head = must(test.store().new_feed()->head());
  const auto snapshot = must(store::BackupSnapshot::take(conninfo("bw_backup", test.database())));
  (void)test.enter("BIR", {decision(3)});
  CHECK(snapshot->head().position == head.position);
  CHECK(snapshot->erased().size() == 1);
  CHECK(snapshot->schema_version() > 8);
  auto other = test.session("bw_backup");
  REQUIRE(ask(*other, "begin isolation level repeatable read; set transaction snapshot '" +
                          snapshot->name() + "'; select count(*) from decision") == "1");
}

TEST_CASE("the key's mark tells one master key from another") {
  TestRegister test;
  const auto as_migrate = conninfo("bw_migrate", test.database());
  CHECK(must(store::read_generations(as_migrate)).empty());
  const auto mark = store::key_mark_of(test_key());
  const auto begun = must(store::begin_master_keys(as_migrate, test_key(), test.randomness()));
  CHECK(begun.lookup.reveal() != test_key());
  CHECK(must(store::read_generations(as_migrate)).at(0).mark == mark);
  CHECK(store::begin_master_keys(as_migrate, test_key(), test.randomness()).has_error());
  auto other = test_key();
  other[31] ^= 1;
  CHECK(store::key_mark_of(other) != mark);
  CHECK(mark != test_key());
  CHECK_FALSE(must(store::is_empty_register(as_migrate)));
  CHECK(must(store::is_empty_register(conninfo("bw_migrate", new_empty_database()))));
}

TEST_CASE("what is due is told with all that there is, and the newest thing recorded") {
  TestRegister test;
  CHECK_FALSE(must(test.store().due_for_erasure(test.now())).newest_seen.has_value());
  auto unit = must(test.store().records().begin(caller("BIR")));
  const std::vector<ports::DecisionToEnter> wanted = {to_enter(decision(1), "2026-11-22"),
                                                      to_enter(decision(2), "2080-11-23")};
  (void)must(unit->enter_decisions(wanted, test.now()));
  (void)must(unit->commit());
  auto past = check(test, "TFL", 1);
  past.record.watched_until = day("2026-11-21");
  REQUIRE(test.store().checks().record({past}).has_value());
  const auto due = must(test.store().due_for_erasure(at("2060-01-01T00:00:00Z")));
  CHECK(due.entries == 2);
  CHECK(due.entries_due == 1);
  CHECK(due.checks_due == 1);
  REQUIRE(due.newest_seen.has_value());
  CHECK(due.now == at("2060-01-01T00:00:00Z"));
}
