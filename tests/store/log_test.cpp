// Numbering the log's leaves: none is lost, doubled or moved, whoever commits late or dies.
#include "log_fixture.hpp"

#include <atomic>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

// Opens a transaction that has written a leaf.
std::unique_ptr<store::Session> open_transaction(TestRegister& test, const std::string& id) {
  auto owner = test.session("superuser");
  (void)must(owner->script(
      "write",
      "begin; insert into log_leaf (authority, id, at, kind, actor, subject, detail, salt,"
      " commitment) values ('BIR', '" +
          id + "', now(), 'check', 'tester', gen_random_uuid(), '{}', sha256('" + id +
          "'), sha256('" + id + "x'))"));
  return owner;
}

constexpr const char* late = "00000000-0000-7000-8000-000000000001";

}  // namespace

TEST_CASE("a new register's log is empty, and grows by what is committed") {
  TestRegister test;
  auto writer = test.store().new_log_writer();
  CHECK(must(writer->state()).tree == proof::TreeHead{0, proof::empty_root()});
  CHECK(integrate_all(*writer) == 0);
  for (int i = 0; i < 3; ++i)
    (void)write_leaf(test, "BIR");
  CHECK(must(writer->state()).waiting_since == test.now());
  CHECK(integrate_all(*writer) == 3);
  (void)write_leaf(test, "MAN");
  CHECK(integrate_all(*writer) == 4);
  check_whole(test, *writer);
}

TEST_CASE("a leaf that commits late is waited for and not lost") {
  TestRegister test;
  auto writer = test.store().new_log_writer();
  CHECK(integrate_all(*writer) == 0);
  auto open = open_transaction(test, late);
  const auto early = write_leaf(test, "BIR");
  // Behind the open one nothing has a number: it would be passed over.
  CHECK(integrate_all(*writer) == 0);
  CHECK(must(writer->state()).waiting_since.has_value());
  (void)must(open->commit());
  CHECK(integrate_all(*writer) == 2);
  check_whole(test, *writer);
  const auto place = must(test.store().log().find(caller("BIR"), early.id));
  CHECK(place.number == 1);
}

TEST_CASE("the first reading of all leaves loses none that commits beside it") {
  TestRegister test;
  auto writer = test.store().new_log_writer();
  auto open = open_transaction(test, late);
  for (int i = 0; i < 5; ++i)
    (void)write_leaf(test, "BIR");
  CHECK(must(writer->integrate(2)).tree.size == 2);
  (void)must(open->commit());
  CHECK(integrate_all(*writer, 2) == 6);
  check_whole(test, *writer);
}

TEST_CASE("a transaction that hangs, in whichever database, delays and loses nothing") {
  TestRegister test;
  auto writer = test.store().new_log_writer();
  (void)write_leaf(test, "BIR");
  CHECK(integrate_all(*writer) == 1);
  auto elsewhere = session_as("superuser", "postgres");
  (void)must(elsewhere->script("hang", "begin; select pg_current_xact_id()"));
  (void)write_leaf(test, "BIR");
  CHECK(integrate_all(*writer) == 1);
  elsewhere->rollback();
  CHECK(integrate_all(*writer) == 2);
  check_whole(test, *writer);
}

TEST_CASE("a transaction that is undone leaves no gap") {
  TestRegister test;
  auto writer = test.store().new_log_writer();
  auto open = open_transaction(test, late);
  (void)write_leaf(test, "BIR");
  open->rollback();
  CHECK(integrate_all(*writer) == 1);
  check_whole(test, *writer);
}

TEST_CASE("tiles of a large log, in batches of odd sizes") {
  TestRegister test;
  auto writer = test.store().new_log_writer();
  write_many(test, 70'000);
  CHECK(integrate_all(*writer, 7'777) == 70'000);
  write_many(test, 5);
  CHECK(integrate_all(*writer, 2) == 70'005);
  check_whole(test, *writer);
  const auto leaves = numbered(test);
  for (const int size : {1, 255, 256, 257, 65'535, 65'536, 65'537, 69'999})
    CHECK(must(writer->root_at(static_cast<std::uint64_t>(size))) ==
          root_of({leaves.begin(), leaves.begin() + size}));
  auto owner = test.session("superuser");
  CHECK(ask(*owner, "select count(*) from log_tile where level = 0") == "273");
  CHECK(ask(*owner, "select count(*) from log_tile where level = 1") == "1");
  CHECK(must(test.store().log().tile({{0, 272}, 256})).back() == leaves[272 * 256 + 255]);
  CHECK(must(test.store().log().tile({{0, 273}, 17})).size() == 17);
  CHECK(must(test.store().log().tile({{2, 0}, 1})).size() == 1);
  CHECK(test.store().log().tile({{0, 273}, 118}).has_error());
  CHECK(test.store().log().tile({{0, 274}, 1}).has_error());
}

TEST_CASE("several integrators beside writers number each leaf once") {
  TestRegister test;
  constexpr int writers = 4;
  constexpr int leaves_each = 150;
  std::atomic<bool> done{false};
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  std::vector<std::thread> integrators;
  for (int i = 0; i < writers; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < leaves_each; ++n)
        (void)write_leaf(test, n % 2 == 0 ? "BIR" : "MAN");
    });
  for (int i = 0; i < 3; ++i)
    integrators.emplace_back([&] {
      auto writer = test.store().new_log_writer();
      while (!done)
        if (!writer->integrate(7)) ++failed;
    });
  for (auto& thread : threads)
    thread.join();
  done = true;
  for (auto& integrator : integrators)
    integrator.join();
  CHECK(failed == 0);
  auto writer = test.store().new_log_writer();
  CHECK(integrate_all(*writer) == writers * leaves_each);
  check_whole(test, *writer);
}

TEST_CASE("an integrator that dies at any point leaves a whole tree") {
  TestRegister test;
  std::atomic<bool> done{false};
  std::thread killer([&] {
    auto owner = test.session("superuser");
    while (!done)
      (void)owner->script("kill",
                          "select pg_terminate_backend(pid) from pg_stat_activity"
                          " where usename = 'bw_log' and datname = current_database()");
  });
  auto writer = test.store().new_log_writer();
  int died = 0;
  for (int round = 0; round < 40; ++round) {
    write_many(test, 300);
    for (int tries = 0; tries < 20; ++tries)
      if (!writer->integrate(100)) ++died;
  }
  done = true;
  killer.join();
  CHECK(died > 0);
  (void)writer->integrate(1);  // the last blow may have come behind the last try
  CHECK(integrate_all(*writer) == 12'000);
  check_whole(test, *writer);
}

TEST_CASE("another server's transaction numbers hide no leaf") {
  TestRegister test;
  auto writer = test.store().new_log_writer();
  for (int i = 0; i < 5; ++i)
    (void)write_leaf(test, "BIR");
  CHECK(integrate_all(*writer) == 5);
  // As a dump of an older server brings them: from transactions far ahead of this server's.
  auto owner = test.session("superuser");
  (void)must(
      owner->script("restore",
                    "update log_head set server = 'another', read_recorded_in = '900000000000';"
                    "insert into log_leaf (authority, id, recorded_in, at, kind, actor, subject,"
                    " detail, salt, commitment) select 'MAN', gen_random_uuid(),"
                    " (900000000000 + i)::text::xid8, now(), 'check', 'tester', gen_random_uuid(),"
                    " '{}', sha256(i::text::bytea), sha256((i || 'x')::bytea)"
                    " from generate_series(-10, 10) as i"));
  (void)write_leaf(test, "BIR");
  CHECK(integrate_all(*writer, 4) == 5 + 21 + 1);
  (void)write_leaf(test, "BIR");
  CHECK(integrate_all(*writer, 4) == 5 + 21 + 2);
  const auto leaves = numbered(test);
  CHECK(leaves.size() == 28);
  CHECK(must(writer->state()).tree.root == root_of(leaves));
}

TEST_CASE("what is numbered, cut into tiles or signed is only added to, whoever asks") {
  TestRegister test;
  auto writer = test.store().new_log_writer();
  write_many(test, 300);
  CHECK(integrate_all(*writer) == 300);
  for (const std::string table :
       {"log_leaf", "log_number", "log_tile", "log_identity", "log_checkpoint"})
    for (const std::string& change : {"delete from " + table, "truncate " + table,
                                      "update " + table +
                                          (table == "log_tile"     ? " set level = level"
                                           : table == "log_number" ? " set number = number"
                                           : table == "log_leaf"   ? " set id = id"
                                                                   : " set log_id = log_id")}) {
      INFO(change);
      CHECK(refusal(*test.session("superuser"), change) == "BW002");
    }
}

TEST_CASE("tables that do not add up are not built on") {
  TestRegister test;
  auto writer = test.store().new_log_writer();
  (void)write_leaf(test, "BIR");
  CHECK(integrate_all(*writer) == 1);
  auto owner = test.session("superuser");
  (void)must(owner->script("spoil", "update log_edge set hashes = sha256('other')"));
  (void)write_leaf(test, "BIR");
  CHECK(writer->integrate(10).has_error());
  CHECK(must(writer->state()).tree.size == 1);
}

TEST_CASE("an authority finds its own leaves, by id and by commitment") {
  TestRegister test;
  auto writer = test.store().new_log_writer();
  auto& log = test.store().log();
  const auto one = write_leaf(test, "MAN");
  const auto two = write_leaf(test, "BIR");
  for (const bool numbered_yet : {false, true}) {
    const auto by_id = must(log.find(caller("BIR"), two.id));
    CHECK(by_id.commitment == two.commitment);
    CHECK(by_id.number.has_value() == numbered_yet);
    const auto by_commitment = must(log.find(caller("BIR"), two.commitment));
    CHECK(by_commitment.id == two.id);
    CHECK(by_commitment.number == by_id.number);
    CHECK(log.find(caller("BIR"), one.id).error().code() == core::Errc::not_found);
    CHECK(log.find(caller("BIR"), one.commitment).error().code() == core::Errc::not_found);
    CHECK(integrate_all(*writer) == 2);
  }
}
