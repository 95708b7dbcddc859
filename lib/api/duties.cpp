#include "api/duties.hpp"

#include "api/answers.hpp"
#include "api/cursor.hpp"
#include "api/report_days.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "domain/small_numbers.hpp"
#include "domain/succession.hpp"
#include "http/query.hpp"

#include <algorithm>
#include <map>

namespace badgewatch::api {

namespace {

constexpr std::size_t page = 200;

template <class Value>
core::Result<std::optional<Value>> named(const http::Query& query, std::string_view name,
                                         std::optional<Value> (*read)(std::string_view)) {
  const auto text = query.find(name);
  if (!text) return std::optional<Value>();
  const auto value = read(*text);
  if (!value)
    return core::Error(core::Errc::malformed,
                       "`" + std::string(name) + "` is none of the words that it may be.");
  return std::optional<Value>(*value);
}

// "2026-12-04.0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11": where a page ended.
core::Result<std::optional<ports::DutyPlace>> place_of(const http::Query& query) {
  const auto text = query.find("after");
  if (!text) return std::optional<ports::DutyPlace>();
  const auto dot = std::min(text->find('.'), text->size());
  const auto day = core::Date::parse_iso(text->substr(0, dot));
  const auto id = core::Uuid::parse(text->substr(std::min(dot + 1, text->size())));
  if (!day || !id)
    return core::Error(core::Errc::malformed,
                       "`after` must be what an earlier answer gave as `next`.");
  return std::optional(ports::DutyPlace{*day, *id});
}

std::optional<std::string> day_or_null(const std::optional<core::Date>& day) {
  return day ? std::optional(day->iso()) : std::nullopt;
}

std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void write_duty(core::JsonWriter& out, const ports::KeptDuty& kept, core::Date today) {
  const auto& duty = kept.duty;
  out.begin_object().member("id", kept.id.text()).member("kind", domain::name_of(duty.kind));
  out.key("about").begin_object().member("type", duty.about.type);
  out.member("id", duty.about.id.text()).end_object();
  out.member("state", domain::name_of(domain::state_on(duty, today)));
  out.member("opened_on", duty.opened_on.iso()).member("due_on", duty.due_on.iso());
  out.member("reckoning", duty.reckoning);
  const bool is_reminded = duty.remind_on <= duty.due_on;
  out.member("reminder_on", is_reminded ? std::optional(duty.remind_on.iso()) : std::nullopt);
  out.member("escalates_on", duty.escalate_on.iso());
  out.member("escalates_to", domain::escalates_to(duty.kind));
  out.member("opened_by", text_or_null(kept.opened_by));
  out.key("pauses").begin_array();
  for (const auto& pause : duty.pauses)
    out.begin_object()
        .member("from", pause.from.iso())
        .member("to", day_or_null(pause.to))
        .member("reason", domain::name_of(pause.why))
        .end_object();
  out.end_array().member("done_on", day_or_null(duty.done_on));
  out.member("transferred_to", text_or_null(duty.transferred_to));
  out.member("transferred_from", text_or_null(duty.transferred_from)).end_object();
}

// Of all that an authority owed, what it did late or has not done though it is past its day.
double share_late(const std::vector<const ports::Lateness*>& its) {
  std::int64_t all = 0;
  std::int64_t late = 0;
  for (const auto* one : its) {
    all += one->done + one->open;
    late += one->done_late + one->overdue;
  }
  return all == 0 ? 0 : static_cast<double>(late) / static_cast<double>(all);
}

void write_lateness(core::JsonWriter& out, const ports::Lateness& one, bool is_own) {
  const auto count = [&](std::int64_t number) {
    return is_own ? std::optional(number) : domain::shown_outside(number);
  };
  const auto late = count(one.done_late);
  out.begin_object().member("kind", domain::name_of(one.kind)).member("done", count(one.done));
  out.member("done_late", late).member("open", count(one.open));
  out.member("overdue", count(one.overdue));
  // How late one single duty was says that there was one.
  out.member("most_days_late", late ? std::optional(one.most_days_late) : std::nullopt);
  out.end_object();
}

}  // namespace

http::Response get_duties(Context& context, const Call& call) {
  const auto query =
      http::parse_query(call.request.head.query, {"kind", "state", "after", "limit"});
  if (!query) return http::problem(query.error());
  const auto kind = named(*query, "kind", domain::duty_kind_named);
  if (!kind) return http::problem(kind.error());
  const auto state = named(*query, "state", domain::duty_state_named);
  if (!state) return http::problem(state.error());
  const auto after = place_of(*query);
  if (!after) return http::problem(after.error());
  const auto limit = read_limit(query->find("limit"), {.usual = page, .most = page, .least = 1});
  if (!limit) return http::problem(limit.error());
  const auto listed = context.duties.list(call.caller(), {*kind, *state}, *after, *limit);
  if (!listed) return http::problem(listed.error());
  const auto& [duties, waiting] = *listed;
  core::JsonWriter out;
  out.begin_object().key("waiting").begin_object().member("count", waiting.count);
  out.member("overdue", waiting.overdue).member("count_is_whole", waiting.is_whole).end_object();
  out.key("duties").begin_array();
  for (const auto& one : duties)
    write_duty(out, one, context.today());
  out.end_array().key("next");
  if (duties.size() == *limit)
    out.value(duties.back().duty.due_on.iso() + "." + duties.back().id.text());
  else
    out.value(nullptr);
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response post_duty_clock(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem({core::Errc::not_found, "There is no such duty of yours."});
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto wanted = reader.choice("clock", {"pause", "resume"});
  const bool pauses = wanted && *wanted == 0;
  const auto why = pauses ? reader.choice("reason", {"identity", "clarification"}) : std::nullopt;
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  const auto moved = pauses
                         ? context.duties.pause(call.caller(), *id, domain::pause_reasons.at(*why))
                         : context.duties.resume(call.caller(), *id);
  if (!moved) return http::problem(moved.error());
  core::JsonWriter out;
  write_duty(out, *moved, context.today());
  return json_answer(200, std::move(out).take());
}

http::Response get_lateness(Context& context, const Call& call) {
  const auto query = http::parse_query(call.request.head.query, {"from", "to"});
  if (!query) return http::problem(query.error());
  const auto days = report_days_of(*query, context.today());
  if (!days) return http::problem(days.error());
  const auto all = context.duties.lateness(call.caller(), days->from, days->to);
  if (!all) return http::problem(all.error());

  std::map<std::string, std::vector<const ports::Lateness*>> by_authority;
  for (const auto& one : *all)
    by_authority[one.authority].push_back(&one);
  std::vector<std::pair<double, std::string>> table;
  for (const auto& [code, its] : by_authority)
    table.emplace_back(-share_late(its), code);
  std::sort(table.begin(), table.end());

  const bool is_own = !call.caller().authority.empty();
  const auto reference = context.reference.get();
  core::JsonWriter out;
  out.begin_object().member("from", days->from.iso()).member("to", days->to.iso());
  out.member("hides_counts_below",
             is_own ? std::optional<std::int64_t>() : std::optional(domain::smallest_shown));
  out.key("authorities").begin_array();
  for (const auto& [share, code] : table) {
    out.begin_object().member("authority", code);
    out.member("name", domain::name_on(reference->authorities, code, context.today()));
    out.key("duties").begin_array();
    for (const auto* one : by_authority[code])
      write_lateness(out, *one, is_own);
    out.end_array().end_object();
  }
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

}  // namespace badgewatch::api
