// Ten years of a council's life, week by week under a clock that is moved: entries come and go on
// their days and no other, every duty is told of when it is due and ends, and nothing is left of
// what is past its period.
#include "app/case_outcomes.hpp"
#include "app/contacts.hpp"
#include "app/duties.hpp"
#include "app/rectifications.hpp"
#include "app/reference.hpp"
#include "domain/duty.hpp"
#include "fixture.hpp"
#include "ports/contacts.hpp"

#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace badgewatch;
using namespace badgewatch::store::test;
using domain::DutyKind;
using domain::DutyNotice;
using domain::DutyState;

namespace {

app::Reference the_reference() {
  std::vector<ports::ReferenceFile> files;
  for (const auto kind : app::reference_kinds) {
    std::ostringstream text;
    text << std::ifstream(sql_directory() + "/../config/reference/" + std::string(kind) + ".json")
                .rdbuf();
    files.push_back({std::string(kind), "1", text.str()});
  }
  return must(app::read_reference(files));
}

core::Result<std::vector<proof::Leaf>> no_ledger(std::span<const store::Erased> /*erased*/) {
  return std::vector<proof::Leaf>();
}

// A duty as it ought to stand.
struct Expected {
  domain::Duty duty;
  std::set<DutyNotice> said;
  core::Uuid entry;  // with which it goes; of a contact's none
  bool ended = false;
};

class Council {
public:
  // Weeks from a Monday on.
  void live(int weeks) {
    for (int week = 0; week < weeks; ++week) {
      today_ = first_.plus_days(7 * week);
      test_.clock().set(at(today_.iso() + "T12:00:00Z"));
      if (week % 2 == 0) come(week / 2);
      answer(week);
      if (week % 53 == 0) say_contact();
      record_case(week);
      go();
      tell();
    }
  }

  // Long behind all periods.
  void outlive(core::Date on) {
    today_ = on;
    test_.clock().set(at(today_.iso() + "T12:00:00Z"));
    go();
  }

  std::size_t entered() const { return entered_; }
  std::size_t erased() const { return erased_.size(); }
  std::size_t duties() const { return expected_.size(); }

  std::size_t open_duties(DutyKind kind) {
    return must(test_.store().duties().list(lds_, {.kind = kind, .state = {}}, {}, today_, 10'000,
                                            test_.leaf("duties_listed", "LDS")))
        .duties.size();
  }
  std::size_t expected_open(DutyKind kind) const {
    std::size_t open = 0;
    for (const auto& [about, one] : expected_)
      if (one.duty.kind == kind && !one.ended) ++open;
    return open;
  }

  ports::Lateness lateness(DutyKind kind) {
    for (const auto& one : must(test_.store().duties().lateness(
             lds_, first_, today_, today_, test_.leaf("lateness_read", "LDS"))))
      if (one.kind == kind) return one;
    return {};
  }
  std::pair<std::int64_t, std::int64_t> expected_done(DutyKind kind) const {
    std::pair<std::int64_t, std::int64_t> done_and_late;
    for (const auto& [about, one] : expected_) {
      if (one.duty.kind != kind || !one.ended || !one.duty.done_on) continue;
      ++done_and_late.first;
      done_and_late.second += one.duty.due_on < *one.duty.done_on ? 1 : 0;
    }
    return done_and_late;
  }

  std::string rows_of(const std::string& table) {
    auto owner = test_.session("superuser");
    return ask(*owner, "select count(*) from badgewatch." + table);
  }

private:
  // An entry, which goes on a day of its own; about some of them somebody asks, or the driver does.
  void come(int n) {
    const auto until = today_.plus_days(40 + (n * 311) % 4'200);
    auto to_put = to_enter(decision(n + 1), until.iso());
    auto unit = must(test_.store().records().begin(lds_));
    const auto entered = must(unit->enter_decisions(std::span(&to_put, 1), test_.now()));
    must(unit->commit());
    const auto id = entered.front().record.id;
    until_[id] = until;
    ++entered_;
    if (n % 3 == 0) ask_about(id);
    if (n % 4 == 0) dispute(id, n);
  }

  void ask_about(const core::Uuid& entry) {
    ports::DisclosureRequest request;
    request.id = next_id();
    request.asked_by = man_.authority;
    request.asked_of = lds_.authority;
    request.entry = entry;
    request.check = next_id();
    request.received_at = test_.now();
    ports::DisclosureItem item;
    item.id = next_id();
    item.kind = ports::DisclosureItemKind::question;
    item.said_by = man_.authority;
    item.said_at = test_.now();
    item.text = "Why?";
    request.items.push_back(item);
    const auto duty = must(domain::open_duty(
        {"LDS", DutyKind::answer_disclosure, {"disclosure_request", request.id}, today_},
        reference_.get()->calendar, reference_.get()->periods));
    request.answer_by = duty.due_on;
    auto unit = must(test_.store().records().begin(man_));
    must(unit->disclosures().open(request));
    must(unit->duties().open(duty));
    must(unit->commit());
    expected_[request.id] = {duty, {}, entry, false};
  }

  void dispute(const core::Uuid& entry, int n) {
    app::Once<ports::Rectification> once;
    ports::Rectification made;
    once.render = [&](const ports::Rectification& request) {
      made = request;
      return ports::StoredAnswer{};
    };
    (void)must(rectifications_.take(lds_, {entry, {}, today_, "It is not so."}, once));
    const auto reference = reference_.get();
    auto duty = must(
        domain::open_duty({"LDS", DutyKind::rectify, {"rectification_request", made.id}, today_},
                          reference->calendar, reference->periods));
    CHECK(made.answer_by == duty.due_on);
    // Some drivers have to be asked who they are.
    if (n % 8 == 0) {
      for (const auto& kept :
           must(duties_.list(lds_, {.kind = DutyKind::rectify, .state = {}}, {}, 10'000)).duties)
        if (kept.duty.about.id == made.id)
          duty = must(duties_.pause(lds_, kept.id, domain::PauseReason::identity)).duty;
    }
    expected_[made.id] = {duty, {}, entry, false};
  }

  // Each duty is done some weeks after it came, in time or late; what stood still goes on first.
  void answer(int week) {
    for (auto& [about, one] : expected_) {
      if (one.ended || one.duty.kind == DutyKind::contact_review) continue;
      const auto age = (today_.days_since_1970() - one.duty.opened_on.days_since_1970()) / 7;
      const auto patience = 1 + about.bytes[15] % 11;
      if (one.duty.state == DutyState::paused && age >= 2) resume(about, one);
      if (age < patience + 2 || week % 2 == 1) continue;
      if (one.duty.kind == DutyKind::rectify)
        refuse(about);
      else
        answer_request(about);
      one.duty = must(domain::close_duty(one.duty, today_));
      one.ended = true;
    }
  }

  void resume(const core::Uuid& about, Expected& one) {
    for (const auto& kept :
         must(duties_.list(lds_, {.kind = DutyKind::rectify, .state = {}}, {}, 10'000)).duties)
      if (kept.duty.about.id == about) one.duty = must(duties_.resume(lds_, kept.id)).duty;
    CHECK(must(rectifications_.read(lds_, about)).answer_by == one.duty.due_on);
  }

  void refuse(const core::Uuid& id) {
    app::Once<ports::Rectification> once;
    once.render = [](const ports::Rectification&) { return ports::StoredAnswer{}; };
    (void)must(
        rectifications_.end(lds_, id, domain::RectificationAct::refuse, "It is as it was.", once));
  }

  void answer_request(const core::Uuid& id) {
    auto unit = must(test_.store().records().begin(lds_));
    auto request = must(unit->disclosures().to_change(id));
    ports::DisclosureItem item;
    item.id = next_id();
    item.kind = ports::DisclosureItemKind::answer;
    item.said_by = lds_.authority;
    item.said_at = test_.now();
    item.text = "In short.";
    request.state = domain::DisclosureState::answered;
    request.answered_at = test_.now();
    must(unit->disclosures().add(request, item, ""));
    CHECK(must(unit->duties().close(
              {"LDS", DutyKind::answer_disclosure, {"disclosure_request", id}}, today_)) == 1);
    must(unit->commit());
  }

  void say_contact() {
    domain::Contact contact;
    contact.team = "Licensing";
    const auto kept = must(contacts_.say(lds_, contact));
    for (auto& [about, one] : expected_)
      if (one.duty.kind == DutyKind::contact_review && !one.ended) {
        one.duty = must(domain::close_duty(one.duty, today_));
        one.ended = true;
      }
    const auto reference = reference_.get();
    auto duty = must(
        domain::open_duty({"LDS", DutyKind::contact_review, {"authority_contact", kept.id}, today_},
                          reference->calendar, reference->periods));
    CHECK(kept.review_by == duty.due_on);
    expected_[next_id()] = {duty, {}, {}, false};
  }

  void record_case(int week) {
    auto asked = check(test_, "LDS", week + 1);
    asked.record.watched_until = today_.plus_months(6);
    must(test_.store().checks().record({asked}));
    ports::CaseOutcomeRecord record;
    record.id = next_id();
    record.check = asked.record.id;
    record.searched_on = today_;
    record.outcome = {domain::CaseResult::granted, today_, "L " + std::to_string(week), ""};
    record.recorded_at = test_.now();
    record.kept_until = today_.plus_days(900);
    auto unit = must(test_.store().records().begin(lds_));
    must(unit->case_outcomes().keep(record));
    must(unit->commit());
    outcomes_until_.insert(record.kept_until);
    checks_until_.insert(asked.record.watched_until);
  }

  // The purge takes what is due today, all of it and nothing else.
  void go() {
    std::set<core::Uuid> due, gone;
    for (const auto& [id, until] : until_)
      if (until < today_) due.insert(id);
    for (const auto& id : due)
      until_.erase(id);
    for (;;) {
      const auto some = must(test_.store().erase_expired(today_, test_.now(), 1'000, no_ledger));
      if (some.empty()) break;
      for (const auto& one : some)
        if (one.kind == "decision") gone.insert(one.id);
    }
    CHECK(gone == due);
    erased_.insert(gone.begin(), gone.end());
    // What was owed about it is owed no more.
    for (auto& [about, one] : expected_)
      if (gone.contains(one.entry)) {
        if (!one.ended) one.duty.done_on.reset();
        one.ended = true;
        if (one.duty.state != DutyState::done) one.duty.state = DutyState::done;
      }
    outcomes_until_.erase(outcomes_until_.begin(), outcomes_until_.lower_bound(today_));
    checks_until_.erase(checks_until_.begin(), checks_until_.lower_bound(today_));
    CHECK(rows_of("case_outcome") == std::to_string(outcomes_until_.size()));
    CHECK(rows_of("check_record where data_key is not null") ==
          std::to_string(checks_until_.size()));
    CHECK(rows_of("decision") == std::to_string(until_.size()));
  }

  // Each notice once, on the first day that somebody looks and it is true.
  void tell() {
    std::size_t wanted = 0;
    for (auto& [about, one] : expected_)
      for (const auto notice : {DutyNotice::reminder, DutyNotice::overdue, DutyNotice::escalation})
        if (!one.ended && domain::is_said_on(notice, one.duty, today_) &&
            one.said.insert(notice).second)
          ++wanted;
    const auto told = must(app::tell_of_due_duties(*alarm_, test_.clock(), [] { return false; }));
    CHECK(told == wanted);
  }

  core::Uuid next_id() { return core::new_uuid(test_.clock(), test_.randomness()); }

  TestRegister test_;
  const ports::Caller lds_ = caller("LDS");
  const ports::Caller man_ = caller("MAN");
  const core::Date first_ = day("2016-01-04");
  core::Date today_ = first_;
  app::ReferenceData reference_{the_reference()};
  core::Metrics metrics_;
  app::Rectifications rectifications_{test_.store().rectifications(),
                                      test_.store().checks(),
                                      test_.store().records(),
                                      reference_,
                                      test_.clock(),
                                      test_.randomness(),
                                      metrics_};
  app::Duties duties_{test_.store().duties(), reference_, test_.clock(), test_.randomness()};
  app::Contacts contacts_{test_.store().contacts(), reference_, test_.clock(), test_.randomness(),
                          [] {}};
  std::unique_ptr<ports::DutyAlarm> alarm_ = test_.store().new_duty_alarm();
  std::map<core::Uuid, core::Date> until_;
  std::map<core::Uuid, Expected> expected_;
  std::multiset<core::Date> outcomes_until_, checks_until_;
  std::set<core::Uuid> erased_;
  std::size_t entered_ = 0;
};

}  // namespace

TEST_CASE("Ten years of a council: nothing is lost, nothing stays too long, every duty ends") {
  Council council;
  council.live(522);
  CHECK(council.entered() == 261);
  CHECK(council.erased() > 50);
  CHECK(council.duties() > 150);
  for (const auto kind :
       {DutyKind::answer_disclosure, DutyKind::rectify, DutyKind::contact_review}) {
    INFO(domain::name_of(kind));
    CHECK(council.open_duties(kind) == council.expected_open(kind));
  }
  // Of what was done by somebody; what went with its entry was done by nobody.
  const auto [reviewed, late] = council.expected_done(DutyKind::contact_review);
  const auto report = council.lateness(DutyKind::contact_review);
  CHECK(report.done == reviewed);
  CHECK(report.done_late == late);
  CHECK(late > 0);

  council.outlive(day("2041-01-01"));
  CHECK(council.erased() == council.entered());
  CHECK(council.open_duties(DutyKind::answer_disclosure) == 0);
  CHECK(council.open_duties(DutyKind::rectify) == 0);
  CHECK(council.rows_of("rectification_request") == "0");
  CHECK(council.rows_of("disclosure_request") == "0");
  CHECK(council.rows_of("case_outcome") == "0");
}
