#include "api/column_mapping.hpp"

#include "api/decision_rows.hpp"
#include "api/licence_rows.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "domain/decision.hpp"
#include "domain/licence.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace badgewatch::api {
namespace {

constexpr std::string_view format = "badgewatch-mapping/1";

std::optional<int> number(std::string_view digits, std::size_t least, std::size_t most) {
  int value = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool all = failed == std::errc() && end == digits.data() + digits.size();
  if (!all || digits.size() < least || digits.size() > most || digits.front() == '-') return {};
  return value;
}

std::optional<core::Date> parse_dmy(std::string_view text) {
  const std::size_t first = text.find_first_of("/-.");
  if (first == std::string_view::npos) return {};
  const auto parts = core::split(text, text[first]);
  if (parts.size() != 3) return {};
  const auto day = number(parts[0], 1, 2);
  const auto month = number(parts[1], 1, 2);
  const auto year = number(parts[2], 4, 4);
  if (!day || !month || !year) return {};
  return core::Date::of(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

// What differs between the files of one kind and another.
struct KindOfFile {
  std::string_view name;
  const FileColumns& (*columns)();
  std::string_view reference;                        // the column that names a row
  std::array<std::string_view, 3> columns_of_words;  // whose cells are words of a list
  std::string_view unknown_column, unknown_words;
};

const KindOfFile& of(FileKind kind) {
  static const KindOfFile licences{
      .name = "licences",
      .columns = licence_file_columns,
      .reference = "licence_number",
      .columns_of_words = {"class", "status", "driving_licence_issuer"},
      .unknown_column = "is no column of a licence",
      .unknown_words = "must be class, status or driving_licence_issuer, and an object"};
  static const KindOfFile decisions{
      .name = "decisions",
      .columns = decision_file_columns,
      .reference = "your_reference",
      .columns_of_words = {"kind", "relies_on_relevant_information", "driving_licence_issuer"},
      .unknown_column = "is no column of a decision",
      .unknown_words =
          "must be kind, relies_on_relevant_information or driving_licence_issuer, and"
          " an object"};
  return kind == FileKind::decisions ? decisions : licences;
}

bool has_words(FileKind kind, std::string_view column) {
  const auto& with_words = of(kind).columns_of_words;
  return std::find(with_words.begin(), with_words.end(), column) != with_words.end();
}

bool is_our_word(std::string_view column, std::string_view word) {
  if (column == "class") return domain::licence_class_named(word).has_value();
  if (column == "status") return domain::licence_status_named(word).has_value();
  if (column == "kind") return domain::decision_kind_named(word).has_value();
  if (column == "relies_on_relevant_information") return word == "true" || word == "false";
  return word.size() == 2 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

std::string_view name_of(FileKind kind) {
  return of(kind).name;
}
std::optional<FileKind> file_kind_named(std::string_view name) {
  for (const auto kind : {FileKind::licences, FileKind::decisions})
    if (name_of(kind) == name) return kind;
  return {};
}

std::string_view name_of(DateForm form) {
  return form == DateForm::iso ? "iso" : "dmy";
}

std::optional<core::Date> parse_date(std::string_view text, const std::vector<DateForm>& forms) {
  for (const DateForm form : forms) {
    const auto date = form == DateForm::iso ? core::Date::parse_iso(text) : parse_dmy(text);
    if (date) return date;
  }
  return {};
}

// Reads one mapping file; collects what is wrong with it.
class MappingFile {
public:
  explicit MappingFile(const core::Json& json) : reader_(json, "", problems_) {}

  core::Result<ColumnMapping> read() {
    if (reader_.string("format") != format) {
      reader_.problem("format", "must be \"" + std::string(format) + "\"");
    }
    mapping_.name_ = reader_.string("name");
    mapping_.description_ = reader_.string("description", 1000);
    const auto kind = reader_.optional_choice("kind", {"licences", "decisions"});
    if (kind == std::size_t{1}) mapping_.kind_ = FileKind::decisions;
    read_columns();
    read_words();
    read_defaults();
    read_dates();
    const auto order = reader_.choice("name_order", {"as_written", "family_comma_given"});
    if (order == std::size_t{1}) mapping_.name_order_ = person::NameOrder::family_comma_given;
    reader_.finish();
    if (!problems_.empty()) return core::invalid_fields(std::move(problems_));
    return std::move(mapping_);
  }

private:
  // The members of an object of ours; a problem when it is none.
  const core::JsonObject& members(std::string_view key) {
    static const core::JsonObject none;
    const core::Json* found = reader_.required_member(key);
    if (!found) return none;
    if (const core::JsonObject* object = found->object()) return *object;
    reader_.problem(key, "must be an object");
    return none;
  }

  std::string pointer(std::string_view key, std::string_view inner) const {
    return core::child_pointer(reader_.pointer_to(key), inner);
  }

  bool check_column(std::string_view key, const std::string& column) {
    const auto& known = of(mapping_.kind_).columns().known;
    if (std::find(known.begin(), known.end(), column) != known.end()) return true;
    problems_.push_back({pointer(key, column), std::string(of(mapping_.kind_).unknown_column)});
    return false;
  }

  void read_columns() {
    for (const auto& [column, json] : members("columns")) {
      if (!check_column("columns", column)) continue;
      core::JsonReader one(json, pointer("columns", column), problems_);
      const std::string header = one.string("header");
      if (one.is_object()) one.finish();
      if (header.empty()) continue;
      if (!mapping_.columns_.emplace(core::fold(header), column).second) {
        one.problem("header", "is the header of another column too");
      }
      mapping_.headers_.emplace(column, header);
      if (core::fold(header) != column) mapping_.own_names_ = false;
    }
    const auto& has = mapping_.headers_;
    const auto reference = of(mapping_.kind_).reference;
    if (!has.contains(reference)) reader_.problem("columns", "must have " + std::string(reference));
    if (!has.contains("full_name") && !has.contains("family_name")) {
      reader_.problem("columns", "must have full_name or family_name");
    }
  }

  void read_words() {
    for (const auto& [column, json] : members("values")) {
      if (!has_words(mapping_.kind_, column) || json.object() == nullptr) {
        problems_.push_back(
            {pointer("values", column), std::string(of(mapping_.kind_).unknown_words)});
        continue;
      }
      for (const auto& [theirs, word] : *json.object())
        read_word(column, theirs, word);
    }
  }

  void read_word(const std::string& column, const std::string& theirs, const core::Json& word) {
    const std::string where = core::child_pointer(pointer("values", column), theirs);
    const std::string* ours = word.string();
    if (!ours || !is_our_word(column, *ours)) {
      problems_.push_back({where, "is none of our words"});
      return;
    }
    ColumnMapping::Words& words = mapping_.words_[column];
    if (!words.folded.emplace(core::fold(theirs), *ours).second) {
      problems_.push_back({where, "is there twice"});
    }
    words.as_written.emplace(theirs, *ours);
  }

  void read_defaults() {
    for (const auto& [column, json] : members("defaults")) {
      if (!check_column("defaults", column)) continue;
      const std::string* text = json.string();
      if (!text || text->empty() ||
          (has_words(mapping_.kind_, column) && !is_our_word(column, *text))) {
        problems_.push_back({pointer("defaults", column), "must be text in our own words"});
        continue;
      }
      mapping_.defaults_.emplace(column, *text);
    }
  }

  void read_dates() {
    mapping_.dates_.clear();
    const core::JsonArray* dates = reader_.optional_array("dates", 2);
    for (std::size_t i = 0; dates && i < dates->size(); ++i) {
      const std::string* form = (*dates)[i].string();
      if (form && *form == "iso") {
        mapping_.dates_.push_back(DateForm::iso);
      } else if (form && *form == "dmy") {
        mapping_.dates_.push_back(DateForm::dmy);
      }
    }
    if (!dates || dates->empty() || mapping_.dates_.size() != dates->size()) {
      reader_.problem("dates", "must be a list of iso or dmy or both");
    }
  }

  core::Problems problems_;
  core::JsonReader reader_;
  ColumnMapping mapping_;
};

core::Result<ColumnMapping> ColumnMapping::read(std::string_view json) {
  const auto parsed = core::parse_json(json);
  if (!parsed) return parsed.error();
  return MappingFile(*parsed).read();
}

ColumnMapping ColumnMapping::of_own_names(std::span<const std::string_view> columns,
                                          FileKind kind) {
  ColumnMapping out;
  out.kind_ = kind;
  out.name_ = "default";
  out.description_ = "Each column under its own name.";
  for (const std::string_view column : columns) {
    out.columns_.emplace(column, column);
    out.headers_.emplace(column, column);
  }
  return out;
}

std::string ColumnMapping::json() const {
  core::JsonWriter out;
  out.begin_object().member("format", format).member("name", name_);
  out.member("description", description_);
  // One of licences says nothing: as all were once.
  if (kind_ != FileKind::licences) out.member("kind", name_of(kind_));
  out.key("columns").begin_object();
  for (const auto& [column, header] : headers_)
    out.key(column).begin_object().member("header", header).end_object();
  out.end_object().key("values").begin_object();
  for (const auto& [column, words] : words_) {
    out.key(column).begin_object();
    for (const auto& [theirs, ours] : words.as_written)
      out.member(theirs, ours);
    out.end_object();
  }
  out.end_object().key("defaults").begin_object();
  for (const auto& [column, text] : defaults_)
    out.member(column, text);
  out.end_object().key("dates").begin_array();
  for (const auto date_form : dates_)
    out.value(name_of(date_form));
  out.end_array();
  const bool splits = name_order_ == person::NameOrder::family_comma_given;
  out.member("name_order", splits ? "family_comma_given" : "as_written");
  return std::move(out.end_object()).take();
}

const std::string* ColumnMapping::column_of(std::string_view header) const {
  const auto found = columns_.find(core::fold(header));
  return found == columns_.end() ? nullptr : &found->second;
}

std::string_view ColumnMapping::header_of(std::string_view column) const {
  const auto found = headers_.find(column);
  return found == headers_.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view ColumnMapping::our_word(std::string_view column, std::string_view word) const {
  const auto words = words_.find(column);
  if (words == words_.end()) return word;
  const auto exact = words->second.as_written.find(word);
  if (exact != words->second.as_written.end()) return exact->second;
  const auto folded = words->second.folded.find(core::fold(word));
  return folded == words->second.folded.end() ? word : std::string_view(folded->second);
}

std::string_view ColumnMapping::default_of(std::string_view column) const {
  const auto found = defaults_.find(column);
  return found == defaults_.end() ? std::string_view() : std::string_view(found->second);
}

person::WrittenForms ColumnMapping::forms() const {
  const bool day_first = std::find(dates_.begin(), dates_.end(), DateForm::dmy) != dates_.end();
  return {.names = name_order_, .day_first_dates = day_first};
}

}  // namespace badgewatch::api
