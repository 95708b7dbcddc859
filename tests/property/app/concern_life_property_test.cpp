// Concerns through drawn stories of reports, licences, entries, considerations and transfers, on
// the register in memory with its watch: no concern and no clock is lost, and what may not be done
// is refused with what may.
#include "../../unit/app/running.hpp"
#include "app/concerns.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <map>

using namespace badgewatch;
using domain::DutyKind;
using domain::IssuerState;

namespace {

const std::vector<std::string> authorities = {"LDS", "YOR", "BRD", "GLG"};  // Glasgow owes nothing

app::WatcherOptions watching() {
  static const app::Reference reference = tests::real_reference();
  app::WatcherOptions options;
  options.shares_pointers = true;
  options.consider_duty = [](const std::string& issuer, const core::Uuid& concern) {
    return app::consider_duty(reference, issuer, concern, tests::day("2026-11-24"));
  };
  options.review_duty = [](const core::Uuid& concern, const std::string& occasion) {
    return app::review_duty(reference, concern, occasion, tests::day("2026-11-24"));
  };
  return options;
}

struct Story {
  tests::Running running{watching(), std::chrono::seconds(20)};
  app::Concerns concerns{running.reg,
                         running.reg,
                         running.index,
                         running.reference,
                         running.clock,
                         running.randomness,
                         running.metrics,
                         [](const proof::Head&) {},
                         {}};
  std::map<core::Uuid, std::string> reporters;

  ports::Caller caller(const std::string& code) const { return {code, "key-of-" + code}; }
  std::string drawn() const { return *rc::gen::elementOf(authorities); }
  person::Person driver() const {
    const int n = *rc::gen::inRange(0, 3);
    return tests::person_named(
        std::vector<std::string>{"Barnaby Wigglesworth", "Octavia Uttley", "Kasimir Ollerenshaw"}
            .at(static_cast<std::size_t>(n)),
        "196" + std::to_string(n) + "-02-03", "QQ12345" + std::to_string(n) + "A");
  }

  void report() {
    const auto reporter = drawn();
    domain::Concern concern;
    concern.became_aware_on = core::uk_date(running.clock.now());
    concern.categories = {domain::ConcernCategory::harm};
    concern.subject = driver();
    app::Once<ports::ConcernRecord> once;
    once.render = [&](const ports::ConcernRecord& record) {
      reporters[record.id] = reporter;
      return ports::StoredAnswer{};
    };
    RC_ASSERT(concerns.report(caller(reporter), concern, {}, once).has_value());
  }

  void license() {
    const auto person = driver();
    (void)running.put(caller(drawn()), tests::licence_of(person, person.national_insurance_number));
  }

  void enter() {
    (void)running.enter(caller(drawn()),
                        tests::revocation_of(driver(), std::to_string(*rc::gen::arbitrary<int>())));
  }

  void change() {
    if (reporters.empty()) return;
    const auto [id, reporter] = *rc::gen::elementOf(
        std::vector<std::pair<core::Uuid, std::string>>(reporters.begin(), reporters.end()));
    const auto issuer = drawn();
    app::ConcernChange wanted;
    wanted.concern = id;
    wanted.kind =
        *rc::gen::element(app::ConcernChange::Kind::consider, app::ConcernChange::Kind::transfer);
    wanted.to = drawn();
    wanted.consideration.on = core::uk_date(running.clock.now());
    wanted.consideration.outcome =
        *rc::gen::element(domain::ConcernOutcome::no_action, domain::ConcernOutcome::warned);
    const auto before = read(reporter, id);
    app::Once<ports::ConcernRecord> once;
    once.render = [](const ports::ConcernRecord&) { return ports::StoredAnswer{}; };
    const auto done = concerns.change(caller(issuer), wanted, once);
    const auto* own = before.issuer(issuer);
    if (own == nullptr) {
      RC_ASSERT(done.has_error());
      return;
    }
    const bool may = !domain::possible_moves(own->state).empty();
    if (!may) {
      RC_ASSERT(done.has_error());
      RC_ASSERT(done.error().code() == core::Errc::conflict);
      RC_ASSERT(done.error().detail().find(name_of(own->state)) != std::string::npos);
    }
  }

  ports::ConcernRecord read(const std::string& whose, const core::Uuid& id) {
    return concerns.read(caller(whose), id).value();
  }

  // Of each concern: who has to do something has one clock of it, and nobody else has any.
  void check() {
    std::map<std::pair<std::string, core::Uuid>, std::map<DutyKind, int>> open;
    for (const auto& code : authorities)
      for (const auto& one : running.reg
                                 .list(caller(code), ports::DutyFilter{}, {},
                                       core::uk_date(running.clock.now()), 1000, {})
                                 .value()
                                 .duties)
        ++open[{code, one.duty.about.id}][one.duty.kind];
    for (const auto& [id, reporter] : reporters) {
      const auto record = read(reporter, id);
      const bool is_routed = !record.issuers.empty();
      RC_ASSERT((record.routing == domain::Routing::routed) == is_routed);
      auto& reporters_own = open[{reporter, id}];
      RC_ASSERT(reporters_own[DutyKind::share_concern] == (!is_routed && record.share_by ? 1 : 0));
      for (const auto& issuer : record.issuers) {
        auto& its = open[{issuer.authority, id}];
        const bool owes = issuer.consider_by.has_value();
        RC_ASSERT(owes == (issuer.authority != "GLG"));
        RC_ASSERT(its[DutyKind::consider_concern] ==
                  (owes && issuer.state == IssuerState::to_consider ? 1 : 0));
        RC_ASSERT((its[DutyKind::review_concern] > 0) == (issuer.state == IssuerState::to_review));
        RC_ASSERT(concerns.read(caller(issuer.authority), id).has_value());
        if (issuer.state == IssuerState::transferred)
          RC_ASSERT(record.issuer(issuer.transferred_to) != nullptr);
      }
    }
  }
};

}  // namespace

TEST_CASE("No drawn story loses a concern or a clock, and illegal moves name what is possible") {
  REQUIRE(rc::check([] {
    Story story;
    RC_ASSERT(story.running.caught_up());
    const auto steps = *rc::gen::container<std::vector<int>>(20, rc::gen::inRange(0, 6));
    for (const int step : steps) {
      if (step == 0) story.report();
      if (step == 1) story.license();
      if (step == 2) story.enter();
      if (step > 2) story.change();
      RC_ASSERT(story.running.caught_up());
      RC_ASSERT(story.running.watched());
      story.check();
    }
  }));
}
