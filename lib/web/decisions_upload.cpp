#include "web/decisions_upload.hpp"

#include "web/file_form.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/rows_results.hpp"

namespace badgewatch::web {

namespace {

FileForm form_of() {
  return {.action = "/decisions/upload",
          .active = "/decisions",
          .title = std::string(say("decisions_upload.title")),
          .text = std::string(say("decisions_upload.text")),
          .columns =
              "your_reference,kind,decided_on,effective_on,notified_on,suspension_ends_on,"
              "relies_on_relevant_information,full_name,former_names,date_of_birth,"
              "national_insurance_number,driving_licence_number,address_1,postcode",
          .button = std::string(say("decisions_upload.button"))};
}

}  // namespace

http::Response show_decisions_upload(const Visit& visit) {
  return file_form(visit, 200, form_of(), {});
}

http::Response do_upload_decisions(const Visit& visit) {
  auto read = read_rows_file(visit.form.file("file"), most_rows_of_a_page);
  FormErrors errors;
  if (!read.fault.empty()) {
    errors.add("file", read.fault);
    return file_form(visit, 422, form_of(), errors);
  }
  const auto taken = send_rows(visit, "/v1/decisions/batch", "", std::move(read.file));
  if (taken.refused && taken.lines.empty()) {
    if (taken.refused->status != 422 && taken.refused->status != 400)
      return refusal(visit, *taken.refused);
    errors.add("file", problem_text(JsonView(taken.refused->json)));
    return file_form(visit, 422, form_of(), errors);
  }
  return show_file_results(visit, form_of(), rows_results(taken, "your_reference"));
}

}  // namespace badgewatch::web
