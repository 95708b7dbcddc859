// An old check asked anew on a real PostgreSQL, and what is wrong with one that was changed.
#include "app/replay.hpp"

#include "app/checks.hpp"
#include "app/past_ports.hpp"
#include "app/rebuild.hpp"
#include "fixture.hpp"

#include <fstream>
#include <sstream>

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

core::Hash key_of(std::uint8_t byte) {
  core::Hash key{};
  key.fill(byte);
  return key;
}

std::vector<ports::ReferenceFile> reference_files() {
  std::vector<ports::ReferenceFile> files;
  for (const auto kind : app::reference_kinds) {
    std::ostringstream text;
    text << std::ifstream(std::string(BW_SOURCE_DIR) + "/config/reference/" + std::string(kind) +
                          ".json")
                .rdbuf();
    files.push_back({std::string(kind), "2026-11-23", text.str()});
  }
  return files;
}

// A register that answers checks, by the use case on the real ports.
struct Answering {
  Answering() {
    must(test.store().reference().replace(reference_files(), test.leaf("reference_loaded", ""),
                                          test.now()));
    options.query_key = key_of(1);
    options.pair_key = key_of(2);
  }

  app::CheckAnswer ask(const person::Person& subject) {
    // Built anew for each, so that the index is where the register is.
    app::LiveIndex index;
    const auto feed = test.store().new_feed();
    auto contents = must(app::build_contents(*feed, 1, must(app::published_rules(*feed)), false));
    (void)index.publish(std::move(contents));
    std::unique_ptr<ports::Feed> asked = test.store().new_feed();
    if (is_behind) asked = std::make_unique<app::PastHead>(std::nullopt);
    app::HeadReads heads(std::move(asked));
    app::Told told;
    const app::ReferenceData reference(app::read_reference(reference_files()).value());
    app::Checks checks(index, heads, told, test.store().entries(), test.store().findings(),
                       test.store().checks(), reference, signer, test.clock(), test.randomness(),
                       metrics, options, [] {});
    return must(checks.ask(caller("YOR"), domain::CheckRequest{.case_reference = "APP/1",
                                                               .purpose = domain::Purpose::renewal,
                                                               .subject = subject,
                                                               .warnings = {}}));
  }

  app::Replay replay(const core::Uuid& check) {
    auto past = must(test.store().open_past());
    return must(app::replay_check(*past, check,
                                  {.query_key = options.query_key,
                                   .pair_key = options.pair_key,
                                   .receipt_key = signer.public_key()}));
  }

  // The check as it is kept, kept again under another id and changed: what who has all keys could
  // put there.
  core::Uuid kept_otherwise(const core::Uuid& check,
                            const std::function<void(ports::CheckRecord&)>& change) {
    auto record = must(test.store().checks().find(caller("YOR"), check));
    auto owner = test.session("superuser");
    (void)must(
        owner->script("take away", "delete from check_record where id = '" + check.text() + "'"));
    change(record);
    // The leaf stays what it was: one of the same id is left alone.
    must(test.store().checks().record({{record, test.leaf("unrelated", "YOR")}}));
    return record.id;
  }

  TestRegister test;
  bool is_behind = false;  // the head cannot be read
  proof::Signer signer{key_of(3)};
  core::Metrics metrics;
  app::CheckOptions options;
};

void replace(std::string& text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
}

bool has(const app::Replay& replay, const std::string& part) {
  return replay.text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a check replays the same whatever came since") {
  Answering register_;
  auto& test = register_.test;
  const auto entry = test.enter("BIR", {decision(1)}).front().record.id;
  test.put("MAN", {licence(1), licence(2)});
  const auto hit = register_.ask(someone(1));
  const auto clear = register_.ask(someone(5));
  REQUIRE(hit.outcome == domain::Outcome::match);
  REQUIRE(clear.outcome == domain::Outcome::no_match);

  test.clock().advance(std::chrono::hours(30));
  change_state(test, "BIR", entry, "removed");
  test.enter("LDS", {decision(5)});
  test.put("MAN", {licence(1, domain::LicenceStatus::suspended)});
  for (const auto& id : {hit.id, clear.id}) {
    const auto replayed = register_.replay(id);
    INFO(replayed.text);
    CHECK(replayed.result == app::ReplayResult::same);
    CHECK(has(replayed, R"("same":true)"));
    CHECK(has(replayed, R"("differences":[])"));
  }
  CHECK(has(register_.replay(hit.id), R"("state":"active")"));
  // The state of today would be another answer: what is compared is what was.
  CHECK(register_.ask(someone(5)).outcome == domain::Outcome::match);
  CHECK(register_.ask(someone(1)).outcome == domain::Outcome::no_match);
}

TEST_CASE("a stored answer that was changed is found, whatever was changed in it") {
  Answering register_;
  register_.test.enter("BIR", {decision(1)});
  const auto ask = [&] { return register_.ask(someone(1)).id; };
  const auto found = [&](const std::function<void(ports::CheckRecord&)>& change) {
    const auto replayed = register_.replay(register_.kept_otherwise(ask(), change));
    INFO(replayed.text);
    CHECK(replayed.result == app::ReplayResult::different);
    CHECK(has(replayed, R"("same":false)"));
    return replayed.text;
  };
  CHECK(found([](auto& record) {
          replace(record.answer, R"("outcome":"match")", R"("outcome":"no_match")");
        }).find(R"("/outcome")") != std::string::npos);
  CHECK(found([](auto& record) {
          replace(record.answer, R"("band":"strong")", R"("band":"possible")");
        }).find(R"("/hits/0/band")") != std::string::npos);
  CHECK(found([](auto& record) { record.outcome = domain::Outcome::no_match; }).find(R"("/log")") !=
        std::string::npos);
  CHECK(found([](auto& record) {
          replace(record.answer, "check ", "check 0");
        }).find(R"("/receipt")") != std::string::npos);
  // All of it forged alike, but for what somebody else signed: the receipt and the replay tell.
  CHECK(found([](auto& record) {
          replace(record.request, "Givenname", "Othername");
        }).find(R"("/receipt")") != std::string::npos);
  // Left as it was, the copy is the same: the changes above are what was found.
  const auto untouched = register_.replay(register_.kept_otherwise(ask(), [](auto&) {}));
  CHECK(untouched.result == app::ReplayResult::same);
}

TEST_CASE("a clear that hides an entry is found") {
  Answering register_;
  register_.test.enter("BIR", {decision(1)});
  const auto honest = register_.ask(someone(9));
  auto record = must(register_.test.store().checks().find(caller("YOR"), honest.id));
  const auto asked_of = register_.ask(someone(1));
  auto other = must(register_.test.store().checks().find(caller("YOR"), asked_of.id));
  const auto forged = register_.kept_otherwise(
      honest.id, [&](ports::CheckRecord& kept) { kept.request = other.request; });
  const auto replayed = register_.replay(forged);
  INFO(replayed.text);
  CHECK(replayed.result == app::ReplayResult::different);
  CHECK(has(replayed, R"("/outcome")"));
  CHECK(has(replayed, R"("/hits/0")"));
}

TEST_CASE("an answer of an index that was behind is replayed from where it stood") {
  Answering register_;
  register_.test.enter("BIR", {decision(1)});
  register_.is_behind = true;
  const auto behind = register_.ask(someone(1));
  REQUIRE_FALSE(behind.proven.has_value());
  register_.test.enter("LDS", {decision(1)});
  const auto replayed = register_.replay(behind.id);
  INFO(replayed.text);
  CHECK(replayed.result == app::ReplayResult::same);
  CHECK(has(replayed, R"("freshness":"behind")"));
}

TEST_CASE("what an erasure took is named, and the leaf still holds") {
  Answering register_;
  auto& test = register_.test;
  const auto entry = test.enter("BIR", {decision(1)}).front().record.id;
  const auto bystander = test.enter("BIR", {decision(2)}).front().record.id;
  const auto hit = register_.ask(someone(1));
  const auto clear = register_.ask(someone(7));

  must(test.store().replay_erasures(std::vector{bystander}, test.now()));
  CHECK(register_.replay(hit.id).result == app::ReplayResult::same);
  CHECK(has(register_.replay(clear.id), R"("entries_not_compared":1)"));

  must(test.store().replay_erasures(std::vector{entry}, test.now()));
  const auto gone = register_.replay(hit.id);
  INFO(gone.text);
  CHECK(gone.result == app::ReplayResult::not_reproducible);
  CHECK(has(gone, R"("cause":"entry_erased")"));
  CHECK(has(gone, R"("holds":true)"));
  CHECK(register_.replay(clear.id).result == app::ReplayResult::same);

  must(test.store().replay_erasures(std::vector{clear.id}, test.now()));
  const auto erased = register_.replay(clear.id);
  CHECK(erased.result == app::ReplayResult::not_reproducible);
  CHECK(has(erased, R"("cause":"check_erased")"));
  CHECK(has(erased, R"("stored":null)"));
  CHECK(has(erased, R"("holds":true)"));
}

TEST_CASE("rules that are gone are named") {
  Answering register_;
  register_.test.enter("BIR", {decision(1)});
  const auto check = register_.ask(someone(1));
  const auto other = register_.kept_otherwise(check.id, [](ports::CheckRecord& record) {
    auto& answer = record.answer;
    const auto at = answer.rfind(R"("rules":")");
    answer.replace(at, answer.find(',', at) - at, R"("rules":"bw-match-3:00000000")");
  });
  const auto replayed = register_.replay(other);
  CHECK(replayed.result == app::ReplayResult::not_reproducible);
  CHECK(has(replayed, R"("cause":"rules_not_in_program")"));
}
