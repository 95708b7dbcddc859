// What an exchange with a relay comes to is in tests/system/test_mail.py; here, what never gets
// there.
#include "send/smtp_sender.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

core::Instant at(const std::string& rfc3339) {
  core::Instant instant;
  REQUIRE(core::parse_instant(rfc3339, instant));
  return instant;
}

ports::RelayAnswer sent(const ports::Letter& letter) {
  // Nothing listens on port 1.
  send::SmtpSender relay({.url = "smtp://127.0.0.1:1", .sender = "badgewatch@register.example"});
  return relay.send(letter, std::chrono::milliseconds(2'000));
}

ports::Letter letter(const std::string& to, const std::string& subject = "Two new alerts",
                     const std::string& id = "msg_1") {
  return {
      .id = id, .to = core::Secret(to), .subject = subject, .text = core::Secret("."), .at = {}};
}

}  // namespace

TEST_CASE("what would be another header or command is refused before it is sent") {
  for (const auto& bad : {letter("a@b.example\r\nRCPT TO:<c@d.example>"), letter("a@b.example>"),
                          letter("a b@c.example"), letter("a@b@c.example"), letter(""),
                          letter("a@b.example", "x\r\nBcc: c@d.example"),
                          letter("a@b.example", "x\n"), letter("a@b.example", "x", "i\r\n")}) {
    const auto answer = sent(bad);
    CHECK(answer.answer == domain::MailAnswer::refused);
    CHECK(answer.result == "The letter is not of its form.");
  }
}

TEST_CASE("a relay that is not there takes it later, and that is nothing against the mailbox") {
  const auto answer = sent(letter("a@b.example"));
  CHECK(answer.answer == domain::MailAnswer::later);
  CHECK_FALSE(answer.status);
  CHECK(answer.result == "No relay answers there.");
}

TEST_CASE("a password that cannot be read is the operator's trouble") {
  send::SmtpSender relay({.url = "smtp://127.0.0.1:1",
                          .sender = "badgewatch@register.example",
                          .username = "badgewatch",
                          .password = [] {
                            return core::Result<core::Secret>(
                                core::Error(core::Errc::unavailable, "No such file."));
                          }});
  const auto answer = relay.send(letter("a@b.example"), std::chrono::milliseconds(2'000));
  CHECK(answer.answer == domain::MailAnswer::later);
  CHECK(answer.result == "The relay's password cannot be read.");
}

TEST_CASE("dates are those of RFC 5322") {
  CHECK(send::mail_date(at("2026-11-27T07:30:05Z")) == "Fri, 27 Nov 2026 07:30:05 +0000");
  CHECK(send::mail_date(at("2024-02-29T23:59:59.999Z")) == "Thu, 29 Feb 2024 23:59:59 +0000");
}
