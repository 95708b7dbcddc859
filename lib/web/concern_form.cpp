#include "web/concern_form.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/ask.hpp"
#include "web/authority_box.hpp"
#include "web/concerns.hpp"
#include "web/messages.hpp"
#include "web/person_fields.hpp"
#include "web/places.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

#include <array>

namespace badgewatch::web {

namespace {

constexpr std::array<std::string_view, 9> letters = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
constexpr std::array<std::string_view, 8> sources = {
    "complaint", "police", "own_officer", "operator", "another_agency", "court", "media", "other"};
constexpr std::array<std::string_view, 2> not_recorded = {"not_stated", "not_known"};
constexpr int ethnic_groups = 19;

std::string box_of(std::string_view letter) {
  return "category_" + std::string(letter);
}

// The three boxes of a day, as write and show take them.
Typed typed_boxes(const Visit& visit, const std::string& id) {
  Typed typed;
  for (const auto* part : {"-day", "-month", "-year"})
    typed[id + part] = visit.typed(id + part);
  return typed;
}

Part day_boxes(const Visit& visit, const std::string& id, std::string_view legend,
               std::string_view hint, const FormErrors& errors) {
  return component(DateInput{.id = id,
                             .legend = std::string(legend),
                             .name_prefix = id,
                             .day = visit.typed(id + "-day"),
                             .month = visit.typed(id + "-month"),
                             .year = visit.typed(id + "-year"),
                             .error = errors.of(id + "-day"),
                             .hint = std::string(hint)});
}

Part text_box(const Visit& visit, const char* name, std::string_view label, std::string_view hint,
              const FormErrors& errors, const char* classes = "") {
  return component(Input{.name = name,
                         .label = std::string(label),
                         .value = visit.typed(name),
                         .error = errors.of(name),
                         .hint = std::string(hint),
                         .classes = classes,
                         .autocomplete = "off"});
}

Part category_boxes(const Visit& visit, const FormErrors& errors) {
  Checkboxes boxes{.id = "categories",
                   .legend = std::string(say("concern.categories.legend")),
                   .boxes = {},
                   .error = errors.of("categories"),
                   .hint = std::string(say("concern.categories.hint"))};
  for (const auto letter : letters)
    boxes.boxes.push_back({.name = box_of(letter),
                           .value = "yes",
                           .text = say_of("category.", letter),
                           .checked = !visit.typed(box_of(letter)).empty()});
  return component(boxes);
}

Part source_choice(const Visit& visit, const FormErrors& errors) {
  Select select{.name = "source",
                .label = std::string(say("concern.source")),
                .choices = {{"", std::string(say("concern.source.none"))}},
                .chosen = visit.typed("source"),
                .error = errors.of("source")};
  for (const auto source : sources)
    select.choices.push_back({std::string(source), say_of("concern_source.", source)});
  return component(select);
}

Part ethnicity_choice(const Visit& visit, const FormErrors& errors) {
  Select select{.name = "ethnicity",
                .label = std::string(say("concern.ethnicity")),
                .choices = {{"", std::string(say("concern.trait.none"))}},
                .chosen = visit.typed("ethnicity"),
                .error = errors.of("ethnicity"),
                .hint = std::string(say("concern.ethnicity.hint"))};
  for (int code = 1; code <= ethnic_groups; ++code)
    select.choices.push_back({std::to_string(code), say_of("ethnicity.", std::to_string(code))});
  for (const auto word : not_recorded)
    select.choices.push_back({std::string(word), say_of("trait.", word)});
  return component(select);
}

bool is_about_exploitation(const Visit& visit) {
  return !visit.typed("exploitation").empty();
}

// Asked for, by codes of the census, in these concerns alone; counted and not kept with them.
Sheet exploitation_fields(const Visit& visit, const FormErrors& errors) {
  Sheet sheet;
  sheet.text(say("concern.exploitation.text"));
  sheet.add(component(Checkboxes{.id = "exploitation",
                                 .legend = std::string(say("concern.exploitation.legend")),
                                 .boxes = {{.name = "exploitation",
                                            .value = "yes",
                                            .text = std::string(say("concern.exploitation")),
                                            .checked = is_about_exploitation(visit)}},
                                 .error = errors.of("exploitation")}));
  sheet.add(ethnicity_choice(visit, errors));
  sheet.add(text_box(visit, "ethnicity_reason", say("concern.ethnicity_reason"),
                     say("concern.trait_reason.hint"), errors));
  sheet.add(text_box(visit, "nationality", say("concern.nationality"),
                     say("concern.nationality.hint"), errors, "govuk-input--width-10"));
  sheet.add(text_box(visit, "nationality_reason", say("concern.nationality_reason"),
                     say("concern.trait_reason.hint"), errors));
  return sheet;
}

http::Response page(const Visit& visit, int status, const FormErrors& errors) {
  const bool opened = is_about_exploitation(visit) || !visit.typed("ethnicity").empty() ||
                      !visit.typed("nationality").empty() || !errors.of("ethnicity").empty() ||
                      !errors.of("nationality").empty();
  Sheet about;
  about.add(
      day_boxes(visit, "became_aware_on", say("concern.aware"), say("concern.aware.hint"), errors));
  about.add(category_boxes(visit, errors));
  about.add(day_boxes(visit, "observed_from", say("concern.observed_from"),
                      say("concern.observed_from.hint"), errors));
  about.add(day_boxes(visit, "observed_to", say("concern.observed_to"),
                      say("concern.observed_to.hint"), errors));
  about.add(
      text_box(visit, "observed_where", say("concern.where"), say("concern.where.hint"), errors));
  about.add(source_choice(visit, errors));
  about.add(component(TextArea{.name = "particulars",
                               .label = std::string(say("concern.particulars")),
                               .value = visit.typed("particulars"),
                               .error = errors.of("particulars"),
                               .hint = std::string(say("concern.particulars.hint")),
                               .rows = 6}));
  about.details(say("concern.exploitation.title"),
                std::move(exploitation_fields(visit, errors)).take(), opened);
  about.heading(say("concern.issuer.title"));
  about.add(text_box(visit, "issuer", say("concern.issuer"), say("concern.issuer.hint"), errors));
  about.add(text_box(visit, "your_reference", say("concern.your_reference"), "", errors,
                     "govuk-input--width-20"));
  about.heading(say("concern.person.title")).text(say("concern.person.text"));
  Part person("fields");
  add_person_fields(person, typed_person(visit), errors);
  about.add(std::move(person));

  Sheet sheet;
  sheet.errors(errors).title(say("concern.report.title")).text(say("concern.report.text"));
  sheet.add(component(visit, PostForm{.action = "/concerns/new",
                                      .fields = {std::move(about).take()},
                                      .button = std::string(say("concern.report.button"))}));
  return show(visit, status,
              {.title = std::string(say("concern.report.title")),
               .content = std::move(sheet).take(),
               .active = "/concerns",
               .has_errors = !errors.empty()});
}

void write_if_there(core::JsonWriter& out, std::string_view name, std::string_view text) {
  if (!core::trim(text).empty()) out.member(name, core::trim(text));
}

void write_trait(core::JsonWriter& out, const Visit& visit, const char* name) {
  const auto code = visit.typed(name);
  const auto reason = visit.typed(std::string(name) + "_reason");
  if (core::trim(code).empty() && core::trim(reason).empty()) return;
  const bool is_country = code.size() == 2;
  out.key(name).begin_object();
  write_if_there(out, "code", is_country ? core::ascii_upper(code) : code);
  write_if_there(out, "reason", reason);
  out.end_object();
}

std::string body_of(const Visit& visit) {
  core::JsonWriter out;
  out.begin_object();
  for (const auto* day : {"became_aware_on", "observed_from", "observed_to"})
    write_if_there(out, day, typed_day(typed_boxes(visit, day), day));
  out.key("categories").begin_array();
  for (const auto letter : letters)
    if (!visit.typed(box_of(letter)).empty()) out.value(letter);
  out.end_array();
  write_if_there(out, "observed_where", visit.typed("observed_where"));
  write_if_there(out, "source", visit.typed("source"));
  write_if_there(out, "particulars", visit.typed("particulars"));
  write_if_there(out, "issuer", typed_authority(visit, "issuer"));
  write_if_there(out, "your_reference", visit.typed("your_reference"));
  if (is_about_exploitation(visit)) out.member("child_sexual_exploitation", true);
  write_trait(out, visit, "ethnicity");
  write_trait(out, visit, "nationality");
  out.key("subject");
  write_person(out, typed_person(visit));
  return std::move(out.end_object()).take();
}

std::vector<FieldPlace> places() {
  const auto place = [](const char* pointer, const char* field, std::string_view label,
                        std::string_view missing = {}, std::string_view unknown = {}) {
    return FieldPlace{pointer, field, std::string(label), std::string(missing),
                      std::string(unknown)};
  };
  std::vector<FieldPlace> all = {
      place("/became_aware_on", "became_aware_on-day", say("concern.aware"),
            say("concern.aware.missing")),
      place("/categories", "categories", say("concern.categories.legend"),
            say("concern.categories.missing")),
      place("/observed_from", "observed_from-day", say("concern.observed_from")),
      place("/observed_to", "observed_to-day", say("concern.observed_to")),
      place("/observed_where", "observed_where", say("concern.where")),
      place("/source", "source", say("concern.source")),
      place("/particulars", "particulars", say("concern.particulars")),
      place("/child_sexual_exploitation", "exploitation", say("concern.exploitation")),
      place("/ethnicity", "ethnicity", say("concern.ethnicity")),
      place("/ethnicity/reason", "ethnicity_reason", say("concern.ethnicity_reason")),
      place("/nationality", "nationality", say("concern.nationality")),
      place("/nationality/reason", "nationality_reason", say("concern.nationality_reason")),
      place("/issuer", "issuer", say("concern.issuer"), "", say("concern.authority.unknown")),
      place("/your_reference", "your_reference", say("concern.your_reference"))};
  for (auto& one : person_places("/subject"))
    all.push_back(std::move(one));
  return all;
}

// Shown in place, because reading the concern itself takes a second factor. Loaded again it is the
// same concern: its form bore a key.
http::Response reported_page(const Visit& visit, const Answer& concern) {
  const JsonView summary(concern.json);
  SummaryList list;
  list.rows = {{std::string(say("concern.routed_to")), routing_text(visit, summary)},
               {std::string(say("concern.clock")), concern_clock(visit, summary)},
               {std::string(say("concern.retained")), day_text(summary["retained_until"].text())}};
  std::erase_if(list.rows, [](const SummaryRow& row) { return row.value.empty(); });
  Sheet sheet;
  sheet.add(component(Banner{.success = true,
                             .title = std::string(say("concern.reported.title")),
                             .text = std::string(say("concern.reported"))}));
  sheet.title(say("concern.reported.title")).list(list);
  for (const auto& warning : summary["warnings"].items())
    sheet.inset(JsonView(warning)["detail"].text());
  if (summary["routing"].text() != "routed") sheet.text(say("concern.reported.pending"));
  sheet.link(place_of("concern", summary["id"].text()), say("concern.open"));
  sheet.link("/concerns", say("concern.back"));
  return show(visit, 200,
              {.title = std::string(say("concern.reported.title")),
               .content = std::move(sheet).take(),
               .active = "/concerns"});
}

}  // namespace

http::Response show_concern_form(const Visit& visit) {
  return page(visit, 200, {});
}

http::Response do_report_concern(const Visit& visit) {
  const auto answer = ask(visit, {.method = "POST",
                                  .path = "/v1/concerns",
                                  .body = body_of(visit),
                                  .headers = once_header(visit)});
  if (answer.is_good()) return reported_page(visit, answer);
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  FormErrors errors;
  errors.take(answer, places());
  return page(visit, answer.status, errors);
}

}  // namespace badgewatch::web
