#include "web/decisions_upload.hpp"

#include "web/components.hpp"
#include "web/file_form.hpp"
#include "web/mapping_choice.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/rows_results.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

FileForm form_of(const Visit& visit, const FormErrors& errors) {
  return {.action = "/decisions/upload",
          .active = "/decisions",
          .title = std::string(say("decisions_upload.title")),
          .text = std::string(say("decisions_upload.text")),
          .columns =
              "your_reference,kind,decided_on,effective_on,notified_on,suspension_ends_on,"
              "relies_on_relevant_information,full_name,former_names,date_of_birth,"
              "national_insurance_number,driving_licence_number,address_1,postcode",
          .button = std::string(say("decisions_upload.button")),
          .fields = {mapping_field(visit, "decisions", errors.of("mapping"))},
          .look = std::string(say("decisions_upload.look"))};
}

http::Response form(const Visit& visit, int status, const FormErrors& errors,
                    const std::vector<Part>& found = {}) {
  return file_form(visit, status, form_of(visit, errors), errors, found);
}

// Of the current name, as one reads it.
std::string name_of_subject(const JsonView& subject) {
  for (const auto& item : subject["names"].items()) {
    const JsonView name(item);
    const auto kind = name["kind"].text();
    if (!kind.empty() && kind != "current") continue;
    if (const auto full = name["full"].text(); !full.empty()) return full;
    const auto given = name["given"].text();
    return given.empty() ? name["family"].text() : given + " " + name["family"].text();
  }
  return "";
}

// A date of birth may be of a year or a month alone.
std::string birth_text(const std::string& day) {
  return day.size() == 10 ? day_text(day) : day;
}

Table decisions_read(const RowsTaken& taken) {
  Table table{.caption = std::string(say("decisions_upload.read")),
              .head = {{.text = std::string(say("rows.number")), .numeric = true},
                       {say_of("mapping_field.", "your_reference")},
                       {say_of("mapping_field.", "kind")},
                       {say_of("mapping_field.", "decided_on")},
                       {say_of("mapping_field.", "effective_on")},
                       {say_of("mapping_field.", "notified_on")},
                       {say_of("mapping_field.", "full_name")},
                       {say_of("mapping_field.", "date_of_birth")}},
              .rows = {}};
  for (const auto& item : taken.lines) {
    const JsonView line(item);
    const auto decision = line["decision"];
    if (!decision.is_there()) continue;
    const auto subject = decision["subject"];
    table.rows.push_back({{.text = std::to_string(line["row"].integer()), .numeric = true},
                          {line["your_reference"].text()},
                          {say_of("kind.", decision["kind"].text())},
                          {day_text(decision["decided_on"].text())},
                          {day_text(decision["effective_on"].text())},
                          {day_text(decision["notified_on"].text())},
                          {name_of_subject(subject)},
                          {birth_text(subject["date_of_birth"].text())}});
  }
  return table;
}

// What a file would be entered as, above the form by which it is.
http::Response show_look(const Visit& visit, const RowsTaken& taken) {
  Sheet seen;
  seen.heading(say("decisions_upload.looked")).text(say("decisions_upload.looked.text"));
  seen.add(rows_results(taken, "your_reference", true));
  seen.table(decisions_read(taken), say("decisions_upload.read.none"));
  return form(visit, 200, {}, {std::move(seen).take()});
}

}  // namespace

http::Response show_decisions_upload(const Visit& visit) {
  return form(visit, 200, {});
}

http::Response do_upload_decisions(const Visit& visit) {
  auto read = read_rows_file(visit.form.file("file"), most_rows_of_a_page);
  FormErrors errors;
  if (!read.fault.empty()) {
    errors.add("file", read.fault);
    return form(visit, 422, errors);
  }
  const bool is_look = visit.typed("look") == "yes";
  auto query = mapping_query(visit);
  if (is_look) query += (query.empty() ? "" : "&") + std::string("preview=true");
  const auto taken = send_rows(visit, "/v1/decisions/batch", query, std::move(read.file));
  if (taken.refused && taken.lines.empty()) {
    if (taken.refused->status != 422 && taken.refused->status != 400)
      return refusal(visit, *taken.refused);
    const bool of_mapping = taken.refused->detail().find("mapping") != std::string::npos;
    errors.add(of_mapping ? "mapping" : "file", problem_text(JsonView(taken.refused->json)));
    return form(visit, 422, errors);
  }
  if (is_look) return show_look(visit, taken);
  return show_file_results(visit, form_of(visit, {}), rows_results(taken, "your_reference"));
}

}  // namespace badgewatch::web
