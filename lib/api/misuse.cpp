#include "api/misuse.hpp"

#include "api/answers.hpp"
#include "api/done_once.hpp"
#include "api/misuse_json.hpp"
#include "app/check_answer.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "domain/succession.hpp"
#include "http/query.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace badgewatch::api {

namespace {

constexpr std::size_t page = 500;
constexpr std::array reviews{domain::Review::explained, domain::Review::misuse,
                             domain::Review::referred};

core::Result<std::int64_t> cursor_of(const http::Request& request) {
  const auto query = http::parse_query(request.head.query, {"after"});
  if (!query) return query.error();
  const auto text = query->find("after");
  if (!text) return std::int64_t{0};
  std::int64_t after = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), after);
  if (error != std::errc() || end != text->data() + text->size() || after < 0)
    return ports::never_given();
  return after;
}

// {"outcome", "reason"}.
core::Result<ports::ReviewToKeep> read_review(const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return json.error();
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  ports::ReviewToKeep review;
  const auto outcome = reader.choice("outcome", {"explained", "misuse", "referred"});
  if (outcome) review.outcome = reviews.at(*outcome);
  review.reason = reader.string("reason", domain::longest_reason);
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return review;
}

using Keep = core::Result<void> (app::MisuseReviews::*)(const ports::Caller&, ports::ReviewToKeep);

http::Response post_review(Context& context, const Call& call, Keep keep, const char* missing) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem({core::Errc::not_found, missing});
  auto review = read_review(call);
  if (!review) return http::problem(review.error());
  review->subject = *id;
  const auto render = [](const ports::ReviewToKeep& kept) {
    core::JsonWriter out;
    out.begin_object().member("id", kept.subject.text()).member("state", "reviewed");
    out.member("outcome", domain::name_of(kept.outcome)).end_object();
    return ports::StoredAnswer{.status = 200, .body = std::move(out).take(), .headers = {}};
  };
  return done_once<ports::ReviewToKeep>(
      context, call, render, [&]() -> core::Result<ports::ReviewToKeep> {
        auto kept = (context.misuse.reviews.*keep)(call.caller(), *review);
        if (!kept) return kept.error();
        return *review;
      });
}

}  // namespace

http::Response get_misuse_flags(Context& context, const Call& call) {
  const auto after = cursor_of(call.request);
  if (!after) return http::problem(after.error());
  const auto flags = context.misuse.desk.flags(call.caller(), *after, page);
  if (!flags) return http::problem(flags.error());
  auto logged = context.trace.listed(call.caller(), "misuse_flags_listed", *after, flags->size());
  if (!logged) return http::problem(logged.error());
  core::Result<ActorNames> names = ActorNames();
  if (std::any_of(flags->begin(), flags->end(), [](const auto& one) { return one.outcome; }))
    names = names_of_actors(context, call.caller());
  if (!names) return http::problem(names.error());
  core::JsonWriter out;
  out.begin_object().key("flags").begin_array();
  for (const auto& one : *flags)
    write_misuse_flag(out, one, *names);
  out.end_array().member("next", flags->empty() ? *after : flags->back().number);
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response post_flag_review(Context& context, const Call& call) {
  return post_review(context, call, &app::MisuseReviews::review_flag,
                     "There is no such flag of your authority.");
}

http::Response get_misuse_sample(Context& context, const Call& call) {
  const auto query = http::parse_query(call.request.head.query, {"week"});
  if (!query) return http::problem(query.error());
  const auto text = query->find("week");
  const auto monday = text ? app::monday_of(*text) : std::nullopt;
  if (!monday)
    return http::problem({core::Errc::malformed, "`week` must be an ISO week, as `2026-W48`."});
  const auto sample = context.misuse.reviews.sample(call.caller(), *monday);
  if (!sample) return http::problem(sample.error());
  auto logged =
      context.trace.listed(call.caller(), "misuse_sample_listed", 0, sample->checks.size());
  if (!logged) return http::problem(logged.error());
  core::JsonWriter out;
  out.begin_object().member("week", *text).member("from", sample->monday.iso());
  out.member("seed", core::hex(sample->seed)).key("checks").begin_array();
  for (const auto& one : sample->checks) {
    out.begin_object().member("check", one.check.text()).member("actor", one.actor);
    out.member("checked_at", core::to_text(one.at));
    out.member("purpose", domain::name_of(one.purpose));
    out.member("case_reference", one.case_reference);
    out.member("state", one.outcome ? "reviewed" : "waiting");
    if (one.outcome) out.member("outcome", domain::name_of(*one.outcome));
    out.end_object();
  }
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

http::Response post_sample_review(Context& context, const Call& call) {
  return post_review(context, call, &app::MisuseReviews::review_check,
                     "There is no such check of your authority.");
}

http::Response get_seen_by(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem({core::Errc::not_found, "There is no such decision of yours."});
  const auto seen = context.misuse.desk.seen_by(call.caller(), *id);
  if (!seen) return http::problem(seen.error());
  if (auto logged = context.records.log_reading(call.caller(), "seen_by_read", *id); !logged)
    return http::problem(logged.error());
  const auto reference = context.reference.get();
  core::JsonWriter out;
  out.begin_object().member("decision", id->text());
  out.member("known_since", core::to_text(seen->known_since)).key("seen").begin_array();
  for (const auto& one : seen->sights) {
    out.begin_object().member("authority", one.authority).member("how", one.kind);
    out.member("at", core::to_text(one.at));
    if (!one.actor.empty()) out.member("actor", one.actor);
    if (one.subject && *one.subject != *id) out.member("check", one.subject->text());
    const auto* authority =
        domain::acting_for(reference->authorities, one.authority, context.today());
    if (authority != nullptr && one.authority != call.caller().authority)
      app::write_ask(out, authority->ask);
    out.end_object();
  }
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

}  // namespace badgewatch::api
