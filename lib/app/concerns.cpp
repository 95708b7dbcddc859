#include "app/concerns.hpp"

#include "app/act_leaf.hpp"
#include "app/concern_matches.hpp"
#include "app/retry.hpp"
#include "core/json_writer.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

domain::About about(const core::Uuid& concern) {
  return {"concern", concern};
}

ports::DutiesAbout owed(const std::string& authority, domain::DutyKind kind,
                        const core::Uuid& concern) {
  return {authority, kind, about(concern)};
}

core::Error wrong(const char* pointer, const char* detail) {
  return {core::Errc::invalid, "Some fields are wrong.", {{pointer, detail}}};
}

}  // namespace

// What stays the same when one write is tried again.
struct Concerns::Attempt {
  core::Uuid id;  // of the concern that is reported, or of the step that is taken
  core::Instant now;
  std::string kind;    // of its leaf
  core::Uuid subject;  // likewise
  std::string detail = "{}";
  std::optional<proof::Leaf> leaf = {};

  core::Date today() const { return core::uk_date(now); }
};

Concerns::Concerns(ports::Register& reg, ports::ConcernDesk& desk, const LiveIndex& index,
                   const ReferenceData& reference, const core::Clock& clock,
                   core::Randomness& randomness, core::Metrics& metrics,
                   std::function<void(const proof::Head&)> committed, ConcernsOptions options)
    : register_(reg),
      desk_(desk),
      index_(index),
      reference_(reference),
      clock_(clock),
      randomness_(randomness),
      metrics_(metrics),
      committed_(std::move(committed)),
      options_(options) {}

std::optional<domain::Duty> consider_duty(const Reference& reference, const std::string& issuer,
                                          const core::Uuid& concern, core::Date from) {
  const auto* authority = reference.authorities.with_code(issuer);
  if (authority == nullptr || !domain::owes_considering(*authority)) return {};
  const auto duty =
      domain::open_duty({issuer, domain::DutyKind::consider_concern, about(concern), from},
                        reference.calendar, reference.periods);
  return duty ? std::optional(*duty) : std::nullopt;
}

std::optional<domain::Duty> review_duty(const Reference& reference, const core::Uuid& concern,
                                        const std::string& occasion, core::Date from) {
  const auto duty =
      domain::open_duty({"", domain::DutyKind::review_concern, about(concern), from, occasion},
                        reference.calendar, reference.periods);
  return duty ? std::optional(*duty) : std::nullopt;
}

proof::Leaf Concerns::leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                           std::string detail) const {
  return act_leaf(caller, std::move(kind), subject, std::move(detail), clock_, randomness_);
}

template <class Make>
core::Result<Answered> Concerns::once_in(const ports::Caller& caller,
                                         const Once<ports::ConcernRecord>& once, Attempt& attempt,
                                         Make&& make) {
  const auto write = [&](ports::UnitOfWork& work) -> core::Result<ports::ConcernRecord> {
    auto record = make(work);
    if (!record) return record;
    if (!attempt.leaf) attempt.leaf = leaf(caller, attempt.kind, attempt.subject, attempt.detail);
    if (auto logged = work.log(std::span(&*attempt.leaf, 1)); !logged) return logged.error();
    return record;
  };
  return try_again(
      [&] { return write_once(register_, caller, once, attempt.now, write, committed_); });
}

core::Result<ports::ConcernRecord> Concerns::new_record(const ports::Caller& caller,
                                                        const domain::Concern& concern,
                                                        core::Instant now) const {
  const auto reference = reference_.get();
  const auto today = core::uk_date(now);
  ports::ConcernRecord record;
  record.id = core::new_uuid(clock_, randomness_);
  record.authority = caller.authority;
  record.concern = concern;
  record.entered_at = now;
  const auto* retain = reference->periods.in_force("retain_concern", today);
  if (retain == nullptr) return domain::not_loaded("the period `retain_concern`");
  record.retained_until = domain::last_day_of(*retain, today, reference->calendar);
  ports::ConcernStep step;
  step.id = core::new_uuid(clock_, randomness_);
  step.authority = caller.authority;
  step.step = "reported";
  step.on = concern.became_aware_on;
  step.at = now;
  step.actor = caller.actor;
  record.steps.push_back(std::move(step));
  return record;
}

// In the order of their codes, in which their locks are taken.
std::vector<ports::ConcernRoute> Concerns::routes_for(ports::ConcernRecord& record,
                                                      core::Date today) const {
  std::vector<ports::ConcernRoute> routes;
  const auto found = issuers_of(index_, record.concern.subject, record.authority);
  const auto& named = record.concern.issuer;
  if (found)
    for (const auto& one : *found) {
      if (!named.empty() && one.authority != named) continue;
      routes.push_back({.concern = record.id,
                        .reporter = record.authority,
                        .issuer = one.authority,
                        .how = named.empty() ? "found" : "named",
                        .licence = one.licence,
                        .band = one.band,
                        .probability = one.probability,
                        .received_on = today,
                        .consider_by = {}});
    }
  if (routes.empty() && !named.empty())
    routes.push_back({.concern = record.id,
                      .reporter = record.authority,
                      .issuer = named,
                      .how = "named",
                      .licence = {},
                      .band = {},
                      .probability = 0,
                      .received_on = today,
                      .consider_by = {}});
  record.routing = !routes.empty() ? domain::Routing::routed
                   : found         ? domain::Routing::no_issuer_found
                                   : domain::Routing::pending;
  return routes;
}

core::Result<void> Concerns::give(ports::UnitOfWork& work, ports::ConcernRoute& route,
                                  core::Instant now) const {
  const auto duty =
      consider_duty(*reference_.get(), route.issuer, route.concern, route.received_on);
  if (duty) route.consider_by = duty->due_on;
  const auto is_new = work.concerns().route(route, now);
  if (!is_new) return is_new.error();
  if (*is_new && duty) return work.duties().open(*duty);
  return {};
}

core::Result<Answered> Concerns::report(const ports::Caller& caller, const domain::Concern& concern,
                                        const domain::ConcernStatistics& statistics,
                                        const Once<ports::ConcernRecord>& once) {
  const auto now = clock_.now();
  auto record = new_record(caller, concern, now);
  if (!record) return record.error();
  const auto reference = reference_.get();
  auto routes = routes_for(*record, core::uk_date(now));
  std::optional<domain::Duty> share;
  const auto* reporter = reference->authorities.with_code(caller.authority);
  const auto* issuer =
      concern.issuer.empty() ? nullptr : reference->authorities.with_code(concern.issuer);
  if (reporter != nullptr && domain::owes_sharing(*reporter, issuer)) {
    auto duty = domain::open_duty({caller.authority, domain::DutyKind::share_concern,
                                   about(record->id), concern.became_aware_on},
                                  reference->calendar, reference->periods);
    if (!duty) return duty.error();
    record->share_by = duty->due_on;
    share = std::move(*duty);
  }
  core::JsonWriter detail;
  detail.begin_object().member("routing", domain::name_of(record->routing));
  detail.member("issuers", routes.size()).end_object();
  Attempt attempt{.id = record->id,
                  .now = now,
                  .kind = "concern_reported",
                  .subject = record->id,
                  .detail = std::move(detail).take()};
  auto answered = once_in(caller, once, attempt,
                          [&](ports::UnitOfWork& work) -> core::Result<ports::ConcernRecord> {
                            const auto entered = work.concerns().enter(*record, statistics);
                            if (!entered) return entered.error();
                            if (!*entered) return work.concerns().to_change(record->id);
                            if (share)
                              if (auto opened = work.duties().open(*share); !opened)
                                return opened.error();
                            for (auto& route : routes)
                              if (auto given = give(work, route, now); !given) return given.error();
                            return work.concerns().to_change(record->id);
                          });
  if (answered && !answered->replayed)
    metrics_.count("badgewatch_concerns_total", {{"routing", domain::name_of(record->routing)}});
  return answered;
}

core::Result<Answered> Concerns::change(const ports::Caller& caller, const ConcernChange& wanted,
                                        const Once<ports::ConcernRecord>& once) {
  using Kind = ConcernChange::Kind;
  Attempt attempt{.id = core::new_uuid(clock_, randomness_),
                  .now = clock_.now(),
                  .kind = wanted.kind == Kind::consider   ? "concern_considered"
                          : wanted.kind == Kind::transfer ? "concern_transferred"
                                                          : "concern_issuer_named",
                  .subject = wanted.concern};
  return once_in(caller, once, attempt,
                 [&](ports::UnitOfWork& work) { return make(work, caller, wanted, attempt); });
}

core::Result<ports::ConcernRecord> Concerns::make(ports::UnitOfWork& work,
                                                  const ports::Caller& caller,
                                                  const ConcernChange& wanted,
                                                  const Attempt& attempt) const {
  using Kind = ConcernChange::Kind;
  const auto record = work.concerns().to_change(wanted.concern);
  if (!record) return record.error();
  const bool is_made = std::any_of(record->steps.begin(), record->steps.end(),
                                   [&](const auto& step) { return step.id == attempt.id; });
  if (is_made) return *record;  // by an attempt whose answer was lost
  auto done = wanted.kind == Kind::consider   ? consider(work, caller, *record, wanted, attempt)
              : wanted.kind == Kind::transfer ? hand_on(work, caller, *record, wanted, attempt)
                                              : name_issuer(work, caller, *record, wanted, attempt);
  if (!done) return done.error();
  return work.concerns().to_change(wanted.concern);
}

namespace {

core::Result<const ports::ConcernIssuer*> own_part(const ports::ConcernRecord& record,
                                                   const ports::Caller& caller) {
  if (const auto* own = record.issuer(caller.authority)) return own;
  return core::Error(core::Errc::forbidden,
                     "This is for the authority that licenses the person: you reported it.");
}

ports::ConcernStep step_of(const ports::Caller& caller, const core::Uuid& id, core::Instant at,
                           const char* name, std::string detail, const domain::Consideration& why) {
  ports::ConcernStep step;
  step.id = id;
  step.authority = caller.authority;
  step.step = name;
  step.on = why.on;
  step.at = at;
  step.actor = caller.actor;
  step.detail = std::move(detail);
  step.reasons = why.reasons;
  step.by = why.considered_by;
  return step;
}

}  // namespace

core::Result<void> Concerns::consider(ports::UnitOfWork& work, const ports::Caller& caller,
                                      const ports::ConcernRecord& record,
                                      const ConcernChange& wanted, const Attempt& attempt) const {
  const auto own = own_part(record, caller);
  if (!own) return own.error();
  if (auto may = domain::check_move((*own)->state, domain::ConcernMove::consider); !may)
    return may.error();
  auto problems =
      domain::check_consideration(wanted.consideration, (*own)->received_on, attempt.today());
  if (!problems.empty())
    return core::Error(core::Errc::invalid, "Some fields are wrong.", std::move(problems));
  auto step = step_of(caller, attempt.id, attempt.now, "considered",
                      std::string(name_of(wanted.consideration.outcome)), wanted.consideration);
  if (auto kept = work.concerns().consider(record, wanted.consideration, step); !kept)
    return kept.error();
  for (const auto kind : {domain::DutyKind::consider_concern, domain::DutyKind::review_concern}) {
    auto closed = work.duties().close(owed(caller.authority, kind, record.id), attempt.today());
    if (!closed) return closed.error();
  }
  return {};
}

core::Result<void> Concerns::hand_on(ports::UnitOfWork& work, const ports::Caller& caller,
                                     const ports::ConcernRecord& record,
                                     const ConcernChange& wanted, const Attempt& attempt) const {
  const auto own = own_part(record, caller);
  if (!own) return own.error();
  if (auto may = domain::check_move((*own)->state, domain::ConcernMove::transfer); !may)
    return may.error();
  const auto reference = reference_.get();
  const auto* to = reference->authorities.with_code(wanted.to);
  if (to == nullptr || !to->in_force(attempt.today()))
    return wrong("/to", "is no licensing authority of today");
  if (wanted.to == caller.authority || wanted.to == record.authority)
    return wrong("/to", "is a party to it already");
  auto step =
      step_of(caller, attempt.id, attempt.now, "transferred", wanted.to, wanted.consideration);
  if (auto left = work.concerns().leave(record, wanted.to, step); !left) return left.error();
  const auto fresh = consider_duty(*reference, wanted.to, record.id, attempt.today());
  ports::ConcernRoute route{.concern = record.id,
                            .reporter = record.authority,
                            .issuer = wanted.to,
                            .how = "transferred",
                            .licence = {},
                            .band = {},
                            .probability = 0,
                            .received_on = attempt.today(),
                            .consider_by = {}};
  // Nothing restarts a clock: the other goes on with this one, where it has such a duty at all.
  const bool goes_on =
      fresh && (*own)->consider_by && (*own)->state == domain::IssuerState::to_consider;
  if (fresh) route.consider_by = goes_on ? *(*own)->consider_by : fresh->due_on;
  const auto is_new = work.concerns().route(route, attempt.now);
  if (!is_new) return is_new.error();
  if (!*is_new)
    return core::Error(core::Errc::conflict,
                       "That authority has this concern already. Consider your own part.");
  const auto which = owed(caller.authority, domain::DutyKind::consider_concern, record.id);
  const auto review = owed(caller.authority, domain::DutyKind::review_concern, record.id);
  if (auto closed = work.duties().close(review, attempt.today()); !closed) return closed.error();
  if (!goes_on) {
    if (auto closed = work.duties().close(which, attempt.today()); !closed) return closed.error();
    return fresh ? work.duties().open(*fresh) : core::Result<void>();
  }
  if (auto moved = work.duties().transfer(which, wanted.to, attempt.today()); !moved)
    return moved.error();
  return {};
}

core::Result<void> Concerns::name_issuer(ports::UnitOfWork& work, const ports::Caller& caller,
                                         const ports::ConcernRecord& record,
                                         const ConcernChange& wanted,
                                         const Attempt& attempt) const {
  if (record.authority != caller.authority)
    return core::Error(core::Errc::forbidden,
                       "Its reporter says who licenses the person. You may hand it on.");
  const auto* to = reference_.get()->authorities.with_code(wanted.to);
  if (to == nullptr || !to->in_force(attempt.today()))
    return wrong("/issuer", "is no licensing authority of today");
  if (wanted.to == caller.authority)
    return wrong("/issuer", "is your own authority, which needs not be told");
  ports::ConcernRoute route{.concern = record.id,
                            .reporter = record.authority,
                            .issuer = wanted.to,
                            .how = "named",
                            .licence = {},
                            .band = {},
                            .probability = 0,
                            .received_on = attempt.today(),
                            .consider_by = {}};
  return give(work, route, attempt.now);
}

core::Result<ports::ConcernRecord> Concerns::read(const ports::Caller& caller,
                                                  const core::Uuid& id) {
  return desk_.find(caller, id, leaf(caller, "concern_read", id, "{}"));
}

core::Result<std::vector<ports::ConcernRecord>> Concerns::list(
    const ports::Caller& caller, const std::optional<core::Uuid>& after, std::size_t limit) {
  return desk_.list(caller, after, limit, leaf(caller, "concerns_listed", {}, "{}"));
}

core::Result<std::vector<ports::TraitCount>> Concerns::traits(const ports::Caller& caller,
                                                              int from_year, int to_year) {
  return desk_.traits(caller, from_year, to_year,
                      leaf(caller, "concern_statistics_read", {}, "{}"));
}

bool Concerns::names(const ports::ConcernRecord& record, const ports::Caller& caller,
                     const ports::ConcernIssuer& issuer) const {
  return options_.names_issuers || caller.authority != record.authority || issuer.how == "named" ||
         issuer.outcome.has_value();
}

}  // namespace badgewatch::app
