// What is due is sent in order, signed, judged and kept; whatever the receiver does.
#include "app/webhook_delivery.hpp"

#include "app/webhooks.hpp"
#include "core/text.hpp"
#include "ports/memory_sender.hpp"
#include "ports/memory_webhooks.hpp"
#include "proof/webhook_signature.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stdexcept>

using namespace badgewatch;
using namespace std::chrono_literals;

namespace {

const std::string address = "https://council.example/hook";

struct Anywhere final : ports::WebhookTargets {
  core::Result<void> check(const std::string& url) override {
    if (url == forbidden) return core::Error(core::Errc::invalid, "leads to a private network");
    return {};
  }
  std::string forbidden;
};

struct Delivery {
  Delivery() {
    sender.answer(address, [this](const ports::OutgoingRequest& request) {
      sent.push_back(request);
      return core::Result<ports::OutgoingReply>(ports::OutgoingReply{status, "", "", retry_after});
    });
  }

  ports::Webhook add(domain::WebhookScheme scheme = domain::WebhookScheme::v1a) {
    return webhooks.add(manchester, {address, "", scheme}).value().webhook;
  }

  // All that is due, as the daemon's threads would. How many endpoints had something.
  std::size_t send_due() {
    std::size_t count = 0;
    for (const auto lane : {ports::Lane::good, ports::Lane::failing})
      for (const auto& one : memory.claim(lane, clock.now(), 100).value()) {
        delivery.send_due(one, connect(), [] { return false; });
        ++count;
      }
    return count;
  }

  app::WebhookDelivery::Connect connect() {
    return [this] { return std::shared_ptr<ports::Sender>(&sender, [](auto*) {}); };
  }

  std::string header(std::size_t at, const std::string& name) const {
    for (const auto& [its, value] : sent.at(at).headers)
      if (its == name) return value.reveal();
    return {};
  }

  const ports::Caller manchester{"MAN", "somebody"};
  core::ManualClock clock{core::Instant{1'800'000'000'000'000}};
  core::SystemRandomness randomness;
  core::Metrics metrics;
  ports::MemoryWebhooks memory;
  ports::MemorySender sender;
  Anywhere targets;
  app::Webhooks webhooks{memory, targets, clock, randomness};
  app::WebhookDelivery delivery{memory,
                                clock,
                                randomness,
                                metrics,
                                {.terms = {}, .register_url = "https://register.example"}};
  int status = 204;
  std::optional<std::chrono::seconds> retry_after;
  std::vector<ports::OutgoingRequest> sent;
};

}  // namespace

TEST_CASE("a message is signed by the key that its owner was shown") {
  Delivery test;
  const auto webhook = test.add();
  test.memory.happen("MAN", test.clock.now());
  CHECK(test.send_due() == 1);
  REQUIRE(test.sent.size() == 1);
  const auto body = test.sent[0].body.reveal();
  CHECK(body == R"({"type":"alert.raised","timestamp":")" + core::to_text(test.clock.now()) +
                    R"(","data":{"seq":1,"url":"https://register.example/v1/events?after=0"}})");
  const auto content =
      test.header(0, "webhook-id") + "." + test.header(0, "webhook-timestamp") + "." + body;
  CHECK(test.header(0, "webhook-timestamp") == "1800000000");
  const auto signature = test.header(0, "webhook-signature");
  REQUIRE(signature.starts_with("v1a,"));
  const auto key = app::receivers_key(webhook.scheme, webhook.keys[0]).reveal();
  CHECK(proof::verify_signature(key.substr(5), content, signature.substr(4)));
  CHECK_FALSE(proof::verify_signature(key.substr(5), content + " ", signature.substr(4)));
  CHECK(test.send_due() == 0);
}

TEST_CASE("while a key follows another both sign, and then the new one alone") {
  for (const auto scheme : {domain::WebhookScheme::v1a, domain::WebhookScheme::v1}) {
    Delivery test;
    const auto webhook = test.add(scheme);
    const auto signatures = [&] {
      test.memory.happen("MAN", test.clock.now());
      test.send_due();
      const auto header = test.header(test.sent.size() - 1, "webhook-signature");
      std::vector<std::string> out;
      for (const auto one : core::split(header, ' '))
        out.emplace_back(one);
      return out;
    };
    CHECK(signatures().size() == 1);
    const auto changed = test.webhooks.rotate(test.manchester, webhook.id, 24h).value();
    CHECK(changed.keys.size() == 2);
    CHECK(signatures().size() == 2);
    test.clock.advance(24h);
    CHECK(signatures().size() == 1);
    CHECK(test.webhooks.rotate(test.manchester, webhook.id, 0h).value().keys.size() == 1);
    CHECK(signatures().size() == 1);
  }
}

TEST_CASE("what is refused comes again under its id, until it is taken") {
  Delivery test;
  test.add();
  test.memory.happen("MAN", test.clock.now());
  test.status = 500;
  test.send_due();
  CHECK(test.send_due() == 0);
  test.clock.advance(7s);
  CHECK(test.send_due() == 1);
  test.status = 200;
  test.clock.advance(7min);
  CHECK(test.send_due() == 1);
  test.clock.advance(100h);
  CHECK(test.send_due() == 0);
  REQUIRE(test.sent.size() == 3);
  CHECK(test.header(0, "webhook-id") == test.header(2, "webhook-id"));
  CHECK(test.header(0, "webhook-timestamp") != test.header(2, "webhook-timestamp"));
}

TEST_CASE("a message is given up after ten attempts, and the endpoint disabled after five days") {
  Delivery test;
  const auto webhook = test.add();
  test.memory.happen("MAN", test.clock.now());
  test.status = 500;
  for (int hours = 0; hours < 115; ++hours) {
    test.send_due();
    test.clock.advance(1h);
  }
  const auto id = webhook.id;
  CHECK(test.sent.size() == domain::most_attempts);
  auto view = test.webhooks.find(test.manchester, id).value();
  CHECK(view.undelivered.failed == 1);
  CHECK(view.undelivered.from == 1);
  CHECK_FALSE(view.webhook.disabled_at);
  test.clock.advance(24h);
  test.memory.happen("MAN", test.clock.now());
  test.send_due();
  view = test.webhooks.find(test.manchester, id).value();
  CHECK(view.webhook.disabled_because == domain::DisabledBecause::failing);
  test.memory.happen("MAN", test.clock.now());
  CHECK(test.send_due() == 0);

  test.status = 200;
  CHECK(test.webhooks.test(test.manchester, id).has_error());
  CHECK(test.webhooks.replay(test.manchester, id, 0).has_error());
  CHECK(test.webhooks.set_enabled(test.manchester, id, true).has_value());
  CHECK(test.webhooks.replay(test.manchester, id, 0).value().messages == 2);
  test.send_due();
  CHECK(test.webhooks.find(test.manchester, id).value().undelivered.pending == 0);
}

TEST_CASE("who is away is asked with one message, not with all that wait") {
  Delivery test;
  test.add();
  for (int i = 0; i < 20; ++i)
    test.memory.happen("MAN", test.clock.now());
  test.status = 503;
  test.send_due();
  CHECK(test.sent.size() == 1);
  CHECK(test.send_due() == 0);
  test.clock.advance(2s);
  test.send_due();
  CHECK(test.sent.size() == 2);
  test.clock.advance(1min);
  test.status = 204;
  test.send_due();
  CHECK(test.sent.size() == 22);
}

TEST_CASE("what comes while others are sent goes under the same claim, up to a batch") {
  Delivery test;
  test.add();
  test.memory.happen("MAN", test.clock.now());
  auto claimed = test.memory.claim(ports::Lane::good, test.clock.now(), 1).value();
  REQUIRE(claimed.size() == 1);
  test.sender.answer(address, [&](const ports::OutgoingRequest& request) {
    test.sent.push_back(request);
    test.memory.happen("MAN", test.clock.now());
    return core::Result<ports::OutgoingReply>(ports::OutgoingReply{204, "", ""});
  });
  test.delivery.send_due(claimed[0], test.connect(), [] { return false; });
  CHECK(test.sent.size() == app::WebhookDeliveryOptions().batch);
  // Given back: the rest is claimed anew.
  CHECK(test.memory.claim(ports::Lane::good, test.clock.now(), 1).value().size() == 1);
}

TEST_CASE("a claim that was lost sends no more and keeps nothing") {
  Delivery test;
  const auto webhook = test.add();
  test.memory.happen("MAN", test.clock.now());
  test.memory.happen("MAN", test.clock.now());
  auto claimed = test.memory.claim(ports::Lane::good, test.clock.now(), 1).value();
  REQUIRE(claimed.size() == 1);
  REQUIRE(test.memory.release(claimed[0]).has_value());
  test.sender.answer(address, [&](const ports::OutgoingRequest& request) {
    test.sent.push_back(request);
    // Another takes it over while it is sent.
    (void)test.memory.release(claimed[0]);
    (void)test.memory.claim(ports::Lane::good, test.clock.now(), 1);
    return core::Result<ports::OutgoingReply>(ports::OutgoingReply{204, "", ""});
  });
  test.delivery.send_due(claimed[0], test.connect(), [] { return false; });
  CHECK(test.sent.size() == 1);
  CHECK(test.webhooks.find(test.manchester, webhook.id).value().undelivered.pending == 2);
}

namespace {

// A receiver that gives no answer before `most` are there at once, or some time has passed.
struct Slow {
  explicit Slow(std::size_t messages) {
    test.add();
    for (std::size_t i = 0; i < messages; ++i)
      test.memory.happen("MAN", test.clock.now());
    test.sender.answer(address, [this](const auto& request) { return answer(request); });
  }

  core::Result<ports::OutgoingReply> answer(const ports::OutgoingRequest& request) {
    std::unique_lock lock(mutex);
    ++ids[request.headers.at(1).second.reveal()];
    ++there;
    most = std::max(most, there);
    changed.notify_all();
    if (ids.size() > 1) changed.wait_for(lock, 50ms, [&] { return most >= 4; });
    --there;
    const int status = ids.size() == refused ? 429 : 204;
    return ports::OutgoingReply{status, "", "", status == 429 ? retry_after : std::nullopt};
  }

  void send() {
    for (const auto& one : test.memory.claim(ports::Lane::good, test.clock.now(), 1).value())
      delivery.send_due(one, test.connect(), [] { return false; });
  }

  Delivery test;
  app::WebhookDelivery delivery{test.memory,
                                test.clock,
                                test.randomness,
                                test.metrics,
                                {.connections = 4, .terms = {}, .register_url = ""}};
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::string, int> ids;  // of each message, how often it came
  std::size_t there = 0, most = 0, refused = 0;
  std::optional<std::chrono::seconds> retry_after = 120s;
};

}  // namespace

TEST_CASE("much that waits goes over four connections at once, each message one time") {
  Slow slow(40);
  slow.send();
  CHECK(slow.most == 4);
  CHECK(slow.ids.size() == 40);
  for (const auto& [id, times] : slow.ids)
    CHECK(times == 1);
  const auto webhook = slow.test.webhooks.list(slow.test.manchester).value().at(0);
  CHECK(slow.test.webhooks.find(slow.test.manchester, webhook.id).value().undelivered.pending == 0);
  const auto log = slow.test.memory.attempts("MAN", webhook.id, 0, 100).value();
  CHECK(log.size() == 40);
}

TEST_CASE("a connection that cannot be had ends the sending, and not the sender") {
  Slow slow(40);
  std::atomic<int> asked = 0;
  const auto connect = [&, usual = slow.test.connect()] {
    if (++asked == 3) throw std::runtime_error("no memory");
    return usual();
  };
  for (const auto& one :
       slow.test.memory.claim(ports::Lane::good, slow.test.clock.now(), 1).value())
    CHECK_THROWS(slow.delivery.send_due(one, connect, [] { return false; }));
}

TEST_CASE("a little that waits goes one after the other") {
  Slow slow(4);
  slow.send();
  CHECK(slow.most == 1);
  CHECK(slow.ids.size() == 4);
}

TEST_CASE("who asks for peace while much is sent has it, whatever else was taken beside") {
  Slow slow(40);
  slow.refused = 10;
  slow.send();
  // What was under way then has gone out.
  CHECK(slow.ids.size() >= 10);
  CHECK(slow.ids.size() <= 13);
  slow.test.clock.advance(110s);
  const auto claimed = [&](ports::Lane lane) {
    return slow.test.memory.claim(lane, slow.test.clock.now(), 1).value().size();
  };
  CHECK(claimed(ports::Lane::good) + claimed(ports::Lane::failing) == 0);
  slow.test.clock.advance(11s);
  CHECK(claimed(ports::Lane::good) + claimed(ports::Lane::failing) == 1);
}

TEST_CASE("an address is looked at when it is registered and when it is enabled again") {
  Delivery test;
  test.targets.forbidden = address;
  const auto refused = test.webhooks.add(test.manchester, {address, "", {}});
  REQUIRE(refused.has_error());
  CHECK(refused.error().fields().at(0).pointer == "/url");
  test.targets.forbidden.clear();
  const auto webhook = test.add();
  CHECK_FALSE(test.webhooks.add(test.manchester, {address, "", {}}).value().is_new);
  CHECK(test.webhooks.set_enabled(test.manchester, webhook.id, false).has_value());
  test.targets.forbidden = address;
  CHECK(test.webhooks.set_enabled(test.manchester, webhook.id, true).error().code() ==
        core::Errc::invalid);
  CHECK(test.webhooks.find({"LDS", "somebody"}, webhook.id).error().code() ==
        core::Errc::not_found);
}
