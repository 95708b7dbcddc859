#include "web/components.hpp"

#include "web/messages.hpp"

namespace badgewatch::web {

namespace {

const std::string& id_of(const std::string& id, const std::string& name) {
  return id.empty() ? name : id;
}

// Which hints and errors belong to a field, for who does not see where they stand.
std::string described(const std::string& id, bool hint, bool error) {
  std::string ids;
  if (hint) ids = id + "-hint";
  if (error) ids += (ids.empty() ? "" : " ") + id + "-error";
  return ids;
}

void explain(Part& part, const std::string& id, const std::string& hint, const std::string& error) {
  part.maybe("HINT", hint).maybe("ERROR", error);
  part.maybe("DESCRIBED", described(id, !hint.empty(), !error.empty()));
}

std::string item_id(const std::string& id, std::size_t index) {
  return index == 0 ? id : id + "-" + std::to_string(index + 1);
}

Values cell_values(const Cell& cell) {
  Values values;
  values.set("TEXT", cell.text).maybe("HREF", cell.href);
  if (!cell.tag.empty()) values.add("INSIDE", component(Tag{cell.text, cell.tag}));
  values.show("PLAIN", cell.href.empty() && cell.tag.empty()).show("NUMERIC", cell.numeric);
  values.show("NEW_TAB", cell.new_tab);
  for (const auto& part : cell.inside)
    values.add("INSIDE", part);
  return values;
}

}  // namespace

Part component(const ErrorSummary& summary) {
  Part part("error_summary");
  part.set("TITLE", summary.title);
  for (const auto& one : summary.errors)
    part.each(
        "LINE",
        Values().set("TEXT", one.text).maybe("HREF", one.href).show("PLAIN", one.href.empty()));
  return part;
}

Part component(const Banner& banner) {
  Part part("banner");
  part.set("ROLE", banner.success ? "alert" : "region").show("SUCCESS", banner.success);
  part.set("TITLE", banner.title).set("TEXT", banner.text);
  return part;
}

Part component(const Input& input) {
  Part part("input");
  const auto& id = id_of(input.id, input.name);
  part.set("ID", id).set("NAME", input.name).set("LABEL", input.label).set("TYPE", input.type);
  part.maybe("VALUE", input.value).maybe("CLASSES", input.classes);
  part.maybe("LABEL_CLASSES", input.label_classes).maybe("AUTOCOMPLETE", input.autocomplete);
  part.maybe("INPUTMODE", input.inputmode).maybe("SPELLCHECK", input.spellcheck);
  explain(part, id, input.hint, input.error);
  return part;
}

Part component(const PasswordInput& input) {
  Part part("password_input");
  part.set("NAME", input.name).set("LABEL", input.label).set("AUTOCOMPLETE", input.autocomplete);
  explain(part, input.name, input.hint, input.error);
  return part;
}

Part component(const TextArea& area) {
  Part part("textarea");
  const auto& id = id_of(area.id, area.name);
  part.set("ID", id).set("NAME", area.name).set("LABEL", area.label).set("VALUE", area.value);
  part.set("ROWS", std::to_string(area.rows)).maybe("LABEL_CLASSES", area.label_classes);
  explain(part, id, area.hint, area.error);
  return part;
}

Part component(const DateInput& input) {
  Part part("date_input");
  part.set("ID", input.id).set("LEGEND", input.legend);
  part.maybe("LEGEND_CLASSES", input.legend_classes);
  explain(part, input.id, input.hint, input.error);
  const auto prefix = input.name_prefix.empty() ? "" : input.name_prefix + "-";
  const auto box = [&](std::string_view name, std::string_view label, const std::string& value,
                       std::string_view width) {
    part.each("BOX", Values()
                         .set("PART", name)
                         .set("NAME", prefix + std::string(name))
                         .set("LABEL", label)
                         .maybe("BOX_VALUE", value)
                         .set("WIDTH", width));
  };
  box("day", say("date.day"), input.day, "2");
  box("month", say("date.month"), input.month, "2");
  box("year", say("date.year"), input.year, "4");
  return part;
}

Part component(const Radios& radios) {
  Part part("radios");
  const auto& id = id_of(radios.id, radios.name);
  part.set("ID", id).set("NAME", radios.name).set("LEGEND", radios.legend);
  part.maybe("LEGEND_CLASSES", radios.legend_classes).maybe("CLASSES", radios.classes);
  explain(part, id, radios.hint, radios.error);
  for (std::size_t i = 0; i < radios.choices.size(); ++i) {
    const auto& choice = radios.choices[i];
    part.each("CHOICE", Values()
                            .set("ITEM_ID", item_id(id, i))
                            .set("CHOICE_VALUE", choice.value)
                            .set("TEXT", choice.text)
                            .maybe("CHOICE_HINT", choice.hint)
                            .show("CHECKED", choice.value == radios.chosen));
  }
  return part;
}

Part component(const Checkboxes& boxes) {
  Part part("checkboxes");
  part.set("ID", boxes.id).set("LEGEND", boxes.legend);
  part.maybe("LEGEND_CLASSES", boxes.legend_classes);
  explain(part, boxes.id, boxes.hint, boxes.error);
  for (std::size_t i = 0; i < boxes.boxes.size(); ++i) {
    const auto& box = boxes.boxes[i];
    part.each("BOX", Values()
                         .set("ITEM_ID", item_id(boxes.id, i))
                         .set("NAME", box.name)
                         .set("BOX_VALUE", box.value)
                         .set("TEXT", box.text)
                         .maybe("BOX_HINT", box.hint)
                         .show("CHECKED", box.checked));
  }
  return part;
}

Part component(const Select& select) {
  Part part("select");
  part.set("NAME", select.name).set("LABEL", select.label);
  explain(part, select.name, select.hint, select.error);
  for (const auto& choice : select.choices)
    part.each("CHOICE", Values()
                            .set("CHOICE_VALUE", choice.value)
                            .set("TEXT", choice.text)
                            .show("CHOSEN", choice.value == select.chosen));
  return part;
}

Part component(const FileUpload& upload) {
  Part part("file_upload");
  part.set("NAME", upload.name).set("LABEL", upload.label).maybe("ACCEPT", upload.accept);
  explain(part, upload.name, upload.hint, upload.error);
  return part;
}

Part component(const SummaryList& list) {
  Part part("summary_list");
  part.maybe("ID", list.id);
  for (const auto& row : list.rows)
    part.each("ROW", Values()
                         .set("KEY", row.key)
                         .set("VALUE", row.value)
                         .maybe("HREF", row.href)
                         .show("PLAIN", row.href.empty()));
  return part;
}

Part component(const Table& table) {
  Part part("table");
  part.maybe("CAPTION", table.caption).maybe("CAPTION_CLASSES", table.caption_classes);
  if (!table.head.empty()) {
    Values head;
    for (const auto& cell : table.head)
      head.each("HEAD_CELL", cell_values(cell));
    part.each("HEAD", std::move(head));
  }
  for (const auto& cells : table.rows) {
    Values row;
    for (std::size_t i = 0; i < cells.size(); ++i)
      row.each(i == 0 && table.first_is_header ? "ROW_HEADER" : "CELL", cell_values(cells[i]));
    part.each("ROW", std::move(row));
  }
  return part;
}

Part component(const Tag& tag) {
  Part part("tag");
  part.set("TEXT", tag.text).maybe("CLASSES", tag.classes);
  return part;
}

Part component(const Pagination& pagination) {
  Part part("pagination");
  part.maybe("PREVIOUS", pagination.previous).maybe("NEXT", pagination.next);
  return part;
}

Part component(const Button& button) {
  Part part("button");
  part.set("TEXT", button.text).maybe("CLASSES", button.classes).maybe("HREF", button.href);
  part.show("REAL", button.href.empty()).show("ONCE", button.once);
  part.maybe("ACTION", button.action).show("FILE", button.sends_file);
  part.maybe("NAME", button.name).maybe("VALUE", button.value);
  return part;
}

Part component(const WarningText& warning) {
  Part part("warning_text");
  part.set("TEXT", warning.text);
  return part;
}

Part component(const InsetText& inset) {
  Part part("inset_text");
  part.set("TEXT", inset.text).maybe("ID", inset.id).show("NEWS", inset.is_news);
  for (const auto& one : inset.inside)
    part.add("INSIDE", one);
  return part;
}

}  // namespace badgewatch::web
