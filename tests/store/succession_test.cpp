// Take-overs in the database: who acts for whom, what they see of it, and what is handed on, once.
#include "fixture.hpp"
#include "ports/mail.hpp"
#include "ports/successions.hpp"
#include "store/successions.hpp"

#include <algorithm>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

const domain::Succession wlv_by_bir{"WLV", "BIR", "BIR", day("2026-04-01")};

void take_over(TestRegister& test, const std::vector<domain::Succession>& happened,
               std::size_t fresh, const std::vector<domain::Share>& shares = {}) {
  CHECK(must(test.store().new_successions()->take_over(happened, shares, test.now())) == fresh);
}

void hand_on(TestRegister& test) {
  const auto kept = test.store().new_successions();
  while (must(kept->hand_on(test.now(), 2)) > 0) {
  }
}

// An alert of one of the authority's licences, and its event, as the watch raises them.
void raise(TestRegister& test, int n, const std::string& authority = "WLV",
           const std::optional<core::Uuid>& licence = {}) {
  auto owner = test.session("bw_migrate");
  must(owner->script("raise", "set role bw_owner"));
  const auto number = std::to_string(n);
  must(owner->script(
      "raise",
      "insert into authority_event_head (authority, seq, alerts) values ('" + authority +
          "', 0, 0) on conflict do nothing;"
          "update authority_event_head set seq = seq + 1, alerts = alerts + 1 where authority = '" +
          authority +
          "';"
          "insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,"
          "                   recording_authority, licence, band, probability)"
          " select l.authority, ('a1e70000-0000-0000-0000-00000000000" +
          number +
          "')::uuid, h.alerts, '2026-03-01', 'licensee_matched', 'raised', 'decision',"
          "        gen_random_uuid(), 'MAN', l.id, 'strong', 1"
          " from authority_event_head as h join licence as l on l.authority = h.authority"
          " where h.authority = '" +
          authority + "'" + (licence ? " and l.id = '" + licence->text() + "'" : "") +
          " limit 1;"
          "insert into authority_event (authority, seq, type, at, data)"
          " select h.authority, h.seq, 'alert.raised', '2026-03-01',"
          "        json_build_object('alert', 'a1e70000-0000-0000-0000-00000000000" +
          number +
          "', 'number', h.alerts, 'kind', 'licensee_matched')::text"
          " from authority_event_head as h where h.authority = '" +
          authority + "'"));
}

std::vector<ports::Alert> alerts(TestRegister& test, const std::string& authority) {
  return must(test.store().alerts().alerts(caller(authority), 0, 100));
}

std::string count_as(const TestRegister& test, const std::string& authority,
                     const std::string& table, const std::string& acting = "") {
  auto session = test.session("bw_app");
  must(session->begin_as(authority, acting));
  return ask(*session, "select count(*) from " + table);
}

}  // namespace

TEST_CASE(
    "Whoever acts for a former authority sees its duties and licences, and nobody else does") {
  TestRegister test;
  test.put("WLV", {licence(1), licence(2)});
  test.put("BIR", {licence(3)});
  test.enter("WLV", {decision(1)});
  CHECK(count_as(test, "BIR", "licence") == "1");
  take_over(test, {wlv_by_bir}, 1);
  take_over(test, {wlv_by_bir}, 0);
  CHECK(count_as(test, "BIR", "licence") == "3");
  CHECK(count_as(test, "WLV", "licence") == "2");
  CHECK(count_as(test, "MAN", "licence") == "0");
  // What is not needed unasked stays under the code that recorded it.
  CHECK(count_as(test, "BIR", "decision") == "0");
  auto session = test.session("bw_app");
  must(session->begin_as("BIR"));
  CHECK(ask(*session,
            "with changed as (update licence set status = status returning 1)"
            " select count(*) from changed") == "1");
  CHECK(refusal(*session, "select take_over('{LDS}', '{BIR}', '{BIR}', '{2026-04-01}', now())") ==
        "42501");
}

TEST_CASE("What a former authority was told is handed on once, whoever hands it on") {
  TestRegister test;
  test.put("WLV", {licence(1)});
  raise(test, 1);
  raise(test, 2);
  {
    auto owner = test.session("bw_migrate");
    must(owner->script("act", "set role bw_owner"));
    must(owner->script("act", "update alert set state = 'acted' where number = 2"));
  }
  hand_on(test);
  CHECK(alerts(test, "BIR").empty());
  take_over(test, {wlv_by_bir}, 1);
  std::vector<std::thread> both;
  for (int i = 0; i < 2; ++i)
    both.emplace_back([&] { hand_on(test); });
  for (auto& one : both)
    one.join();
  hand_on(test);

  // Of before, what is not done with; with its day, and with the licence's number.
  auto told = alerts(test, "BIR");
  REQUIRE(told.size() == 1);
  CHECK(told[0].id == alerts(test, "WLV")[0].id);
  CHECK(told[0].raised_at == at("2026-03-01T00:00:00Z"));
  CHECK(told[0].licence_number == licence(1).licence_number);
  CHECK(told[0].number == 1);

  // Of after, all.
  raise(test, 3);
  hand_on(test);
  told = alerts(test, "BIR");
  REQUIRE(told.size() == 2);
  CHECK(told[1].number == 2);
  const auto events = must(test.store().alerts().events(caller("BIR"), 0, 100));
  REQUIRE(events.size() == 3);
  CHECK(events[0].type == "authority.taken_over");
  CHECK(events[2].seq == 3);
  CHECK(alerts(test, "MAN").empty());
}

TEST_CASE("Where the successor ends too, its own successor acts for both") {
  TestRegister test;
  test.put("WLV", {licence(1)});
  raise(test, 1);
  take_over(test, {wlv_by_bir}, 1);
  hand_on(test);
  auto by_man = wlv_by_bir;
  by_man.holder = "MAN";
  take_over(test, {by_man, {"BIR", "MAN", "MAN", day("2026-05-01")}}, 1);
  raise(test, 2);
  hand_on(test);
  const auto told = alerts(test, "MAN");
  REQUIRE(told.size() == 2);
  for (const auto& one : told) {
    CHECK(one.licence_number == licence(1).licence_number);
  }
  CHECK(alerts(test, "BIR").size() == 1);
  // What happened is not rewritten.
  take_over(test, {{"WLV", "LDS", "LDS", day("2026-04-01")}}, 0);
  CHECK(must(store::taken_over(conninfo("bw_migrate", test.database()))) ==
        std::vector<domain::Succession>{by_man, {"BIR", "MAN", "MAN", day("2026-05-01")}});
}

TEST_CASE("What stands under a code is counted, and nothing of another's") {
  TestRegister test;
  test.put("WLV", {licence(1), licence(2)});
  test.put("BIR", {licence(3)});
  test.enter("WLV", {decision(1)});
  const auto held = must(store::holdings_of(conninfo("bw_migrate", test.database()), "WLV"));
  CHECK(held == ports::Holdings{.entries = 1, .licences = 2});
  CHECK(must(store::holdings_of(conninfo("bw_migrate", test.database()), "LDS")) ==
        ports::Holdings{});
}

namespace {

// WLV among BIR, its heir, and MAN, which is given the second licence and the second entry.
struct Divided {
  TestRegister test;
  std::vector<core::Uuid> licences, entries;
  std::vector<domain::Share> shares;

  Divided() {
    for (const auto& put : test.put("WLV", {licence(1), licence(2), licence(3)}))
      licences.push_back(put.id);
    for (const auto& entered : test.enter("WLV", {decision(4), decision(5)}))
      entries.push_back(entered.record.id);
    REQUIRE(test.store().checks().record({check(test, "WLV", 6)}).has_value());
    shares = {{"WLV", licences[1], "MAN"}, {"WLV", entries[1], "MAN"}};
  }
  void on_the_day() {
    take_over(test,
              {{"WLV", "BIR", "BIR", day("2026-04-01"), true},
               {"WLV", "MAN", "MAN", day("2026-04-01"), false}},
              2, shares);
  }
  ports::Caller acting(const std::string& code) {
    auto made = caller("WLV");
    made.acting = code;
    return made;
  }
};

}  // namespace

TEST_CASE(
    "Under a divided authority's code each successor sees and changes what went to it alone") {
  Divided its;
  // Until it is noted, nobody acts for it; its own systems go on.
  CHECK(count_as(its.test, "WLV", "licence", "MAN") == "0");
  CHECK(count_as(its.test, "WLV", "licence", "BIR") == "0");
  CHECK(count_as(its.test, "WLV", "licence") == "3");
  its.on_the_day();
  const auto seen = [&](const std::string& acting) {
    std::string counts;
    for (const auto* table : {"licence", "decision", "check_record"})
      counts += count_as(its.test, "WLV", table, acting) + " ";
    return counts;
  };
  CHECK(seen("BIR") == "2 1 1 ");
  CHECK(seen("MAN") == "1 1 0 ");
  CHECK(seen("LDS") == "0 0 0 ");
  // The former authority's own systems are the heir's.
  CHECK(seen("") == "2 1 1 ");
  // Nobody else's code is touched.
  CHECK(count_as(its.test, "LDS", "licence") == "0");

  auto session = its.test.session("bw_app");
  must(session->begin_as("WLV", "MAN"));
  CHECK(ask(*session,
            "with changed as (update licence set status = 'expired', version = version + 1"
            " where id = '" +
                its.licences[0].text() +
                "' returning 1)"
                " select count(*) from changed") == "0");
  CHECK(refusal(*session, "select 1 from succession_share") == "42501");
  CHECK(its.test.store().records().find_decision(its.acting("MAN"), its.entries[1]).has_value());
  CHECK(
      its.test.store().records().find_decision(its.acting("MAN"), its.entries[0]).error().code() ==
      core::Errc::not_found);
  CHECK(
      its.test.store().records().find_decision(its.acting("BIR"), its.entries[1]).error().code() ==
      core::Errc::not_found);
  // It happens once, and is not rewritten.
  take_over(its.test,
            {{"WLV", "BIR", "BIR", day("2026-04-01"), true},
             {"WLV", "MAN", "MAN", day("2026-04-01"), false}},
            0, {{"WLV", its.licences[0], "MAN"}});
  CHECK(seen("BIR") == "2 1 1 ");
  // Where both end in one, it has all.
  take_over(its.test,
            {{"WLV", "BIR", "LDS", day("2026-04-01"), true},
             {"WLV", "MAN", "LDS", day("2026-04-01"), false}},
            0, its.shares);
  CHECK(seen("LDS") == "3 2 1 ");
  CHECK(seen("MAN") == "0 0 0 ");
}

TEST_CASE(
    "Of a divided authority's alerts each successor counts and finds those of its own licences") {
  Divided its;
  for (std::size_t i = 0; i < 3; ++i)
    (void)ask(
        *its.test.session("superuser"),
        "insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,"
        " recording_authority, licence, band, probability) values ('WLV', gen_random_uuid(), " +
            std::to_string(i + 1) +
            ", now(), 'licensee_matched', 'raised', 'decision', gen_random_uuid(), 'LDS', '" +
            its.licences[i].text() + "', 'strong', 1) returning 1");
  its.on_the_day();
  auto& desk = its.test.store().alert_desk();
  const auto counted = [&](const std::string& acting) {
    std::int64_t count = 0;
    for (const auto& one : must(desk.counts(its.acting(acting))))
      count += one.count;
    return count;
  };
  CHECK(counted("MAN") == 1);
  CHECK(counted("BIR") == 2);
  CHECK(counted("LDS") == 0);
  const auto found = [&](const std::string& acting, std::size_t licence) {
    return must(desk.of_licence(its.acting(acting), its.licences[licence], 10)).size();
  };
  CHECK(found("MAN", 1) == 1);
  CHECK(found("MAN", 0) == 0);
  CHECK(found("BIR", 0) == 1);
  CHECK(found("BIR", 1) == 0);
}

TEST_CASE("What a former authority's officers found its heir sees, and who has a part does not") {
  Divided its;
  must(its.test.session("superuser")
           ->script("find",
                    "set search_path = badgewatch; set session_replication_role = replica;"
                    "insert into finding (authority, id, pair, check_id, hit, recording_authority,"
                    " entry, finding, actor, found_at, key_version, data_key, content)"
                    " select 'WLV', gen_random_uuid(), sha256(''), gen_random_uuid(),"
                    " gen_random_uuid(), 'LDS', gen_random_uuid(), 'undecided', 'tester', now(), 1,"
                    " '\\x00', '\\x00'"));
  CHECK(count_as(its.test, "BIR", "finding") == "0");
  its.on_the_day();
  CHECK(count_as(its.test, "BIR", "finding") == "1");
  CHECK(count_as(its.test, "WLV", "finding", "BIR") == "1");
  CHECK(count_as(its.test, "WLV", "finding") == "1");
  for (const auto* code : {"MAN", "LDS"}) {
    CHECK(count_as(its.test, code, "finding") == "0");
    CHECK(count_as(its.test, "WLV", "finding", code) == "0");
  }
}

TEST_CASE("A licence that went to another successor is written by that one alone") {
  Divided its;
  its.on_the_day();
  const auto put = [&](const ports::Caller& by, int n) {
    auto work = must(its.test.store().records().begin(by));
    const std::vector<ports::LicenceToPut> rows{
        {licence(n, domain::LicenceStatus::surrendered), {}}};
    const auto done = work->put_licences(rows, its.test.now());
    if (!done) return std::string(done.error().code() == core::Errc::forbidden ? "forbidden" : "?");
    must(work->commit());
    return std::string("done");
  };
  CHECK(put(its.acting("BIR"), 2) == "forbidden");
  CHECK(put(caller("WLV"), 2) == "forbidden");
  CHECK(put(its.acting("MAN"), 1) == "forbidden");
  CHECK(put(its.acting("MAN"), 9) == "forbidden");
  CHECK(put(its.acting("MAN"), 2) == "done");
  CHECK(put(caller("WLV"), 1) == "done");
  CHECK(put(caller("WLV"), 9) == "done");
  CHECK(put(caller("MAN"), 2) == "done");
}

TEST_CASE(
    "What a divided authority is told goes to whoever has what it is about, with its duties") {
  Divided its;
  raise(its.test, 1, "WLV", its.licences[0]);
  raise(its.test, 2, "WLV", its.licences[1]);
  {
    auto owner = its.test.session("bw_migrate");
    must(owner->script(
        "owe",
        "set role bw_owner;"
        "insert into duty (authority, id, kind, about_type, about, opened_by, opened_at, opened_on,"
        "                  due_on, reckoning, remind_on, escalate_on, escalates_to, state)"
        " select a.authority, a.id, 'acknowledge_alert', 'alert', a.id, '', now(), '2026-03-02',"
        "        '2026-03-04', '', '2026-03-03', '2026-03-06', 'supervisor', 'open' from alert as "
        "a"));
  }
  its.on_the_day();
  hand_on(its.test);
  // What comes later goes the same way.
  raise(its.test, 3, "WLV", its.licences[1]);
  raise(its.test, 4, "WLV", its.licences[2]);
  hand_on(its.test);
  hand_on(its.test);
  const auto licences_told = [&](const std::string& code) {
    std::string numbers;
    for (const auto& one : alerts(its.test, code))
      numbers += one.licence_number + " ";
    return numbers;
  };
  const auto number = [](int n) { return licence(n).licence_number + " "; };
  CHECK(licences_told("BIR") == number(1) + number(3));
  CHECK(licences_told("MAN") == number(2) + number(2));
  CHECK(licences_told("LDS").empty());
  for (const auto* code : {"BIR", "MAN"}) {
    CHECK(count_as(its.test, code, "duty where due_on = '2026-03-04'") == "1");
    CHECK(count_as(its.test, "WLV", "duty", code) == "1");
    const auto events = must(its.test.store().alerts().events(caller(code), 0, 100));
    CHECK(events.size() == 3);
    CHECK(events[0].type == "authority.taken_over");
  }
}

TEST_CASE("How late a divided authority was counts for each successor what it has in hand") {
  Divided its;
  for (const auto& entry : its.entries)
    must(its.test.session("superuser")
             ->script(
                 "duties",
                 "insert into badgewatch.duty (authority, id, kind, about_type, about, opened_by,"
                 "  opened_at, opened_on, due_on, reckoning, remind_on, escalate_on,"
                 "  escalates_to, state)"
                 " values ('WLV', gen_random_uuid(), 'answer_disclosure', 'decision', '" +
                     entry.text() +
                     "', '', now(), '2026-03-02', '2026-03-30', '', '2026-03-20',"
                     "  '2026-04-02', '', 'open')"));
  const auto lateness = [&](const ports::Caller& by) {
    std::string all;
    for (const auto& one : must(its.test.store().duties().lateness(
             by, day("2020-01-01"), day("2030-01-01"), day("2026-04-02"),
             its.test.leaf("lateness_read", by.authority))))
      all += std::string(name_of(one.kind)) + " " + std::to_string(one.done) + " " +
             std::to_string(one.overdue) + "; ";
    return all;
  };
  CHECK(lateness(caller("WLV")) == "answer_disclosure 0 2; enter_decision 2 0; ");
  its.on_the_day();
  CHECK(lateness(its.acting("BIR")) == "answer_disclosure 0 1; enter_decision 1 0; ");
  CHECK(lateness(its.acting("MAN")) == "answer_disclosure 0 1; enter_decision 1 0; ");
  CHECK(lateness(caller("BIR")).empty());
}

TEST_CASE("What another successor is told is no event and no letter of the former code's") {
  Divided its;
  ports::MailAddress mailbox;
  mailbox.id = core::new_uuid(its.test.clock(), its.test.randomness());
  mailbox.authority = "WLV";
  mailbox.email = core::Secret("sesame@council.example");
  mailbox.created_at = its.test.now();
  mailbox.code = ports::MailCode{core::Secret("01234567"), its.test.now()};
  auto& addresses = its.test.store().mail_addresses();
  must(addresses.add(mailbox, 10, its.test.leaf("mail_address_created", "WLV")));
  mailbox.confirmed_at = its.test.now();
  mailbox.code.reset();
  must(addresses.change(mailbox, its.test.leaf("mail_address_confirmed", "WLV")));
  raise(its.test, 1, "WLV", its.licences[1]);
  its.on_the_day();
  raise(its.test, 2, "WLV", its.licences[0]);
  raise(its.test, 3, "WLV", its.licences[1]);
  auto superuser = its.test.session("superuser");
  CHECK(ask(*superuser,
            "select string_agg(right(alert::text, 1), ' ' order by seq)"
            " from badgewatch.mail_address_item where authority = 'WLV'") == "1 2");
  const auto types = [&](const ports::Caller& by) {
    std::string all;
    for (const auto& one : must(its.test.store().alerts().events(by, 0, 100))) {
      all += std::to_string(one.seq) + " " + one.type + "; ";
      CHECK((one.type == "matter.handed_on") == (one.data == "{}"));
    }
    return all;
  };
  const std::string of_heir = "1 matter.handed_on; 2 alert.raised; 3 matter.handed_on; ";
  CHECK(types(caller("WLV")) == of_heir);
  CHECK(types(its.acting("BIR")) == of_heir);
  CHECK(types(its.acting("MAN")).empty());
}

TEST_CASE("What a divided authority held of an earlier one is divided with it") {
  TestRegister test;
  std::vector<core::Uuid> licences;
  for (const auto& put : test.put("WLV", {licence(1), licence(2)}))
    licences.push_back(put.id);
  const auto entries = test.enter("WLV", {decision(4), decision(5)});
  raise(test, 1, "WLV", licences[0]);
  raise(test, 2, "WLV", licences[1]);
  take_over(test, {wlv_by_bir}, 1);
  hand_on(test);
  REQUIRE(alerts(test, "BIR").size() == 2);
  // Dismissed by BIR, so that it comes to nobody again.
  auto superuser = test.session("superuser");
  must(superuser->script("dismiss",
                         "update badgewatch.alert set state = 'dismissed'"
                         " where authority = 'BIR' and id::text like '%1'"));
  auto by_man = wlv_by_bir;
  by_man.holder = "MAN";
  const std::vector<domain::Succession> happened{
      by_man,
      {"BIR", "MAN", "MAN", day("2026-05-01")},
      {"BIR", "LDS", "LDS", day("2026-05-01"), false},
      {"WLV", "LDS", "LDS", day("2026-05-01"), false, "BIR"}};
  const std::vector<domain::Share> shares{{"BIR", licences[1], "LDS"},
                                          {"BIR", entries[1].record.id, "LDS"}};
  take_over(test, happened, 2, shares);
  take_over(test, happened, 0, shares);
  raise(test, 3, "WLV", licences[1]);
  raise(test, 4, "WLV", licences[0]);
  for (int i = 0; i < 2; ++i)
    hand_on(test);
  const auto told = [&](const std::string& code) {
    std::string all;
    for (const auto& one : alerts(test, code))
      all += one.id.text().back();
    return all;
  };
  CHECK(told("MAN") == "4");
  CHECK(told("LDS") == "23");
  CHECK(told("GLG").empty());
  const auto seen = [&](const std::string& acting) {
    return count_as(test, "WLV", "licence", acting) + count_as(test, "WLV", "decision", acting) +
           count_as(test, "WLV", "alert", acting);
  };
  CHECK(seen("MAN") == "112");
  CHECK(seen("LDS") == "112");
  CHECK(seen("BIR") == "000");
  CHECK(seen("") == "112");
  CHECK(count_as(test, "LDS", "licence") == "1");
  // What was taken over is what was stated.
  CHECK(must(store::taken_over(conninfo("bw_migrate", test.database()))).size() == 3);
  // A table of BIR finds what came to it, on the day and behind it.
  const auto named = [&](const std::string& by) {
    return must(store::records_named(
        conninfo("bw_migrate", test.database()), test.store().sealer(), "WLV",
        std::vector<store::NamedRecord>{{"licence", licence(2).licence_number},
                                        {"entry", entries[1].record.id.text()}},
        by));
  };
  CHECK(named("BIR") == std::vector<std::optional<core::Uuid>>{licences[1], entries[1].record.id});
  CHECK(named("GLG") == std::vector<std::optional<core::Uuid>>{std::nullopt, std::nullopt});
}

TEST_CASE("What a table names is found under the authority's own code, and nowhere else") {
  Divided its;
  its.test.put("BIR", {licence(7)});
  const auto named = [&](const std::string& code, std::vector<store::NamedRecord> rows) {
    return must(store::records_named(conninfo("bw_migrate", its.test.database()),
                                     its.test.store().sealer(), code, rows, "WLV"));
  };
  const auto found = named("WLV", {{"licence", licence(7).licence_number},
                                   {"licence", licence(2).licence_number},
                                   {"entry", its.entries[1].text()},
                                   {"concern", its.entries[1].text()},
                                   {"officer", its.licences[1].text()}});
  CHECK(found == std::vector<std::optional<core::Uuid>>{
                     std::nullopt, its.licences[1], its.entries[1], std::nullopt, std::nullopt});
  CHECK(named("BIR", {{"entry", its.entries[1].text()}})[0] == std::nullopt);
}
