// What is due is sent in order, signed, judged and kept; whatever the receiver does.
#include "app/webhook_delivery.hpp"

#include "app/webhooks.hpp"
#include "core/text.hpp"
#include "ports/memory_sender.hpp"
#include "ports/memory_webhooks.hpp"
#include "proof/webhook_signature.hpp"

#include <catch2/catch.hpp>

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
        delivery.send_due(one, sender, [] { return false; });
        ++count;
      }
    return count;
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
  test.delivery.send_due(claimed[0], test.sender, [] { return false; });
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
  test.delivery.send_due(claimed[0], test.sender, [] { return false; });
  CHECK(test.sent.size() == 1);
  CHECK(test.webhooks.find(test.manchester, webhook.id).value().undelivered.pending == 2);
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
