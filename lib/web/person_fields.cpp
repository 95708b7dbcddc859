#include "web/person_fields.hpp"

#include "core/text.hpp"
#include "person/name.hpp"
#include "web/components.hpp"
#include "web/messages.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::web {

namespace {

constexpr std::array<std::string_view, 14> boxes = {"full_name",
                                                    "former_names",
                                                    "date_of_birth-day",
                                                    "date_of_birth-month",
                                                    "date_of_birth-year",
                                                    "national_insurance_number",
                                                    "driving_licence",
                                                    "driving_licence_issuer",
                                                    "address",
                                                    "postcode",
                                                    "earlier_address",
                                                    "earlier_postcode",
                                                    "email",
                                                    "telephone"};

constexpr std::size_t addresses_shown = 2;

const std::string& box(const Typed& typed, std::string_view name) {
  static const std::string nothing;
  const auto found = typed.find(name);
  return found == typed.end() ? nothing : found->second;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const auto line : core::split(text, '\n'))
    if (const auto trimmed = core::trim(line); !trimmed.empty()) lines.emplace_back(trimmed);
  return lines;
}

void add_line(std::string& lines, const std::string& line) {
  lines += (lines.empty() ? "" : "\n") + line;
}

// Which of the names stands in the box of its own: the first that is borne now; none: past the
// last.
std::size_t place_of_current(const core::JsonArray& names) {
  const auto found = std::find_if(names.begin(), names.end(), [](const core::Json& name) {
    const auto kind = JsonView(name)["kind"].text();
    return kind.empty() || kind == "current";
  });
  return static_cast<std::size_t>(found - names.begin());
}

void write_members(core::JsonWriter& out, const JsonView& name) {
  out.begin_object();
  for (const auto& [member, value] : name.members())
    out.member(member, JsonView(value).text());
  out.end_object();
}

void write_names(core::JsonWriter& out, const Typed& typed, const JsonView& stands) {
  const auto& names = stands["names"].items();
  const auto current = place_of_current(names);
  out.key("names").begin_array();
  const auto full = core::trim(box(typed, "full_name"));
  if (current < names.size() && name_text(JsonView(names[current])) == full)
    write_members(out, JsonView(names[current]));
  else if (!full.empty())
    out.begin_object().member("full", full).end_object();
  std::vector<bool> used(names.size());
  for (const auto& line : lines_of(box(typed, "former_names"))) {
    std::size_t same = 0;
    while (same < names.size() &&
           (same == current || used[same] || name_text(JsonView(names[same])) != line))
      ++same;
    if (same < names.size()) {
      used[same] = true;
      write_members(out, JsonView(names[same]));
    } else {
      out.begin_object().member("full", line).member("kind", "former").end_object();
    }
  }
  out.end_array();
}

void write_address(core::JsonWriter& out, const std::string& text, const std::string& postcode) {
  const auto lines = lines_of(text);
  if (lines.empty() && core::trim(postcode).empty()) return;
  out.begin_object().key("lines").begin_array();
  for (const auto& line : lines)
    out.value(line);
  out.end_array();
  if (!core::trim(postcode).empty()) out.member("postcode", core::trim(postcode));
  out.end_object();
}

// Those for which there is no box.
void write_further_addresses(core::JsonWriter& out, const JsonView& stands) {
  const auto& addresses = stands["addresses"].items();
  for (std::size_t i = addresses_shown; i < addresses.size(); ++i) {
    const JsonView address(addresses[i]);
    out.begin_object().key("lines").begin_array();
    for (const auto& line : address["lines"].items())
      out.value(JsonView(line).text());
    out.end_array();
    if (address["postcode"].is_there()) out.member("postcode", address["postcode"].text());
    out.end_object();
  }
}

void write_if_there(core::JsonWriter& out, std::string_view name, const std::string& text) {
  if (!core::trim(text).empty()) out.member(name, core::trim(text));
}

}  // namespace

std::string typed_day(const Typed& typed, const std::string& id) {
  const auto part = [&](const char* name) {
    return std::string(core::trim(box(typed, id + name)));
  };
  const auto padded = [](std::string text) { return text.size() == 1 ? "0" + text : text; };
  const auto day = padded(part("-day"));
  const auto month = padded(part("-month"));
  const auto year = part("-year");
  if (day.empty() && month.empty()) return year;
  if (day.empty()) return year + "-" + month;
  return year + "-" + month + "-" + day;
}

Typed typed_person(const Visit& visit) {
  Typed typed;
  for (const auto name : boxes)
    typed[std::string(name)] = visit.typed(name);
  return typed;
}

namespace {

void write_person_as(core::JsonWriter& out, const Typed& typed, const JsonView& stands) {
  out.begin_object();
  write_names(out, typed, stands);
  write_if_there(out, "date_of_birth", typed_day(typed, "date_of_birth"));
  write_if_there(out, "national_insurance_number", box(typed, "national_insurance_number"));
  if (!core::trim(box(typed, "driving_licence")).empty()) {
    out.key("driving_licence_number").begin_object();
    write_if_there(out, "number", box(typed, "driving_licence"));
    write_if_there(out, "issuer", box(typed, "driving_licence_issuer"));
    out.end_object();
  }
  out.key("addresses").begin_array();
  write_address(out, box(typed, "address"), box(typed, "postcode"));
  write_address(out, box(typed, "earlier_address"), box(typed, "earlier_postcode"));
  write_further_addresses(out, stands);
  out.end_array();
  out.key("contact").begin_object();
  write_if_there(out, "email", box(typed, "email"));
  write_if_there(out, "telephone", box(typed, "telephone"));
  out.end_object().end_object();
}

}  // namespace

void write_person(core::JsonWriter& out, const Typed& typed) {
  write_person_as(out, typed, JsonView());
}

std::string person_json(const Typed& typed) {
  core::JsonWriter out;
  write_person(out, typed);
  return std::move(out).take();
}

std::string person_json(const Typed& typed, const JsonView& stands) {
  core::JsonWriter out;
  write_person_as(out, typed, stands);
  return std::move(out).take();
}

Typed typed_of(const JsonView& person) {
  Typed typed;
  for (const auto& item : person["names"].items()) {
    const auto text = name_text(JsonView(item));
    const auto kind = JsonView(item)["kind"].text();
    const bool is_first = typed["full_name"].empty() && (kind.empty() || kind == "current");
    if (is_first)
      typed["full_name"] = text;
    else
      add_line(typed["former_names"], text);
  }
  const auto born = person["date_of_birth"].text();
  const auto parts = core::split(born, '-');
  constexpr std::array<const char*, 3> of_day = {"-year", "-month", "-day"};
  for (std::size_t i = 0; i < parts.size() && i < of_day.size() && !born.empty(); ++i)
    typed[std::string("date_of_birth") + of_day[i]] = std::string(parts[i]);
  typed["national_insurance_number"] = person["national_insurance_number"].text();
  typed["driving_licence"] = person["driving_licence_number"]["number"].text();
  typed["driving_licence_issuer"] = person["driving_licence_number"]["issuer"].text();
  const auto& addresses = person["addresses"].items();
  for (std::size_t i = 0; i < addresses.size() && i < addresses_shown; ++i) {
    const JsonView address(addresses[i]);
    for (const auto& line : address["lines"].items())
      add_line(typed[i == 0 ? "address" : "earlier_address"], JsonView(line).text());
    typed[i == 0 ? "postcode" : "earlier_postcode"] = address["postcode"].text();
  }
  typed["email"] = person["contact"]["email"].text();
  typed["telephone"] = person["contact"]["telephone"].text();
  return typed;
}

std::vector<FieldPlace> person_places(const std::string& pointer) {
  std::vector<FieldPlace> all = {
      {pointer + "/names", "full_name", std::string(say("person.full_name"))},
      {pointer + "/date_of_birth", "date_of_birth-day", std::string(say("person.date_of_birth"))},
      {pointer + "/national_insurance_number", "national_insurance_number",
       std::string(say("person.national_insurance_number"))},
      {pointer + "/driving_licence_number", "driving_licence",
       std::string(say("person.driving_licence"))},
      {pointer + "/driving_licence_number/issuer", "driving_licence_issuer",
       std::string(say("person.driving_licence_issuer"))},
      {pointer + "/addresses/0", "address", std::string(say("person.address"))},
      {pointer + "/addresses/0/postcode", "postcode", std::string(say("person.postcode"))},
      {pointer + "/addresses/1", "earlier_address", std::string(say("person.earlier_address"))},
      {pointer + "/addresses/1/postcode", "earlier_postcode",
       std::string(say("person.earlier_postcode"))},
      {pointer + "/contact/email", "email", std::string(say("person.email"))},
      {pointer + "/contact/telephone", "telephone", std::string(say("person.telephone"))}};
  for (std::size_t i = 1; i < person::max_names; ++i)
    all.push_back({pointer + "/names/" + std::to_string(i), "former_names",
                   std::string(say("person.former_names"))});
  return all;
}

void add_person_fields(Part& content, const Typed& typed, const FormErrors& errors,
                       AskedOfPerson asked) {
  const auto input = [&](const char* name, std::string_view label, std::string_view hint,
                         const char* classes, const char* spellcheck = "") {
    content.add("FIELDS", component(Input{.name = name,
                                          .label = std::string(label),
                                          .value = box(typed, name),
                                          .error = errors.of(name),
                                          .hint = std::string(hint),
                                          .classes = classes,
                                          .autocomplete = "off",
                                          .spellcheck = spellcheck}));
  };
  const auto area = [&](const char* name, std::string_view label, std::string_view hint, int rows) {
    content.add("FIELDS", component(TextArea{.name = name,
                                             .label = std::string(label),
                                             .value = box(typed, name),
                                             .error = errors.of(name),
                                             .hint = std::string(hint),
                                             .rows = rows}));
  };
  input("full_name", say("person.full_name"), say("person.full_name.hint"), "", "false");
  area("former_names", say("person.former_names"), say("person.former_names.hint"), 2);
  content.add("FIELDS",
              component(DateInput{.id = "date_of_birth",
                                  .legend = std::string(say("person.date_of_birth")),
                                  .name_prefix = "date_of_birth",
                                  .day = box(typed, "date_of_birth-day"),
                                  .month = box(typed, "date_of_birth-month"),
                                  .year = box(typed, "date_of_birth-year"),
                                  .error = errors.of("date_of_birth-day"),
                                  .hint = std::string(say("person.date_of_birth.hint"))}));
  input("national_insurance_number", say("person.national_insurance_number"),
        say("person.national_insurance_number.hint"), "govuk-input--width-10", "false");
  input("driving_licence", say("person.driving_licence"), say("person.driving_licence.hint"),
        "govuk-input--width-20", "false");
  input("driving_licence_issuer", say("person.driving_licence_issuer"),
        say("person.driving_licence_issuer.hint"), "govuk-input--width-2", "false");
  area("address", say("person.address"), say("person.address.hint"), 3);
  input("postcode", say("person.postcode"), "", "govuk-input--width-10", "false");
  if (asked == AskedOfPerson::what_the_act_asks) return;
  area("earlier_address", say("person.earlier_address"), say("person.earlier_address.hint"), 3);
  input("earlier_postcode", say("person.earlier_postcode"), "", "govuk-input--width-10", "false");
  input("email", say("person.email"), "", "", "false");
  input("telephone", say("person.telephone"), "", "govuk-input--width-20", "false");
}

}  // namespace badgewatch::web
