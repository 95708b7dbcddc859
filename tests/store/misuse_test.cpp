// Flags of misuse on the real database: each once, whoever dies; who reads them; when they go.
#include "erasing.hpp"
#include "log_fixture.hpp"
#include "store/content.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

constexpr const char* denied = "42501";

// One flag for each actor and day with three searches and more, and one for each person with three.
ports::MisuseJudge three_are_too_many() {
  return {.of_actor = [](const ports::ActorDay& one) -> std::vector<domain::Flag> {
            if (one.his.size() < 3) return {};
            return {{.authority = one.his[0].authority,
                     .actor = one.his[0].actor,
                     .day = one.day,
                     .pattern = domain::Pattern::many_people,
                     .sentence = std::to_string(one.his.size()) + " searches.",
                     .checks = {one.his[0].check}}};
          },
          .of_person = [](const ports::PersonDay& one) -> std::vector<domain::Flag> {
            return {{.authority = "",
                     .actor = one.searches[0].authority + " " + one.searches[0].actor,
                     .day = one.day,
                     .pattern = domain::Pattern::many_authorities,
                     .sentence = "Several searches.",
                     .checks = {}}};
          }};
}

core::Uuid search(TestRegister& test, const std::string& authority, int n,
                  const std::string& actor = "ann", std::vector<core::Uuid> entries = {}) {
  auto one = check(test, authority, n);
  one.record.actor = actor;
  const auto trait = static_cast<domain::Trait>(n) * 0x9e3779b97f4a7c15U;
  one.record.traits = {.person = trait,
                       .particulars = trait + 1,
                       .name = trait + 2,
                       .postcode = trait + 3,
                       .household = trait + 4,
                       .case_reference = trait + 5,
                       .famous = n == 7};
  one.record.entries = std::move(entries);
  one.leaf = proof::make_leaf({.at = test.now(),
                               .kind = "check",
                               .authority = authority,
                               .actor = actor,
                               .subject = one.record.id,
                               .detail = "{}"},
                              test.clock(), test.randomness());
  const auto id = one.record.id;
  must(test.store().checks().record({one}));
  return id;
}

void number(TestRegister& test) {
  const auto writer = test.store().new_log_writer();
  (void)integrate_all(*writer);
}

ports::MisuseStep look(TestRegister& test, ports::MisuseWatch& watch, std::size_t most = 100) {
  return must(watch.step(most, test.now(), three_are_too_many()));
}

std::vector<ports::MisuseFlag> flags(TestRegister& test, const std::string& authority) {
  return must(test.store().misuse().flags(caller(authority), 0, 100));
}

ports::ReviewToKeep review(TestRegister& test, const core::Uuid& subject) {
  return {.subject = subject,
          .outcome = domain::Review::explained,
          .reason = "Of the case of Zzyzxmarker.",
          .at = test.now()};
}

}  // namespace

TEST_CASE("each search is judged once, with those of the days before, and says no particulars") {
  TestRegister test;
  const auto watch = test.store().new_misuse_watch();
  (void)search(test, "LDS", 1);
  (void)search(test, "LDS", 2);
  number(test);
  CHECK(look(test, *watch).flags == 0);
  (void)search(test, "LDS", 7);
  number(test);
  const auto step = look(test, *watch);
  CHECK(step.mine);
  CHECK(step.leaves == 1);
  CHECK(step.flags == 1);
  CHECK(look(test, *watch).leaves == 0);
  const auto found = flags(test, "LDS");
  REQUIRE(found.size() == 1);
  CHECK(found[0].flag.sentence == "3 searches.");
  CHECK(found[0].flag.actor == "ann");
  CHECK(found[0].flag.day == core::uk_date(test.now()));
  CHECK_FALSE(found[0].outcome.has_value());
  // What comes later on the day is said by the same flag.
  (void)search(test, "LDS", 8);
  number(test);
  (void)look(test, *watch);
  REQUIRE(flags(test, "LDS").size() == 1);
  CHECK(flags(test, "LDS")[0].flag.sentence == "4 searches.");
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select sum(marks) from search") == "1");
  CHECK(ask(*owner,
            "select count(*) from search as s, misuse_flag as f"
            " where s::text || f::text like '%" +
                someone(7).names[0].family + "%'") == "0");
}

TEST_CASE("two daemons that look at once, bit by bit and after a kill, flag what one would") {
  TestRegister test;
  for (int i = 0; i < 60; ++i)
    (void)search(test, i % 2 == 0 ? "LDS" : "BIR", i, i % 3 == 0 ? "ann" : "bob");
  number(test);
  std::size_t leaves = 0;
  std::mutex mutex;
  const auto follow = [&](std::size_t most) {
    auto watch = test.store().new_misuse_watch();
    for (int steps = 0, idle = 0; idle < 20 && steps < 500; ++steps) {
      const auto step = watch->step(most, test.now(), three_are_too_many());
      if (steps % 4 == 3) watch = test.store().new_misuse_watch();  // it begins anew
      if (!step || step->leaves == 0) {
        ++idle;
        continue;
      }
      const std::lock_guard lock(mutex);
      leaves += step->leaves;
    }
  };
  std::thread other([&] { follow(3); });
  follow(5);
  other.join();
  CHECK(leaves == 60);
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select count(*) from search") == "60");
  CHECK(flags(test, "LDS").size() == 2);
  CHECK(flags(test, "BIR").size() == 2);
  CHECK(ask(*owner,
            "select string_agg(sentence, ' ' order by authority, actor) from misuse_flag"
            " where authority <> ''") == "10 searches. 20 searches. 10 searches. 20 searches.");

  // The broken twin has neither place nor key: the same leaves are taken, and flagged, again.
  (void)must(owner->script("twin",
                           "alter table misuse_flag drop constraint"
                           " misuse_flag_authority_pattern_actor_day_key;"
                           "create function misuse_twin() returns trigger language plpgsql as $$"
                           " begin new.actor := new.actor || ' again'; return new; end $$;"
                           "alter table misuse_flag add unique (authority, pattern, actor, day);"
                           "create trigger twin before insert on misuse_flag for each row"
                           " execute function misuse_twin();"
                           "update misuse_position set number = 0"));
  CHECK(look(test, *test.store().new_misuse_watch()).leaves == 60);
  CHECK(flags(test, "LDS").size() == 4);
}

TEST_CASE("a step that fails in its midst has flagged nothing and moved nothing") {
  TestRegister test;
  for (int i = 0; i < 3; ++i)
    (void)search(test, "LDS", i);
  number(test);
  auto owner = test.session("superuser");
  (void)must(owner->script("break", "alter table misuse_position add check (number < 2)"));
  const auto watch = test.store().new_misuse_watch();
  CHECK_FALSE(watch->step(100, test.now(), three_are_too_many()).has_value());
  CHECK(flags(test, "LDS").empty());
  CHECK(ask(*owner, "select count(*) from search") == "0");
  (void)must(owner->script(
      "mend", "alter table misuse_position drop constraint misuse_position_number_check"));
  CHECK(look(test, *watch).flags == 1);
}

TEST_CASE("a supervisor reviews once, another's flags are hidden, nobody judges himself") {
  TestRegister test;
  for (int i = 0; i < 3; ++i)
    (void)search(test, "LDS", i);
  number(test);
  const auto watch = test.store().new_misuse_watch();
  (void)look(test, *watch);
  const auto id = flags(test, "LDS").at(0).id;
  auto& desk = test.store().misuse();
  CHECK(flags(test, "BIR").empty());
  const auto leaf = test.leaf("misuse_flag_reviewed", "LDS");
  const auto refused = [&](const ports::Caller& who) {
    const auto done = desk.review_flag(who, review(test, id), leaf);
    REQUIRE_FALSE(done.has_value());
    return done.error().code();
  };
  CHECK(refused({"BIR", "eve"}) == core::Errc::not_found);
  CHECK(refused({"LDS", "ann"}) == core::Errc::forbidden);
  must(desk.review_flag({"LDS", "sue"}, review(test, id), leaf));
  CHECK(refused({"LDS", "sue"}) == core::Errc::conflict);
  const auto one = flags(test, "LDS").at(0);
  CHECK(one.outcome.value() == domain::Review::explained);
  CHECK(one.reviewed_by == "sue");
  CHECK(one.reason == "Of the case of Zzyzxmarker.");
  // A reviewed flag stays as it was reviewed.
  (void)search(test, "LDS", 9);
  number(test);
  (void)look(test, *watch);
  CHECK(flags(test, "LDS").at(0).flag.sentence == "3 searches.");
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select count(*) from misuse_flag as f where f::text like '%Zzyzx%'") == "0");
}

TEST_CASE(
    "the database shows flags to their authority alone, and its roles no more than they need") {
  TestRegister test;
  for (int i = 0; i < 3; ++i)
    (void)search(test, "LDS", i);
  number(test);
  const auto watch = test.store().new_misuse_watch();
  (void)look(test, *watch);
  const auto seen_by = [&](const std::string& authority) {
    auto session = test.session("bw_app");
    must(session->begin_as(authority));
    return ask(*session, "select count(*) from misuse_flag");
  };
  CHECK(seen_by("LDS") == "1");
  CHECK(seen_by("BIR") == "0");
  const auto refused = [&](const std::string& role, const std::string& sql) {
    INFO(role << ": " << sql);
    CHECK(refusal(*test.session(role), sql) == denied);
  };
  refused("bw_misuse", "select request from check_record");
  refused("bw_misuse", "select data_key from check_record");
  refused("bw_misuse", "select detail from log_leaf");
  refused("bw_misuse", "select content from decision");
  refused("bw_misuse", "select reason from misuse_flag");
  refused("bw_misuse", "delete from misuse_flag");
  refused("bw_misuse", "update misuse_flag set outcome = 'explained'");
  refused("bw_misuse", "select * from licence");
  refused("bw_app", "select * from search");
  refused("bw_app", "select * from entry_sight");
  refused("bw_app", "select * from people_budget");
  refused("bw_app", "update misuse_flag set sentence = ''");
  refused("bw_app", "delete from misuse_flag");
  refused("bw_app", "insert into misuse_flag (authority) values ('LDS')");
  refused("bw_record", "select traits from check_record");
  refused("bw_report", "select traits from check_record");
  refused("bw_match", "select * from search");
}

TEST_CASE("an erased check leaves no trait, and flags go after their time") {
  TestRegister test([](store::StoreOptions& options) { options.misuse_months = 3; });
  for (int i = 0; i < 3; ++i)
    (void)search(test, "LDS", i);
  number(test);
  const auto watch = test.store().new_misuse_watch();
  (void)look(test, *watch);
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select count(*) from search") == "3");
  CHECK(ask(*owner, "select count(traits) from check_record") == "3");
  const auto erase = [&](const std::string& on) {
    (void)must(test.store().erase_expired(day(on), test.now(), 100, no_ledger));
  };
  erase(core::uk_date(test.now()).plus_months(3).iso());
  CHECK(flags(test, "LDS").size() == 1);
  erase("2027-05-24");
  CHECK(ask(*owner, "select count(*) from search") == "0");
  CHECK(ask(*owner, "select count(traits) + count(entries) from check_record") == "0");
  CHECK(flags(test, "LDS").empty());
}

TEST_CASE("who was shown an entry is told to its authority: of others only that, of its own all") {
  TestRegister test;
  const auto entry = test.enter("BIR", {decision(1)})[0].record.id;
  const auto other = test.enter("BIR", {decision(2)})[0].record.id;
  (void)search(test, "LDS", 1, "ann", {entry, other});
  const auto own = search(test, "BIR", 2, "ben", {entry});
  (void)search(test, "LDS", 3, "ann");
  number(test);
  const auto watch = test.store().new_misuse_watch();
  (void)look(test, *watch);
  const auto seen = must(test.store().misuse().seen_by(caller("BIR"), entry));
  REQUIRE(seen.sights.size() == 2);
  const auto of = [&](const std::string& authority) {
    return *std::find_if(seen.sights.begin(), seen.sights.end(),
                         [&](const auto& one) { return one.authority == authority; });
  };
  CHECK(of("LDS").kind == "check");
  CHECK(of("LDS").actor.empty());
  CHECK_FALSE(of("LDS").subject.has_value());
  CHECK(of("BIR").actor == "ben");
  CHECK(of("BIR").subject.value() == own);
  const auto foreign = test.store().misuse().seen_by(caller("LDS"), entry);
  REQUIRE_FALSE(foreign.has_value());
  CHECK(foreign.error().code() == core::Errc::not_found);
  const auto all = must(test.store().entry_seen_by(entry));
  REQUIRE(all.sights.size() == 2);
  CHECK(std::any_of(all.sights.begin(), all.sights.end(),
                    [](const auto& one) { return one.authority == "LDS" && one.actor == "ann"; }));
  // The function alone keeps them apart: the same question as another authority.
  auto session = test.session("bw_app");
  must(session->begin_as("LDS"));
  CHECK(ask(*session, "select count(*) from entry_seen_by('" + entry.text() + "')") == "0");
}

TEST_CASE("a budget of people is kept over daemons and a crash, and its twin is not") {
  TestRegister test;
  const ports::BudgetTerms terms{10 / 86'400.0, 10};
  ports::BudgetWish wish{.key = {1}, .terms = terms, .most = 7};
  CHECK(must(test.store().new_people_budgets()->take({&wish, 1}))[0].granted == 7);
  CHECK(must(test.store().new_people_budgets()->take({&wish, 1}))[0].granted == 3);
  const auto last = must(test.store().new_people_budgets()->take({&wish, 1}))[0];
  CHECK(last.granted == 0);
  CHECK(last.wait > std::chrono::hours(2));
  auto owner = test.session("superuser");
  const auto kind = [&](const std::string& table) {
    return ask(*owner, "select relpersistence from pg_class where relname = '" + table + "'");
  };
  // An unlogged table is emptied by a crash: the budget of requests is the broken twin of this.
  CHECK(kind("people_budget") == "p");
  CHECK(kind("request_budget") == "u");
}
