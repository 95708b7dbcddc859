#include "web/licences_upload.hpp"

#include "core/text.hpp"
#include "http/percent.hpp"
#include "web/ask.hpp"
#include "web/components.hpp"
#include "web/file_form.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/rows_results.hpp"

#include <algorithm>

namespace badgewatch::web {

namespace {

FileForm form_of(const Visit& visit, const FormErrors& errors) {
  return {.action = "/drivers/upload",
          .active = "/drivers",
          .title = std::string(say("licences_upload.title")),
          .text = std::string(say("licences_upload.text")),
          .columns = licence_columns,
          .button = std::string(say("licences_upload.button")),
          .fields = {mapping_field(visit, errors.of("mapping"))}};
}

http::Response form(const Visit& visit, int status, const FormErrors& errors) {
  return file_form(visit, status, form_of(visit, errors), errors);
}

}  // namespace

Part mapping_field(const Visit& visit, const std::string& error) {
  const auto typed = visit.typed("mapping");
  Select select{.name = "mapping",
                .label = std::string(say("mapping.label")),
                .choices = {},
                .chosen = typed.empty() ? "default" : typed,
                .error = error,
                .hint = std::string(say("mapping.hint"))};
  const auto answer = ask(visit, {.path = "/v1/column-mappings"});
  for (const auto& item : answer["mappings"].items()) {
    const auto name = JsonView(item)["name"].text();
    const bool is_own = JsonView(item)["owner"].text() == "authority";
    select.choices.push_back({name, is_own ? say("mapping.option.own", {{"name", name}}) : name});
  }
  // What cannot be asked just now, or is there no more, is told by the upload itself.
  const bool is_there =
      std::any_of(select.choices.begin(), select.choices.end(),
                  [&](const Choice& choice) { return choice.value == select.chosen; });
  if (!is_there) select.choices.push_back({select.chosen, select.chosen});
  return component(select);
}

std::string mapping_query(const Visit& visit) {
  const auto name = std::string(core::trim(visit.typed("mapping")));
  return name.empty() ? "" : "mapping=" + http::percent_encode(name);
}

http::Response show_licences_upload(const Visit& visit) {
  return form(visit, 200, {});
}

http::Response do_upload_licences(const Visit& visit) {
  auto read = read_rows_file(visit.form.file("file"), most_rows_of_a_page);
  FormErrors errors;
  if (!read.fault.empty()) {
    errors.add("file", read.fault);
    return form(visit, 422, errors);
  }
  const auto taken =
      send_rows(visit, "/v1/licences/batch", mapping_query(visit), std::move(read.file));
  if (taken.refused && taken.lines.empty()) {
    if (taken.refused->status != 422 && taken.refused->status != 400)
      return refusal(visit, *taken.refused);
    const bool of_mapping = taken.refused->detail().find("mapping") != std::string::npos;
    errors.add(of_mapping ? "mapping" : "file", problem_text(JsonView(taken.refused->json)));
    return form(visit, 422, errors);
  }
  return show_file_results(visit, form_of(visit, {}), rows_results(taken, "licence_number"));
}

}  // namespace badgewatch::web
