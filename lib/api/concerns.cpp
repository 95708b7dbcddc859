#include "api/concerns.hpp"

#include "api/concern_json.hpp"
#include "api/once.hpp"
#include "api/report_days.hpp"
#include "core/json_writer.hpp"
#include "domain/small_numbers.hpp"
#include "http/query.hpp"

#include <array>
#include <charconv>
#include <map>

namespace badgewatch::api {

namespace {

constexpr std::size_t page = 200;

const core::Error no_concern(core::Errc::not_found, "There is no such concern of yours.");

core::Result<std::optional<core::Uuid>> place_of(const http::Query& query) {
  const auto text = query.find("after");
  if (!text) return std::optional<core::Uuid>();
  const auto id = core::Uuid::parse(*text);
  if (id) return id;
  return core::Error(core::Errc::malformed,
                     "`after` must be what an earlier answer gave as `next`.");
}

core::Result<int> year_of(const http::Query& query, std::string_view name, int otherwise) {
  const auto text = query.find(name);
  if (!text) return otherwise;
  int year = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), year);
  if (error == std::errc() && end == text->data() + text->size() && year >= 2000 && year <= 9999)
    return year;
  return core::Error(core::Errc::malformed, "`" + std::string(name) + "` must be a year.");
}

bool is_missing(std::string_view code) {
  return code == "not_stated" || code == "not_known";
}

// Of all years and authorities asked for: how many, by code, and how many have one at all.
void write_trait(core::JsonWriter& out, std::string_view trait,
                 const std::vector<ports::TraitCount>& counts) {
  std::map<std::string, std::int64_t> by_code;
  std::int64_t all = 0;
  std::int64_t recorded = 0;
  for (const auto& one : counts) {
    if (one.trait != trait) continue;
    by_code[one.code] += one.people;
    all += one.people;
    recorded += is_missing(one.code) ? 0 : one.people;
  }
  std::vector<std::int64_t> parts;
  for (const auto& [code, people] : by_code)
    parts.push_back(people);
  const auto shown = domain::shown_parts(parts);
  const auto halves = domain::shown_parts(std::array{recorded, all - recorded});
  out.key(trait).begin_object().member("people", domain::shown_outside(all));
  out.key("recorded_percent");
  if (all >= domain::smallest_shown && halves[0] && halves[1])
    out.value(100.0 * static_cast<double>(recorded) / static_cast<double>(all), 1);
  else
    out.value(nullptr);
  out.key("codes").begin_array();
  std::size_t at = 0;
  for (const auto& [code, people] : by_code)
    out.begin_object().member("code", code).member("people", shown[at++]).end_object();
  out.end_array().end_object();
}

}  // namespace

http::Response post_concern(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  const auto read = read_concern(*json, call.caller().authority,
                                 context.reference.get()->authorities, context.today());
  if (!read) return http::problem(read.error());
  auto key = idempotency_key(call.request);
  if (!key) return http::problem(key.error());
  app::Once<ports::ConcernRecord> once;
  once.key = std::move(*key);
  once.render = [&](const ports::ConcernRecord& record) {
    core::JsonWriter out;
    write_concern_summary(out, context, call.caller(), record);
    auto body = std::move(out).take();
    if (!read->warnings.empty()) {
      core::JsonWriter warnings;
      warnings.begin_object();
      person::write_warnings(warnings, read->warnings);
      // Two objects written one behind the other, as one.
      body.pop_back();
      body += "," + std::move(warnings.end_object()).take().substr(1);
    }
    return ports::StoredAnswer{.status = 201,
                               .body = std::move(body),
                               .headers = {{"Location", "/v1/concerns/" + record.id.text()}}};
  };
  auto answered = context.concerns.report(call.caller(), read->concern, read->statistics, once);
  if (!answered) return http::problem(answered.error());
  return once_answer(std::move(*answered));
}

http::Response get_concerns(Context& context, const Call& call) {
  const auto query = http::parse_query(call.request.head.query, {"after"});
  if (!query) return http::problem(query.error());
  const auto after = place_of(*query);
  if (!after) return http::problem(after.error());
  const auto concerns = context.concerns.list(call.caller(), *after, page);
  if (!concerns) return http::problem(concerns.error());
  core::JsonWriter out;
  out.begin_object().key("concerns").begin_array();
  for (const auto& one : *concerns)
    write_concern_summary(out, context, call.caller(), one);
  out.end_array().key("next");
  if (concerns->size() == page)
    out.value(concerns->back().id.text());
  else
    out.value(nullptr);
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response get_concern(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(no_concern);
  const auto record = context.concerns.read(call.caller(), *id);
  if (!record) return http::problem(record.error());
  return json_answer(200, concern_json(context, call.caller(), *record));
}

http::Response post_concern_change(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(no_concern);
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  auto wanted = read_concern_change(*json, call.credential, context.today());
  if (!wanted) return http::problem(wanted.error());
  wanted->concern = *id;
  auto key = idempotency_key(call.request);
  if (!key) return http::problem(key.error());
  app::Once<ports::ConcernRecord> once;
  once.key = std::move(*key);
  once.render = [&](const ports::ConcernRecord& record) {
    core::JsonWriter out;
    write_concern_summary(out, context, call.caller(), record);
    return ports::StoredAnswer{.status = 200, .body = std::move(out).take(), .headers = {}};
  };
  auto answered = context.concerns.change(call.caller(), *wanted, once);
  if (!answered) return http::problem(answered.error());
  return once_answer(std::move(*answered));
}

http::Response get_concern_report(Context& context, const Call& call) {
  const auto query = http::parse_query(call.request.head.query, {"from", "to"});
  if (!query) return http::problem(query.error());
  const auto to = year_of(*query, "to", context.today().year());
  if (!to) return http::problem(to.error());
  const auto from = year_of(*query, "from", *to);
  if (!from) return http::problem(from.error());
  if (*to < *from) return http::problem(crossed_period());
  const auto counts = context.concerns.traits(call.caller(), *from, *to);
  if (!counts) return http::problem(counts.error());
  core::JsonWriter out;
  out.begin_object().member("from", *from).member("to", *to);
  out.member("hides_counts_below", domain::smallest_shown);
  write_trait(out, "ethnicity", *counts);
  write_trait(out, "nationality", *counts);
  return json_answer(200, std::move(out.end_object()).take());
}

}  // namespace badgewatch::api
