#include "api/holds.hpp"

#include "api/answers.hpp"
#include "api/hold_json.hpp"
#include "core/json_reader.hpp"

namespace badgewatch::api {

namespace {

constexpr std::size_t longest_reason = 2'000;
constexpr std::int64_t most_entries = 1'000'000'000;

}  // namespace

http::Response get_holds(Context& context, const Call& call) {
  const auto holds = context.holds.list(call.caller());
  if (!holds) return http::problem(holds.error());
  core::JsonWriter out;
  out.begin_object().key("holds").begin_array();
  for (const auto& hold : *holds)
    write_hold(out, hold);
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

http::Response post_hold_release(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem({core::Errc::not_found, "There is no such hold of yours."});
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  auto reason = reader.string("reason", longest_reason);
  std::int64_t entries = 0;
  if (reader.required_member("entries"))
    entries = reader.optional_integer("entries", 0, most_entries).value_or(0);
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  const auto hold = context.holds.release(call.caller(), *id, entries, std::move(reason));
  if (!hold) return http::problem(hold.error());
  core::JsonWriter out;
  write_hold(out, *hold);
  return json_answer(200, std::move(out).take());
}

}  // namespace badgewatch::api
