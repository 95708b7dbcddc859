#include "web/decisions.hpp"

#include "core/text.hpp"
#include "core/uuid.hpp"
#include "http/query.hpp"
#include "web/ask.hpp"
#include "web/components.hpp"
#include "web/entry_wording.hpp"
#include "web/form_errors.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

constexpr int most_pages_looked_through = 20;  // of 500 entries each
constexpr std::size_t most_found = 40;
const std::string a_page = "limit=25";  // so that long names weigh no more than a page may

// `beside`: in a tab of its own, so that what was looked up stays. It answers a form, because what
// was looked up stands in no address, and could not be gone back to.
std::vector<Cell> line(const JsonView& entry, bool beside) {
  const auto state = entry["state"].text();
  const auto year =
      entry["birth_year"].is_there() ? std::to_string(entry["birth_year"].integer()) : "";
  return {
      {.text = entry["name"].text(), .href = "/decisions/" + entry["id"].text(), .new_tab = beside},
      {.text = year, .numeric = true},
      {say_of("kind.", entry["kind"].text())},
      {day_text(entry["decided_on"].text())},
      {.text = say_of("entry_state.", state), .tag = std::string(entry_state_tag(state))},
      {entry["your_reference"].text()}};
}

struct Shown {
  std::vector<core::Json> entries;
  std::string newer;  // addresses of other pages
  std::string older;
  bool looked_up = false;
  bool cut = false;  // more was found than is shown, or not all was looked through
};

http::Response page(const Visit& visit, int status, const Shown& shown, const FormErrors& errors) {
  Part content("decisions");
  if (!errors.empty()) content.add("ERRORS", errors.summary());
  content.add("TOKEN", form_token(visit));
  content.add("LOOK_UP", component(Input{.name = "text",
                                         .label = std::string(say("decisions.look_up")),
                                         .value = visit.typed("text"),
                                         .error = errors.of("text"),
                                         .hint = std::string(say("decisions.look_up.hint")),
                                         .autocomplete = "off",
                                         .spellcheck = "false"}));
  content.add("LOOK_UP", component(Button{.text = std::string(say("decisions.look_up.button")),
                                          .classes = "govuk-button--secondary"}));
  if (visit.may("POST", "/v1/decisions"))
    content.add("WAYS", component(Button{.text = std::string(say("decisions.record")),
                                         .href = "/decisions/new"}));
  if (visit.may("POST", "/v1/decisions/batch"))
    content.add("WAYS", component(Button{.text = std::string(say("decisions.upload")),
                                         .classes = "govuk-button--secondary",
                                         .href = "/decisions/upload"}));
  content.show("LOOKED_UP", shown.looked_up);
  if (shown.cut) content.add("CUT", component(InsetText{std::string(say("decisions.cut"))}));
  content.show("NONE", shown.entries.empty() && !shown.looked_up);
  content.show("NOT_FOUND", shown.entries.empty() && shown.looked_up && errors.empty());
  if (!shown.entries.empty()) {
    Table table{
        .caption = std::string(shown.looked_up ? say("decisions.found") : say("decisions.table")),
        .head = {{std::string(say("decisions.name"))},
                 {.text = std::string(say("decisions.born")), .numeric = true},
                 {std::string(say("decisions.kind"))},
                 {std::string(say("decisions.decided"))},
                 {std::string(say("decisions.state"))},
                 {std::string(say("decisions.reference"))}},
        .rows = {}};
    for (const auto& one : shown.entries)
      table.rows.push_back(line(JsonView(one), shown.looked_up));
    content.each("SOME", Values().show("BESIDE", shown.looked_up).add("TABLE", component(table)));
  }
  if (!shown.newer.empty() || !shown.older.empty())
    content.add("PAGES", component(Pagination{shown.newer, shown.older}));
  return show(visit, status,
              {.title = std::string(say("decisions.title")),
               .content = std::move(content),
               .active = "/decisions",
               .has_errors = !errors.empty(),
               .wide = true});
}

bool contains_all(const std::string& text, const std::vector<std::string_view>& words) {
  for (const auto word : words)
    if (text.find(word) == std::string::npos) return false;
  return true;
}

}  // namespace

http::Response show_decisions(const Visit& visit) {
  const auto query = http::parse_query(visit.request.head.query, {"after"});
  const auto after = core::Uuid::parse(query ? query->find("after").value_or("") : "");
  const auto answer =
      ask(visit, {.path = "/v1/decisions",
                  .query = (after ? "after=" + after->text() + "&" : std::string()) + a_page});
  if (!answer.is_good()) return refusal(visit, answer);
  Shown shown;
  shown.entries = answer["decisions"].items();
  if (after) shown.newer = "/decisions";
  const auto next = answer["next"].text();
  if (!next.empty()) shown.older = "/decisions?after=" + next;
  return page(visit, 200, shown, {});
}

http::Response do_look_up_decisions(const Visit& visit) {
  const auto wanted = core::fold(visit.typed("text"));
  FormErrors errors;
  Shown shown;
  shown.looked_up = true;
  if (wanted.empty()) {
    errors.add("text", std::string(say("decisions.look_up.missing")));
    return page(visit, 422, shown, errors);
  }
  const auto words = core::split(wanted, ' ');
  std::string next;
  for (int i = 0; i < most_pages_looked_through; ++i) {
    const auto answer = ask(visit, {.path = "/v1/decisions", .query = "limit=500" + next});
    if (!answer.is_good()) return refusal(visit, answer);
    for (const auto& item : answer["decisions"].items()) {
      const JsonView entry(item);
      const auto text = core::fold(entry["name"].text() + " " + entry["your_reference"].text());
      if (!contains_all(text, words)) continue;
      if (shown.entries.size() < most_found)
        shown.entries.push_back(item);
      else
        shown.cut = true;
    }
    const auto place = answer["next"].text();
    if (place.empty() || shown.cut) return page(visit, 200, shown, {});
    next = "&after=" + place;
  }
  shown.cut = true;
  return page(visit, 200, shown, {});
}

}  // namespace badgewatch::web
