#include "api/decision_rows.hpp"

#include "core/text.hpp"
#include "person/person_columns.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace badgewatch::api {
namespace {

constexpr std::size_t longest_reference = 60;

// Text that an officer may see again, within `longest_reference` characters.
std::string short_text(RowFields& fields, std::string_view column) {
  const std::string_view text = fields.cell(column).value_or("");
  if (core::code_points(text) > longest_reference) {
    fields.problem(column, "must have at most 60 characters");
  } else if (std::any_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
             })) {
    fields.problem(column, "must have no control character");
  } else {
    return std::string(text);
  }
  return {};
}

bool relies(RowFields& fields) {
  constexpr std::string_view column = "relies_on_relevant_information";
  constexpr std::array<std::string_view, 4> yes = {"true", "yes", "y", "1"};
  constexpr std::array<std::string_view, 4> no = {"false", "no", "n", "0"};
  const std::string word = core::ascii_lower(fields.required(column));
  if (std::find(yes.begin(), yes.end(), word) != yes.end()) return true;
  if (!word.empty() && std::find(no.begin(), no.end(), word) == no.end()) {
    fields.problem(column, "must be true or false");
  }
  return false;
}

std::optional<domain::DecisionKind> kind_of(RowFields& fields) {
  const std::string_view word = fields.required("kind");
  if (word.empty()) return {};
  const auto kind = domain::decision_kind_named(core::ascii_lower(word));
  if (!kind) {
    fields.problem("kind",
                   "must be one of refusal, refusal_to_renew, suspension, revocation, "
                   "interim_suspension, out_of_area_suspension, surrendered_under_investigation");
  }
  return kind;
}

void read_csv(DecisionRow& out, const CsvRow& row, const RowContext& context) {
  core::Problems problems;
  RowFields fields(row, context.mapping, problems);
  DecisionRead read;
  domain::Decision& decision = read.decision;
  fields.required("your_reference");
  decision.your_reference = out.your_reference = short_text(fields, "your_reference");
  DecisionParts parts;
  parts.kind = kind_of(fields);
  parts.decided_on = fields.date("decided_on");
  parts.effective_on = fields.date("effective_on");
  parts.notified_on = fields.date("notified_on");
  decision.suspension_ends_on = fields.optional_date("suspension_ends_on");
  decision.relies_on_relevant_information = relies(fields);
  decision.first_entered_on = fields.optional_date("first_entered_on");
  decision.imported_from = short_text(fields, "imported_from");
  const auto cell = [&](std::string_view column) { return fields.cell(column); };
  decision.subject = person::read_person_columns(cell, context.mapping.forms(), context.today,
                                                 problems, read.warnings);
  warn_if_hard_to_find(decision.subject, "/date_of_birth", read.warnings);
  conclude_decision(decision, parts, context.today, context.may_import, problems);
  if (problems.empty()) {
    out.read = std::move(read);
  } else {
    out.read = core::invalid_fields(std::move(problems));
  }
}

void read_json(DecisionRow& out, const core::Json& json, const RowContext& context) {
  if (json.object() != nullptr) {
    core::Problems ignored;  // the whole reading reports them
    out.your_reference = core::JsonReader(json, "", ignored)
                             .optional_string("your_reference", longest_reference)
                             .value_or("");
  }
  out.read = read_decision(json, Reference::required, context.today, context.may_import);
}

constexpr std::array<std::string_view, 9> own_columns = {"your_reference",
                                                         "kind",
                                                         "decided_on",
                                                         "effective_on",
                                                         "notified_on",
                                                         "suspension_ends_on",
                                                         "relies_on_relevant_information",
                                                         "first_entered_on",
                                                         "imported_from"};

FileColumns make_columns() {
  FileColumns out;
  out.known.assign(own_columns.begin(), own_columns.end());
  const auto person = person::person_columns();
  out.known.insert(out.known.end(), person.begin(), person.end());
  out.required = {{"your_reference"},
                  {"kind"},
                  {"decided_on"},
                  {"effective_on"},
                  {"notified_on"},
                  {"relies_on_relevant_information"},
                  {"full_name", "family_name"}};
  return out;
}

}  // namespace

const FileColumns& decision_file_columns() {
  static const FileColumns columns = make_columns();
  return columns;
}

const ColumnMapping& decision_mapping() {
  static const ColumnMapping mapping =
      ColumnMapping::of_own_names(decision_file_columns().known, FileKind::decisions);
  return mapping;
}

DecisionRow read_decision_row(const Row& row, const RowContext& context) {
  DecisionRow out;
  out.number = row.number;
  if (!row.content) {
    out.read = row.content.error();
  } else if (const auto* json = std::get_if<core::Json>(&*row.content)) {
    read_json(out, *json, context);
  } else {
    read_csv(out, std::get<CsvRow>(*row.content), context);
  }
  return out;
}

}  // namespace badgewatch::api
