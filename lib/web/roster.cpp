#include "web/roster.hpp"

#include "web/components.hpp"
#include "web/day_field.hpp"
#include "web/file_form.hpp"
#include "web/licences_upload.hpp"
#include "web/mapping_choice.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/rows_results.hpp"
#include "web/wording.hpp"

#include <array>

namespace badgewatch::web {

namespace {

constexpr std::size_t most_shown = 200;  // of each verdict
constexpr std::array<std::string_view, 6> counts = {"rows",    "same",  "different",
                                                    "missing", "extra", "stale"};
constexpr std::array<std::string_view, 4> told = {"different", "missing", "extra", "stale"};
constexpr std::array<std::string_view, 3> becomes = {"unchanged", "expired", "surrendered"};

http::Response form(const Visit& visit, int status, const Typed& typed, const FormErrors& errors) {
  return file_form(
      visit, status,
      {.action = "/drivers/roster",
       .active = "/drivers",
       .title = std::string(say("roster.title")),
       .text = std::string(say("roster.text")),
       .columns = licence_columns,
       .button = std::string(say("roster.compare")),
       .fields = {day_field(typed, errors, "as_of", say("roster.as_of"), say("roster.as_of.hint")),
                  mapping_field(visit, "licences", errors.of("mapping"))}},
      errors);
}

Part counts_list(const JsonView& roster) {
  SummaryList list;
  list.rows.push_back({std::string(say("roster.as_of")), day_text(roster["as_of"].text())});
  for (const auto count : counts)
    list.rows.push_back({say_of("roster_count.", count), std::to_string(roster[count].integer())});
  return component(list);
}

// Which fields of a row differ.
std::string fields_text(const JsonView& line) {
  std::string text;
  for (const auto& field : line["fields"].items())
    text += (text.empty() ? "" : ", ") + say_of("roster_field.", JsonView(field).text());
  return text;
}

void add_lines(Part& content, const RowsTaken& taken, std::string_view verdict) {
  Table table{.caption = say_of("roster_table.", verdict),
              .head = {{std::string(say("drivers.number"))}},
              .rows = {}};
  const bool has_fields = verdict == "different";
  if (has_fields) table.head.push_back({std::string(say("roster.differs"))});
  std::size_t found = 0;
  for (const auto& item : taken.lines) {
    const JsonView line(item);
    if (line["result"].text() != verdict) continue;
    if (++found > most_shown) continue;
    table.rows.push_back({{line["licence_number"].text()}});
    if (has_fields) table.rows.back().push_back({fields_text(line)});
  }
  if (found == 0) return;
  Values lines;
  lines.set("LABEL", table.caption).add("TABLE", component(table));
  if (found > most_shown)
    lines.each("MORE", Values().set("TEXT", say("roster.more",
                                                {{"count", std::to_string(found - most_shown)}})));
  content.each("LINES", std::move(lines));
}

// The second step: what it does stands in it, and is held against the roster once more.
void add_application(const Visit& visit, Part& content, const JsonView& roster,
                     const std::string& error = {}) {
  const auto number = [&](std::string_view name) { return std::to_string(roster[name].integer()); };
  Values apply;
  apply.set("ID", roster["roster"].text()).add("TOKEN", form_token(visit));
  for (const auto* name : {"different", "missing", "extra"}) {
    Part field("hidden");
    field.set("NAME", name).set("VALUE", number(name));
    apply.add("FIELDS", std::move(field));
  }
  Radios radios{.name = "extra_becomes",
                .legend = say("roster.extra_becomes", {{"count", number("extra")}}),
                .choices = {},
                .chosen = visit.typed("extra_becomes"),
                .error = error,
                .classes = "govuk-radios--small"};
  for (const auto one : becomes)
    radios.choices.push_back({std::string(one), say_of("roster_becomes.", one)});
  apply.add("FIELDS", component(radios));
  apply.add("FIELDS",
            component(WarningText{say("roster.apply.text", {{"different", number("different")},
                                                            {"missing", number("missing")}})}));
  apply.add("FIELDS", component(Button{.text = std::string(say("roster.apply")), .once = true}));
  content.each("APPLY", std::move(apply));
}

http::Response page(const Visit& visit, int status, Part content, bool has_errors = false) {
  return show(visit, status,
              {.title = std::string(say("roster.title")),
               .content = std::move(content),
               .active = "/drivers",
               .has_errors = has_errors,
               .wide = true});
}

http::Response preview(const Visit& visit, const RowsTaken& taken) {
  const JsonView roster(taken.summary);
  Part content("roster");
  content.add("COUNTS", counts_list(roster));
  for (const auto verdict : told)
    add_lines(content, taken, verdict);
  add_application(visit, content, roster);
  return page(visit, 200, std::move(content));
}

Answer read_roster(const Visit& visit) {
  return ask(visit, {.path = address_of("/v1/rosters/{id}", {visit.path.at("id")})});
}

http::Response kept_roster(const Visit& visit, int status, const Answer& roster,
                           const FormErrors& errors) {
  Part content("roster");
  if (!errors.empty()) content.add("ERRORS", errors.summary());
  const bool applied = roster["state"].text() == "applied";
  if (applied)
    content.add("APPLIED",
                component(InsetText{.text = std::string(say("roster.applied")), .is_news = true}));
  content.add("COUNTS", counts_list(JsonView(roster.json)));
  if (!applied) add_application(visit, content, JsonView(roster.json), errors.of("extra_becomes"));
  return page(visit, status, std::move(content), !errors.empty());
}

}  // namespace

http::Response show_roster_form(const Visit& visit) {
  Typed typed;
  put_day(typed, "as_of", visit.today());
  return form(visit, 200, typed, {});
}

http::Response do_compare_roster(const Visit& visit) {
  Typed typed;
  take_day(visit, typed, "as_of");
  FormErrors errors;
  const auto as_of = core::Date::parse_iso(typed_day(typed, "as_of"));
  if (!as_of) errors.add("as_of-day", std::string(say("roster.as_of.missing")));
  auto read = read_rows_file(visit.form.file("file"), most_rows_of_a_page);
  if (!read.fault.empty()) errors.add("file", read.fault);
  if (!errors.empty()) return form(visit, 422, typed, errors);
  auto query = "as_of=" + as_of->iso() + "&rows=" + std::to_string(read.file.rows);
  if (const auto mapping = mapping_query(visit); !mapping.empty()) query += "&" + mapping;
  const auto taken = send_rows(visit, "/v1/rosters", query, std::move(read.file));
  if (!taken.refused) return preview(visit, taken);
  const auto& refused = *taken.refused;
  if (refused.status != 422 && refused.status != 400 && refused.status != 409)
    return refusal(visit, refused);
  // It is of the file as a whole, unless it names the day or the mapping.
  std::string field = "file";
  for (const auto& one : refused.fields())
    if (one.pointer == "/as_of") field = "as_of-day";
  if (refused.detail().find("mapping") != std::string::npos) field = "mapping";
  const auto text = problem_text(JsonView(refused.json));
  errors.add(field, text.starts_with(refused.detail()) ? text : refused.detail() + " " + text);
  return form(visit, 422, typed, errors);
}

http::Response show_roster(const Visit& visit) {
  const auto roster = read_roster(visit);
  return roster.is_good() ? kept_roster(visit, 200, roster, {}) : refusal(visit, roster);
}

http::Response do_apply_roster(const Visit& visit) {
  FormErrors errors;
  int status = 422;
  core::JsonWriter body;
  body.begin_object();
  for (const auto* name : {"different", "missing", "extra"}) {
    const auto text = visit.typed(name);
    const bool is_number = !text.empty() && text.size() < 9 &&
                           text.find_first_not_of("0123456789") == std::string::npos;
    body.member(name, is_number ? std::stoll(text) : 0);
  }
  if (visit.typed("extra_becomes").empty())
    errors.add("extra_becomes", std::string(say("roster.extra_becomes.missing")));
  body.member("extra_becomes", visit.typed("extra_becomes")).end_object();
  if (errors.empty()) {
    const auto answer =
        ask(visit, {.method = "POST",
                    .path = address_of("/v1/rosters/{id}/apply", {visit.path.at("id")}),
                    .body = std::move(body).take()});
    if (answer.is_good()) return go_to("/drivers/roster/" + answer["roster"].text());
    if (answer.status != 409 && answer.status != 422) return refusal(visit, answer);
    if (answer.is_being_done()) status = answer.status;
    errors.take(answer, {{"/extra_becomes", "extra_becomes", ""}});
  }
  const auto roster = read_roster(visit);
  // As a second press finds it.
  const auto became = roster["extra_becomes"].text();
  if (roster["state"].text() == "applied" &&
      visit.typed("extra_becomes") == (became.empty() ? becomes.front() : became))
    return go_to("/drivers/roster/" + roster["roster"].text());
  return roster.is_good() ? kept_roster(visit, status, roster, errors) : refusal(visit, roster);
}

}  // namespace badgewatch::web
