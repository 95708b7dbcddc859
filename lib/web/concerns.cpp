#include "web/concerns.hpp"

#include "core/uuid.hpp"
#include "http/query.hpp"
#include "web/ask.hpp"
#include "web/clock_text.hpp"
#include "web/messages.hpp"
#include "web/our_house.hpp"
#include "web/places.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

std::string after_of(const Visit& visit) {
  const auto query = http::parse_query(visit.request.head.query, {"after"});
  const auto id = core::Uuid::parse(query ? query->find("after").value_or("") : "");
  return id ? "after=" + id->text() : "";
}

bool waits(const JsonView& concern) {
  const auto state = concern["state"].text();
  return state == "to_consider" || state == "to_review" || concern["routing"].text() == "pending";
}

std::string state_text(const JsonView& concern) {
  const auto state = concern["state"].text();
  return state.empty() ? say_of("concern_routing.", concern["routing"].text())
                       : say_of("concern_state.", state);
}

}  // namespace

std::string categories_text(const JsonView& concern) {
  std::string text;
  for (const auto& letter : concern["categories"].items())
    text += (text.empty() ? "" : "; ") + say_of("category.", JsonView(letter).text());
  return text;
}

std::string concern_clock(const Visit& visit, const JsonView& concern) {
  const auto state = concern["state"].text();
  const bool is_to_do = state == "to_consider" || state == "to_review";
  const auto by = concern["consider_by"].text();
  if (is_to_do && !by.empty())
    return say("concern.consider_by", {{"day", due_text(by, visit.today())}});
  const bool own = is_ours(visit, concern["reporter"].text());
  const auto share = concern["share_by"].text();
  if (own && concern["routing"].text() != "routed" && !share.empty())
    return say("concern.share_by", {{"day", due_text(share, visit.today())}});
  if (own && !by.empty()) return say("concern.considered_by", {{"day", day_text(by)}});
  return {};
}

std::string routing_text(const Visit& visit, const JsonView& concern) {
  std::string names;
  for (const auto& code : concern["routed_to"].items())
    names += (names.empty() ? "" : ", ") + authority_text(visit, JsonView(code).text());
  return names.empty() ? say_of("concern_routing.", concern["routing"].text()) : names;
}

namespace {

Table table_of(const Visit& visit, const core::JsonArray& concerns) {
  Table table{.caption = std::string(say("concerns.table")),
              .head = {{std::string(say("concern.entered"))},
                       {std::string(say("concern.reporter"))},
                       {std::string(say("concern.categories"))},
                       {std::string(say("concern.routed_to"))},
                       {std::string(say("concern.clock"))},
                       {std::string(say("concern.state"))}},
              .rows = {},
              .caption_classes = "govuk-visually-hidden"};
  for (const auto& item : concerns) {
    const JsonView concern(item);
    table.rows.push_back({{.text = time_text(concern["entered_at"].text()),
                           .href = place_of("concern", concern["id"].text())},
                          {authority_text(visit, concern["reporter"].text())},
                          {categories_text(concern)},
                          {routing_text(visit, concern)},
                          {concern_clock(visit, concern)},
                          {.text = state_text(concern),
                           .tag = waits(concern) ? "govuk-tag--yellow" : "govuk-tag--grey"}});
  }
  return table;
}

}  // namespace

http::Response show_concerns(const Visit& visit) {
  const auto answer = ask(visit, {.path = "/v1/concerns", .query = after_of(visit)});
  if (!answer.is_good()) return refusal(visit, answer);
  Sheet sheet;
  sheet.title(say("concerns.title")).text(say("concerns.text"));
  if (visit.may("POST", "/v1/concerns"))
    sheet.add(
        component(Button{.text = std::string(say("concerns.report")), .href = "/concerns/new"}));
  sheet.table(table_of(visit, answer["concerns"].items()), say("concerns.none"));
  if (answer["next"].is_there())
    sheet.add(component(Pagination{"", "/concerns?after=" + answer["next"].text()}));
  // On the first page: those of former authorities.
  for (const auto& former :
       after_of(visit).empty() ? former_authorities(visit) : std::vector<std::string>()) {
    const auto theirs = ask_as(visit, former, {.path = "/v1/concerns"});
    if (!theirs.is_good()) return refusal(visit, theirs);
    sheet.heading(authority_text(visit, former));
    sheet.table(table_of(visit, theirs["concerns"].items()), say("concerns.none"));
  }
  return show(visit, 200,
              {.title = std::string(say("concerns.title")),
               .content = std::move(sheet).take(),
               .active = "/concerns",
               .wide = true});
}

}  // namespace badgewatch::web
