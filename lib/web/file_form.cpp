#include "web/file_form.hpp"

#include "web/components.hpp"
#include "web/messages.hpp"
#include "web/sheet.hpp"

namespace badgewatch::web {

http::Response file_form(const Visit& visit, int status, const FileForm& form,
                         const FormErrors& errors, const std::vector<Part>& found) {
  Part content("file_form");
  if (!errors.empty()) content.add("ERRORS", errors.summary());
  content.set("ACTION", form.action).set("TITLE", form.title).set("TEXT", form.text);
  for (const auto& part : found)
    content.add("FOUND", part);
  content.add("TOKEN", form_token(visit));
  for (const auto& field : form.fields)
    content.add("FIELD", field);
  content.add("FIELD", component(FileUpload{.name = "file",
                                            .label = std::string(say("rows_file.label")),
                                            .error = errors.of("file"),
                                            .hint = std::string(say("rows_file.hint")),
                                            .accept = ".csv,.json,.ndjson,text/csv"}));
  Part columns("file_columns");
  columns.set("COLUMNS", form.columns);
  content.add("COLUMNS", details(say("rows_file.columns"), std::move(columns)));
  content.add("BUTTON", component(Button{.text = form.button, .once = true}));
  if (!form.look.empty())
    content.add("BUTTON", component(Button{.text = form.look,
                                           .classes = "govuk-button--secondary",
                                           .name = "look",
                                           .value = "yes"}));
  return show(visit, status,
              {.title = form.title,
               .content = std::move(content),
               .active = form.active,
               .has_errors = !errors.empty(),
               .wide = !found.empty()});
}

http::Response show_file_results(const Visit& visit, const FileForm& form, Part results) {
  Part content("file_results");
  content.set("ACTION", form.action).set("TITLE", form.title);
  content.add("RESULTS", std::move(results));
  return show(
      visit, 200,
      {.title = form.title, .content = std::move(content), .active = form.active, .wide = true});
}

}  // namespace badgewatch::web
