#include "web/mapping_fields.hpp"

#include "core/csv.hpp"
#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/components.hpp"
#include "web/messages.hpp"
#include "web/sent_rows.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>

namespace badgewatch::web {

namespace {

// Our words that have a box for the council's. Issuers of other countries keep what they have.
struct OurWord {
  const char* field;
  const char* word;
};
constexpr std::array<OurWord, 12> words_of_licences = {{{"class", "hackney_carriage"},
                                                        {"class", "private_hire"},
                                                        {"class", "dual"},
                                                        {"status", "applied"},
                                                        {"status", "current"},
                                                        {"status", "suspended"},
                                                        {"status", "revoked"},
                                                        {"status", "refused"},
                                                        {"status", "expired"},
                                                        {"status", "surrendered"},
                                                        {"driving_licence_issuer", "GB"},
                                                        {"driving_licence_issuer", "NI"}}};
constexpr std::array<OurWord, 11> words_of_decisions = {
    {{"kind", "refusal"},
     {"kind", "refusal_to_renew"},
     {"kind", "suspension"},
     {"kind", "revocation"},
     {"kind", "interim_suspension"},
     {"kind", "out_of_area_suspension"},
     {"kind", "surrendered_under_investigation"},
     {"relies_on_relevant_information", "true"},
     {"relies_on_relevant_information", "false"},
     {"driving_licence_issuer", "GB"},
     {"driving_licence_issuer", "NI"}}};

// What a mapping's form has for files of a kind.
struct KindOfFile {
  const char* reference;  // the field that every file has
  std::span<const OurWord> our_words;
  std::array<const char*, 2> with_default;
  std::array<const char*, 3> with_words;
};
const KindOfFile& of(std::string_view kind) {
  static const KindOfFile licences{.reference = "licence_number",
                                   .our_words = words_of_licences,
                                   .with_default = {"class", "status"},
                                   .with_words = {"class", "status", "driving_licence_issuer"}};
  static const KindOfFile decisions{
      .reference = "your_reference",
      .our_words = words_of_decisions,
      .with_default = {"kind", "relies_on_relevant_information"},
      .with_words = {"kind", "relies_on_relevant_information", "driving_licence_issuer"}};
  return kind == "decisions" ? decisions : licences;
}

std::string box_of(std::string_view field, std::string_view word) {
  return std::string(field) + "-" + std::string(word);
}
std::string heading_box(std::string_view field) {
  return "heading-" + std::string(field);
}
std::string default_box(std::string_view field) {
  return "default-" + std::string(field);
}

bool has_box(const KindOfFile& kind, std::string_view field, std::string_view word) {
  return std::any_of(kind.our_words.begin(), kind.our_words.end(),
                     [&](const auto& one) { return one.field == field && one.word == word; });
}

std::string our_word_text(std::string_view field, std::string_view word) {
  if (field == "class") return say_of("licence_class.", word);
  if (field == "status") return say_of("licence_status.", word);
  if (field == "kind") return say_of("kind.", word);
  if (field == "relies_on_relevant_information") return say_of("mapping_relies.", word);
  return say_of("mapping_issuer.", core::ascii_lower(word));
}

// "Badge No." and "BADGE_NO" are one heading to who guesses.
std::string loosely(std::string_view heading) {
  std::string kept;
  for (const char c : core::fold(heading))
    if (static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      kept += c;
  return kept;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const auto line : core::split(text, '\n'))
    if (const auto trimmed = core::trim(line); !trimmed.empty()) lines.emplace_back(trimmed);
  return lines;
}

void write_words(core::JsonWriter& out, const MappingTyped& typed, const JsonView& stands) {
  const auto& kind = of(typed.kind);
  out.key("values").begin_object();
  for (const auto* field : kind.with_words) {
    out.key(field).begin_object();
    for (const auto& [theirs, ours] : stands["values"][field].members())
      if (!has_box(kind, field, JsonView(ours).text())) out.member(theirs, JsonView(ours).text());
    for (const auto& one : kind.our_words) {
      const auto box = typed.words.find(box_of(one.field, one.word));
      if (std::string_view(one.field) != field || box == typed.words.end()) continue;
      for (const auto& theirs : lines_of(box->second))
        out.member(theirs, one.word);
    }
    out.end_object();
  }
  out.end_object();
}

void write_defaults(core::JsonWriter& out, const MappingTyped& typed, const JsonView& stands) {
  const auto& with_default = of(typed.kind).with_default;
  out.key("defaults").begin_object();
  for (const auto& [field, text] : stands["defaults"].members())
    if (std::find(with_default.begin(), with_default.end(), field) == with_default.end())
      out.member(field, JsonView(text).text());
  for (const auto& [field, text] : typed.defaults)
    if (!text.empty()) out.member(field, text);
  out.end_object();
}

Part heading_select(const MappingTyped& typed, const std::string& field, const FormErrors& errors) {
  const auto box = heading_box(field);
  const auto chosen = typed.chosen.find(field);
  Select select{.name = box,
                .label = say_of("mapping_field.", field),
                .choices = {{"", std::string(say("mapping_form.not_there"))}},
                .chosen = chosen == typed.chosen.end() ? "" : chosen->second,
                .error = errors.of(box)};
  for (const auto& heading : typed.headings)
    select.choices.push_back({heading, heading});
  return component(select);
}

Part default_select(const MappingTyped& typed, const char* field, const FormErrors& errors) {
  const auto box = default_box(field);
  const auto chosen = typed.defaults.find(field);
  Select select{.name = box,
                .label = say_of("mapping_default.", field),
                .choices = {{"", std::string(say("mapping_form.no_default"))}},
                .chosen = chosen == typed.defaults.end() ? "" : chosen->second,
                .error = errors.of(box)};
  for (const auto& one : of(typed.kind).our_words)
    if (std::string_view(one.field) == field)
      select.choices.push_back({one.word, our_word_text(field, one.word)});
  return component(select);
}

Part words_box(const MappingTyped& typed, const OurWord& one, const FormErrors& errors) {
  const auto box = box_of(one.field, one.word);
  const auto typed_words = typed.words.find(box);
  return component(TextArea{
      .name = box,
      .label = say("mapping_form.words_for", {{"field", say_of("mapping_field.", one.field)},
                                              {"word", our_word_text(one.field, one.word)}}),
      .value = typed_words == typed.words.end() ? "" : typed_words->second,
      .error = errors.of(box),
      .rows = 2});
}

Part heading_part(std::string_view text) {
  Part part("heading");
  part.set("TEXT", text);
  return part;
}

}  // namespace

KnownMappings known_mappings(const Answer& mappings) {
  KnownMappings known;
  for (const auto& item : mappings["mappings"].items()) {
    const JsonView mapping(item);
    for (const auto& one : mapping["columns"].items()) {
      const auto field = JsonView(one)["column"].text();
      known.by_heading.emplace(loosely(JsonView(one)["header"].text()), field);
      // The register's own names are of every field.
      if (mapping["name"].text() == "default") {
        known.fields.push_back(field);
        known.by_heading.emplace(loosely(field), field);
      }
    }
  }
  return known;
}

HeadingsRead read_headings(std::string_view text, std::size_t fewest) {
  HeadingsRead read;
  if (is_other_file(text)) return {std::string(say("rows_file.no_rows")), {}};
  std::string owned;
  if (!core::is_valid_utf8(text)) {
    owned = core::from_windows_1252(text);
    text = owned;
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto begin = text.find_first_not_of("\r\n");
  text.remove_prefix(begin == std::string_view::npos ? text.size() : begin);
  const auto line = text.substr(0, text.find('\n'));
  std::vector<std::string> cells;
  if (line.find('\t') != std::string_view::npos) {
    for (const auto cell : core::split(line, '\t'))
      cells.emplace_back(cell);
  } else if (auto record = core::take_csv_record(text)) {
    cells = std::move(*record);
  } else {
    return {std::string(say("mapping_form.unreadable")), {}};
  }
  std::set<std::string> seen;
  for (const auto& cell : cells) {
    std::string heading;
    for (const char c : cell)
      heading += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    heading = core::trim(heading);
    if (heading.empty()) continue;
    if (core::code_points(heading) > 200) return {std::string(say("mapping_form.too_long")), {}};
    if (!seen.insert(core::fold(heading)).second)
      return {say("mapping_form.twice", {{"heading", heading}}), {}};
    read.headings.push_back(std::move(heading));
  }
  if (read.headings.size() < fewest) read.fault = std::string(say("mapping_form.too_few"));
  return read;
}

void add_headings(MappingTyped& typed, const std::vector<std::string>& headings,
                  const KnownMappings& known) {
  for (const auto& heading : headings) {
    const bool is_there =
        std::any_of(typed.headings.begin(), typed.headings.end(),
                    [&](const std::string& one) { return core::fold(one) == core::fold(heading); });
    if (is_there) continue;
    typed.headings.push_back(heading);
    const auto field = known.by_heading.find(loosely(heading));
    if (field != known.by_heading.end()) typed.chosen.emplace(field->second, heading);
  }
}

void add_words(MappingTyped& typed, const JsonView& mapping) {
  std::set<std::string> there;
  for (const auto& [box, text] : typed.words)
    for (const auto& theirs : lines_of(text))
      there.insert(box.substr(0, box.find('-') + 1) + core::fold(theirs));
  const auto& kind = of(typed.kind);
  for (const auto* field : kind.with_words)
    for (const auto& [theirs, ours] : mapping["values"][field].members()) {
      const auto word = JsonView(ours).text();
      if (!has_box(kind, field, word) || !there.insert(box_of(field, core::fold(theirs))).second)
        continue;
      auto& text = typed.words[box_of(field, word)];
      text += (text.empty() ? "" : "\n") + theirs;
    }
}

std::string kind_typed(const Visit& visit) {
  return visit.typed("kind") == "decisions" ? "decisions" : "licences";
}

MappingTyped typed_mapping(const Visit& visit, const KnownMappings& known) {
  MappingTyped typed;
  typed.kind = kind_typed(visit);
  const auto box = [&](std::string_view name) {
    return std::string(core::trim(one_line(visit.typed(name))));
  };
  typed.name = box("name");
  typed.description = box("description");
  typed.dates = box("dates");
  typed.name_order = box("name_order");
  if (const auto headings = core::parse_json(visit.typed("headings")))
    for (const auto& heading : JsonView(*headings).items())
      typed.headings.push_back(JsonView(heading).text());
  for (const auto& field : known.fields)
    if (auto heading = visit.typed(heading_box(field)); !heading.empty())
      typed.chosen[field] = std::move(heading);
  for (const auto& one : of(typed.kind).our_words)
    typed.words[box_of(one.field, one.word)] = visit.typed(box_of(one.field, one.word));
  for (const auto* field : of(typed.kind).with_default)
    typed.defaults[field] = box(default_box(field));
  return typed;
}

MappingTyped typed_of_mapping(const JsonView& mapping) {
  MappingTyped typed;
  // One of licences does not say so.
  if (mapping["kind"].text() == "decisions") typed.kind = "decisions";
  typed.name = mapping["name"].text();
  typed.description = mapping["description"].text();
  typed.name_order = mapping["name_order"].text();
  const auto& dates = mapping["dates"].items();
  if (dates.size() == 1) typed.dates = JsonView(dates[0]).text();
  for (const auto& [field, column] : mapping["columns"].members()) {
    typed.chosen[field] = JsonView(column)["header"].text();
    typed.headings.push_back(typed.chosen[field]);
  }
  for (const auto* field : of(typed.kind).with_default)
    typed.defaults[field] = mapping["defaults"][field].text();
  add_words(typed, mapping);
  return typed;
}

std::string mapping_body(const MappingTyped& typed, const JsonView& stands) {
  core::JsonWriter out;
  out.begin_object().member("format", "badgewatch-mapping/1").member("name", typed.name);
  out.member("description", typed.description);
  if (typed.kind != "licences") out.member("kind", typed.kind);
  out.key("columns").begin_object();
  for (const auto& [field, heading] : typed.chosen)
    out.key(field).begin_object().member("header", heading).end_object();
  out.end_object();
  write_words(out, typed, stands);
  write_defaults(out, typed, stands);
  out.key("dates").begin_array();
  for (const auto* form : {"dmy", "iso"})
    if (typed.dates == form || typed.dates == "both") out.value(form);
  out.end_array().member("name_order", typed.name_order);
  return std::move(out.end_object()).take();
}

void check_mapping(const MappingTyped& typed, FormErrors& errors) {
  std::set<std::string> seen;
  for (const auto& one : of(typed.kind).our_words) {
    const auto box = typed.words.find(box_of(one.field, one.word));
    if (box == typed.words.end()) continue;
    for (const auto& theirs : lines_of(box->second))
      if (!seen.insert(box_of(one.field, core::fold(theirs))).second)
        errors.add(box->first, say("mapping_form.word_twice", {{"word", theirs}}));
  }
}

std::vector<FieldPlace> mapping_places(const MappingTyped& typed, const KnownMappings& known) {
  const auto& kind = of(typed.kind);
  std::vector<FieldPlace> places = {
      {"/name", "name", std::string(say("mapping_form.name")),
       std::string(say("mapping_form.name.missing"))},
      {"/description", "description", std::string(say("mapping_form.description")),
       std::string(say("mapping_form.description.missing"))}};
  for (const auto& field : known.fields)
    places.push_back({"/columns/" + field, heading_box(field), say_of("mapping_field.", field)});
  places.push_back(
      {"/columns", heading_box(kind.reference), std::string(say("mapping_form.columns"))});
  for (const auto* field : kind.with_words) {
    const auto first =
        std::find_if(kind.our_words.begin(), kind.our_words.end(),
                     [&](const auto& one) { return std::string_view(one.field) == field; });
    places.push_back({"/values/" + std::string(field), box_of(field, first->word),
                      say_of("mapping_field.", field)});
  }
  for (const auto* field : kind.with_default)
    places.push_back(
        {"/defaults/" + std::string(field), default_box(field), say_of("mapping_default.", field)});
  places.push_back({"/dates", "dates", std::string(say("mapping_form.dates"))});
  places.push_back({"/name_order", "name_order", std::string(say("mapping_form.name_order"))});
  return places;
}

std::vector<Part> mapping_parts(const MappingTyped& typed, const KnownMappings& known,
                                const FormErrors& errors) {
  std::vector<Part> parts;
  parts.push_back(component(Input{.name = "description",
                                  .label = std::string(say("mapping_form.description")),
                                  .value = typed.description,
                                  .error = errors.of("description"),
                                  .hint = std::string(say("mapping_form.description.hint")),
                                  .autocomplete = "off"}));
  parts.push_back(heading_part(say("mapping_form.columns")));
  parts.push_back(paragraph(say_of("mapping_form.columns.", typed.kind)));
  core::JsonWriter headings;
  headings.begin_array();
  for (const auto& heading : typed.headings)
    headings.value(heading);
  headings.end_array();
  parts.push_back(hidden("headings", headings.text()));
  parts.push_back(hidden("kind", typed.kind));
  for (const auto& field : known.fields)
    parts.push_back(heading_select(typed, field, errors));
  parts.push_back(component(TextArea{.name = "row",
                                     .label = std::string(say("mapping_form.more")),
                                     .error = errors.of("row"),
                                     .hint = std::string(say("mapping_form.more.hint")),
                                     .rows = 2}));
  parts.push_back(heading_part(say("mapping_form.cells")));
  for (const auto* field : of(typed.kind).with_default)
    parts.push_back(default_select(typed, field, errors));
  parts.push_back(component(Radios{.name = "dates",
                                   .legend = std::string(say("mapping_form.dates")),
                                   .choices = {{"both", say_of("mapping_days.", "both")},
                                               {"dmy", say_of("mapping_days.", "dmy")},
                                               {"iso", say_of("mapping_days.", "iso")}},
                                   .chosen = typed.dates,
                                   .error = errors.of("dates")}));
  parts.push_back(component(
      Radios{.name = "name_order",
             .legend = std::string(say("mapping_form.name_order")),
             .choices = {{"as_written", say_of("mapping_order.", "as_written")},
                         {"family_comma_given", say_of("mapping_order.", "family_comma_given")}},
             .chosen = typed.name_order,
             .error = errors.of("name_order")}));
  parts.push_back(heading_part(say("mapping_form.words")));
  parts.push_back(paragraph(say("mapping_form.words.text")));
  for (const auto& one : of(typed.kind).our_words)
    parts.push_back(words_box(typed, one, errors));
  return parts;
}

}  // namespace badgewatch::web
