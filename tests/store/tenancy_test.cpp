// What the database itself refuses, whatever the daemon asks.
#include "fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

constexpr const char* denied = "42501";  // insufficient_privilege

std::unique_ptr<store::Session> app_as(const TestRegister& test, const std::string& authority) {
  auto session = test.session("bw_app");
  (void)must(session->begin_as(authority));
  return session;
}

std::string insert_licence(const std::string& authority, const core::Uuid& id) {
  return "insert into licence (authority, id, number_index, version, class, status, changed_at,"
         " content_digest, key_version, data_key, content) values ('" +
         authority + "', '" + id.text() +
         "', '\\x01', 1, 'dual', 'current', '2026-01-01', sha256(''), 1, '\\x00', '\\x00')";
}

}  // namespace

TEST_CASE("without an authority set, no row is seen") {
  TestRegister test;
  (void)test.put("BIR", {licence(1), licence(2)});
  (void)test.enter("BIR", {decision(1)});
  auto session = test.session("bw_app");
  for (const std::string table :
       {"licence", "decision", "decision_version", "decision_change", "check_record", "alert",
        "authority_event", "idempotency_answer", "finding", "client", "decision_proposal",
        "hit_given", "posted_day", "entry_hold", "held_entry"})
    CHECK(ask(*session, "select count(*) from " + table) == "0");
  CHECK(ask(*session, "select count(seq) from feed") == "0");

  // After a transaction that set it, the setting is empty instead of absent.
  (void)must(session->begin_as("BIR"));
  CHECK(ask(*session, "select count(*) from licence") == "2");
  (void)must(session->commit());
  CHECK(ask(*session, "select count(*) from licence") == "0");
}

TEST_CASE("another authority's rows are neither seen nor changed") {
  TestRegister test;
  (void)test.put("BIR", {licence(1), licence(2)});
  (void)test.enter("BIR", {decision(1)});
  auto session = app_as(test, "MAN");
  REQUIRE(ask(*session, "select count(*) from licence") == "0");
  REQUIRE(must(session->script("update", "update licence set version = 2, status = 'expired'"))
              .affected() == 0);
  REQUIRE(must(session->script("update", "update decision set version = 2, state = 'removed'"))
              .affected() == 0);
}

TEST_CASE("a refused insert does not tell whether another authority has such a key") {
  TestRegister test;
  const auto there = test.put("BIR", {licence(1)})[0].id;
  const auto not_there = core::new_uuid(test.clock(), test.randomness());
  CHECK(refusal(*app_as(test, "MAN"), insert_licence("BIR", there)) == denied);
  CHECK(refusal(*app_as(test, "MAN"), insert_licence("BIR", not_there)) == denied);
  // Under its own name the same id is free.
  CHECK(refusal(*app_as(test, "MAN"), insert_licence("MAN", there)).empty());
}

TEST_CASE("each role does what it is for, and no more") {
  TestRegister test;
  (void)test.put("BIR", {licence(1)});
  const auto refused = [&](const std::string& role, const std::string& sql) {
    INFO(role << ": " << sql);
    CHECK(refusal(*test.session(role), sql) == denied);
  };
  const auto taken = [&](const std::string& role, const std::string& sql) {
    INFO(role << ": " << sql);
    CHECK(refusal(*test.session(role), sql).empty());
  };
  refused("bw_app", "select * from log_leaf");
  refused("bw_app", "select payload from feed");
  refused("bw_app", "select key_hash from api_key");
  refused("bw_app", "delete from licence");
  refused("bw_app", "update licence set number_index = '\\x00'");
  refused("bw_app", "update decision set retained_until = '2100-01-01'");
  refused("bw_app", "update feed_head set seq = 9");
  refused("bw_app", "insert into alert select * from alert");
  refused("bw_app", "insert into reference_file select * from reference_file");
  refused("bw_app", "select append_feed(1::smallint, '{}', '{}', '{}', '{}', '{}')");
  refused("bw_app", "update finding set finding = 'undecided'");
  refused("bw_app", "delete from finding");
  refused("bw_app", "set role bw_owner");
  refused("bw_app", "select salt from log_leaf");
  refused("bw_app", "insert into log_number select * from log_number");
  refused("bw_app", "insert into log_checkpoint select * from log_checkpoint");
  refused("bw_app", "update log_head set size = 9");
  refused("bw_log", "select actor from log_leaf");
  refused("bw_log", "select salt from log_leaf");
  refused("bw_log", "insert into log_leaf select * from log_leaf");
  refused("bw_log", "update log_head set log_id = gen_random_uuid()");
  refused("bw_log", "delete from log_edge");
  refused("bw_log", "select id from check_record");
  refused("bw_log", "select id from licence");
  refused("bw_app", "select id from officer");
  refused("bw_app", "select id from officer_session");
  refused("bw_app", "select find_officer_of_username('\\x00')");
  refused("bw_app", "select session_in_use('\\x00', now(), '1 hour', '1 minute')");
  refused("bw_record", "select id from officer");
  refused("bw_access", "select id from licence");
  refused("bw_access", "select id from log_leaf");
  refused("bw_access", "select id from client");
  refused("bw_access", "update officer set authority = 'MAN'");
  refused("bw_access", "update officer_session set ends_at = '2100-01-01'");
  refused("bw_access", "delete from officer");
  refused("bw_record", "select number from log_number");
  refused("bw_audit", "insert into log_tile select * from log_tile");
  refused("bw_match", "select * from licence");
  refused("bw_match", "select retained_until from decision");
  taken("bw_match", "select content from decision");
  refused("bw_record", "select id from check_record");
  refused("bw_record", "select id from log_leaf");
  refused("bw_record", "insert into feed select * from feed");
  refused("bw_follow", "select number_index from licence");
  refused("bw_follow", "select request from check_record");
  taken("bw_follow", "select content from licence");
  refused("bw_watch", "select content from licence");
  refused("bw_watch", "select content from decision");
  refused("bw_watch", "select content from finding");
  refused("bw_watch", "select answer from check_record");
  taken("bw_watch", "select request from check_record");
  refused("bw_watch", "insert into finding (authority, id) values ('MAN', gen_random_uuid())");
  taken("bw_watch", "select authority, pair, number, finding from finding");
  refused("bw_match", "select pair from finding");
  refused("bw_record", "select pair from finding");
  refused("bw_follow", "select pair from finding");
  refused("bw_report", "select finding from finding");
  refused("bw_audit", "select content from decision");
  refused("bw_audit", "select request from check_record");
  taken("bw_audit", "select * from log_leaf");
  refused("bw_webhook", "select * from alert");
  taken("bw_webhook", "select * from authority_event");
  refused("bw_report", "select content from licence");
  taken("bw_report", "select authority, status from licence");
  refused("bw_backup", "update licence set version = 2");
  taken("bw_backup", "select content from licence");
  refused("bw_migrate", "select * from badgewatch.licence");
  taken("bw_migrate", "set role bw_owner; select * from licence");
  for (const std::string role : {"bw_app", "bw_match", "bw_record", "bw_follow", "bw_watch",
                                 "bw_audit", "bw_webhook", "bw_report", "bw_backup"})
    refused(role, "create table badgewatch.mine (x int)");
}

TEST_CASE("nobody changes a followed row without its feed event") {
  TestRegister test;
  (void)test.put("BIR", {licence(1), licence(2)});
  (void)test.enter("BIR", {decision(1)});
  auto owner = test.session("superuser");
  CHECK(refusal(*owner, "update licence set status = 'revoked'") == "BW001");
  CHECK(refusal(*owner, "update licence set status = 'revoked', version = version + 2") == "BW001");
  CHECK(refusal(*owner, "update decision set state = 'removed'") == "BW001");
  CHECK(refusal(*owner, "update decision set version = 2, retained_until = '2099-01-01'") ==
        "BW001");
  CHECK(refusal(*owner, insert_licence("BIR", core::Uuid()) + ";update licence set version = 7") ==
        "BW001");
  CHECK(refusal(*owner, "truncate licence") == "P0001");
  CHECK(refusal(*owner, "delete from feed") == "BW002");
  REQUIRE(verify_feed(test.store()) == 3);

  // A wrapped key may be replaced without one: the content is the same.
  CHECK(refusal(*owner, "update licence set data_key = data_key").empty());
  REQUIRE(verify_feed(test.store()) == 3);
  (void)must(owner->script("delete", "delete from licence; delete from decision"));
  auto feed = test.store().new_feed();
  const auto head = must(feed->head());
  CHECK(head.position.seq == 6);
  CHECK(head.live == 0);
  CHECK(head.digest == proof::SetDigest());
  REQUIRE(verify_feed(test.store()) == 6);
}

TEST_CASE("the log is only added to, even by its owner") {
  TestRegister test;
  auto unit = must(test.store().records().begin(caller("BIR")));
  const auto leaf = test.leaf("licences_put", "BIR");
  (void)must(unit->log({&leaf, 1}));
  (void)must(unit->commit());
  auto owner = test.session("superuser");
  CHECK(refusal(*owner, "update log_leaf set detail = '{}'") == "BW002");
  CHECK(refusal(*owner, "delete from log_leaf") == "BW002");
  CHECK(refusal(*owner, "truncate log_leaf") == "BW002");
  CHECK(ask(*owner, "select encode(commitment, 'hex') from log_leaf") ==
        core::hex(leaf.commitment));
  // Nor does the app write another authority's leaf.
  auto second = must(test.store().records().begin(caller("BIR")));
  const auto foreign = test.leaf("licences_put", "MAN");
  REQUIRE(second->log({&foreign, 1}).has_error());
}

TEST_CASE("no request makes, ends or marks another authority's key") {
  TestRegister test;
  const ports::ApiKey key{.id = core::new_uuid(test.clock(), test.randomness()),
                          .authority = "BIR",
                          .name = "back office",
                          .prefix = "bw_abcd",
                          .scopes = {"checks"},
                          .created_at = test.now(),
                          .revoked_at = {},
                          .import_until = {},
                          .last_used_at = {}};
  REQUIRE(test.store().keys().add(key, core::Hash{}, test.leaf("key_created", "BIR")).has_value());
  const auto id = "'" + key.id.text() + "'";
  for (const std::string authority : {"TFL", "BIR"}) {
    INFO(authority);
    CHECK(refusal(*app_as(test, authority),
                  "update api_key set revoked_at = now() where id = " + id) == denied);
    CHECK(refusal(*app_as(test, authority),
                  "insert into api_key (authority, id, name, prefix, scopes, key_hash, created_at)"
                  " values ('" +
                      authority + "', gen_random_uuid(), 'n', 'p', 'checks', '\\x01', now())") ==
          denied);
  }

  auto owner = test.session("superuser");
  const auto note = [&](std::unique_ptr<store::Session> session) {
    (void)must(session->script("note", "select note_api_key_use(" + id + ", now())"));
    (void)must(session->script("commit", "commit"));
    return ask(*owner, "select (last_used_at is not null)::text from api_key");
  };
  CHECK(note(app_as(test, "TFL")) == "false");
  CHECK(note(app_as(test, "")) == "false");
  CHECK(note(app_as(test, "BIR")) == "true");
  CHECK(ask(*owner, "select count(*) from api_key where revoked_at is null") == "1");
}

TEST_CASE("no request logs in the operator's name") {
  TestRegister test;
  const auto leaf = [](const std::string& authority, const std::string& actor) {
    return "insert into log_leaf (authority, id, at, kind, actor, subject, detail, salt, "
           "commitment)"
           " values ('" +
           authority + "', gen_random_uuid(), now(), 'key_created', '" + actor +
           "', gen_random_uuid(), '{}', sha256(''), sha256(''))";
  };
  CHECK(refusal(*app_as(test, "TFL"), leaf("TFL", "a key")).empty());
  for (const auto& [authority, actor] : std::vector<std::pair<std::string, std::string>>{
           {"", "a key"}, {"", "operator"}, {"TFL", "operator"}, {"TFL", "operator:x"}}) {
    INFO(authority << " " << actor);
    CHECK(refusal(*app_as(test, "TFL"), leaf(authority, actor)) == denied);
    CHECK(refusal(*app_as(test, ""), leaf(authority, actor)) == denied);
    CHECK(refusal(*test.session("bw_record"), leaf(authority, actor)) == denied);
  }
  CHECK(refusal(*test.session("bw_record"), leaf("TFL", "a key")).empty());
  const auto own = test.leaf("backup_made", "");
  CHECK(test.store().log_as_operator(own).has_value());
}
