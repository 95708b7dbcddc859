// Alerts that are to be told by e-mail: noted with the event, put into letters once, claimed and
// kept as webhooks are.
#include "ports/mail.hpp"

#include "fixture.hpp"

#include <algorithm>

using namespace badgewatch;
using namespace badgewatch::store::test;
using namespace std::chrono_literals;

namespace {

ports::MailAddress mailbox(TestRegister& test, const std::string& authority,
                           const std::string& email, domain::MailMode mode) {
  ports::MailAddress made;
  made.id = core::new_uuid(test.clock(), test.randomness());
  made.authority = authority;
  made.email = core::Secret(email);
  made.mode = mode;
  made.created_at = test.now();
  made.code = ports::MailCode{core::Secret("01234567"), test.now()};
  return made;
}

// Confirmed, so that alerts are told there.
ports::MailAddress add(TestRegister& test, domain::MailMode mode = domain::MailMode::each,
                       const std::string& authority = "MAN",
                       const std::string& email = "sesame@council.example",
                       std::vector<domain::AlertKind> kinds = {}) {
  auto made = mailbox(test, authority, email, mode);
  made.kinds = std::move(kinds);
  must(test.store().mail_addresses().add(made, 10, test.leaf("mail_address_created", authority)));
  made.confirmed_at = test.now();
  made.code.reset();
  must(test.store().mail_addresses().change(made, test.leaf("mail_address_confirmed", authority)));
  return made;
}

// An alert of an authority whose clock has begun or not, with its event; its duty to acknowledge
// it.
void alert(TestRegister& test, const std::string& authority,
           const std::string& kind = "licensee_matched", bool has_clock = true) {
  const auto session = test.session("superuser");
  (void)ask(*session, "set search_path = badgewatch");
  (void)ask(*session, "select tell_one('" + authority + "', now(), '" + kind +
                          "', 'decision', gen_random_uuid(), 'LDS', null, 'strong', 0.9)");
  if (!has_clock) return;
  (void)ask(*session,
            "with begun as (update alert set has_clock = true where not has_clock"
            "               returning authority, id)"
            " select open_duty(authority, gen_random_uuid(), 'acknowledge_alert', 'alert', id, '',"
            "                  '2026-11-26', '2026-11-30', 'r', '2026-11-27', '2026-12-01', 's',"
            "                  'open', '', null, now()) from begun");
}

struct Sender {
  explicit Sender(TestRegister& test, std::chrono::milliseconds lease = 60s)
      : outbox(test.store().new_mail_outbox(lease, 2)),
        letters(test.store().new_letter_making()),
        now(test.now()) {}

  std::vector<ports::ClaimedMailAddress> claim(ports::Lane lane = ports::Lane::good) {
    return must(outbox->claim(lane, now, 10));
  }
  std::vector<ports::DueMessage> due(const ports::Claim& claimed) {
    return must(outbox->due(claimed, now, 100)).messages;
  }
  std::vector<std::int64_t> seqs(const ports::Claim& claimed, const ports::DueMessage& letter) {
    std::vector<std::int64_t> out;
    for (const auto& one : must(outbox->content(claimed, letter, 100)).alerts)
      out.push_back(one.seq);
    return out;
  }
  bool end(const ports::Claim& claimed, const ports::DueMessage& letter,
           domain::MailAnswer answer) {
    const auto verdict = domain::judge_letter(answer, letter.attempts + 1,
                                              must(outbox->due(claimed, now, 1)).endpoint,
                                              {.disable_after = 3}, now, 0.5);
    return must(outbox->complete(claimed, {.message = letter,
                                           .at = now,
                                           .took = 12ms,
                                           .status = 250,
                                           .result = "Said.",
                                           .verdict = verdict}));
  }

  std::unique_ptr<ports::MailOutbox> outbox;
  std::unique_ptr<ports::LetterMaking> letters;
  core::Instant now;
};

using Numbers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("each alert is one letter to a mailbox that is told of each, with its last day") {
  TestRegister test;
  alert(test, "MAN");  // before there is one
  add(test);
  alert(test, "MAN");
  alert(test, "MAN");
  alert(test, "BIR");
  Sender sender(test);
  CHECK(must(sender.letters->make_single(sender.now, 20)) == 1);
  CHECK(must(sender.letters->make_single(sender.now, 20)) == 0);
  const auto claimed = sender.claim();
  REQUIRE(claimed.size() == 1);
  CHECK(claimed[0].email.reveal() == "sesame@council.example");
  const auto due = sender.due(claimed[0]);
  REQUIRE(due.size() == 2);
  CHECK(sender.seqs(claimed[0], due[0]) == Numbers{2});
  CHECK(sender.seqs(claimed[0], due[1]) == Numbers{3});
  CHECK(due[0].id != due[1].id);
  const auto content = must(sender.outbox->content(claimed[0], due[0], 100));
  REQUIRE(content.kinds.size() == 1);
  CHECK(content.kinds[0].kind == "licensee_matched");
  CHECK(content.kinds[0].alerts == 1);
  CHECK(content.kinds[0].due_on == day("2026-11-30"));
  CHECK(content.alerts[0].due_on == day("2026-11-30"));
}

TEST_CASE("an alert waits until its clock has begun, and one that went is not told") {
  TestRegister test;
  add(test);
  alert(test, "MAN", "licensee_matched", false);
  Sender sender(test);
  CHECK(must(sender.letters->make_single(sender.now, 20)) == 0);
  const auto session = test.session("superuser");
  (void)ask(*session, "update badgewatch.alert set has_clock = true");
  alert(test, "MAN");
  (void)ask(*session, "delete from badgewatch.alert where number = 1");
  CHECK(must(sender.letters->make_single(sender.now, 20)) == 1);
  const auto claimed = sender.claim();
  const auto due = sender.due(claimed.at(0));
  REQUIRE(due.size() == 1);
  CHECK(sender.seqs(claimed[0], due[0]) == Numbers{2});
}

TEST_CASE("where very many wait there is one letter for all of them") {
  TestRegister test;
  add(test);
  for (int n = 0; n < 3; ++n)
    alert(test, "MAN");
  Sender sender(test);
  CHECK(must(sender.letters->make_single(sender.now, 2)) == 1);
  const auto claimed = sender.claim();
  const auto due = sender.due(claimed.at(0));
  REQUIRE(due.size() == 1);
  CHECK(sender.seqs(claimed[0], due[0]) == Numbers{1, 2, 3});
  CHECK(must(sender.outbox->content(claimed[0], due[0], 2)).alerts.size() == 2);
  CHECK(must(sender.outbox->content(claimed[0], due[0], 2)).kinds.at(0).alerts == 3);
}

TEST_CASE("a digest is one letter of a day for all that came, and none where nothing did") {
  TestRegister test;
  add(test, domain::MailMode::digest);
  Sender sender(test);
  const auto monday = day("2026-11-23");
  alert(test, "MAN");
  alert(test, "MAN", "entry_changed");
  CHECK(must(sender.letters->make_single(sender.now, 20)) == 0);
  CHECK(must(sender.letters->make_digests(monday, sender.now)) == 1);
  CHECK(must(sender.letters->make_digests(monday, sender.now)) == 0);
  alert(test, "MAN");  // after the day's: with the next one
  CHECK(must(sender.letters->make_digests(monday, sender.now)) == 0);
  const auto claimed = sender.claim();
  auto due = sender.due(claimed.at(0));
  REQUIRE(due.size() == 1);
  CHECK(sender.seqs(claimed[0], due[0]) == Numbers{1, 2});
  CHECK(must(sender.outbox->content(claimed[0], due[0], 10)).kinds.size() == 2);
  REQUIRE(sender.end(claimed[0], due[0], domain::MailAnswer::taken));
  CHECK(must(sender.letters->make_digests(monday.plus_days(1), sender.now)) == 1);
  due = sender.due(claimed[0]);
  REQUIRE(due.size() == 1);
  CHECK(sender.seqs(claimed[0], due[0]) == Numbers{3});
  REQUIRE(sender.end(claimed[0], due[0], domain::MailAnswer::taken));
  CHECK(must(sender.letters->make_digests(monday.plus_days(2), sender.now)) == 1);
  CHECK(sender.due(claimed[0]).empty());
}

TEST_CASE("only kinds that are wanted are told, and nothing to who is disabled or not confirmed") {
  TestRegister test;
  const auto changes = add(test, domain::MailMode::each, "MAN", "changes@council.example",
                           {domain::AlertKind::entry_changed, domain::AlertKind::duty_due});
  must(test.store().mail_addresses().add(
      mailbox(test, "MAN", "new@council.example", domain::MailMode::each), 10,
      test.leaf("mail_address_created", "MAN")));
  auto off = add(test, domain::MailMode::each, "MAN", "off@council.example");
  off.disabled_at = test.now();
  off.disabled_because = domain::DisabledBecause::owner;
  must(test.store().mail_addresses().change(off, test.leaf("mail_address_changed", "MAN")));
  alert(test, "MAN");
  alert(test, "MAN", "entry_changed");
  Sender sender(test);
  CHECK(must(sender.letters->make_single(sender.now, 20)) == 1);
  for (const auto& one : sender.claim()) {
    const auto due = sender.due(one);
    REQUIRE(due.size() == 1);
    if (one.id == changes.id)
      CHECK(sender.seqs(one, due[0]) == Numbers{2});
    else
      CHECK(due[0].type == ports::letter_with_code);
  }
  CHECK(ask(*test.session("superuser"), "select count(*) from badgewatch.mail_address_item") ==
        "1");
}

TEST_CASE("a mailbox is one sender's, and who lost the claim keeps nothing") {
  TestRegister test;
  add(test);
  alert(test, "MAN");
  Sender one(test, 400ms);
  Sender two(test, 400ms);
  must(one.letters->make_single(one.now, 20));
  const auto first = one.claim();
  REQUIRE(first.size() == 1);
  const auto letter = one.due(first[0]).at(0);
  CHECK(two.claim().empty());
  must(one.outbox->release(first[0]));
  const auto second = two.claim();
  REQUIRE(second.size() == 1);
  CHECK_FALSE(one.end(first[0], letter, domain::MailAnswer::taken));
  // Whoever took it over sends the same letter, under its id.
  CHECK(two.due(second[0]).at(0).id == letter.id);
  REQUIRE(two.end(second[0], letter, domain::MailAnswer::taken));
  CHECK(two.due(second[0]).empty());
}

TEST_CASE("three letters that were refused for good disable a mailbox, and its authority is told") {
  TestRegister test;
  const auto made = add(test);
  add(test, domain::MailMode::digest, "MAN", "beside@council.example");
  for (int n = 0; n < 4; ++n)
    alert(test, "MAN");
  Sender sender(test);
  must(sender.letters->make_single(sender.now, 20));
  const auto claimed = sender.claim();
  const auto due = sender.due(claimed.at(0));
  REQUIRE(due.size() == 4);
  REQUIRE(sender.end(claimed[0], due[0], domain::MailAnswer::refused));
  REQUIRE(sender.end(claimed[0], due[1], domain::MailAnswer::taken));  // counts anew
  sender.now.micros += 1'000'000;
  REQUIRE(sender.end(claimed[0], due[2], domain::MailAnswer::refused));
  alert(test, "MAN");
  must(sender.letters->make_single(sender.now, 20));
  REQUIRE(sender.end(claimed[0], sender.due(claimed[0]).at(0), domain::MailAnswer::refused));
  CHECK_FALSE(must(test.store().mail_addresses().find("MAN", made.id)).disabled_at);
  REQUIRE(sender.end(claimed[0], sender.due(claimed[0]).at(0), domain::MailAnswer::refused));
  CHECK(must(test.store().mail_addresses().find("MAN", made.id)).disabled_because ==
        domain::DisabledBecause::refused);
  const auto alerts = must(test.store().alerts().alerts(caller("MAN"), 5, 10));
  REQUIRE(alerts.size() == 1);
  CHECK(alerts[0].kind == domain::AlertKind::mail_address_disabled);
  CHECK(alerts[0].entry_type == "mail_address");
  CHECK(alerts[0].entry == made.id);
  CHECK(must(test.store().mail_addresses().undelivered("MAN", made.id)).failed == 4);
  CHECK(must(test.store().mail_addresses().attempts("MAN", made.id, 0, 10)).size() == 5);
}

TEST_CASE("removed, nothing of a mailbox is left; and of another's an authority has nothing") {
  TestRegister test;
  const auto made = add(test);
  alert(test, "MAN");
  Sender sender(test);
  must(sender.letters->make_single(sender.now, 20));
  const auto claimed = sender.claim();
  const auto letter = sender.due(claimed.at(0)).at(0);
  auto& addresses = test.store().mail_addresses();
  const auto leaf = test.leaf("mail_address_removed", "MAN");
  CHECK(addresses.find("LDS", made.id).error().code() == core::Errc::not_found);
  CHECK(addresses.remove("LDS", made.id, leaf).error().code() == core::Errc::not_found);
  CHECK(must(addresses.list("LDS")).empty());
  CHECK_FALSE(must(addresses.count_guess("LDS", made.id)));
  must(addresses.remove("MAN", made.id, leaf));
  CHECK_FALSE(sender.end(claimed[0], letter, domain::MailAnswer::taken));
  for (const auto* table :
       {"mail_address", "mail_address_delivery", "mail_address_item", "mail_address_attempt"})
    CHECK(ask(*test.session("superuser"),
              std::string("select count(*) from badgewatch.") + table) == "0");
}

TEST_CASE("a code is sealed, guessed at five times, and its letter goes once it is confirmed") {
  TestRegister test;
  auto& addresses = test.store().mail_addresses();
  auto made = mailbox(test, "MAN", "sesame@council.example", domain::MailMode::each);
  must(addresses.add(made, 1, test.leaf("mail_address_created", "MAN")));
  CHECK(addresses
            .add(mailbox(test, "MAN", "two@council.example", domain::MailMode::each), 1,
                 test.leaf("mail_address_created", "MAN"))
            .error()
            .code() == core::Errc::conflict);
  for (const auto* secret : {"sesame", "01234567"})
    CHECK(ask(*test.session("superuser"),
              std::string("select count(*) from badgewatch.mail_address where content::text like"
                          " '%' || encode('") +
                  secret + "', 'hex') || '%'") == "0");
  Sender sender(test);
  const auto claimed = sender.claim();
  REQUIRE(claimed.size() == 1);
  CHECK(claimed[0].code->digits.reveal() == "01234567");
  CHECK(sender.due(claimed[0]).at(0).type == ports::letter_with_code);
  for (int guess = 0; guess < 5; ++guess)
    CHECK(must(addresses.count_guess("MAN", made.id)));
  CHECK_FALSE(must(addresses.count_guess("MAN", made.id)));
  made.code = ports::MailCode{core::Secret("76543210"), test.now()};
  must(addresses.send_code(made, test.leaf("mail_code_sent", "MAN")));
  CHECK(sender.due(claimed[0]).size() == 1);
  CHECK(must(addresses.count_guess("MAN", made.id)));
  made.confirmed_at = test.now();
  made.code.reset();
  must(addresses.change(made, test.leaf("mail_address_confirmed", "MAN")));
  CHECK(sender.due(claimed[0]).empty());
  CHECK_FALSE(must(addresses.find("MAN", made.id)).code);
  const auto tested = test.leaf("mail_address_tested", "MAN");
  must(addresses.queue_test("MAN", made.id, test.now(), tested));
  CHECK(sender.due(claimed[0]).at(0).type == ports::letter_of_test);
  CHECK(addresses.queue_test("BIR", made.id, test.now(), tested).error().code() ==
        core::Errc::not_found);
}

TEST_CASE("the sender of mail reads no record, and writes no address") {
  TestRegister test;
  const auto sender = test.session("bw_webhook");
  CHECK(refusal(*sender, "select * from alert") == "42501");
  CHECK(refusal(*sender, "select * from duty") == "42501");
  CHECK(refusal(*sender, "update mail_address set content = ''") == "42501");
  CHECK(refusal(*sender, "update mail_address set confirmed_at = now()") == "42501");
  CHECK(refusal(*sender, "insert into mail_address_item select * from mail_address_item") ==
        "42501");
  CHECK(refusal(*sender, "select make_letter('MAN', gen_random_uuid(), null, now())") == "42501");
}

TEST_CASE("letters that ended are forgotten with what they told, and a mailbox nobody confirms") {
  TestRegister test;
  const auto made = add(test);
  must(test.store().mail_addresses().add(
      mailbox(test, "LDS", "new@council.example", domain::MailMode::each), 10,
      test.leaf("mail_address_created", "LDS")));
  alert(test, "MAN");
  Sender sender(test);
  must(sender.letters->make_single(sender.now, 20));
  for (const auto& one : sender.claim())
    if (one.id == made.id)
      REQUIRE(sender.end(one, sender.due(one).at(0), domain::MailAnswer::taken));
  CHECK(must(sender.outbox->forget(sender.now)) == 0);
  CHECK(must(sender.outbox->forget({sender.now.micros + 3'600'000'000})) == 3);
  CHECK(must(test.store().mail_addresses().list("LDS")).empty());
  CHECK(must(test.store().mail_addresses().list("MAN")).size() == 1);
  CHECK(ask(*test.session("superuser"), "select count(*) from badgewatch.mail_address_item") ==
        "0");
}
