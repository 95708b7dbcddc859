#include "api/own_lists.hpp"

#include "api/actor_names.hpp"
#include "api/answers.hpp"
#include "api/cursor.hpp"
#include "api/decision_answer.hpp"
#include "app/hits.hpp"
#include "app/stored_check.hpp"
#include "core/json_writer.hpp"
#include "http/query.hpp"
#include "ports/own_lists.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::api {

namespace {

constexpr std::size_t page = 500;
constexpr std::size_t usual = 50;
constexpr std::array outcomes{domain::Outcome::no_match, domain::Outcome::possible_match,
                              domain::Outcome::match, domain::Outcome::indeterminate};

core::Error wrong(std::string_view name, std::string_view rule) {
  return {core::Errc::malformed, "`" + std::string(name) + "` must be " + std::string(rule) + "."};
}

core::Result<ports::PageWanted> page_wanted(const http::Query& query) {
  ports::PageWanted wanted{.before = {}, .most = usual};
  if (const auto text = query.find("after")) {
    wanted.before = core::Uuid::parse(*text);
    if (!wanted.before) return wrong("after", "what an earlier answer gave as `next`");
  }
  const auto limit = read_limit(query.find("limit"), {.usual = usual, .most = page, .least = 1});
  if (!limit) return limit.error();
  wanted.most = *limit;
  return wanted;
}

// Where the list goes on; null behind its last page.
template <class Record>
void write_next(core::JsonWriter& out, const std::vector<Record>& records, std::size_t most) {
  out.key("next");
  if (records.size() < most)
    out.value(nullptr);
  else
    out.value(records.back().id.text());
}

void write_entry(core::JsonWriter& out, const ports::DecisionRecord& record, core::Date today) {
  const auto& decision = record.decision;
  out.begin_object();
  write_clocks(out, record, today);
  out.member("kind", domain::name_of(decision.kind));
  out.member("decided_on", decision.decided_on.iso());
  out.member("effective_on", decision.effective_on.iso());
  out.member("name", app::display_name(decision.subject));
  if (decision.subject.date_of_birth)
    out.member("birth_year", decision.subject.date_of_birth->year);
  if (!decision.your_reference.empty()) out.member("your_reference", decision.your_reference);
  out.end_object();
}

struct SearchesAsked {
  ports::SearchesWanted wanted;
  bool of_authority = false;
};

core::Result<SearchesAsked> searches_asked(const http::Query& query, const Call& call) {
  SearchesAsked asked;
  const auto list = query.find("list").value_or("own");
  if (list != "own" && list != "authority") return wrong("list", "one of own, authority");
  asked.of_authority = list == "authority";
  if (asked.of_authority) {
    const auto* supervising = access::permission_of("GET", "/v1/misuse/flags");
    if (supervising == nullptr || !call.credential.may(*supervising))
      return core::Error(core::Errc::forbidden,
                         "Only who supervises searches sees those of others.");
    asked.wanted.actor = query.find("actor").value_or("");
  } else {
    if (query.find("actor")) return wrong("actor", "given with the list of the authority alone");
    asked.wanted.actor = call.caller().actor;
  }
  if (const auto text = query.find("purpose")) {
    asked.wanted.purpose = domain::purpose_named(*text);
    if (!asked.wanted.purpose) return wrong("purpose", "one of the purposes of a check");
  }
  if (const auto text = query.find("outcome")) {
    const auto found = std::find_if(outcomes.begin(), outcomes.end(),
                                    [&](auto one) { return domain::name_of(one) == *text; });
    if (found == outcomes.end()) return wrong("outcome", "one of the outcomes of a check");
    asked.wanted.outcome = *found;
  }
  return asked;
}

core::Result<void> write_search(core::JsonWriter& out, const ports::CheckRecord& record,
                                const ActorNames& names) {
  out.begin_object().member("id", record.id.text());
  out.member("checked_at", core::to_text(record.checked_at)).member("actor", record.actor);
  const auto name = names.find(record.actor);
  if (name != names.end()) out.member("actor_name", name->second);
  out.member("purpose", domain::name_of(record.purpose));
  out.member("outcome", domain::name_of(record.outcome)).key("case_reference");
  if (record.request.empty()) {
    out.value(nullptr).end_object();
    return {};
  }
  const auto request = app::read_stored_request(record.request);
  if (!request) return request.error();
  out.value(request->case_reference).end_object();
  return {};
}

}  // namespace

http::Response get_decisions(Context& context, const Call& call) {
  const auto query = http::parse_query(call.request.head.query, {"after", "limit"});
  if (!query) return http::problem(query.error());
  const auto wanted = page_wanted(*query);
  if (!wanted) return http::problem(wanted.error());
  const auto entries = context.lists.entries(call.caller(), *wanted);
  if (!entries) return http::problem(entries.error());
  auto logged = context.trace.listed(call.caller(), "decisions_listed", 0, entries->size());
  if (!logged) return http::problem(logged.error());
  const auto today = context.today();
  core::JsonWriter out;
  out.begin_object().key("decisions").begin_array();
  for (const auto& one : *entries)
    write_entry(out, one, today);
  out.end_array();
  write_next(out, *entries, wanted->most);
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response get_checks(Context& context, const Call& call) {
  const auto query = http::parse_query(call.request.head.query,
                                       {"list", "actor", "purpose", "outcome", "after", "limit"});
  if (!query) return http::problem(query.error());
  const auto wanted = page_wanted(*query);
  if (!wanted) return http::problem(wanted.error());
  const auto asked = searches_asked(*query, call);
  if (!asked) return http::problem(asked.error());
  core::Result<ActorNames> names = ActorNames{{call.caller().actor, call.caller().label}};
  if (asked->of_authority) names = names_of_actors(context, call.caller());
  if (!names) return http::problem(names.error());
  const auto searches = context.lists.searches(call.caller(), asked->wanted, *wanted);
  if (!searches) return http::problem(searches.error());
  auto logged = context.trace.listed(call.caller(), "checks_listed", 0, searches->size());
  if (!logged) return http::problem(logged.error());
  core::JsonWriter out;
  out.begin_object().key("checks").begin_array();
  for (const auto& one : *searches)
    if (auto written = write_search(out, one, *names); !written)
      return http::problem(written.error());
  out.end_array();
  write_next(out, *searches, wanted->most);
  return json_answer(200, std::move(out.end_object()).take());
}

}  // namespace badgewatch::api
