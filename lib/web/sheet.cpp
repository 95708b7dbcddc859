#include "web/sheet.hpp"

#include "web/messages.hpp"

namespace badgewatch::web {

Sheet& Sheet::errors(const FormErrors& errors) {
  return errors.empty() ? *this : add(errors.summary());
}

Sheet& Sheet::title(std::string_view text) {
  Part part("title");
  part.set("TEXT", text);
  return add(std::move(part));
}

Sheet& Sheet::heading(std::string_view text, std::string_view id) {
  Part part("heading");
  part.set("TEXT", text).maybe("ID", id);
  return add(std::move(part));
}

Sheet& Sheet::text(std::string_view text) {
  return text.empty() ? *this : add(paragraph(text));
}

Sheet& Sheet::written(std::string_view text) {
  Part part("written");
  part.set("TEXT", text);
  return add(std::move(part));
}

Sheet& Sheet::link(const std::string& href, std::string_view text) {
  Part part("link");
  part.set("HREF", href).set("TEXT", text);
  return add(std::move(part));
}

Sheet& Sheet::inset(std::string_view text) {
  return add(component(InsetText{std::string(text)}));
}

Sheet& Sheet::warning(std::string_view text) {
  return add(component(WarningText{std::string(text)}));
}

Sheet& Sheet::list(const SummaryList& list) {
  return list.rows.empty() ? *this : add(component(list));
}

Sheet& Sheet::table(const Table& table, std::string_view nothing) {
  if (table.rows.empty()) return text(nothing);
  return add(scrolled(table));
}

Sheet& Sheet::details(std::string_view summary, Part inside, bool open) {
  return add(web::details(summary, std::move(inside), open));
}

Sheet& Sheet::add(Part part) {
  part_.add("PART", std::move(part));
  return *this;
}

Part component(const Visit& visit, const PostForm& form) {
  Part part("post_form");
  part.set("ACTION", form.action).show("FILE", form.takes_file);
  part.show("NEW_TAB", form.new_tab);
  part.add("TOKEN", form_token(visit, form.once ? once_key(visit) : std::string()));
  for (const auto& field : form.fields)
    part.add("FIELDS", field);
  part.add("BUTTON", component(Button{
                         .text = form.new_tab ? form.button + " " + std::string(say("link.new_tab"))
                                              : form.button,
                         .classes = form.button_classes,
                         .once = true}));
  return part;
}

Part component(const FilterForm& form) {
  Part part("filter_form");
  part.set("ACTION", form.action);
  for (const auto& field : form.fields)
    part.add("FIELDS", field);
  part.add("BUTTON", component(Button{.text = form.button, .classes = "govuk-button--secondary"}));
  return part;
}

Part hidden(std::string_view name, std::string_view value) {
  Part part("hidden");
  part.set("NAME", name).set("VALUE", value);
  return part;
}

Part paragraph(std::string_view text) {
  Part part("paragraph");
  part.set("TEXT", text);
  return part;
}

Part strong_paragraph(std::string_view text) {
  auto part = paragraph(text);
  part.show("STRONG");
  return part;
}

Part details(std::string_view summary, Part inside, bool open) {
  Part part("details");
  part.set("SUMMARY", summary).show("OPEN", open).add("PART", std::move(inside));
  return part;
}

Part scrolled(const Table& table) {
  Part part("scroll");
  part.set("LABEL", table.caption).add("PART", component(table));
  return part;
}

}  // namespace badgewatch::web
