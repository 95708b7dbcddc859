// `audit verify`: whatever is changed in the database, it is found and named.
#include "store/log_audit.hpp"

#include "log_fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;
using Kind = store::LogFault::Kind;

namespace {

proof::Signer test_signer() {
  core::Hash seed{};
  seed[0] = 1;
  return proof::Signer(seed);
}

ports::SignedTree publish(ports::LogWriter& writer) {
  const auto signer = test_signer();
  const auto state = must(writer.state());
  const proof::LogKey key{"register/1", signer.public_key()};
  ports::SignedTree signed_tree{
      .tree = state.tree,
      .note = proof::sign_checkpoint({.origin = key.name, .tree = state.tree}, signer),
      .signed_at = at("2026-11-23T12:00:01Z")};
  must(writer.publish(state.log_id, key, signed_tree));
  return signed_tree;
}

// A log of real leaves with checkpoints at several sizes; `leaves` in all.
struct Audited {
  explicit Audited(int leaves) {
    auto writer = test.store().new_log_writer();
    for (int written = 0; written < leaves;) {
      const int some = std::min(100, leaves - written);
      std::vector<proof::Leaf> batch;
      for (int i = 0; i < some; ++i)
        batch.push_back(test.leaf("check", "BIR"));
      auto unit = must(test.store().records().begin(caller("BIR")));
      must(unit->log(batch));
      (void)must(unit->commit());
      written += some;
      (void)integrate_all(*writer);
      last = publish(*writer);
    }
  }

  store::LogAudit audit(unsigned threads = 2) {
    options.conninfo = conninfo("bw_audit", test.database());
    options.threads = threads;
    return must(store::audit_log(options));
  }

  // As somebody who has the database's password, and takes the triggers away.
  void change(const std::string& sql) {
    auto owner = test.session("superuser");
    (void)must(owner->script("change", "set session_replication_role = replica;" + sql));
  }

  TestRegister test;
  ports::SignedTree last;
  store::LogAuditOptions options;
};

std::string sentence_of(const store::LogAudit& audit) {
  return audit.fault ? audit.fault->sentence : "(no fault)";
}

}  // namespace

TEST_CASE("a whole log is found whole, at any size and by any number of threads") {
  for (const int leaves : {1, 255, 256, 700}) {
    Audited audited(leaves);
    for (const unsigned threads : {1U, 3U}) {
      const auto audit = audited.audit(threads);
      INFO(sentence_of(audit));
      CHECK_FALSE(audit.fault.has_value());
      CHECK(audit.leaves == static_cast<std::uint64_t>(leaves));
      CHECK(audit.checkpoints == static_cast<std::uint64_t>((leaves + 99) / 100));
      CHECK(audit.root == audited.last.tree.root);
    }
  }
  TestRegister empty;
  store::LogAuditOptions options;
  options.conninfo = conninfo("bw_audit", empty.database());
  CHECK_FALSE(must(store::audit_log(options)).fault.has_value());
}

TEST_CASE("leaves that wait for their numbers are no fault") {
  Audited audited(300);
  (void)write_leaf(audited.test, "MAN");
  CHECK_FALSE(audited.audit().fault.has_value());
}

TEST_CASE("whatever is changed is found and named") {
  Audited audited(700);
  struct Change {
    std::string sql;
    Kind kind;
    std::string names;
  };
  const std::string leaf_300 = "(select leaf from log_number where number = 300)";
  const auto flipped = [](const std::string& column, int byte) {
    return "set_byte(" + column + ", " + std::to_string(byte) + ", get_byte(" + column + ", " +
           std::to_string(byte) + ") # 1)";
  };
  const std::vector<Change> changes = {
      {"update log_leaf set detail = '{ }' where id = " + leaf_300, Kind::leaf, "Leaf 300 ("},
      {"update log_leaf set actor = 'x' where id = " + leaf_300, Kind::leaf, "Leaf 300 ("},
      {"update log_leaf set kind = 'x' where id = " + leaf_300, Kind::leaf, "Leaf 300 ("},
      {"update log_leaf set at = at + interval '1 microsecond' where id = " + leaf_300, Kind::leaf,
       "Leaf 300 ("},
      {"update log_leaf set subject = gen_random_uuid() where id = " + leaf_300, Kind::leaf,
       "Leaf 300 ("},
      {"update log_leaf set authority = 'MAN' where id = " + leaf_300, Kind::leaf, "Leaf 300 ("},
      {"update log_leaf set id = gen_random_uuid() where id = " + leaf_300, Kind::leaf,
       "Leaf 300 ("},
      {"update log_leaf set salt = " + flipped("salt", 31) + " where id = " + leaf_300, Kind::leaf,
       "Leaf 300 ("},
      {"update log_leaf set commitment = " + flipped("commitment", 31) + " where id = " + leaf_300,
       Kind::leaf, "Leaf 300 ("},
      {"delete from log_leaf where id = " + leaf_300, Kind::leaf, "Leaf 300 ("},
      {"delete from log_number where number = 300", Kind::number, "Number 300"},
      {"delete from log_number where number = 699", Kind::number, "Number 699"},
      {"update log_number set number = 5000 where number = 300", Kind::number, "Number 300"},
      {"insert into log_number values (700, 'BIR', gen_random_uuid(), 1)", Kind::number,
       "Number 700"},
      {"update log_number set leaf = gen_random_uuid() where number = 300", Kind::leaf,
       "Leaf 300 ("},
      {"update log_number set authority = 'MAN' where number = 300", Kind::leaf, "Leaf 300 ("},
      {"update log_number set commitment_start = commitment_start # 1 where number = 300",
       Kind::number, "Leaf 300 ("},
      // Two leaves that change places.
      {"create temp table pair as select * from log_number where number in (300, 301);"
       "delete from log_number where number in (300, 301);"
       "insert into log_number select 601 - number, authority, leaf, commitment_start from pair",
       Kind::tree, "Leaf 300 "},
      // A leaf that is another one altogether, with a commitment of its own.
      {"with other as (insert into log_leaf select authority, gen_random_uuid(), recorded_in, at,"
       " kind, actor, subject, detail, salt, commitment from log_leaf where id ="
       " (select leaf from log_number where number = 5) returning id)"
       " update log_number set leaf = (select id from other), commitment_start ="
       " (select commitment_start from log_number where number = 5) where number = 300",
       Kind::tree, "Leaf 300 "},
      {"insert into log_leaf select authority, gen_random_uuid(), recorded_in, at, kind, actor,"
       " subject, detail, salt, commitment from log_leaf where id = " +
           leaf_300,
       Kind::number, "has no number"},
      {"update log_tile set hashes = " + flipped("hashes", 44 * 32 + 31) + " where index = 1",
       Kind::tree, "Leaf 300 "},
      {"delete from log_tile where index = 1", Kind::tree, "0/001"},
      {"insert into log_tile select 0, 9, hashes from log_tile where index = 0", Kind::tree,
       "Level 0"},
      {"insert into log_tile select 1, 0, hashes from log_tile where index = 0", Kind::tree,
       "Level 1"},
      {"update log_edge set hashes = " + flipped("hashes", 0) + " where level = 0", Kind::tree,
       "level 0"},
      {"update log_edge set hashes = " + flipped("hashes", 40) + " where level = 1", Kind::tree,
       "level 1"},
      {"update log_head set root = " + flipped("root", 0), Kind::tree, "root"},
      {"update log_head set size = size - 1", Kind::checkpoint, "700"},
      {"update log_head set size = size + 1", Kind::number, "Number 700"},
      {"update log_checkpoint set root = " + flipped("root", 0) + " where size = 400",
       Kind::checkpoint, "400"},
      {"update log_checkpoint set size = 401 where size = 400", Kind::checkpoint, "401"},
      {"update log_checkpoint set note = replace(note, '400', '401') where size = 400",
       Kind::signature, "400"},
      {"update log_checkpoint set log_id = gen_random_uuid() where size = 400", Kind::signature,
       "400"},
      {"update log_identity set public_key = " + flipped("public_key", 0), Kind::signature, "100"},
      {"update log_identity set origin = 'register/2'", Kind::signature, "100"},
      {"delete from log_identity", Kind::signature, "100"},
  };
  for (const auto& [sql, kind, names] : changes) {
    INFO(sql);
    Audited* fresh = &audited;
    auto owner = fresh->test.session("superuser");
    // A copy for each change: what follows must not see it.
    static int copies = 0;
    const auto copy = fresh->test.database() + "_copy" + std::to_string(++copies);
    (void)must(session_as("superuser", "postgres")
                   ->script("end sessions",
                            "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                            " '" +
                                fresh->test.database() + "'"));
    (void)must(
        session_as("superuser", "postgres")
            ->script("copy", "create database " + copy + " template " + fresh->test.database()));
    (void)must(session_as("superuser", copy)
                   ->script("change", "set session_replication_role = replica;" + sql));
    store::LogAuditOptions options;
    options.conninfo = conninfo("bw_audit", copy);
    const auto audit = must(store::audit_log(options));
    INFO(sentence_of(audit));
    CHECK(audit.fault.has_value());
    if (audit.fault) {
      CHECK(audit.fault->kind == kind);
      CHECK(audit.fault->sentence.find(names) != std::string::npos);
    }
    (void)must(session_as("superuser", "postgres")
                   ->script("drop", "drop database " + copy + " with (force)"));
  }
}

TEST_CASE("a log that was forged whole is found by what is known from elsewhere") {
  Audited audited(300);
  auto& options = audited.options;
  options.public_key = test_signer().public_key();
  options.known = proof::Checkpoint{"register/1", audited.last.tree};
  CHECK_FALSE(audited.audit().fault.has_value());

  options.known->tree.root[0] ^= 1;
  CHECK(audited.audit().fault->kind == Kind::checkpoint);
  options.known->tree = {301, {}};
  CHECK(audited.audit().fault->kind == Kind::checkpoint);
  options.known.reset();
  (*options.public_key)[0] ^= 1;
  CHECK(audited.audit().fault->kind == Kind::signature);
}

TEST_CASE("a log of several chunks") {
  Audited audited(300);
  auto writer = audited.test.store().new_log_writer();
  for (const int more : {65'236, 70'000, 5}) {
    write_events(audited.test, more);
    (void)integrate_all(*writer, 8'192);
    audited.last = publish(*writer);
  }
  for (const unsigned threads : {1U, 2U}) {
    const auto audit = audited.audit(threads);
    INFO(sentence_of(audit));
    CHECK_FALSE(audit.fault.has_value());
    CHECK(audit.leaves == 135'541);
  }
  const auto found = [&](const std::string& sql, const std::string& names) {
    audited.change(sql);
    const auto audit = audited.audit();
    INFO(sql << ": " << sentence_of(audit));
    REQUIRE(audit.fault.has_value());
    CHECK(audit.fault->sentence.find(names) != std::string::npos);
  };
  // Each hides the ones before it.
  found("update log_edge set hashes = sha256('') || sha256('') where level = 2", "level 2");
  found("update log_tile set hashes = repeat('x', 8192)::bytea where level = 1 and index = 1",
        "Tile 1/001");
  found("update log_checkpoint set root = sha256('') where size = 65536", "65536 leaves");
  found(
      "update log_leaf set detail = '[]' where id = (select leaf from log_number where number ="
      " 65000)",
      "Leaf 65000 (");
}
