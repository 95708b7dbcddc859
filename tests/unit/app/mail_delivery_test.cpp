// Mailboxes are confirmed before anything is told to them; letters are sent, judged and kept.
#include "app/mail_delivery.hpp"

#include "app/mail_addresses.hpp"
#include "ports/memory_mail.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace std::chrono_literals;

namespace {

struct KeptLetters final : ports::Relay {
  ports::RelayAnswer send(const ports::Letter& letter, std::chrono::milliseconds) override {
    letters.push_back(letter);
    return answer;
  }
  std::vector<ports::Letter> letters;
  ports::RelayAnswer answer{domain::MailAnswer::taken, 250, "Delivered to the relay."};
};

struct Mail {
  const ports::Caller leeds{"LDS", "somebody"};
  core::ManualClock clock{core::Instant{1'800'000'000'000'000}};
  core::SystemRandomness randomness;
  core::Metrics metrics;
  ports::MemoryMail kept;
  KeptLetters relay;
  app::MailAddresses addresses{kept, true, clock, randomness};
  app::MailDelivery delivery{
      kept, clock, randomness, metrics, {.terms = {}, .register_url = "https://register.example"}};

  ports::MailAddress add(const std::string& email = "team@council.example") {
    return addresses.add(leeds, {email, domain::MailMode::each, {}}).value().address;
  }
  std::string code() const {
    const auto& text = relay.letters.back().text.reveal();
    return text.substr(text.find("\n  ") + 3, domain::mail_code_digits);
  }
  // All that is due, as the daemon's threads would.
  void send() {
    for (const auto lane : {ports::Lane::good, ports::Lane::failing})
      for (const auto& one : kept.claim(lane, clock.now(), 100).value())
        delivery.send_due(one, relay, [] { return false; });
  }
  ports::MailAddress confirmed() {
    const auto made = add();
    send();
    const auto done = addresses.confirm(leeds, made.id, code()).value();
    relay.letters.clear();
    return done;
  }
  void alert(std::int64_t seq = 7) {
    kept.write("LDS", clock.now(),
               {.kinds = {{"licensee_matched", 1, {}}},
                .alerts = {{seq, "licensee_matched", core::new_uuid(clock, randomness), {}}}});
  }
};

}  // namespace

TEST_CASE("a mailbox is confirmed by the code that was sent there") {
  Mail test;
  const auto made = test.add();
  test.alert();  // before it is confirmed: not told
  test.send();
  REQUIRE(test.relay.letters.size() == 1);
  CHECK(test.relay.letters[0].to.reveal() == "team@council.example");
  CHECK(test.addresses.confirm(test.leeds, made.id, "no").error().code() == core::Errc::invalid);
  const auto done = test.addresses.confirm(test.leeds, made.id, test.code()).value();
  CHECK(done.confirmed_at == test.clock.now());
  CHECK_FALSE(test.kept.find("LDS", made.id).value().code);
  test.alert();
  test.send();
  CHECK(test.relay.letters.size() == 2);
}

TEST_CASE("a code counts for 48 hours and five guesses, and another one takes its place") {
  Mail test;
  const auto made = test.add();
  test.send();
  const auto first = test.code();
  CHECK(test.addresses.send_code(test.leeds, made.id).error().code() == core::Errc::conflict);
  SECTION("too late") {
    test.clock.advance(48h);
    CHECK(test.addresses.confirm(test.leeds, made.id, first).error().code() ==
          core::Errc::conflict);
  }
  SECTION("too often") {
    for (int guess = 0; guess < 5; ++guess)
      CHECK(test.addresses.confirm(test.leeds, made.id, "x").error().code() == core::Errc::invalid);
    CHECK(test.addresses.confirm(test.leeds, made.id, first).error().code() ==
          core::Errc::conflict);
  }
  test.clock.advance(10min);
  REQUIRE(test.addresses.send_code(test.leeds, made.id).has_value());
  test.send();
  const auto second = test.code();
  if (first != second)
    CHECK(test.addresses.confirm(test.leeds, made.id, first).error().code() == core::Errc::invalid);
  CHECK(test.addresses.confirm(test.leeds, made.id, second).has_value());
}

TEST_CASE("an authority has ten mailboxes, twenty codes a day, and each mailbox once") {
  Mail test;
  const auto first = test.add("0@council.example");
  CHECK(test.addresses.add(test.leeds, {"0@council.example", domain::MailMode::each, {}})
            .value()
            .is_new == false);
  for (int n = 1; n < 10; ++n)
    test.add(std::to_string(n) + "@council.example");
  const app::MailAddressWanted more{"more@council.example", domain::MailMode::each, {}};
  CHECK(test.addresses.add(test.leeds, more).error().code() == core::Errc::conflict);
  auto last = first.id;
  for (int n = 10; n < 20; ++n) {
    REQUIRE(test.addresses.remove(test.leeds, last).has_value());
    last = test.add(std::to_string(n) + "@council.example").id;
  }
  REQUIRE(test.addresses.remove(test.leeds, last).has_value());
  CHECK(test.addresses.add(test.leeds, more).error().code() == core::Errc::conflict);
  test.clock.advance(24h);
  CHECK(test.addresses.add(test.leeds, more).has_value());
}

TEST_CASE("a test is sent to a mailbox that gets letters, and counts among the day's codes") {
  Mail test;
  const auto made = test.add();
  CHECK(test.addresses.test(test.leeds, made.id).error().code() == core::Errc::conflict);
  test.send();
  REQUIRE(test.addresses.confirm(test.leeds, made.id, test.code()).has_value());
  test.relay.letters.clear();
  REQUIRE(test.addresses.test(test.leeds, made.id).has_value());
  test.send();
  REQUIRE(test.relay.letters.size() == 1);
  CHECK(test.relay.letters[0].subject == "Badgewatch: a test for LDS");
  CHECK(test.addresses.attempts(test.leeds, made.id, 0, 10).value().back().type == "mail.test");
  CHECK(test.addresses.test({"YOR", "somebody"}, made.id).error().code() == core::Errc::not_found);
  REQUIRE(test.addresses.set(test.leeds, made.id, {.mode = {}, .kinds = {}, .enabled = false})
              .has_value());
  CHECK(test.addresses.test(test.leeds, made.id).error().code() == core::Errc::conflict);
  REQUIRE(test.addresses.set(test.leeds, made.id, {}).has_value());
  for (int n = 2; n < 20; ++n)
    REQUIRE(test.addresses.test(test.leeds, made.id).has_value());
  CHECK(test.addresses.test(test.leeds, made.id).error().code() == core::Errc::conflict);
  test.clock.advance(24h);
  CHECK(test.addresses.test(test.leeds, made.id).has_value());
}

TEST_CASE("without a relay nothing is added") {
  Mail test;
  app::MailAddresses none(test.kept, false, test.clock, test.randomness);
  CHECK(none.add(test.leeds, {"team@council.example", domain::MailMode::each, {}}).error().code() ==
        core::Errc::conflict);
}

TEST_CASE("what the relay does not take comes again under its id, in the same words") {
  Mail test;
  test.confirmed();
  test.alert();
  test.relay.answer = {domain::MailAnswer::later, 451, "Not now."};
  test.send();
  test.send();  // not due
  REQUIRE(test.relay.letters.size() == 1);
  test.relay.answer = {domain::MailAnswer::taken, 250, "Delivered."};
  test.clock.advance(7s);
  test.send();
  REQUIRE(test.relay.letters.size() == 2);
  CHECK(test.relay.letters[0].id == test.relay.letters[1].id);
  CHECK(test.relay.letters[0].at == test.relay.letters[1].at);
  CHECK(test.relay.letters[0].text.reveal() == test.relay.letters[1].text.reveal());
}

TEST_CASE("after three letters that were refused for good no more are sent, until it is enabled") {
  Mail test;
  const auto made = test.confirmed();
  test.relay.answer = {domain::MailAnswer::refused, 550, "Nobody of that name."};
  for (int n = 0; n < 4; ++n)
    test.alert(n);
  test.send();
  CHECK(test.relay.letters.size() == 3);
  CHECK(test.kept.find("LDS", made.id).value().disabled_because ==
        domain::DisabledBecause::refused);
  CHECK(test.kept.undelivered("LDS", made.id).value().failed == 3);
  test.relay.answer = {domain::MailAnswer::taken, 250, "Delivered."};
  test.send();
  CHECK(test.relay.letters.size() == 3);
  REQUIRE(test.addresses.set(test.leeds, made.id, {domain::MailMode::each, {}, true}).has_value());
  test.send();
  CHECK(test.relay.letters.size() == 4);
}

TEST_CASE("one that is removed while letters wait gets no more of them") {
  Mail test;
  const auto made = test.confirmed();
  test.alert(1);
  test.alert(2);
  struct Removing final : ports::Relay {
    Removing(Mail& of, core::Uuid its) : test(of), id(its) {}
    ports::RelayAnswer send(const ports::Letter&, std::chrono::milliseconds) override {
      ++sent;
      CHECK(test.addresses.remove(test.leeds, id).has_value());
      return {domain::MailAnswer::taken, 250, "Delivered."};
    }
    Mail& test;
    core::Uuid id;
    int sent = 0;
  } relay(test, made.id);
  for (const auto& one : test.kept.claim(ports::Lane::good, test.clock.now(), 1).value())
    test.delivery.send_due(one, relay, [] { return false; });
  CHECK(relay.sent == 1);
}
