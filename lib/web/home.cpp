#include "web/home.hpp"

#include "web/alerts.hpp"
#include "web/ask.hpp"
#include "web/clock_text.hpp"
#include "web/duties.hpp"
#include "web/messages.hpp"
#include "web/our_house.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/undecided_hits.hpp"
#include "web/wording.hpp"

#include <iterator>
#include <optional>

namespace badgewatch::web {

namespace {

struct Card {
  std::string count;
  std::string_view text;
  std::string href;
  std::string note;  // how old the oldest is, or when the next is due
};

Part component(const Card& card) {
  Part part("card");
  part.set("COUNT", card.count).set("TEXT", card.text).set("HREF", card.href);
  part.maybe("NOTE", card.note);
  return part;
}

core::Date day_of(const std::string& instant, core::Date otherwise) {
  core::Instant at;
  return core::parse_instant(instant, at) ? core::uk_date(at) : otherwise;
}

// "200+" where more wait than were counted.
std::string count_of(std::int64_t count, bool more) {
  return std::to_string(count) + (more ? "+" : "");
}

// What could not be read instead of it.
using Refused = std::optional<Answer>;

Refused add_alerts(const Visit& visit, Values& cards) {
  if (!visit.may("GET", "/v1/alerts")) return {};
  auto counted = count_waiting_alerts(visit);
  if (auto* refused = std::get_if<Answer>(&counted)) return std::move(*refused);
  const auto& waiting = std::get<WaitingAlerts>(counted);
  Card card{std::to_string(waiting.count), say("home.alerts"), "/alerts?state=waiting", ""};
  if (!waiting.oldest_raised_at.empty()) {
    const auto raised = day_of(waiting.oldest_raised_at, visit.today());
    card.note = say("home.alerts.oldest", {{"age", age_text(raised, visit.today())}});
  }
  cards.add("CARD", component(card));
  return {};
}

Refused add_undecided_hits(const Visit& visit, Values& cards) {
  if (!visit.may("GET", "/v1/undecided-hits")) return {};
  auto counted = count_undecided_hits(visit);
  if (auto* refused = std::get_if<Answer>(&counted)) return std::move(*refused);
  const auto& hits = std::get<UndecidedCounted>(counted);
  Card card{hits.count, say("home.undecided"), std::string(undecided_hits_place), ""};
  if (!hits.oldest.empty())
    card.note = say("home.undecided.oldest",
                    {{"age", age_text(day_of(hits.oldest, visit.today()), visit.today())}});
  cards.add("CARD", component(card));
  return {};
}

constexpr std::size_t whole_page = 200;  // of requests

// Of former authorities too, whose lists stand behind one's own.
Refused add_listed(const Visit& visit, const char* query, core::JsonArray& requests) {
  const Question question{.path = "/v1/disclosure-requests", .query = query};
  std::vector<Answer> answers{ask(visit, question)};
  for (const auto& former : former_authorities(visit))
    answers.push_back(ask_as(visit, former, question));
  for (auto& answer : answers) {
    if (!answer.is_good()) return std::move(answer);
    const auto& listed = answer["disclosure_requests"].items();
    requests.insert(requests.end(), listed.begin(), listed.end());
  }
  return {};
}

Refused add_requests(const Visit& visit, Values& cards) {
  if (!visit.may("GET", "/v1/disclosure-requests")) return {};
  core::JsonArray to_answer, to_regard;
  if (auto refused = add_listed(visit, "list=to_answer&state=open", to_answer)) return refused;
  if (auto refused = add_listed(visit, "list=asked&state=answered", to_regard)) return refused;
  Card card{count_of(std::ssize(to_answer), to_answer.size() >= whole_page), say("home.requests"),
            "/requests?list=to_answer&state=open", ""};
  std::string next;
  for (const auto& item : to_answer) {
    const auto due = JsonView(item)["answer_by"].text();
    if (next.empty() || due < next) next = due;
  }
  if (!next.empty())
    card.note = say("home.requests.next", {{"day", due_text(next, visit.today())}});
  cards.add("CARD", component(card));

  Card regard{count_of(std::ssize(to_regard), to_regard.size() >= whole_page), say("home.answers"),
              "/requests?list=asked&state=answered", ""};
  std::string first;
  for (const auto& item : to_regard) {
    const auto at = JsonView(item)["answered_at"].text();
    if (first.empty() || at < first) first = at;
  }
  if (!first.empty())
    regard.note = say("home.answers.oldest",
                      {{"age", age_text(day_of(first, visit.today()), visit.today())}});
  cards.add("CARD", component(regard));
  return {};
}

// The most urgent ones, under the count of all.
Refused add_duties(const Visit& visit, Values& cards, Sheet& below) {
  if (!visit.may("GET", "/v1/duties")) return {};
  auto answer = ask(visit, {.path = "/v1/duties", .query = "limit=20"});
  if (!answer.is_good()) return answer;
  const auto waiting = answer["waiting"];
  const auto overdue = waiting["overdue"].integer();
  Card card{count_of(waiting["count"].integer(), !waiting["count_is_whole"].is_true()),
            say("home.duties.count"), std::string(duties_place), ""};
  if (overdue > 0) card.note = say("home.duties.overdue", {{"count", std::to_string(overdue)}});
  cards.add("CARD", component(card));
  below.table(duties_table(visit, say("home.duties"), answer["duties"]), say("home.duties.none"));
  below.link(std::string(duties_place), say("home.duties.all"));
  return {};
}

}  // namespace

http::Response show_home(const Visit& visit) {
  Part content("home");
  content.show("CHECK", visit.may("POST", "/v1/checks"));
  content.show("LIVE", visit.may("GET", "/v1/events"));
  Values cards;
  Sheet below;
  for (auto&& refused :
       {add_alerts(visit, cards), add_undecided_hits(visit, cards), add_requests(visit, cards)})
    if (refused) return refusal(visit, *refused);
  if (const auto refused = add_duties(visit, cards, below)) return refusal(visit, *refused);
  const bool anything = visit.may("GET", "/v1/alerts") || visit.may("GET", "/v1/duties");
  if (anything) {
    cards.set("UPDATED",
              say("home.updated", {{"time", core::uk_time_text(visit.parts.clock.now())}}));
    content.each("CARDS", std::move(cards));
  }
  content.show("NOTHING", !anything).add("BELOW", std::move(below).take());
  return show(
      visit, 200,
      {.title = std::string(say("home.title")), .content = std::move(content), .active = "/"});
}

}  // namespace badgewatch::web
