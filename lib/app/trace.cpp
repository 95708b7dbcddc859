#include "app/trace.hpp"

#include "app/act_leaf.hpp"
#include "core/json_writer.hpp"
#include "proof/leaf.hpp"

namespace badgewatch::app {

namespace {

constexpr int too_many_requests = 429;

}  // namespace

core::Result<void> Trace::write(const ports::Caller& caller, std::string kind,
                                const core::Uuid& subject, std::string detail) {
  return log_.note(
      {act_leaf(caller, std::move(kind), subject, std::move(detail), clock_, randomness_)});
}

core::Result<void> Trace::listed(const ports::Caller& caller, std::string kind, std::int64_t after,
                                 std::size_t count) {
  core::JsonWriter detail;
  detail.begin_object().member("after", after).member("count", count).end_object();
  return write(caller, std::move(kind), {}, std::move(detail).take());
}

bool Trace::is_one_of_many(const ports::Caller& caller) {
  const auto now = clock_.now();
  const std::lock_guard lock(mutex_);
  const auto [last, is_first] = too_fast_.try_emplace(caller.actor, now);
  if (is_first) return false;
  constexpr auto apart = std::chrono::microseconds(too_fast_apart).count();
  if (now.micros - last->second.micros < apart) return true;
  last->second = now;
  return false;
}

core::Result<void> Trace::not_proven(const std::optional<ports::Caller>& meant, std::string kind,
                                     std::string_view cause, bool too_many) {
  metrics_.count("badgewatch_sign_ins_total", {{"outcome", too_many ? "too_many" : "refused"}});
  if (too_many && (!meant || is_one_of_many(*meant))) return {};
  constexpr std::chrono::seconds patience{10};
  if (!meant) return log_.probe(std::chrono::steady_clock::now() + patience);
  core::JsonWriter detail;
  detail.begin_object().member("cause", cause).end_object();
  const auto subject = core::Uuid::parse(meant->actor).value_or(core::Uuid());
  return write(*meant, std::move(kind), subject, std::move(detail).take());
}

core::Result<void> Trace::refused(const ports::Caller& caller, const Refusal& refusal) {
  metrics_.count("badgewatch_refusals_total", {{"problem", refusal.problem}});
  if (refusal.status == too_many_requests && is_one_of_many(caller)) return {};
  core::JsonWriter detail;
  detail.begin_object().member("method", refusal.method).member("route", refusal.route);
  detail.member("status", std::int64_t{refusal.status}).member("problem", refusal.problem);
  detail.end_object();
  return write(caller, "refused", refusal.subject, std::move(detail).take());
}

}  // namespace badgewatch::app
