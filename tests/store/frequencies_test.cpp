// Published tables of frequencies: sealed, in one transaction, one at a time; and under which rules
// the watch has compared.
#include "fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

ports::FrequencyTable table_of(const std::string& text, TestRegister& test) {
  ports::FrequencyTable table;
  table.learnt_at = test.now();
  table.people = 12'345;
  table.words = 1;
  table.fingerprint = "0badcafe";
  table.text = text;
  return table;
}

std::unique_ptr<ports::FrequencyLearning> learning(TestRegister& test, const std::string& turn,
                                                   bool again = false, core::Instant forget = {}) {
  return must(test.store().frequencies().begin(day(turn), again, forget));
}

// It is asked for anew only some times within its lease.
bool passes_to(ports::Watch& watch, TestRegister& test) {
  for (int i = 0; i < 100; ++i) {
    if (must(watch.hold())) return true;
    (void)ask(*test.session("superuser"), "select pg_sleep(0.05)");
  }
  return false;
}

std::int64_t publish(TestRegister& test, const std::string& text, const std::string& turn) {
  return must(learning(test, turn, true)
                  ->publish(table_of(text, test), test.leaf("frequencies_published", "")));
}

}  // namespace

TEST_CASE("a table is published through the feed and read by who follows it") {
  TestRegister test;
  test.put("MAN", {licence(1)});
  auto feed = test.store().new_feed();
  REQUIRE_FALSE(must(feed->frequencies()).has_value());
  REQUIRE(publish(test, "kowalczyk 12\n", "2026-11-01") == 1);
  REQUIRE(publish(test, "kowalczyk 13\n", "2026-11-02") == 2);
  REQUIRE(verify_feed(test.store()) == 3);

  const auto table = must(feed->frequencies());
  REQUIRE(table.has_value());
  REQUIRE(table->version == 2);
  REQUIRE(table->text == "kowalczyk 13\n");
  REQUIRE(table->people == 12'345);
  const auto steps = must(feed->after(1, 10));
  REQUIRE(steps.size() == 2);
  REQUIRE(steps[0].event.kind == proof::RowKind::frequencies);
  REQUIRE(steps[0].event.old_version == 0);
  REQUIRE(steps[1].event.old_version == 1);
  REQUIRE(steps[1].event.new_version == 2);
  REQUIRE(steps[1].row.has_value());

  // One row of the table is live, in the snapshot as in the feed.
  std::vector<ports::IndexRow> rows;
  const auto head = must(feed->snapshot(1, [&](std::vector<ports::IndexRow>&& batch) {
    for (auto& row : batch)
      if (row.kind == proof::RowKind::frequencies) rows.push_back(std::move(row));
  }));
  REQUIRE(rows.size() == 1);
  REQUIRE(rows[0].version == 2);
  REQUIRE(head.live == 2);

  const auto published = must(test.store().frequencies().published());
  REQUIRE(published.size() == 2);
  REQUIRE(published[0].version == 2);
  auto owner = test.session("superuser");
  REQUIRE(ask(*owner, "select count(*) from log_leaf where kind = 'frequencies_published'") == "2");
}

TEST_CASE("of a publication that fails nothing is left") {
  TestRegister test;
  const auto before = must(test.store().new_feed()->head());
  auto owner = test.session("superuser");
  // The last step of the transaction is refused.
  (void)ask(*owner,
            "create function refuse() returns trigger language plpgsql as"
            " $$ begin raise exception 'no'; end $$;"
            "create trigger refuse before insert on frequency_table for each row"
            " execute function refuse()");
  const auto one = learning(test, "2026-11-01");
  REQUIRE_FALSE(
      one->publish(table_of("khan 1\n", test), test.leaf("frequencies_published", "")).has_value());
  REQUIRE(must(test.store().new_feed()->head()).position == before.position);
  REQUIRE(ask(*owner, "select count(*) from log_leaf") == "0");
  REQUIRE(ask(*owner, "select turn is null from frequency_turn") == "t");
  (void)ask(*owner, "drop trigger refuse on frequency_table");
  REQUIRE(must(one->publish(table_of("khan 1\n", test), test.leaf("f", ""))) == 1);
}

TEST_CASE("one learns at a time, and a night's turn is taken once") {
  TestRegister test;
  auto first = learning(test, "2026-11-01");
  REQUIRE(first);
  REQUIRE_FALSE(learning(test, "2026-11-01"));
  REQUIRE_FALSE(learning(test, "2026-11-01", true));
  first.reset();
  first = learning(test, "2026-11-01");
  REQUIRE(first);
  must(first->keep());
  first.reset();
  REQUIRE_FALSE(learning(test, "2026-11-01"));
  REQUIRE_FALSE(learning(test, "2026-10-31"));
  // A wrong clock once in a far year keeps nobody from learning for so long.
  must(learning(test, "2099-01-01")->keep());
  must(learning(test, "2026-11-01")->keep());
  REQUIRE_FALSE(learning(test, "2026-11-01"));
  REQUIRE(learning(test, "2026-11-02"));
  // What an operator does takes the turn too.
  REQUIRE(publish(test, "khan 1\n", "2026-11-02") == 1);
  REQUIRE_FALSE(learning(test, "2026-11-02"));
}

TEST_CASE("whose connection is gone learns no more, and publishes nothing") {
  TestRegister test;
  const auto first = learning(test, "2026-11-01");
  auto owner = test.session("superuser");
  (void)ask(*owner,
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
            " and database = (select oid from pg_database where datname = '" +
                test.database() + "')");
  REQUIRE_FALSE(first->publish(table_of("khan 1\n", test), test.leaf("f", "")).has_value());
  REQUIRE(publish(test, "khan 2\n", "2026-11-01") == 1);
}

TEST_CASE("words of names are sealed, and superseded ones go in their time") {
  TestRegister test;
  publish(test, "kowalczyk 12\n", "2026-11-01");
  const auto superseded = test.now();
  publish(test, "warsame 13\n", "2026-11-02");
  auto owner = test.session("superuser");
  const auto held = [&] {
    return ask(*owner,
               "select string_agg(case when content is null then '-' else '+' end, ''"
               "                  order by version) from frequency_table");
  };
  REQUIRE(ask(*owner,
              "select count(*) from frequency_table"
              " where position('kowalczyk'::bytea in content) > 0"
              "    or position('warsame'::bytea in content) > 0") == "0");
  REQUIRE(learning(test, "2026-11-03", false, superseded));
  REQUIRE(held() == "++");
  REQUIRE(learning(test, "2026-11-03", false, core::Instant{superseded.micros + 1}));
  REQUIRE(held() == "-+");
  REQUIRE(must(test.store().new_feed()->frequencies())->text == "warsame 13\n");

  // One that was put in another's place does not open.
  (void)ask(*owner,
            "alter table frequency_table disable trigger user;"
            "update frequency_table set superseded_at = null where version = 1;"
            "update frequency_table as a set content = b.content, data_key = b.data_key"
            " from frequency_table as b where a.version = 1 and b.version = 2;"
            "update frequency_table set superseded_at = now() where version = 2");
  REQUIRE_FALSE(test.store().new_feed()->frequencies().has_value());
}

TEST_CASE("who may see and change tables of frequencies") {
  TestRegister test;
  publish(test, "kowalczyk 12\n", "2026-11-01");
  const std::string refused = "42501";
  for (const auto* role : {"bw_app", "bw_match", "bw_record", "bw_watch", "bw_webhook"})
    CHECK(refusal(*test.session(role), "select version from frequency_table") == refused);
  for (const auto* role : {"bw_audit", "bw_report"}) {
    CHECK(ask(*test.session(role), "select people from frequency_table") == "12345");
    CHECK(refusal(*test.session(role), "select content from frequency_table") == refused);
  }
  for (const auto* role : {"bw_app", "bw_follow", "bw_watch", "bw_audit"}) {
    CHECK(refusal(*test.session(role), "update frequency_table set superseded_at = now()") ==
          refused);
    CHECK(refusal(*test.session(role), "update frequency_turn set turn = null") == refused);
    CHECK(refusal(*test.session(role), "insert into frequency_table (version) values (2)") ==
          refused);
  }
  CHECK(refusal(*test.session("bw_follow"), "update watch_rules set whole = true") == refused);
  CHECK(refusal(*test.session("bw_audit"), "update watch_rules set whole = true") == refused);

  auto owner = test.session("superuser");
  CHECK(refusal(*owner, "delete from frequency_table") == "BW002");
  CHECK(refusal(*owner, "update frequency_table set people = 1") == "BW001");
  CHECK(refusal(*owner, "update frequency_table set content = '\\x00'") == "BW001");
  CHECK(refusal(*owner, "update frequency_table set content = null") == "BW001");
  CHECK(refusal(*owner,
                "insert into frequency_table (version, id, learnt_at, people, words,"
                " fingerprint, content_digest, key_version) select 3, id, learnt_at,"
                " people, words, fingerprint, content_digest, key_version"
                " from frequency_table") == "BW001");
}

TEST_CASE("the watch notes under which rules it compared, while it holds the watch") {
  TestRegister test;
  test.put("MAN", {licence(1)});
  auto watch = test.store().new_watch();
  REQUIRE_FALSE(watch->note({.rules = "a", .entry = {}, .whole = true}).has_value());
  REQUIRE(must(watch->hold()));
  REQUIRE(must(watch->compared_under()) == ports::ComparedUnder{});
  const auto licence_id = core::Uuid::parse("00000000-0000-0000-0000-000000000007");
  const ports::ComparedUnder begun{.rules = "a", .entry = licence_id, .whole = false};
  must(watch->note(begun));
  REQUIRE(must(watch->compared_under()) == begun);

  // With the alerts in one transaction: a refused one notes nothing.
  auto feed = test.store().new_feed();
  const proof::Position from{.epoch = must(feed->head()).position.epoch, .seq = 0, .chain = {}};
  const auto to = must(feed->head()).position;
  const ports::ComparedUnder done{.rules = "a", .entry = {}, .whole = true};
  REQUIRE_FALSE(
      watch->raise({}, {.from = to, .to = to, .index = to, .anew = done}, test.now()).has_value());
  REQUIRE(must(watch->compared_under()) == begun);
  REQUIRE(must(watch->raise({}, {.from = from, .to = to, .index = to, .anew = {}}, test.now())) ==
          0);
  REQUIRE(must(watch->raise({}, {.from = to, .to = to, .index = to, .anew = done}, test.now())) ==
          0);
  REQUIRE(must(watch->compared_under()) == done);

  auto other = test.store().new_watch();
  REQUIRE_FALSE(must(other->hold()));
  REQUIRE_FALSE(other->note(begun).has_value());
  watch->let_go();
  REQUIRE(passes_to(*other, test));
  must(other->note(begun));
  REQUIRE_FALSE(watch->note(done).has_value());
  REQUIRE(must(other->compared_under()) == begun);
}
