#include "web/mapping_form.hpp"

#include "core/text.hpp"
#include "web/admin.hpp"
#include "web/ask.hpp"
#include "web/mapping.hpp"
#include "web/mapping_fields.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

std::vector<Choice> kind_choices() {
  std::vector<Choice> choices;
  for (const auto* kind : {"licences", "decisions"})
    choices.push_back({kind, say_of("mapping_kind.", kind)});
  return choices;
}

http::Response heading_row_page(const Visit& visit, int status, const FormErrors& errors) {
  Sheet sheet;
  sheet.errors(errors).title(say("mapping_form.new")).text(say("mapping_form.new.text"));
  sheet.add(component(
      visit,
      PostForm{.action = "/admin/mappings/new",
               .fields = {component(Radios{.name = "kind",
                                           .legend = std::string(say("mapping_form.kind")),
                                           .choices = kind_choices(),
                                           .chosen = kind_typed(visit)}),
                          component(TextArea{.name = "row",
                                             .label = std::string(say("mapping_form.row")),
                                             .value = visit.typed("row"),
                                             .error = errors.of("row"),
                                             .hint = std::string(say("mapping_form.row.hint")),
                                             .rows = 3}),
                          component(FileUpload{.name = "file",
                                               .label = std::string(say("mapping_form.file")),
                                               .error = errors.of("file"),
                                               .hint = std::string(say("mapping_form.file.hint")),
                                               .accept = ".csv,text/csv"})},
               .button = std::string(say("mapping_form.continue")),
               .once = false,
               .takes_file = true}));
  sheet.link("/admin/mappings", say("mapping.back"));
  return show_admin_page(visit, status, say("mapping_form.new"), std::move(sheet), !errors.empty());
}

// The form of a mapping that is there, by its version; or of a new one, without.
struct Shown {
  const MappingTyped& typed;
  const KnownMappings& known;
  std::string version = {};
  std::string news = {};  // what is to be read before it is sent again
};

http::Response form_page(const Visit& visit, int status, const Shown& shown,
                         const FormErrors& errors) {
  const bool is_new = shown.version.empty();
  const auto title = is_new ? std::string(say("mapping_form.new"))
                            : say("mapping_form.change", {{"name", shown.typed.name}});
  std::vector<Part> fields;
  if (is_new)
    fields.push_back(component(Input{.name = "name",
                                     .label = std::string(say("mapping_form.name")),
                                     .value = shown.typed.name,
                                     .error = errors.of("name"),
                                     .hint = std::string(say("mapping_form.name.hint")),
                                     .classes = "govuk-input--width-20",
                                     .autocomplete = "off",
                                     .spellcheck = "false"}));
  else
    fields.push_back(hidden("version", shown.version));
  for (auto& part : mapping_parts(shown.typed, shown.known, errors))
    fields.push_back(std::move(part));
  Sheet sheet;
  sheet.errors(errors).title(title);
  if (!shown.news.empty()) sheet.inset(shown.news);
  sheet.add(
      component(visit, PostForm{.action = is_new ? "/admin/mappings/make"
                                                 : place_of_mapping(shown.typed.name) + "/change",
                                .fields = std::move(fields),
                                .button = std::string(say("mapping_form.save")),
                                .once = false}));
  sheet.link("/admin/mappings", say("mapping.back"));
  return show_admin_page(visit, status, title, std::move(sheet), !errors.empty());
}

Answer ask_known(const Visit& visit, const std::string& kind) {
  return ask(visit, {.path = "/v1/column-mappings", .query = "kind=" + kind});
}

// The words that the register's mappings know, so that few have to be typed.
void add_known_words(const Visit& visit, MappingTyped& typed, const Answer& mappings) {
  for (const auto& item : mappings["mappings"].items()) {
    const JsonView one(item);
    // What stands under its own name has no words but ours.
    if (one["owner"].text() != "register" || one["name"].text() == "default") continue;
    const auto answer =
        ask(visit, {.path = address_of("/v1/column-mappings/{name}", {one["name"].text()})});
    if (answer.is_good()) add_words(typed, answer["mapping"]);
  }
}

// Puts more headings into the form where some were typed: then it is shown again and not sent.
bool takes_more(const Visit& visit, MappingTyped& typed, const KnownMappings& known,
                FormErrors& errors) {
  const auto row = visit.typed("row");
  if (core::trim(row).empty()) return false;
  const auto read = read_headings(row, 1);
  if (read.fault.empty())
    add_headings(typed, read.headings, known);
  else
    errors.add("row", read.fault);
  return true;
}

Answer put_mapping(const Visit& visit, const MappingTyped& typed, const JsonView& stands,
                   const std::string& version) {
  Question question{.method = "PUT",
                    .path = address_of("/v1/column-mappings/{name}", {typed.name}),
                    .body = mapping_body(typed, stands)};
  if (!version.empty()) question.headers.emplace_back("If-Match", '"' + version + '"');
  return ask(visit, std::move(question));
}

}  // namespace

http::Response show_heading_row(const Visit& visit) {
  return heading_row_page(visit, 200, {});
}

http::Response do_read_heading_row(const Visit& visit) {
  const auto* file = visit.form.file("file");
  const auto row = visit.typed("row");
  const bool is_file = core::trim(row).empty() && file != nullptr;
  FormErrors errors;
  if (!is_file && core::trim(row).empty()) {
    errors.add("row", std::string(say("mapping_form.row.missing")));
    return heading_row_page(visit, 422, errors);
  }
  if (is_file && core::trim(file->content).empty()) {
    errors.add("file", std::string(say("mapping_form.file.empty")));
    return heading_row_page(visit, 422, errors);
  }
  const auto read = read_headings(is_file ? std::string_view(file->content) : row, 2);
  if (!read.fault.empty()) {
    errors.add(is_file ? "file" : "row", read.fault);
    return heading_row_page(visit, 422, errors);
  }
  const auto kind = kind_typed(visit);
  const auto mappings = ask_known(visit, kind);
  if (!mappings.is_good()) return refusal(visit, mappings);
  const auto known = known_mappings(mappings);
  MappingTyped typed;
  typed.kind = kind;
  add_headings(typed, read.headings, known);
  add_known_words(visit, typed, mappings);
  return form_page(
      visit, 200,
      {.typed = typed,
       .known = known,
       .news = say("mapping_form.guessed", {{"count", std::to_string(read.headings.size())},
                                            {"guessed", std::to_string(typed.chosen.size())}})},
      errors);
}

http::Response do_make_mapping(const Visit& visit) {
  const auto mappings = ask_known(visit, kind_typed(visit));
  if (!mappings.is_good()) return refusal(visit, mappings);
  const auto known = known_mappings(mappings);
  auto typed = typed_mapping(visit, known);
  FormErrors errors;
  if (takes_more(visit, typed, known, errors))
    return form_page(visit, errors.empty() ? 200 : 422, {.typed = typed, .known = known}, errors);
  if (typed.name.empty()) errors.add("name", std::string(say("mapping_form.name.missing")));
  check_mapping(typed, errors);
  if (!errors.empty()) return form_page(visit, 422, {.typed = typed, .known = known}, errors);
  const auto answer = put_mapping(visit, typed, {}, "");
  if (answer.is_good()) return go_to(place_of_mapping(typed.name));
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  errors.take(answer, mapping_places(typed, known));
  return form_page(visit, answer.status, {.typed = typed, .known = known}, errors);
}

http::Response show_mapping_change(const Visit& visit) {
  const auto stands = read_mapping(visit);
  if (!stands.is_good()) return refusal(visit, stands);
  if (!stands["version"].is_there()) return refusal(visit, 404);
  const auto mappings = ask_known(visit, stands["kind"].text());
  if (!mappings.is_good()) return refusal(visit, mappings);
  const auto known = known_mappings(mappings);
  const auto typed = typed_of_mapping(stands["mapping"]);
  return form_page(visit, 200,
                   {.typed = typed, .known = known, .version = stands["version"].text()}, {});
}

http::Response do_change_mapping(const Visit& visit) {
  const auto mappings = ask_known(visit, kind_typed(visit));
  if (!mappings.is_good()) return refusal(visit, mappings);
  const auto known = known_mappings(mappings);
  auto typed = typed_mapping(visit, known);
  typed.name = visit.path.at("name");
  const auto stands = read_mapping(visit);
  FormErrors errors;
  const bool is_gone = stands.status == 404 || (stands.is_good() && !stands["version"].is_there());
  if (is_gone) {
    errors.add("", std::string(say("mapping_form.gone")));
    return form_page(visit, 409, {.typed = typed, .known = known}, errors);
  }
  if (!stands.is_good()) return refusal(visit, stands);
  const auto version = visit.typed("version");
  const Shown shown{.typed = typed, .known = known, .version = version};
  if (takes_more(visit, typed, known, errors))
    return form_page(visit, errors.empty() ? 200 : 422, shown, errors);
  check_mapping(typed, errors);
  if (!errors.empty()) return form_page(visit, 422, shown, errors);
  const auto answer = put_mapping(visit, typed, stands["mapping"], version);
  if (answer.is_good()) return go_to(place_of_mapping(typed.name));
  if (answer.status == 412) {
    errors.add("", say("mapping_form.stale", {{"who", stands["changed_by"].text()},
                                              {"when", time_text(stands["changed_at"].text())},
                                              {"columns", columns_text(stands["mapping"])}}));
    return form_page(visit, 412,
                     {.typed = typed, .known = known, .version = stands["version"].text()}, errors);
  }
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  errors.take(answer, mapping_places(typed, known));
  return form_page(visit, answer.status, shown, errors);
}

}  // namespace badgewatch::web
