// What is to be sent: written with the event, claimed by one, kept by whoever holds the claim.
#include "ports/webhooks.hpp"

#include "fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;
using namespace std::chrono_literals;

namespace {

ports::Webhook webhook(TestRegister& test, const std::string& authority, const std::string& url) {
  ports::Webhook made;
  made.id = core::new_uuid(test.clock(), test.randomness());
  made.authority = authority;
  made.url = core::Secret(url);
  made.description = "case system";
  made.keys = {{core::Secret(std::string(32, 'k')), {}}};
  made.created_at = test.now();
  return made;
}

ports::Webhook add(TestRegister& test, const std::string& authority = "MAN",
                   const std::string& url = "https://council.example/hook?token=sesame") {
  auto made = webhook(test, authority, url);
  must(test.store().webhooks().add(made, 10, test.leaf("webhook_created", authority)));
  return made;
}

// Events of an authority, as the watch writes them.
void happen(TestRegister& test, const std::string& authority, int count = 1,
            const std::string& data = "{}") {
  const auto session = test.session("bw_watch");
  for (int i = 0; i < count; ++i)
    (void)ask(*session, "with head as (insert into authority_event_head as h values ('" +
                            authority +
                            "', 1, 0) on conflict (authority) do update set seq = h.seq + 1"
                            " returning seq)"
                            " insert into authority_event (authority, seq, type, at, data)"
                            " select '" +
                            authority + "', seq, 'alert.raised', now(), '" + data + "' from head");
}

struct Sender {
  explicit Sender(TestRegister& test, std::chrono::milliseconds lease = 60s)
      : outbox(test.store().new_webhook_outbox(lease, 2)), now(test.now()) {}

  std::vector<ports::ClaimedWebhook> claim(std::size_t limit = 10,
                                           ports::Lane lane = ports::Lane::good) {
    return must(outbox->claim(lane, now, limit));
  }
  std::vector<ports::DueMessage> due(const ports::ClaimedWebhook& claimed) {
    return must(outbox->due(claimed, now, 100)).messages;
  }
  bool end(const ports::ClaimedWebhook& claimed, const ports::DueMessage& message,
           std::optional<int> status) {
    const auto verdict = domain::judge({status, {}}, message.attempts + 1,
                                       must(outbox->due(claimed, now, 1)).endpoint, {}, now, 0.5);
    return must(outbox->complete(claimed, {.message = message,
                                           .at = now,
                                           .took = 12ms,
                                           .status = status,
                                           .result = "Said.",
                                           .verdict = verdict}));
  }
  void pass(std::chrono::microseconds time) { now.micros += time.count(); }

  std::unique_ptr<ports::WebhookOutbox> outbox;
  core::Instant now;
};

std::vector<std::int64_t> numbers(const std::vector<ports::DueMessage>& messages) {
  std::vector<std::int64_t> out;
  for (const auto& one : messages)
    out.push_back(one.seq.value_or(0));
  return out;
}

}  // namespace

TEST_CASE("an event is queued for each enabled endpoint of its authority, with the event") {
  TestRegister test;
  happen(test, "MAN");
  const auto first = add(test);
  const auto second = add(test, "MAN", "https://council.example/other");
  const auto other = add(test, "LDS");
  auto disabled = add(test, "MAN", "https://council.example/off");
  disabled.disabled_at = test.now();
  disabled.disabled_because = domain::DisabledBecause::owner;
  must(test.store().webhooks().change(disabled, test.leaf("webhook_disabled", "MAN")));

  // Undone with the event that it is of.
  const auto session = test.session("bw_watch");
  must(session->script("begin", "begin"));
  (void)ask(*session,
            "insert into authority_event (authority, seq, type, at, data)"
            " values ('MAN', 2, 'alert.raised', now(), '{}')");
  session->rollback();
  happen(test, "MAN", 2);

  Sender sender(test);
  const auto claimed = sender.claim();
  REQUIRE(claimed.size() == 2);
  for (const auto& one : claimed) {
    CHECK((one.id == first.id || one.id == second.id));
    CHECK(numbers(sender.due(one)) == std::vector<std::int64_t>{2, 3});
    CHECK(one.keys.at(0).secret.reveal() == std::string(32, 'k'));
  }
  // The same event has the same id everywhere.
  CHECK(sender.due(claimed[0])[0].id == sender.due(claimed[1])[0].id);
  CHECK(sender.due(claimed[0])[0].id != sender.due(claimed[0])[1].id);
  CHECK(must(test.store().webhooks().undelivered("LDS", other.id)).pending == 0);
}

TEST_CASE("many second licences do not stand before an entry, nor does what is sent once more") {
  TestRegister test;
  const auto made = add(test);
  happen(test, "MAN", 2, R"({"kind":"dual_licence"})");
  happen(test, "MAN", 1, R"({"kind":"applicant_pending_elsewhere"})");
  happen(test, "MAN", 1, R"({"kind":"licensee_matched"})");
  happen(test, "MAN", 1, R"({"kind":"entry_changed"})");
  Sender sender(test);
  const auto claimed = sender.claim();
  REQUIRE(claimed.size() == 1);
  const auto messages = sender.due(claimed[0]);
  CHECK(numbers(messages) == std::vector<std::int64_t>{4, 5, 1, 2, 3});

  for (const auto& one : messages)
    REQUIRE(sender.end(claimed[0], one, 204));
  must(test.store().webhooks().queue_again("MAN", made.id, 0, 100,
                                           test.leaf("webhook_replayed", "MAN")));
  happen(test, "MAN", 1, R"({"kind":"licensee_matched"})");
  CHECK(numbers(sender.due(claimed[0])) == std::vector<std::int64_t>{6, 1, 2, 3, 4, 5});
}

TEST_CASE("an endpoint is one sender's until it is given back or the lease runs out") {
  TestRegister test;
  add(test);
  happen(test, "MAN", 3);
  Sender one(test, 400ms);
  Sender two(test, 400ms);
  const auto first = one.claim();
  REQUIRE(first.size() == 1);
  const auto messages = one.due(first[0]);
  CHECK(two.claim().empty());
  REQUIRE(one.end(first[0], messages[0], 204));
  must(one.outbox->release(first[0]));
  const auto second = two.claim();
  REQUIRE(second.size() == 1);
  CHECK(numbers(two.due(second[0])) == std::vector<std::int64_t>{2, 3});

  SECTION("who lost the claim keeps nothing, and cannot give it back") {
    CHECK_FALSE(one.end(first[0], messages[1], 204));
    must(one.outbox->release(first[0]));
    CHECK(one.claim().empty());
    CHECK(must(one.outbox->due(first[0], one.now, 10)).messages.empty());
    CHECK(numbers(two.due(second[0])) == std::vector<std::int64_t>{2, 3});
  }
  SECTION("who hangs is followed by another") {
    for (int i = 0; i < 200 && one.claim().empty(); ++i)
      (void)ask(*test.session("superuser"), "select pg_sleep(0.02)");
    CHECK_FALSE(two.end(second[0], messages[1], 204));
  }
}

TEST_CASE("an endpoint is claimed while an event of its authority is being written") {
  TestRegister test;
  add(test);
  happen(test, "MAN");
  const auto session = test.session("bw_watch");
  must(session->script("begin", "begin"));
  (void)ask(*session,
            "insert into authority_event (authority, seq, type, at, data)"
            " values ('MAN', 2, 'alert.raised', now(), '{}')");
  Sender sender(test);
  const auto claimed = sender.claim();
  REQUIRE(claimed.size() == 1);
  REQUIRE(sender.end(claimed[0], sender.due(claimed[0])[0], 204));
  must(sender.outbox->release(claimed[0]));
  must(session->commit());
  CHECK(sender.claim().size() == 1);
}

// A claim is not waited for until it is on the disk.
TEST_CASE("whose claim a crash of the server took away keeps nothing under the next one") {
  TestRegister test;
  const auto made = add(test);
  happen(test, "MAN");
  const auto row = " from webhook where id = '" + std::string(made.id.text()) + "'";
  const auto before = ask(*test.session("superuser"), "select fence" + row);
  Sender one(test);
  Sender two(test);
  const auto first = one.claim();
  REQUIRE(first.size() == 1);
  (void)ask(*test.session("superuser"), "update webhook set lease_until = null, fence = " + before);
  const auto second = two.claim();
  REQUIRE(second.size() == 1);
  CHECK_FALSE(one.end(first[0], two.due(second[0])[0], 204));
  REQUIRE(two.end(second[0], two.due(second[0])[0], 204));
}

TEST_CASE("what was taken is kept together, in the order in which it ended") {
  TestRegister test;
  const auto made = add(test);
  happen(test, "MAN", 4);
  Sender sender(test);
  const auto claimed = sender.claim();
  const auto messages = sender.due(claimed[0]);
  REQUIRE(sender.end(claimed[0], messages[0], 429));
  std::vector<ports::AttemptMade> taken;
  for (const auto at : {2, 1})
    taken.push_back({.message = messages[static_cast<std::size_t>(at)],
                     .at = sender.now,
                     .took = std::chrono::milliseconds(at),
                     .status = 204,
                     .result = "Delivered.",
                     .verdict = {.state = domain::DeliveryState::delivered,
                                 .next_at = sender.now,
                                 .not_before = sender.now,
                                 .disable = {}}});
  auto lost = claimed[0];
  ++lost.fence;
  CHECK_FALSE(must(sender.outbox->complete_delivered(lost, taken)));
  REQUIRE(must(sender.outbox->complete_delivered(claimed[0], taken)));
  const auto log = must(test.store().webhooks().attempts("MAN", made.id, 0, 10));
  REQUIRE(log.size() == 3);
  CHECK(log[1].number == 2);
  CHECK(log[1].seq == 3);
  CHECK(log[1].took == 2ms);
  CHECK(log[1].status == 204);
  CHECK(log[2].number == 3);
  CHECK(log[2].seq == 2);
  CHECK(numbers(sender.due(claimed[0])) == std::vector<std::int64_t>{4});
  CHECK(must(test.store().webhooks().undelivered("MAN", made.id)).pending == 2);
  // It asked for peace with the first one, and has it.
  must(sender.outbox->release(claimed[0]));
  CHECK(sender.claim().empty());
  sender.pass(2s);
  CHECK(sender.claim().size() == 1);
}

TEST_CASE("what failed is due again by its schedule, and its endpoint is of the other lane") {
  TestRegister test;
  const auto made = add(test);
  happen(test, "MAN");
  Sender sender(test);
  const auto claimed = sender.claim();
  REQUIRE(sender.end(claimed[0], sender.due(claimed[0])[0], 500));
  must(sender.outbox->release(claimed[0]));
  CHECK(sender.claim().empty());
  sender.pass(5s);
  CHECK(sender.claim().empty());
  const auto again = sender.claim(10, ports::Lane::failing);
  REQUIRE(again.size() == 1);
  CHECK(sender.due(again[0])[0].attempts == 1);
  CHECK(must(test.store().webhooks().find("MAN", made.id)).failing_since);
  REQUIRE(sender.end(again[0], sender.due(again[0])[0], 200));
  CHECK_FALSE(must(test.store().webhooks().find("MAN", made.id)).failing_since);
  const auto log = must(test.store().webhooks().attempts("MAN", made.id, 0, 10));
  REQUIRE(log.size() == 2);
  CHECK(log[0].number == 1);
  CHECK(log[0].status == 500);
  CHECK(log[1].status == 200);
  CHECK(log[1].seq == 1);
  CHECK(log[1].took == 12ms);
  CHECK(must(test.store().webhooks().attempts("MAN", made.id, 1, 10)).size() == 1);
}

TEST_CASE("an endpoint that is disabled is told of by an alert, in the same transaction") {
  TestRegister test;
  const auto made = add(test);
  add(test, "MAN", "https://council.example/other");
  happen(test, "MAN");
  Sender sender(test);
  for (const auto& one : sender.claim())
    if (one.id == made.id) REQUIRE(sender.end(one, sender.due(one)[0], 410));
  const auto found = must(test.store().webhooks().find("MAN", made.id));
  CHECK(found.disabled_because == domain::DisabledBecause::gone);
  const auto alerts = must(test.store().alerts().alerts(caller("MAN"), 0, 10));
  REQUIRE(alerts.size() == 1);
  CHECK(alerts[0].kind == domain::AlertKind::webhook_disabled);
  CHECK(alerts[0].entry == made.id);
  CHECK(must(test.store().alerts().events(caller("MAN"), 0, 10)).size() == 2);
  // Nobody keeps what comes of it any more.
  for (const auto& one : sender.claim())
    CHECK(one.id != made.id);
}

TEST_CASE("events are queued anew from a number, under their own ids") {
  TestRegister test;
  happen(test, "MAN", 5);
  const auto made = add(test);
  auto& webhooks = test.store().webhooks();
  const auto leaf = [&] { return test.leaf("webhook_replayed", "MAN"); };
  const auto queued = must(webhooks.queue_again("MAN", made.id, 1, 3, leaf()));
  CHECK(queued.messages == 3);
  CHECK(queued.next == 4);
  Sender sender(test);
  const auto claimed = sender.claim();
  const auto before = sender.due(claimed[0]);
  CHECK(numbers(before) == std::vector<std::int64_t>{2, 3, 4});
  for (const auto& one : before)
    REQUIRE(sender.end(claimed[0], one, 204));
  CHECK(sender.due(claimed[0]).empty());
  CHECK(must(webhooks.queue_again("MAN", made.id, 2, 100, leaf())).messages == 3);
  const auto again = sender.due(claimed[0]);
  CHECK(numbers(again) == std::vector<std::int64_t>{3, 4, 5});
  CHECK(again[0].id == before[1].id);
  CHECK(again[0].attempts == 0);
  CHECK(webhooks.queue_again("MAN", made.id, 6, 100, leaf()).error().code() ==
        core::Errc::conflict);
}

TEST_CASE("an authority has so many endpoints, and of another's it has nothing") {
  TestRegister test;
  const auto made = add(test);
  auto& webhooks = test.store().webhooks();
  const auto leaf = test.leaf("webhook_created", "MAN");
  CHECK(webhooks.add(webhook(test, "MAN", "https://council.example/2"), 1, leaf).error().code() ==
        core::Errc::conflict);
  CHECK(webhooks.find("LDS", made.id).error().code() == core::Errc::not_found);
  CHECK(webhooks.remove("LDS", made.id, leaf).error().code() == core::Errc::not_found);
  CHECK(webhooks.queue_test("LDS", made.id, test.now(), leaf).error().code() ==
        core::Errc::not_found);
  CHECK(must(webhooks.list("LDS")).empty());
  happen(test, "MAN");
  must(webhooks.remove("MAN", made.id, leaf));
  CHECK(ask(*test.session("superuser"), "select count(*) from webhook_delivery") == "0");
}

TEST_CASE("address and keys are sealed, and the sender reads nothing but its own") {
  TestRegister test;
  add(test);
  CHECK(ask(*test.session("superuser"),
            "select count(*) from webhook where content::text like"
            " '%' || encode('sesame', 'hex') || '%'") == "0");
  const auto sender = test.session("bw_webhook");
  CHECK(refusal(*sender, "select * from alert") == "42501");
  CHECK(refusal(*sender, "select * from licence") == "42501");
  CHECK(refusal(*sender, "select * from lookup_key") == "42501");
  CHECK(refusal(*sender, "update webhook set content = ''") == "42501");
  CHECK(refusal(*sender, "insert into webhook_delivery select * from webhook_delivery") == "42501");
}

TEST_CASE("what ended is forgotten after its time, and what waits is not") {
  TestRegister test;
  const auto made = add(test);
  happen(test, "MAN", 2);
  Sender sender(test);
  const auto claimed = sender.claim();
  const auto messages = sender.due(claimed[0]);
  REQUIRE(sender.end(claimed[0], messages[0], 204));
  REQUIRE(sender.end(claimed[0], messages[1], 500));
  CHECK(must(sender.outbox->forget(sender.now)) == 0);
  sender.pass(1h);
  CHECK(must(sender.outbox->forget(sender.now)) == 3);  // a message, and two attempts
  CHECK(must(test.store().webhooks().undelivered("MAN", made.id)).pending == 1);
}
