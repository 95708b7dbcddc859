// How PostgreSQL reads for the queries that every check and every list makes, with row level
// security as each authority has it: by an index, however many rows the others have. What runs are
// the store's own statements; the server itself writes down how it ran them.
#include "fixture.hpp"
#include "ports/alert_desk.hpp"
#include "ports/case_outcomes.hpp"
#include "ports/checks.hpp"
#include "ports/duties.hpp"
#include "ports/findings.hpp"
#include "ports/own_lists.hpp"
#include "ports/successions.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

constexpr std::array big_tables{"licence",      "decision",  "check_record",    "alert",
                                "duty",         "finding",   "authority_event", "check_hit",
                                "case_outcome", "grant_day", "grant_day_change"};

// A register in which the twenty authorities beside WLV have 500 rows each of every big table.
// WLV has some that are real, so that they open.
class Populated {
public:
  TestRegister test;
  std::vector<core::Uuid> licences, entries;
  core::Uuid check_id;

  Populated() {
    auto superuser = session_as("superuser", test.database());
    must(superuser->script("explain", "alter database " + test.database() +
                                          " set session_preload_libraries = 'auto_explain';"
                                          "alter database " +
                                          test.database() +
                                          " set auto_explain.log_min_duration = 0;"
                                          "alter database " +
                                          test.database() +
                                          " set auto_explain.log_nested_statements = on"));
    for (const auto& put : test.put("WLV", {licence(1), licence(2), licence(3)}))
      licences.push_back(put.id);
    for (const auto& entered : test.enter("WLV", {decision(4), decision(5)}))
      entries.push_back(entered.record.id);
    auto asked = badgewatch::store::test::check(test, "WLV", 6);
    asked.record.entries = {entries[0]};
    asked.record.pairs = {core::Hash{{1}}};
    check_id = asked.record.id;
    REQUIRE(test.store().checks().record({asked}).has_value());
    must(superuser->script("populate", populate));
  }

  // What the server wrote since. Its log is this process's, not the server's own account's.
  std::string plans_since(std::int64_t place) const {
    std::ifstream log(log_file());
    log.seekg(place);
    std::ostringstream text;
    text << log.rdbuf();
    return text.str();
  }
  std::int64_t place() const {
    return static_cast<std::int64_t>(std::filesystem::file_size(log_file()));
  }

private:
  std::filesystem::path log_file() const {
    return std::filesystem::path(
               ask(*session_as("superuser", test.database()), "show data_directory"))
               .parent_path() /
           "postgresql.log";
  }
  static const std::string populate;
};

const std::string Populated::populate = R"(
set search_path = badgewatch;
set session_replication_role = replica;
insert into authority_event_head (authority, seq, alerts) values ('WLV', 1, 1) on conflict do nothing;
insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                   recording_authority, licence, band, probability, pair, has_clock)
select 'WLV', '00000000-0000-0000-0000-000000000001', 1, now(), 'licensee_matched', 'raised', 'decision',
       gen_random_uuid(), 'MAN', l.id, 'strong', 1, sha256(''), true
from licence as l where l.authority = 'WLV' limit 1;
insert into authority_event (authority, seq, type, at, data)
values ('WLV', 1, 'alert.raised', now(),
        '{"alert": "00000000-0000-0000-0000-000000000001", "kind": "licensee_matched"}');
insert into duty (authority, id, kind, about_type, about, opened_by, opened_at, opened_on, due_on,
                  reckoning, remind_on, escalate_on, escalates_to, state)
select a.authority, gen_random_uuid(), 'acknowledge_alert', 'alert', a.id, '', now(), '2026-11-02',
       '2026-11-04', '', '2026-11-03', '2026-11-06', 'supervisor', 'open'
from alert as a;
insert into finding (authority, id, pair, check_id, hit, recording_authority, entry, finding, actor,
                     found_at, key_version, data_key, content)
select 'J00', gen_random_uuid(), sha256(''), gen_random_uuid(), gen_random_uuid(), 'MAN', gen_random_uuid(),
       'undecided', 'tester', now(), 1, '\x00', '\x00';
insert into case_outcome (authority, id, check_id, searched_on, result, decided_on, undecided, actor,
                          recorded_at, kept_until, key_version, data_key, content)
select 'J00', gen_random_uuid(), gen_random_uuid(), '2026-11-20', 'granted', '2026-11-20', 1, 'tester', now(),
       '2037-11-22', 1, '\x00', '\x00';
delete from grant_day_change;
insert into grant_day values ('J00', '1999-01-01', '1999-01-01', 1, 0, '{}');
insert into grant_day_change (authority, number_index) values ('J00', sha256(''));
do $$
declare
  its text;
begin
  foreach its in array array['licence', 'decision', 'check_record', 'alert', 'authority_event', 'duty',
                             'finding', 'check_hit', 'case_outcome', 'grant_day', 'grant_day_change']
  loop
    execute format(
      'insert into %1$I overriding system value'
      ' select r.* from (select * from %1$I limit 1) as t, generate_series(1, 10000) as n,'
      ' lateral jsonb_populate_record(null::%1$I, to_jsonb(t) || jsonb_build_object('
      '   ''authority'', ''J'' || to_char(n %% 20, ''FM00''), ''id'', gen_random_uuid(),'
      '   ''number'', n + 1000, ''seq'', n + 1000, ''entry'', gen_random_uuid(),'
      '   ''licence'', gen_random_uuid(), ''about'', gen_random_uuid(), ''message'', gen_random_uuid(),'
      '   ''check_id'', gen_random_uuid(), ''began_on'', date ''2000-01-01'' + n, ''number_index'', ''\x'' || md5(n::text) || md5(n::text),'
      '   ''reference_index'', ''\x'' || md5(n::text), ''pair'', ''\x'' || md5(n::text) || md5(n::text))) as r', its);
  end loop;
end
$$;
reset session_replication_role;
analyze)";

// The tables that are read from one end to the other, each with the query that does it.
std::set<std::string> read_whole(const std::string& log) {
  std::set<std::string> found;
  std::string query, line;
  std::istringstream lines(log);
  while (std::getline(lines, line)) {
    if (const auto at = line.find("Query Text: "); at != std::string::npos) query = line.substr(at);
    const auto scan = line.find("Seq Scan on ");
    if (scan == std::string::npos) continue;
    std::istringstream rest(line.substr(scan + std::string_view("Seq Scan on ").size()));
    std::string table;
    rest >> table;
    for (const auto* big : big_tables)
      if (table == big) found.insert(table + " by " + query);
  }
  return found;
}

std::size_t times(const std::string& text, std::string_view word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
    ++count;
  return count;
}

// All that an officer's day and a council's system ask, as that caller.
void ask_everything(Populated& its, const ports::Caller& by) {
  auto& store = its.test.store();
  const auto leaf = its.test.leaf("read", by.authority);
  const auto today = day("2026-11-23");
  for (const auto& entry : its.entries)
    (void)store.records().find_decision(by, entry);
  (void)store.checks().find(by, its.check_id);
  (void)must(store.entries().find({its.entries[0], its.entries[1]}));
  const std::vector<core::Hash> pairs{core::Hash{{1}}, core::Hash{{2}}};
  (void)must(store.findings().about(by, pairs));
  (void)must(store.findings().of_check(by, its.check_id));
  (void)must(store.alerts().alerts(by, 0, 50));
  (void)must(store.alerts().events(by, 0, 50));
  auto& desk = store.alert_desk();
  (void)must(desk.counts(by));
  (void)must(desk.list(by, {.before = 100, .limit = 50}));
  for (const auto& licence : its.licences)
    (void)must(desk.of_licence(by, licence, 10));
  (void)must(store.own_lists().entries(by, {{}, 50}));
  (void)must(store.own_lists().searches(by, {}, {{}, 50}));
  (void)must(store.own_lists().waiting_hits(by, {1'000, 50, {}}));
  (void)must(store.duties().list(by, {}, {}, today, 50, leaf));
  for (const auto& house : {std::vector{by}, std::vector{by, caller("LDS")}}) {
    const ports::GrantsWanted wanted{
        .listed = std::span(house).first(1),
        .house = house,
        .from = day("2024-01-01"),
        .to = today,
        .searched_since = day("2023-07-01"),
        .most = 50,
        .judge = [](core::Date, const auto&) { return domain::SearchBefore::made; }};
    (void)must(store.case_outcomes().grants(wanted, leaf));
  }
  // A system that sends what it sent before, and something new.
  for (const int n : {1, 2, 9}) {
    auto work = must(store.records().begin(by));
    const std::vector<ports::LicenceToPut> rows{{licence(n), {}}};
    (void)work->put_licences(rows, its.test.now());
  }
  for (const int n : {4, 5, 9}) {
    auto work = must(store.records().begin(by));
    const std::vector<ports::DecisionToEnter> rows{to_enter(decision(n), "2037-11-22")};
    (void)work->enter_decisions(rows, its.test.now());
  }
}

}  // namespace

TEST_CASE("The watch looks up what it raises by its entry, however much was told before") {
  Populated its;
  // Where most authorities have an alert or two, few seem to be of any authority and kind; J00 has
  // 500.
  must(session_as("superuser", its.test.database())->script("many authorities", R"(
set search_path = badgewatch;
set session_replication_role = replica;
insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                   recording_authority, licence, band, probability, pair, has_clock)
select 'X' || n, gen_random_uuid(), 1, now(),
       (array['licensee_matched', 'entry_changed', 'duty_due', 'dual_licence'])[1 + n % 4], 'raised',
       'decision', gen_random_uuid(), 'MAN', gen_random_uuid(), 'strong', 1, sha256(n::text::bytea), true
from generate_series(1, 20000) as n;
analyze alert)"));
  auto watch = its.test.store().new_watch();
  REQUIRE(must(watch->hold()));
  const auto from = feed_place(its.test, 0);
  const auto to = feed_place(its.test, 5);
  std::vector<ports::NewAlert> alerts;
  for (const auto& licence : its.licences)
    alerts.push_back({.authority = "J00",
                      .kind = domain::AlertKind::licensee_matched,
                      .entry_type = "decision",
                      .entry = its.entries[0],
                      .recording_authority = "WLV",
                      .licence = licence,
                      .band = "strong",
                      .probability = 0.9,
                      .pair = core::Hash{{7}}});
  const auto place = its.place();
  REQUIRE(must(watch->raise(alerts, {.from = from, .to = to, .index = to}, its.test.now())) == 3);
  const auto log = its.plans_since(place);
  CHECK(log.find("Index Scan using alert_by_kind") == std::string::npos);
  CHECK(log.find(" on alert a") != std::string::npos);
  CHECK(read_whole(log) == std::set<std::string>{});
  // They are told once.
  CHECK(must(watch->raise(alerts, {.from = to, .to = to, .index = to}, its.test.now())) == 0);
}

TEST_CASE("Queries of checks and lists read the big tables by an index, divided or not") {
  Populated its;
  auto as = [](const std::string& acting) {
    auto made = caller("WLV");
    made.acting = acting;
    return made;
  };
  auto place = its.place();
  ask_everything(its, as(""));
  REQUIRE(its.test.store()
              .checks()
              .record({badgewatch::store::test::check(its.test, "WLV", 7)})
              .has_value());
  auto log = its.plans_since(place);
  CHECK(times(log, "Query Text: ") > 20);
  for (const auto* big : big_tables) {
    INFO(big);
    CHECK(log.find(std::string(" on ") + big) != std::string::npos);
  }
  CHECK(read_whole(log) == std::set<std::string>{});

  // WLV is divided between BIR, its heir, and MAN.
  const auto successions = its.test.store().new_successions();
  const std::vector<domain::Succession> happened{{"WLV", "BIR", "BIR", day("2026-04-01"), true},
                                                 {"WLV", "MAN", "MAN", day("2026-04-01"), false}};
  const std::vector<domain::Share> shares{{"WLV", its.licences[1], "MAN"},
                                          {"WLV", its.entries[1], "MAN"}};
  CHECK(must(successions->take_over(happened, shares, its.test.now())) == 2);
  for (const auto* acting : {"", "BIR", "MAN"}) {
    INFO("acting as " << acting);
    place = its.place();
    ask_everything(its, as(acting));
    log = its.plans_since(place);
    CHECK(times(log, "Query Text: ") > 20);
    CHECK(read_whole(log) == std::set<std::string>{});
  }
  // And who took it over, under its own code, with what it took over.
  place = its.place();
  ask_everything(its, caller("BIR"));
  CHECK(read_whole(its.plans_since(place)) == std::set<std::string>{});

  // One that does read a whole table is told apart.
  place = its.place();
  (void)ask(*session_as("superuser", its.test.database()),
            "select count(*) from badgewatch.licence where class = 'dual'");
  CHECK(read_whole(its.plans_since(place)).size() == 1);
}

TEST_CASE("What was and what is of changed licences are never compared each with each") {
  Populated its;
  // Planned for one row, and kept in the session for a thousand.
  const auto place = its.place();
  (void)its.test.put("WLV", {licence(1, domain::LicenceStatus::suspended)});
  const auto log = its.plans_since(place);
  CHECK(times(log, "Named Tuplestore Scan") > 5);
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK((line.find("Join Filter: ") == std::string::npos ||
           line.find(".id = ") == std::string::npos));
  }
}
