#include "web/entry_wording.hpp"

#include "web/messages.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

std::string change_text(const JsonView& item) {
  auto text = say_of("change.", item["change"].text());
  if (item["proposed"].is_true()) text = say("entry_history.proposed", {{"change", text}});
  std::string fields;
  for (const auto& field : item["fields"].items())
    fields += (fields.empty() ? "" : ", ") + field_text(JsonView(field).text());
  return fields.empty() ? text : text + ": " + fields;
}

std::string who_text(const JsonView& item) {
  auto text = item["recorded_by"].text();
  const auto decided = item["decided_by"].text();
  const auto approved = item["approved_by"].text();
  const auto add = [&](const std::string& more) { text += (text.empty() ? "" : ". ") + more; };
  if (!decided.empty() && decided != item["recorded_by"].text())
    add(say("entry_history.decided_by", {{"who", decided}}));
  if (!approved.empty()) add(say("entry_history.approved_by", {{"who", approved}}));
  return text;
}

}  // namespace

std::string_view entry_state_tag(std::string_view state) {
  if (state == "active") return "govuk-tag--red";
  if (state == "under_appeal" || state == "removal_proposed") return "govuk-tag--yellow";
  return "govuk-tag--grey";
}

std::string field_text(std::string_view pointer) {
  constexpr std::string_view subject = "/subject";
  if (pointer == subject) return std::string(say("entry.field.subject"));
  if (pointer.starts_with("/subject/")) pointer.remove_prefix(subject.size());
  pointer.remove_prefix(1);
  return say_of("entry.field.", pointer.substr(0, pointer.find('/')));
}

Table history_table(const JsonView& history, std::int64_t after) {
  Table table{.caption = std::string(say("entry_history.title")),
              .head = {{std::string(say("entry_history.what"))},
                       {std::string(say("entry_history.on"))},
                       {std::string(say("entry_history.who"))},
                       {std::string(say("entry_history.at"))},
                       {std::string(say("entry_history.reason"))}},
              .rows = {}};
  for (const auto& one : history.items()) {
    const JsonView item(one);
    if (item["version"].integer() <= after) continue;
    table.rows.push_back({{change_text(item)},
                          {day_text(item["on"].text())},
                          {who_text(item)},
                          {time_text(item["at"].text())},
                          {item["reason"].text()}});
  }
  return table;
}

}  // namespace badgewatch::web
