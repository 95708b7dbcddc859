#include "web/licences_upload.hpp"

#include "web/file_form.hpp"
#include "web/mapping_choice.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/rows_results.hpp"

namespace badgewatch::web {

namespace {

FileForm form_of(const Visit& visit, const FormErrors& errors) {
  return {.action = "/drivers/upload",
          .active = "/drivers",
          .title = std::string(say("licences_upload.title")),
          .text = std::string(say("licences_upload.text")),
          .columns = licence_columns,
          .button = std::string(say("licences_upload.button")),
          .fields = {mapping_field(visit, "licences", errors.of("mapping"))}};
}

http::Response form(const Visit& visit, int status, const FormErrors& errors) {
  return file_form(visit, status, form_of(visit, errors), errors);
}

}  // namespace

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
