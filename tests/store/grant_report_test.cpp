// The report of grants from the database: the days of licences are read once, whoever wrote them,
// and an authority with one code is told what a house of several would be of the same records.
#include "fixture.hpp"
#include "ports/case_outcomes.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;
using domain::CaseResult;
using domain::SearchBefore;

namespace {

struct Grants {
  TestRegister test;
  core::Date from = day("2026-01-01"), to = day("2026-11-27");
  int months = 6;  // for which a search counts
  std::size_t most = 1'000;
  std::vector<ports::Caller> one_code{caller("MAN")}, several{caller("MAN"), caller("WLV")};

  domain::Licence begun(int n, const std::string& granted_on,
                        domain::LicenceStatus status = domain::LicenceStatus::current) {
    auto made = licence(n, status);
    made.granted_on = granted_on.empty() ? std::nullopt : std::optional(day(granted_on));
    return made;
  }

  ports::CaseOutcomeRecord record(const std::string& number, const std::string& searched_on,
                                  const std::string& decided_on, std::size_t undecided = 0,
                                  CaseResult result = CaseResult::granted,
                                  const ports::CaseOutcomeRecord* corrected = nullptr,
                                  const std::string& authority = "MAN") {
    test.clock().advance(std::chrono::milliseconds(2));
    ports::CaseOutcomeRecord made;
    made.id = core::new_uuid(test.clock(), test.randomness());
    if (corrected == nullptr) {
      const auto asked = check(test, authority, 1);
      must(test.store().checks().record({asked}));
      made.check = asked.record.id;
    } else {
      made.check = corrected->check;
      made.corrects = corrected->id;
    }
    made.searched_on = day(searched_on);
    made.outcome = {result, day(decided_on), number, ""};
    made.undecided = undecided;
    made.recorded_at = test.now();
    made.kept_until = day("2037-11-22");
    auto unit = must(test.store().records().begin(caller(authority)));
    must(unit->case_outcomes().keep(made));
    (void)must(unit->commit());
    return made;
  }

  // Within these months, or decided later.
  core::Result<ports::Grants> ask(const std::vector<ports::Caller>& listed,
                                  const std::vector<ports::Caller>& house) {
    const ports::GrantsWanted wanted{
        .listed = listed,
        .house = house,
        .from = from,
        .to = to,
        .searched_since = from.plus_months(-months),
        .most = most,
        .judge = [this](core::Date granted_on, const std::vector<domain::RecordedSearch>& searches)
            -> core::Result<SearchBefore> {
          auto found = SearchBefore::none;
          for (const auto& one : searches) {
            if (one.searched_on.plus_months(months) < granted_on && one.decided_on < granted_on)
              continue;
            if (one.searched_on <= granted_on) return SearchBefore::made;
            found = SearchBefore::too_late;
          }
          return found;
        }};
    return test.store().case_outcomes().grants(wanted, test.leaf("grants_read", "MAN"));
  }
  ports::Grants report() { return must(ask(one_code, one_code)); }
  // The same records under the same code, read as those of a house are: each opened and judged.
  ports::Grants opened() { return must(ask(one_code, several)); }

  std::string told(const std::string& sql) {
    return badgewatch::store::test::ask(*test.session("superuser"), sql);
  }
  std::string unread() {
    return told("select count(*) from badgewatch.licence where began_of is distinct from version");
  }
  void as_before(const std::string& sql) {
    must(test.session("superuser")->script("as_before", "set search_path = badgewatch;" + sql));
  }
};

// All that an answer says, for comparing two.
std::string text_of(const ports::Grants& grants) {
  std::string text = std::to_string(grants.granted) + " " + std::to_string(grants.searched) + " " +
                     std::to_string(grants.against_undecided_count) + " " +
                     std::to_string(grants.without_licence_number) + "\n";
  for (const auto& one : grants.without_search)
    text += one.licence.id.text() + " " + one.licence.authority + " " + one.licence.licence_number +
            " " + std::string(name_of(one.licence.status)) + " " + one.licence.granted_on.iso() +
            " " + std::string(name_of(one.search)) + "\n";
  for (const auto& one : grants.against_undecided)
    text += one.id.text() + " " + one.outcome.licence_number + " " + std::to_string(one.undecided) +
            "\n";
  return text;
}

std::string numbers_of(const ports::Grants& grants) {
  std::string text;
  for (const auto& one : grants.without_search)
    text += (text.empty() ? "" : " ") + one.licence.licence_number;
  return text;
}

}  // namespace

TEST_CASE("One code and several give one report of the same grants, however few are listed") {
  Grants its;
  std::vector<domain::Licence> some;
  for (int n = 0; n < 260; ++n)  // more than a page of them
    some.push_back(
        its.begun(n, "2026-0" + std::to_string(n % 9 + 1) + "-1" + std::to_string(n % 7)));
  some.push_back(its.begun(300, "2025-12-31"));
  some.push_back(its.begun(301, "2026-11-28"));
  some.push_back(its.begun(302, ""));
  some.push_back(its.begun(303, "2026-11-27", domain::LicenceStatus::applied));
  some.push_back(its.begun(304, "2026-11-27", domain::LicenceStatus::refused));
  some.push_back(its.begun(305, "2026-11-27", domain::LicenceStatus::surrendered));
  some.push_back(its.begun(306, "2026-01-01"));
  (void)its.test.put("MAN", some);
  (void)its.test.put("WLV", {its.begun(305, "2026-11-27"), its.begun(307, "2026-11-27")});
  const auto number = [](int n) { return licence(n).licence_number; };
  for (int n = 0; n < 240; n += 2)
    (void)its.record(number(n), "2026-01-01", "2026-10-01");
  (void)its.record(number(1), "2026-11-20", "2026-11-20");  // too late
  (void)its.record(number(3), "2020-01-01", "2020-01-01");  // for an earlier grant
  (void)its.record(number(305), "2026-11-20", "2026-11-27", 2, CaseResult::renewed);
  (void)its.record(number(305), "2020-11-20", "2020-11-27");
  (void)its.record(number(306), "2025-07-01", "2025-07-01");  // half a year before, to the day
  (void)its.record(number(11), "2025-12-30", "2025-01-01");   // decided first
  (void)its.record("", "2026-11-20", "2026-11-27", 1);
  (void)its.record("", "2026-11-20", "2026-11-28", 1);
  (void)its.record(number(5), "2026-01-01", "2026-10-01", 3, CaseResult::refused);
  const auto wrong = its.record(number(7), "2026-01-01", "2026-10-01", 4);
  (void)its.record(number(7), "2026-01-01", "2026-10-01", 0, CaseResult::withdrawn, &wrong);

  for (const auto most : std::vector<std::size_t>{1'000'000, 150, 138, 10, 1}) {
    INFO("at most " << most);
    its.most = most;
    const auto found = its.report();
    CHECK(found.granted == 262);
    CHECK(found.searched == 123);
    CHECK(found.without_search.size() == std::min<std::size_t>(most, 139));
    CHECK(found.against_undecided_count == 2);
    CHECK(found.against_undecided.size() == std::min<std::size_t>(most, 2));
    CHECK(found.without_licence_number == 1);
    CHECK(std::is_sorted(found.without_search.begin(), found.without_search.end(),
                         [](const auto& a, const auto& b) {
                           return std::pair(b.licence.granted_on, a.licence.id) <
                                  std::pair(a.licence.granted_on, b.licence.id);
                         }));
    CHECK(text_of(its.opened()) == text_of(found));
  }
  // What a number recorded under the other code says counts for a house alone.
  (void)its.record(number(9), "2026-01-01", "2026-10-01", 0, CaseResult::granted, nullptr, "WLV");
  CHECK(its.report().searched == 123);
  CHECK(its.opened().searched == 124);
  // And one licence that stands under both codes is listed once.
  CHECK(must(its.ask(its.several, its.several)).granted == 263);
}

TEST_CASE(
    "The days of licences that a daemon from before wrote are read once, and leave no event") {
  Grants its;
  its.from = day("2024-01-01");
  (void)its.test.put("MAN",
                     {its.begun(1, "2026-02-01"), its.begun(2, "2026-03-01"), its.begun(3, ""),
                      its.begun(4, "2026-03-01", domain::LicenceStatus::applied)});
  (void)its.test.put("BIR", {licence(5)});
  CHECK(its.unread() == "0");  // written with each version
  CHECK(its.told("select count(began_on) from badgewatch.licence") == "4");
  its.as_before("update licence set began_on = null, began_of = null");
  REQUIRE(its.unread() == "5");
  const auto events = verify_feed(its.test.store());
  const auto places = [&] {
    return its.told(
        "select string_agg(ctid::text, ' ' order by authority, id) from badgewatch.licence");
  };

  CHECK(numbers_of(its.report()) == licence(2).licence_number + " " + licence(1).licence_number);
  CHECK(its.unread() == "1");  // another authority's
  CHECK(its.told("select count(*) from badgewatch.licence_version") == "0");
  CHECK(verify_feed(its.test.store()) == events);
  const auto after = places();
  CHECK(its.report().granted == 2);
  CHECK(places() == after);  // nothing was written again

  // As a daemon from before changes one: the version is raised, the day stays what it was.
  (void)its.test.put("MAN", {its.begun(1, "2026-04-01")});
  its.as_before("update licence set began_on = '2026-02-01', began_of = 1 where version = 2");
  CHECK(its.unread() == "2");
  its.from = day("2026-04-01");
  CHECK(numbers_of(its.report()) == licence(1).licence_number);
  its.to = day("2026-03-31");
  its.from = day("2026-02-01");
  CHECK(numbers_of(its.report()) == licence(2).licence_number);
  CHECK(its.unread() == "1");
  // One that states no day any more.
  (void)its.test.put("MAN", {its.begun(2, "")});
  CHECK(its.report().granted == 0);
  CHECK(its.told("select string_agg(coalesce(began_on::text, 'none'), ' ' order by began_on)"
                 " from badgewatch.licence where authority = 'MAN'") ==
        "2026-03-01 2026-04-01 none none");
}

TEST_CASE("A whole roster is read in pages, by two at once too") {
  Grants its;
  for (int first = 0; first < 4'500; first += 900) {
    std::vector<domain::Licence> some;
    for (int n = first; n < first + 900; ++n)
      some.push_back(its.begun(n, "2026-02-01"));
    (void)its.test.put("MAN", some);
  }
  its.as_before("update licence set began_on = null, began_of = null");
  its.most = 1;
  // What was read before the one that cannot be opened stays read.
  const std::string last = " where id = (select id from licence order by id desc limit 1)";
  its.as_before("update licence set content = content || '\\x00'" + last);
  CHECK(its.ask(its.one_code, its.one_code).has_error());
  CHECK(its.unread() == "500");
  its.as_before("update licence set content = substr(content, 1, length(content) - 1)" + last);
  its.as_before("update licence set began_on = null, began_of = null");
  std::size_t granted[2] = {};
  std::vector<std::thread> both;
  for (auto& its_count : granted)
    both.emplace_back([&] {
      for (int i = 0; i < 3 && its_count == 0; ++i)
        if (const auto found = its.ask(its.one_code, its.one_code)) its_count = found->granted;
    });
  for (auto& one : both)
    one.join();
  CHECK(granted[0] == 4'500);
  CHECK(granted[1] == 4'500);
  CHECK(its.unread() == "0");
}

TEST_CASE("Nobody is told what began of another, or of what another successor has") {
  Grants its;
  const auto put = its.test.put("WLV", {its.begun(1, "2026-02-01"), its.begun(2, "2026-02-01")});
  for (const int n : {1, 2})
    (void)its.record(licence(n).licence_number, "2026-02-01", "2026-02-01", 0, CaseResult::granted,
                     nullptr, "WLV");
  const std::string asked =
      "select concat_ws(' ', g.granted,"
      "  (select count(*) from licences_begun('2026-01-01', '2026-12-31',"
      "     '00000000-0000-0000-0000-000000000000', 9)),"
      "  g.searched, cardinality(g.unsearched))"
      " from grants_of_days('{2026-01-31, 2026-02-01}', '{2025-08-01, 2025-08-01}', 9) as g";
  const auto counted = [&](const std::string& authority, const std::string& acting) {
    auto session = its.test.session("bw_app");
    must(session->begin_as(authority, acting));
    return ask(*session, asked);
  };
  CHECK(ask(*its.test.session("bw_app"), asked) == "0 0 0 0");
  CHECK(counted("WLV", "") == "2 2 2 0");
  CHECK(counted("MAN", "") == "0 0 0 0");
  CHECK(counted("WLV", "MAN") == "0 0 0 0");  // nobody has taken it over
  must(its.test.session("superuser")
           ->script("divide",
                    "set search_path = badgewatch;"
                    "insert into succession (former, successor, holder, since, taken_at, began_at,"
                    "                        is_rest)"
                    " values ('WLV', 'BIR', 'BIR', '2026-04-01', now(), 0, true),"
                    "        ('WLV', 'MAN', 'MAN', '2026-04-01', now(), 0, false);"
                    "insert into succession_share values ('WLV', '" +
                        put[0].id.text() + "', 'MAN')"));
  CHECK(counted("WLV", "") == "1 1 1 0");     // its old systems are the heir's
  CHECK(counted("WLV", "MAN") == "1 1 0 1");  // what was searched is the heir's
  CHECK(counted("WLV", "BIR") == "1 1 1 0");
  CHECK(counted("WLV", "LDS") == "0 0 0 0");
  CHECK(counted("MAN", "") == "0 0 0 0");
}

TEST_CASE("What is kept by day is what opening every licence finds, whatever comes between") {
  Grants its;
  its.most = 25;
  // Of 40 licences on some twelve days; a year of searches, some of which count for none of them.
  std::mt19937 dice(20'261'128);
  const auto roll = [&](unsigned sides) { return static_cast<int>(dice() % sides); };
  const auto some_day = [&](const char* first, unsigned step, unsigned sides) {
    return day(first).plus_days(static_cast<int>(step) * roll(sides)).iso();
  };
  const auto some_licence = [&] {
    constexpr std::array statuses{domain::LicenceStatus::current, domain::LicenceStatus::current,
                                  domain::LicenceStatus::suspended, domain::LicenceStatus::applied,
                                  domain::LicenceStatus::refused};
    const auto began = roll(9) == 0 ? "" : some_day("2025-12-20", 31, 12);
    return its.begun(roll(40), began, statuses[static_cast<std::size_t>(roll(5))]);
  };
  std::vector<ports::CaseOutcomeRecord> stand;
  const auto record = [&](const ports::CaseOutcomeRecord* corrected) {
    const bool granted = roll(4) != 0;
    return its.record(granted && roll(8) != 0 ? licence(roll(40)).licence_number : "",
                      some_day("2025-06-01", 17, 32), some_day("2025-07-01", 23, 22),
                      roll(5) == 0 ? 1 : 0, granted ? CaseResult::granted : CaseResult::refused,
                      corrected);
  };
  for (int step = 0; step < 160; ++step) {
    const auto what = roll(10);
    if (what < 4) {
      std::vector<domain::Licence> some;
      for (int n = roll(6); n >= 0; --n)
        if (auto one = some_licence();
            std::none_of(some.begin(), some.end(), [&](const auto& other) {
              return other.licence_number == one.licence_number;
            }))
          some.push_back(std::move(one));
      (void)its.test.put("MAN", some);
    } else if (what < 7 || stand.empty()) {
      stand.push_back(record(nullptr));
    } else if (what == 7) {
      const auto which = static_cast<std::size_t>(roll(static_cast<unsigned>(stand.size())));
      stand[which] = record(&stand[which]);
    } else if (what == 8) {
      // At the end of its period; what it corrected stands again where that has not ended.
      const auto which = stand.begin() + roll(static_cast<unsigned>(stand.size()));
      its.as_before("delete from case_outcome where id = '" + which->id.text() + "'");
      stand.erase(which);
    } else {
      its.months = 3 + roll(6);
      its.from = day(some_day("2025-12-01", 20, 9));
      its.to = its.from.plus_days(roll(300));
    }
    if (roll(3) == 0) continue;
    INFO("step " << step << ", " << its.from.iso() << " to " << its.to.iso());
    REQUIRE(text_of(its.report()) == text_of(its.opened()));
  }
  CHECK(its.told("select count(*) > 5 from badgewatch.grant_day") == "t");
}

TEST_CASE("What is written while days are counted is counted by the next report") {
  Grants its;
  (void)its.test.put("MAN", {its.begun(1, "2026-02-01"), its.begun(2, "2026-03-01")});
  CHECK(its.report().granted == 2);
  auto work = must(its.test.store().records().begin(caller("MAN")));
  const std::vector<ports::LicenceToPut> third{{its.begun(3, "2026-02-01"), {}}};
  (void)work->put_licences(third, its.test.now());
  // The outcome of a licence that its writer does not see yet, and a report before it is seen.
  (void)its.record(licence(3).licence_number, "2026-01-20", "2026-01-20");
  CHECK(its.report().granted == 2);
  (void)must(work->commit());
  CHECK(text_of(its.report()) == text_of(its.opened()));
  CHECK(its.report().searched == 1);
  // And the other way round.
  work = must(its.test.store().records().begin(caller("MAN")));
  auto fourth = its.record(licence(5).licence_number, "2026-02-20", "2026-02-20");
  fourth.outcome.licence_number = licence(4).licence_number;
  fourth.corrects = fourth.id;
  fourth.id = core::new_uuid(its.test.clock(), its.test.randomness());
  must(work->case_outcomes().keep(fourth));
  (void)its.test.put("MAN", {its.begun(4, "2026-03-01")});
  CHECK(its.report().searched == 1);
  (void)must(work->commit());
  CHECK(text_of(its.report()) == text_of(its.opened()));
  CHECK(its.report().searched == 2);
}

TEST_CASE("A report reads what is kept, and an upload that changes no day leaves that as it is") {
  Grants its;
  std::vector<domain::Licence> some;
  for (int n = 0; n < 60; ++n)
    some.push_back(its.begun(n, day("2026-02-01").plus_days(n).iso()));
  (void)its.test.put("MAN", some);
  const auto changes = [&] {
    return its.told(
        "select string_agg(concat_ws(' ', first_day, last_day, octet_length(number_index)), ', '"
        " order by first_day, number) from badgewatch.grant_day_change");
  };
  const auto places = [&] {
    return its.told(
        "select string_agg(ctid::text, ' ' order by began_on) from badgewatch.grant_day");
  };
  CHECK(changes() == "2026-02-01 2026-04-01");  // many days at once are one span
  CHECK(its.report().granted == 60);
  CHECK(changes() == "");
  const auto kept = places();
  CHECK(its.report().granted == 60);
  for (auto& one : some)
    one.expires_on = day("2028-01-01");
  some[1].status = domain::LicenceStatus::suspended;
  (void)its.test.put("MAN", some);
  CHECK(changes() == "");
  CHECK(places() == kept);

  some[1].granted_on = day("2026-02-05");
  some[2].status = domain::LicenceStatus::refused;
  (void)its.test.put("MAN", some);
  CHECK(changes() == "2026-02-02 2026-02-02, 2026-02-03 2026-02-03, 2026-02-05 2026-02-05");
  CHECK(text_of(its.report()) == text_of(its.opened()));
  (void)its.record(licence(7).licence_number, "2026-02-01", "2026-02-01");
  CHECK(changes() == "32");
  CHECK(its.report().searched == 1);

  // Of whoever asks for no report: counted anew when somebody does.
  (void)its.record(licence(8).licence_number, "2026-02-01", "2026-02-01");
  (void)its.record(licence(9).licence_number, "2026-02-01", "2026-02-01");
  its.as_before("select forget_grant_days(2)");
  CHECK(changes() != "");
  its.as_before("select forget_grant_days(1)");
  CHECK(changes() == "");
  CHECK(places() == "");
  CHECK(text_of(its.report()) == text_of(its.opened()));
  CHECK(its.report().searched == 3);
}
