#include "app/rectifications.hpp"

#include "app/act_leaf.hpp"
#include "app/check_answer.hpp"
#include "app/retry.hpp"
#include "core/json_writer.hpp"
#include "domain/extension.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

core::Error no_such_entry() {
  return {core::Errc::not_found,
          "There is no such entry of yours, and no check of yours gave a hit on it."};
}

domain::About about(const ports::Rectification& request) {
  return {"rectification_request", request.id};
}

std::string detail_of(const ports::Rectification& request) {
  core::JsonWriter out;
  out.begin_object().member("entry", request.entry.text());
  out.member("recorded_by", request.recorded_by);
  return std::move(out.member("state", domain::name_of(request.state)).end_object()).take();
}

std::string called(const ports::Caller& caller) {
  return caller.label.empty() ? caller.actor : caller.label;
}

}  // namespace

Rectifications::Rectifications(ports::Rectifications& kept, ports::CheckLog& checks,
                               ports::Register& reg, const ReferenceData& reference,
                               const core::Clock& clock, core::Randomness& randomness,
                               core::Metrics& metrics)
    : kept_(kept),
      checks_(checks),
      register_(reg),
      reference_(reference),
      clock_(clock),
      randomness_(randomness),
      metrics_(metrics) {}

proof::Leaf Rectifications::leaf(const ports::Caller& caller, std::string kind,
                                 const core::Uuid& subject, std::string detail) const {
  return act_leaf(caller, std::move(kind), subject, std::move(detail), clock_, randomness_);
}

core::Result<std::string> Rectifications::recorded_by(const ports::Caller& caller,
                                                      const RectificationToTake& wanted) const {
  if (!wanted.check) {
    const auto own = register_.find_decision(caller, wanted.entry);
    if (own) return caller.authority;
    return own.error().code() == core::Errc::not_found ? no_such_entry() : own.error();
  }
  const auto check = checks_.find(caller, *wanted.check);
  if (!check)
    return check.error().code() == core::Errc::not_found ? no_such_entry() : check.error();
  const auto hits = hits_in(check->answer);
  if (!hits) return hits.error();
  const auto hit = std::find_if(hits->begin(), hits->end(),
                                [&](const StoredHit& one) { return one.entry == wanted.entry; });
  if (hit == hits->end()) return no_such_entry();
  return hit->recording_authority;
}

core::Result<Rectifications::Taken> Rectifications::taken(const ports::Caller& caller,
                                                          const RectificationToTake& wanted) const {
  const auto now = clock_.now();
  if (core::uk_date(now) < wanted.received_on)
    return core::Error(core::Errc::invalid, "Some fields are wrong.",
                       {{"/received_on", "is in the future"}});
  auto recorder = recorded_by(caller, wanted);
  if (!recorder) return recorder.error();
  const auto reference = reference_.get();
  ports::Rectification request;
  request.id = core::new_uuid(clock_, randomness_);
  request.received_by = caller.authority;
  request.recorded_by = std::move(*recorder);
  request.entry = wanted.entry;
  request.received_on = wanted.received_on;
  request.taken_at = now;
  request.wrong = wanted.wrong;
  request.taken_by = called(caller);
  auto answer = domain::open_duty({.authority = request.recorded_by,
                                   .kind = domain::DutyKind::rectify,
                                   .about = about(request),
                                   .from = wanted.received_on},
                                  reference->calendar, reference->periods);
  if (!answer) return answer.error();
  request.answer_by = answer->due_on;
  return Taken{std::move(request), std::move(*answer)};
}

core::Result<Answered> Rectifications::take(const ports::Caller& caller,
                                            const RectificationToTake& wanted,
                                            const Once<ports::Rectification>& once) {
  const auto taking = taken(caller, wanted);
  if (!taking) return taking.error();
  const auto& request = taking->request;
  const auto its = leaf(caller, "rectification_taken", request.id, detail_of(request));
  auto answered = try_again([&] {
    return write_once(register_, caller, once, request.taken_at,
                      [&](ports::UnitOfWork& work) -> core::Result<ports::Rectification> {
                        if (auto opened = work.rectifications().open(request); !opened)
                          return opened.error();
                        if (auto owed = work.duties().open(taking->answer); !owed)
                          return owed.error();
                        if (auto logged = work.log(std::span(&its, 1)); !logged)
                          return logged.error();
                        return request;
                      });
  });
  if (answered && !answered->replayed)
    metrics_.count("badgewatch_rectifications_total", {{"act", "take"}});
  return answered;
}

core::Result<Answered> Rectifications::end(const ports::Caller& caller, const core::Uuid& id,
                                           domain::RectificationAct act, const std::string& reasons,
                                           const Once<ports::Rectification>& once) {
  const auto now = clock_.now();
  std::optional<proof::Leaf> its;
  const auto write = [&](ports::UnitOfWork& work) -> core::Result<ports::Rectification> {
    auto request = work.rectifications().to_change(id);
    if (!request) return request;
    // An attempt whose answer was lost had been committed.
    if (its && request->ended_at == now) return request;
    const auto next = domain::after(request->state, act, request->sides_of(caller.authority));
    if (!next) return next.error();
    if (act == domain::RectificationAct::correct) {
      const auto changed = work.rectifications().was_changed(*request);
      if (!changed) return changed.error();
      if (!*changed)
        return core::Error(core::Errc::conflict,
                           "The entry has not been amended or removed since the request was taken. "
                           "Change it first, or refuse the request with your reasons.");
    }
    request->state = *next;
    request->ended_at = now;
    request->reasons = reasons;
    request->ended_by = called(caller);
    if (auto ended = work.rectifications().end(*request); !ended) return ended.error();
    const auto closed = work.duties().close({.authority = request->recorded_by,
                                             .kind = domain::DutyKind::rectify,
                                             .about = about(*request)},
                                            core::uk_date(now));
    if (!closed) return closed.error();
    if (!its)
      its = leaf(caller, "rectification_" + std::string(domain::name_of(request->state)),
                 request->id, detail_of(*request));
    if (auto logged = work.log(std::span(&*its, 1)); !logged) return logged.error();
    return request;
  };
  auto answered = try_again([&] { return write_once(register_, caller, once, now, write); });
  if (answered && !answered->replayed)
    metrics_.count("badgewatch_rectifications_total", {{"act", domain::name_of(act)}});
  return answered;
}

core::Result<Answered> Rectifications::extend(const ports::Caller& caller, const core::Uuid& id,
                                              core::Date told_on, const std::string& reason,
                                              const Once<ports::Rectification>& once) {
  const auto now = clock_.now();
  const auto today = core::uk_date(now);
  const auto reference = reference_.get();
  std::optional<proof::Leaf> its;
  const auto write = [&](ports::UnitOfWork& work) -> core::Result<ports::Rectification> {
    auto request = work.rectifications().to_change(id);
    if (!request) return request;
    // An attempt whose answer was lost had been committed.
    if (its && request->extended_on) return request;
    if (!request->sides_of(caller.authority).recorded)
      return core::Error(core::Errc::forbidden,
                         "The authority that recorded the entry answers, and may take longer.");
    if (request->state != domain::RectificationState::open)
      return core::Error(core::Errc::conflict, "A request that is " +
                                                   std::string(domain::name_of(request->state)) +
                                                   " is not extended. Nothing more is possible.");
    const auto owed = work.rectifications().clock(*request);
    if (!owed) return owed.error();
    const auto duty = domain::extend_duty(*owed, request->extended_on, today, told_on,
                                          reference->calendar, reference->periods);
    if (!duty) return duty.error();
    request->answer_by = duty->due_on;
    request->extended_on = today;
    request->told_on = told_on;
    request->extension_reason = reason;
    request->extended_by = called(caller);
    if (auto done = work.rectifications().extend(*request, *duty, now); !done) return done.error();
    if (!its) its = leaf(caller, "rectification_extended", request->id, detail_of(*request));
    if (auto logged = work.log(std::span(&*its, 1)); !logged) return logged.error();
    return request;
  };
  auto answered = try_again([&] { return write_once(register_, caller, once, now, write); });
  if (answered && !answered->replayed)
    metrics_.count("badgewatch_rectifications_total", {{"act", "extend"}});
  return answered;
}

core::Result<ports::Rectification> Rectifications::read(const ports::Caller& caller,
                                                        const core::Uuid& id) {
  auto request = kept_.find(caller, id);
  if (!request) return request;
  auto logged = checks_.note({leaf(caller, "rectification_read", id, "{}")});
  if (!logged) return logged.error();
  return request;
}

core::Result<std::vector<ports::Rectification>> Rectifications::list(
    const ports::Caller& caller, std::optional<domain::RectificationState> state,
    std::int64_t after, std::size_t limit) {
  auto requests = kept_.list(caller, state, after, limit);
  if (!requests) return requests;
  core::JsonWriter detail;
  detail.begin_object().member("after", after).member("count", requests->size()).end_object();
  auto logged = checks_.note({leaf(caller, "rectifications_listed", {}, std::move(detail).take())});
  if (!logged) return logged.error();
  return requests;
}

}  // namespace badgewatch::app
