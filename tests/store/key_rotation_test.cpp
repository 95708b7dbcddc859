// Changing the master key in a register that is written to.
#include "store/key_rotation.hpp"

#include "fixture.hpp"
#include "store/sealed_tables.hpp"

#include <atomic>
#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;
using store::RotationStep;

namespace {

using namespace std::chrono_literals;

store::DataKey new_key() {
  core::Hash key{};
  key.fill(0x77);
  return store::DataKey(key);
}

// A register as it was before there could be several master keys, brought up to date.
struct KeyRegister : TestRegister {
  KeyRegister() {
    auto owner = session("superuser");
    (void)must(owner->script("mark", "insert into badgewatch.master_key (mark) values ('\\x" +
                                         core::hex(store::key_mark_of(test_key())) + "')"));
    const std::vector<store::DataKey> old = {store::DataKey(test_key())};
    (void)must(store::unlock(as_migrate(), old, randomness()));
  }
  std::string as_migrate() const { return conninfo("bw_migrate", database()); }
  std::unique_ptr<store::KeyRotation> rotation(std::chrono::milliseconds change_over = 0ms) {
    return store().new_key_rotation({.holder_life = 30s, .change_over = change_over});
  }
  // As a daemon does that was given the new key.
  void know_new_key() { store().sealer().add({.generation = 2, .key = new_key()}); }
  proof::Leaf added() { return leaf("master_key_added", ""); }
  std::function<proof::Leaf()> retired() {
    return [this] { return leaf("master_key_retired", ""); };
  }
};

// A bit of everything that is sealed.
void fill(KeyRegister& test, int people) {
  std::vector<domain::Licence> licences;
  std::vector<domain::Decision> decisions;
  std::vector<ports::RecordedCheck> checks;
  for (int n = 0; n < people; ++n) {
    licences.push_back(licence(n));
    decisions.push_back(decision(n));
    checks.push_back(check(test, "BIR", n));
  }
  (void)test.put("BIR", licences);
  for (auto& one : licences)
    one.status = domain::LicenceStatus::expired;
  (void)test.put("BIR", licences);
  const auto entered = test.enter("BIR", decisions);
  change_state(test, "BIR", entered[0].record.id, "under_appeal");
  REQUIRE(test.store().checks().record(checks).has_value());
  auto unit = must(test.store().records().begin(caller("BIR")));
  (void)must(unit->keep_answer({.key = "kept", .fingerprint = {}},
                               {.status = 201, .body = "the answer", .headers = {}}, test.now()));
  must(unit->keep_finding({.id = core::new_uuid(test.clock(), test.randomness()),
                           .check = checks[0].record.id,
                           .hit = {},
                           .entry = entered[0].record.id,
                           .recording_authority = "BIR",
                           .pair = {},
                           .finding = domain::Finding::same_person,
                           .reason = "the reason",
                           .found_by = "an officer",
                           .found_at = test.now()}));
  (void)must(unit->commit());
}

RotationStep until_it_rests(store::KeyRotation& rotation,
                            const std::function<proof::Leaf()>& retired) {
  for (int step = 0; step < 100'000; ++step) {
    const auto done = must(rotation.step(retired));
    if (done != RotationStep::worked) return done;
  }
  return RotationStep::worked;
}

// A register that is opened with these keys alone.
std::unique_ptr<store::Store> opened_with(KeyRegister& test, const store::DataKey& key) {
  store::StoreOptions options;
  options.conninfo = [&test](store::Role role) {
    return conninfo(std::string(store::name_of(role)), test.database());
  };
  const std::vector<store::DataKey> keys = {key};
  options.keys = must(store::unlock(test.as_migrate(), keys, test.randomness()));
  return std::make_unique<store::Store>(std::move(options), test.clock(), test.randomness());
}

std::int64_t wrapped_by(store::KeyRotation& rotation, std::int16_t generation) {
  for (const auto& one : must(rotation.count()))
    if (one.generation == generation) return one.keys;
  return 0;
}

}  // namespace

TEST_CASE("all that is sealed opens with the new master key alone once the old one is retired") {
  KeyRegister test;
  fill(test, 700);
  const auto events = verify_feed(test.store());
  test.know_new_key();
  auto rotation = test.rotation();
  const auto all = wrapped_by(*rotation, 1);
  REQUIRE(all ==
          1 + 700 + 700 + 700 + 1 + 700 + 1 + 1);  // as fill() makes them, and the lookup key
  REQUIRE(must(rotation->add(new_key(), test.added())) == 2);
  test.store().sealer().wrap_by(2);
  REQUIRE(until_it_rests(*rotation, test.retired()) == RotationStep::retired);
  CHECK(wrapped_by(*rotation, 1) == 0);
  CHECK(wrapped_by(*rotation, 2) == all);
  CHECK(must(rotation->step(test.retired())) == RotationStep::idle);
  CHECK(verify_feed(test.store()) == events);  // no check can tell

  const auto store = opened_with(test, new_key());
  CHECK(verify_feed(*store) == events);
  std::atomic<int> rows = 0;
  (void)must(store->new_feed()->snapshot(
      2, [&](std::vector<ports::IndexRow>&& some) { rows += static_cast<int>(some.size()); }));
  CHECK(rows == 1'400);
  // What is looked up by a hash is found: the same again is known, and the kept answer comes.
  auto unit = must(store->records().begin(caller("BIR")));
  const std::vector<ports::DecisionToEnter> same = {to_enter(decision(5), "2037-11-22")};
  CHECK(must(unit->enter_decisions(same, test.now()))[0].outcome == ports::EnterOutcome::repeated);
  CHECK(must(unit->claim({.key = "kept", .fingerprint = {}}, test.now()))->body == "the answer");
  unit.reset();
  auto owner = test.session("superuser");
  const auto check_id =
      core::Uuid::parse(ask(*owner, "select check_id from badgewatch.finding")).value();
  CHECK(must(store->findings().of_check(caller("BIR"), check_id))[0].reason == "the reason");
  CHECK(must(store->checks().find(caller("BIR"), check_id)).answer == R"({"outcome":"no_match"})");

  const std::vector<store::DataKey> old = {store::DataKey(test_key())};
  const auto refused = store::unlock(test.as_migrate(), old, test.randomness());
  REQUIRE(refused.has_error());
  CHECK(refused.error().detail() == "The master key of generation 2 is not at hand.");
  CHECK(ask(*owner,
            "select string_agg(kind, ' ' order by kind) from badgewatch.log_leaf where"
            " kind like 'master%'") == "master_key_added master_key_retired");
}

TEST_CASE("both keys are wanted while something is wrapped by each") {
  KeyRegister test;
  fill(test, 5);
  test.know_new_key();
  REQUIRE(test.rotation()->add(new_key(), test.added()).has_value());
  const std::vector<store::DataKey> one = {new_key()};
  const auto before = ask(*test.session("superuser"), "select data_key from badgewatch.lookup_key");
  const auto refused = store::unlock(test.as_migrate(), one, test.randomness());
  REQUIRE(refused.has_error());
  CHECK(refused.error().code() == core::Errc::not_found);
  CHECK(refused.error().detail() == "The master key of generation 1 is not at hand.");
  CHECK(ask(*test.session("superuser"), "select data_key from badgewatch.lookup_key") == before);
  const std::vector<store::DataKey> both = {new_key(), store::DataKey(test_key())};
  const auto keys = must(store::unlock(test.as_migrate(), both, test.randomness()));
  CHECK(keys.masters.size() == 2);
  CHECK(keys.wrap_by == 2);
}

TEST_CASE("whoever ends in the middle of it is followed by another who goes on") {
  KeyRegister test;
  fill(test, 300);
  test.know_new_key();
  REQUIRE(test.rotation()->add(new_key(), test.added()).has_value());
  test.store().sealer().wrap_by(2);
  std::int64_t left = 1'000'000;
  auto done = RotationStep::worked;
  for (int life = 0; life < 200 && done != RotationStep::retired; ++life) {
    auto rotation = test.rotation();
    // The server may not know yet that the one before has gone.
    for (int step = 0; step <= life && done != RotationStep::retired; ++step)
      done = must(rotation->step(test.retired()));
    const auto now_left = wrapped_by(*rotation, 1);
    CHECK(now_left <= left);
    left = now_left;
  }
  CHECK(done == RotationStep::retired);
  CHECK(left == 0);
}

TEST_CASE("one process at a time wraps anew") {
  KeyRegister test;
  test.know_new_key();
  auto one = test.rotation();
  auto two = test.rotation();
  REQUIRE(one->add(new_key(), test.added()).has_value());
  CHECK(must(one->step(test.retired())) == RotationStep::worked);
  CHECK(must(two->step(test.retired())) == RotationStep::elsewhere);
  one.reset();
  // Once the server knows that the first has gone.
  auto done = RotationStep::elsewhere;
  for (int turn = 0; turn < 10'000 && done == RotationStep::elsewhere; ++turn)
    done = must(two->step(test.retired()));
  CHECK(done == RotationStep::worked);
}

TEST_CASE("what is written while the master key changes is not lost, and ends under the new one") {
  KeyRegister test;
  fill(test, 200);
  test.know_new_key();
  std::atomic<bool> stop = false;
  std::atomic<int> refused = 0;
  std::thread writer([&] {
    for (int n = 0; !stop; ++n) {
      auto unit = test.store().records().begin(caller("BIR"));
      std::vector<ports::LicenceToPut> wanted;
      for (int i = 0; i < 40; ++i)
        wanted.push_back(
            {.licence = licence((n * 7 + i) % 200, n % 2 == 0 ? domain::LicenceStatus::current
                                                              : domain::LicenceStatus::suspended),
             .if_match = {}});
      if (!unit || !(*unit)->put_licences(wanted, test.now()) || !(*unit)->commit()) ++refused;
    }
  });
  auto rotation = test.rotation();
  store::KeyHolder holder{.daemon = core::new_uuid(test.clock(), test.randomness()),
                          .name = "this one",
                          .marks = {store::key_mark_of(new_key().reveal())},
                          .wraps_by = 1};
  must(rotation->note(holder));
  REQUIRE(rotation->add(new_key(), test.added()).has_value());
  for (int step = 0; step < 5; ++step)
    (void)must(rotation->step(test.retired()));
  test.store().sealer().wrap_by(2);
  holder.wraps_by = 2;
  must(rotation->note(holder));
  auto done = RotationStep::worked;
  for (int step = 0; step < 100'000 && done != RotationStep::retired; ++step)
    done = must(rotation->step(test.retired()));
  stop = true;
  writer.join();
  CHECK(done == RotationStep::retired);
  CHECK(wrapped_by(*rotation, 1) == 0);
  CHECK(refused <= 2);  // who was in the middle, and is told to send it again
  const auto store = opened_with(test, new_key());
  CHECK(verify_feed(*store) == verify_feed(test.store()));
}

TEST_CASE("a daemon that does not have the new key stands in the way, by its name") {
  KeyRegister test;
  auto rotation = test.rotation();
  const auto daemon = core::new_uuid(test.clock(), test.randomness());
  store::KeyHolder holder{.daemon = daemon,
                          .name = "elsewhere, process 7",
                          .marks = {store::key_mark_of(test_key())},
                          .wraps_by = 1};
  must(rotation->note(holder));
  const auto refused = rotation->add(new_key(), test.added());
  REQUIRE(refused.has_error());
  CHECK(refused.error().detail() ==
        "The daemon on elsewhere, process 7 does not have the new key yet. Nothing was changed. "
        "Give it the key, then try again.");
  CHECK(must(rotation->generations()).size() == 1);

  holder.marks.push_back(store::key_mark_of(new_key().reveal()));
  must(rotation->note(holder));
  CHECK(must(rotation->holders()).at(0).marks == holder.marks);
  REQUIRE(must(rotation->add(new_key(), test.added())) == 2);
  CHECK(rotation->add(new_key(), test.added()).error().detail() ==
        "The new key is the register's key of generation 2 already.");
  CHECK(rotation->add(store::DataKey(core::Hash{}), test.added()).error().detail() ==
        "The last change of the master key is not finished. Wait for it.");

  // It has the key and does not use it yet: the old one is not closed.
  test.know_new_key();
  test.store().sealer().wrap_by(2);
  CHECK(until_it_rests(*rotation, test.retired()) == RotationStep::waiting);
  CHECK_FALSE(must(rotation->generations()).at(0).closed_at.has_value());
  holder.wraps_by = 2;
  must(rotation->note(holder));
  CHECK(until_it_rests(*rotation, test.retired()) == RotationStep::retired);
  must(rotation->leave(daemon));
  CHECK(must(rotation->holders()).empty());
}

TEST_CASE("a daemon that slept through the change writes nothing under the old key") {
  KeyRegister test;
  fill(test, 3);
  test.know_new_key();
  auto rotation = test.rotation();
  REQUIRE(rotation->add(new_key(), test.added()).has_value());
  REQUIRE(until_it_rests(*rotation, test.retired()) == RotationStep::retired);
  REQUIRE(test.store().sealer().generation() == 1);
  const auto refused = [&](core::Result<void> result) {
    REQUIRE(result.has_error());
    CHECK(result.error().code() == core::Errc::unavailable);
  };
  refused(test.store().checks().record({check(test, "BIR", 1)}));
  auto unit = must(test.store().records().begin(caller("BIR")));
  const std::vector<ports::LicenceToPut> another = {{.licence = licence(9), .if_match = {}}};
  (void)must(unit->put_licences(another, test.now()));
  const auto committed = unit->commit();
  REQUIRE(committed.has_error());
  CHECK(committed.error().code() == core::Errc::unavailable);
  test.store().sealer().wrap_by(2);
  CHECK(test.store().checks().record({check(test, "BIR", 1)}).has_value());
}

TEST_CASE("a key that does not open stays as it is, and its master key is not retired") {
  KeyRegister test;
  fill(test, 3);
  test.know_new_key();
  auto owner = test.session("superuser");
  (void)must(owner->script("damage",
                           "set search_path = badgewatch; update licence set data_key ="
                           " overlay(data_key placing '\\x0000' from 30) where version = 2 and id ="
                           " (select id from licence limit 1)"));
  const auto damaged = ask(*owner, "select data_key from licence order by id limit 1");
  auto rotation = test.rotation();
  REQUIRE(rotation->add(new_key(), test.added()).has_value());
  test.store().sealer().wrap_by(2);
  CHECK(until_it_rests(*rotation, test.retired()) == RotationStep::stuck);
  CHECK(wrapped_by(*rotation, 1) == 1);
  CHECK(must(rotation->generations()).at(0).retired_at == std::nullopt);
}

TEST_CASE("every table with wrapped keys is wrapped anew, and refuses a closed key") {
  TestRegister test;
  auto owner = test.session("superuser");
  std::string known, guarded;
  std::vector<std::string> names;
  for (const auto& table : store::sealed_tables())
    names.push_back(table.name);
  std::sort(names.begin(), names.end());
  for (const auto& name : names)
    known += (known.empty() ? "" : " ") + name;
  CHECK(ask(*owner,
            "select string_agg(c.relname, ' ' order by c.relname collate \"C\") from pg_class as c"
            " join pg_attribute as a on a.attrelid = c.oid and a.attname = 'data_key'"
            " where c.relnamespace = 'badgewatch'::regnamespace and c.relkind = 'r'") == known);
  CHECK(ask(*owner,
            "select string_agg(c.relname, ' ') from pg_class as c"
            " join pg_attribute as a on a.attrelid = c.oid and a.attname = 'data_key'"
            " where c.relnamespace = 'badgewatch'::regnamespace and c.relkind = 'r'"
            "   and c.relname not in ('lookup_key', 'licence_version', 'decision_version',"
            "                         'held_decision')"
            "   and 2 <> (select count(*) from pg_trigger as t"
            "             where t.tgrelid = c.oid and t.tgfoid ="
            "                   'badgewatch.refuse_closed_key'::regproc)") == "");
}
