#include "api/undecided_hits.hpp"

#include "api/answers.hpp"
#include "api/case_calls.hpp"
#include "api/cursor.hpp"
#include "core/json_writer.hpp"
#include "http/query.hpp"

namespace badgewatch::api {

namespace {

constexpr Limit page_limit{.usual = 50, .most = 200};

core::Error wrong(std::string_view name, std::string_view rule) {
  return {core::Errc::malformed, "`" + std::string(name) + "` must be " + std::string(rule) + "."};
}

void write_hit(core::JsonWriter& out, const app::UndecidedHit& hit) {
  out.begin_object().member("check", hit.check.text()).member("hit", hit.hit.text());
  out.member("number", hit.number).member("checked_at", core::to_text(hit.checked_at));
  out.member("purpose", domain::name_of(hit.purpose));
  out.member("case_reference", hit.case_reference);
  out.member("recording_authority", hit.recording_authority);
  out.member("entry_type", hit.entry_type).member("band", hit.band).end_object();
}

}  // namespace

http::Response get_undecided_hits(Context& context, const Call& call) {
  const auto query = http::parse_query(call.request.head.query, {"after", "limit"});
  if (!query) return http::problem(query.error());
  const auto limit = read_limit(query->find("limit"), page_limit);
  if (!limit) return http::problem(limit.error());
  std::optional<core::Uuid> after;
  if (const auto text = query->find("after")) {
    after = core::Uuid::parse(*text);
    if (!after) return http::problem(wrong("after", "what an earlier answer gave as `next`"));
  }
  const auto& undecided = context.cases.undecided;
  app::UndecidedPage page;
  // A count alone is no look at anybody.
  if (*limit == 0) {
    const auto count = undecided.count(call.caller());
    if (!count) return http::problem(count.error());
    page.count = *count;
  } else {
    auto read = undecided.page(call.caller(), after, *limit);
    if (!read) return http::problem(read.error());
    page = std::move(*read);
    auto logged = context.trace.listed(call.caller(), "undecided_hits_listed", 0, page.hits.size());
    if (!logged) return http::problem(logged.error());
  }
  core::JsonWriter out;
  const auto& count = page.count;
  out.begin_object().member("count", count.hits).member("count_is_whole", count.whole);
  if (count.oldest)
    out.member("oldest_at", core::to_text(*count.oldest));
  else
    out.key("oldest_at").value(nullptr);
  out.key("hits").begin_array();
  for (const auto& hit : page.hits)
    write_hit(out, hit);
  out.end_array().key("next");
  if (page.next)
    out.value(page.next->text());
  else
    out.value(nullptr);
  return json_answer(200, std::move(out.end_object()).take());
}

}  // namespace badgewatch::api
