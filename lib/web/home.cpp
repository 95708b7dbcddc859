#include "web/home.hpp"

#include "web/admin.hpp"
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

#include <functional>
#include <future>
#include <iterator>
#include <optional>
#include <variant>
#include <vector>

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

// What a part of home counts, or the refusal instead of it.
struct Counted {
  std::optional<Card> card = {};  // none where they may not see it
  std::optional<Answer> refused = {};
};

Counted alerts_that_wait(const Visit& visit) {
  if (!visit.may("GET", "/v1/alerts")) return {};
  auto counted = count_waiting_alerts(visit);
  if (auto* refused = std::get_if<Answer>(&counted)) return {.refused = std::move(*refused)};
  const auto& waiting = std::get<WaitingAlerts>(counted);
  Card card{std::to_string(waiting.count), say("home.alerts"), "/alerts?state=waiting", ""};
  if (!waiting.oldest_raised_at.empty()) {
    const auto raised = day_of(waiting.oldest_raised_at, visit.today());
    card.note = say("home.alerts.oldest", {{"age", age_text(raised, visit.today())}});
  }
  return {.card = std::move(card)};
}

Counted hits_to_decide(const Visit& visit) {
  if (!visit.may("GET", "/v1/undecided-hits")) return {};
  auto counted = count_undecided_hits(visit);
  if (auto* refused = std::get_if<Answer>(&counted)) return {.refused = std::move(*refused)};
  const auto& hits = std::get<UndecidedCounted>(counted);
  Card card{hits.count, say("home.undecided"), std::string(undecided_hits_place), ""};
  if (!hits.oldest.empty())
    card.note = say("home.undecided.oldest",
                    {{"age", age_text(day_of(hits.oldest, visit.today()), visit.today())}});
  return {.card = std::move(card)};
}

constexpr std::size_t whole_page = 200;  // of requests

// Of former authorities too, whose lists stand behind one's own.
std::variant<core::JsonArray, Answer> requests_listed(const Visit& visit, const char* query) {
  const Question question{.path = "/v1/disclosure-requests", .query = query};
  std::vector<Answer> answers{ask(visit, question)};
  for (const auto& former : former_authorities(visit))
    answers.push_back(ask_as(visit, former, question));
  core::JsonArray requests;
  for (auto& answer : answers) {
    if (!answer.is_good()) return std::move(answer);
    const auto& listed = answer["disclosure_requests"].items();
    requests.insert(requests.end(), listed.begin(), listed.end());
  }
  return requests;
}

// The earliest of a day or an instant; empty where there is none.
std::string earliest(const core::JsonArray& requests, std::string_view member) {
  std::string first;
  for (const auto& item : requests) {
    const auto at = JsonView(item)[member].text();
    if (first.empty() || at < first) first = at;
  }
  return first;
}

// `note` says of that member of a request, the earliest there is, what stands on the card.
Counted requests_that_wait(const Visit& visit, const char* query, std::string_view text,
                           std::string_view member,
                           const std::function<std::string(const std::string&)>& note) {
  if (!visit.may("GET", "/v1/disclosure-requests")) return {};
  auto listed = requests_listed(visit, query);
  if (auto* refused = std::get_if<Answer>(&listed)) return {.refused = std::move(*refused)};
  const auto& requests = std::get<core::JsonArray>(listed);
  Card card{count_of(std::ssize(requests), requests.size() >= whole_page), text,
            std::string("/requests?") + query, ""};
  if (const auto first = earliest(requests, member); !first.empty()) card.note = note(first);
  return {.card = std::move(card)};
}

Counted requests_to_answer(const Visit& visit) {
  return requests_that_wait(visit, "list=to_answer&state=open", say("home.requests"), "answer_by",
                            [&](const std::string& day) {
                              return say("home.requests.next",
                                         {{"day", due_text(day, visit.today())}});
                            });
}

Counted answers_to_regard(const Visit& visit) {
  return requests_that_wait(visit, "list=asked&state=answered", say("home.answers"), "answered_at",
                            [&](const std::string& at) {
                              return say(
                                  "home.answers.oldest",
                                  {{"age", age_text(day_of(at, visit.today()), visit.today())}});
                            });
}

// The most urgent ones, under the count of all.
Counted duties_that_wait(const Visit& visit, Sheet& below) {
  if (!visit.may("GET", "/v1/duties")) return {};
  auto answer = ask(visit, {.path = "/v1/duties", .query = "limit=20"});
  if (!answer.is_good()) return {.refused = std::move(answer)};
  const auto waiting = answer["waiting"];
  const auto overdue = waiting["overdue"].integer();
  Card card{count_of(waiting["count"].integer(), !waiting["count_is_whole"].is_true()),
            say("home.duties.count"), std::string(duties_place), ""};
  if (overdue > 0) card.note = say("home.duties.overdue", {{"count", std::to_string(overdue)}});
  below.table(duties_table(visit, say("home.duties"), answer["duties"]), say("home.duties.none"));
  below.link(std::string(duties_place), say("home.duties.all"));
  return {.card = std::move(card)};
}

// Most of what a part takes is waiting for the database and the disk, so they wait beside each
// other.
std::vector<Counted> count_all(const Visit& visit, Sheet& below) {
  std::vector<std::future<Counted>> asked;
  for (const auto part : {alerts_that_wait, hits_to_decide, requests_to_answer, answers_to_regard})
    asked.push_back(std::async([part, &visit] { return part(visit); }));
  auto duties = duties_that_wait(visit, below);
  std::vector<Counted> counted;
  for (auto& one : asked)
    counted.push_back(one.get());
  counted.push_back(std::move(duties));
  return counted;
}

}  // namespace

http::Response show_home(const Visit& visit) {
  Part content("home");
  if (visit.may("POST", "/v1/checks"))
    content.add("CHECK",
                component(Button{.text = std::string(say("home.check")), .href = "/check"}));
  content.show("LIVE", visit.may("GET", "/v1/events"));
  Values cards;
  Sheet below;
  for (const auto& counted : count_all(visit, below)) {
    if (counted.refused) return refusal(visit, *counted.refused);
    if (counted.card) cards.add("CARD", component(*counted.card));
  }
  const bool anything = visit.may("GET", "/v1/alerts") || visit.may("GET", "/v1/duties");
  if (anything) {
    cards.set("UPDATED",
              say("home.updated", {{"time", core::uk_time_text(visit.parts.clock.now())}}));
    content.each("CARDS", std::move(cards));
  }
  // Who keeps the register itself begins there.
  if (!anything) add_administration(visit, below);
  content.show("NOTHING", !anything && !may_administer(visit))
      .add("BELOW", std::move(below).take());
  return show(
      visit, 200,
      {.title = std::string(say("home.title")), .content = std::move(content), .active = "/"});
}

}  // namespace badgewatch::web
