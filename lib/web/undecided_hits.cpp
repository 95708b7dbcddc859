#include "web/undecided_hits.hpp"

#include "core/uuid.hpp"
#include "http/query.hpp"
#include "web/clock_text.hpp"
#include "web/messages.hpp"
#include "web/our_house.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

#include <algorithm>

namespace badgewatch::web {

namespace {

// Each is opened to be shown.
const std::string a_page = "limit=25";
const Question count_alone{.path = "/v1/undecided-hits", .query = "limit=0"};

std::string after_of(const Visit& visit) {
  const auto query = http::parse_query(visit.request.head.query, {"after"});
  const auto after = core::Uuid::parse(query ? query->find("after").value_or("") : "");
  return after ? after->text() : "";
}

std::string age_of(const Visit& visit, const std::string& checked_at) {
  core::Instant at;
  return core::parse_instant(checked_at, at) ? age_text(core::uk_date(at), visit.today()) : "";
}

Table table_of(const Visit& visit, const JsonView& hits) {
  Table table{.caption = std::string(say("undecided.table")),
              .head = {{std::string(say("undecided.case"))},
                       {std::string(say("undecided.band"))},
                       {std::string(say("undecided.entry"))},
                       {std::string(say("undecided.purpose"))},
                       {std::string(say("undecided.age"))}},
              .rows = {},
              .caption_classes = "govuk-visually-hidden"};
  for (const auto& item : hits.items()) {
    const JsonView hit(item);
    const auto band = hit["band"].text();
    const auto authority = authority_text(visit, hit["recording_authority"].text());
    table.rows.push_back(
        {{.text = say("undecided.decide", {{"case", hit["case_reference"].text()},
                                           {"number", std::to_string(hit["number"].integer())}}),
          .href =
              "/checks/" + hit["check"].text() + "#hit-" + std::to_string(hit["number"].integer())},
         {.text = say_of("band.", band),
          .tag = band == "strong" ? "govuk-tag--red" : "govuk-tag--yellow"},
         {hit["entry_type"].text() == "concern" ? say("hit.concern", {{"authority", authority}})
                                                : authority},
         {say_of("purpose.", hit["purpose"].text())},
         {say("undecided.since", {{"age", age_of(visit, hit["checked_at"].text())},
                                  {"time", time_text(hit["checked_at"].text())}})}});
  }
  return table;
}

void add_counts(Sheet& sheet, const Answer& answer) {
  if (!answer["count_is_whole"].is_true()) sheet.inset(say("undecided.not_all"));
}

}  // namespace

std::variant<UndecidedCounted, Answer> count_undecided_hits(const Visit& visit) {
  std::vector<Answer> answers{ask(visit, count_alone)};
  for (const auto& former : former_authorities(visit))
    answers.push_back(ask_as(visit, former, count_alone));
  std::int64_t count = 0;
  bool whole = true;
  UndecidedCounted counted;
  for (auto& answer : answers) {
    if (!answer.is_good()) return std::move(answer);
    count += answer["count"].integer();
    whole = whole && answer["count_is_whole"].is_true();
    const auto oldest = answer["oldest_at"].text();
    if (!oldest.empty() && (counted.oldest.empty() || oldest < counted.oldest))
      counted.oldest = oldest;
  }
  counted.count = std::to_string(count) + (whole ? "" : "+");
  return counted;
}

http::Response show_undecided_hits(const Visit& visit) {
  const auto after = after_of(visit);
  const auto answer = ask(visit, {.path = "/v1/undecided-hits",
                                  .query = (after.empty() ? "" : "after=" + after + "&") + a_page});
  if (!answer.is_good()) return refusal(visit, answer);
  Sheet sheet;
  sheet.title(say("undecided.title")).text(say("undecided.text"));
  add_counts(sheet, answer);
  sheet.table(table_of(visit, answer["hits"]),
              after.empty() ? say("undecided.none") : say("undecided.none_further"));
  const auto next = answer["next"].text();
  const std::string place(undecided_hits_place);
  if (!after.empty() || !next.empty())
    sheet.add(component(
        Pagination{after.empty() ? "" : place, next.empty() ? "" : place + "?after=" + next}));
  // On the first page: those of former authorities, whose files are one's own now.
  for (const auto& former :
       after.empty() ? former_authorities(visit) : std::vector<std::string>()) {
    const auto theirs = ask_as(visit, former, {.path = "/v1/undecided-hits", .query = "limit=200"});
    if (!theirs.is_good()) return refusal(visit, theirs);
    sheet.heading(authority_text(visit, former));
    add_counts(sheet, theirs);
    sheet.table(table_of(visit, theirs["hits"]), say("undecided.none"));
    if (theirs["next"].is_there()) sheet.text(say("undecided.more_of_former"));
  }
  return show(visit, 200,
              {.title = std::string(say("undecided.title")),
               .content = std::move(sheet).take(),
               .active = "/check",
               .wide = true});
}

}  // namespace badgewatch::web
