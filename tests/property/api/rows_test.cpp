#include "api/decision_rows.hpp"
#include "api/licence_rows.hpp"
#include "api/row_reader.hpp"
#include "core/csv.hpp"
#include "core/json_writer.hpp"
#include "core/text.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace badgewatch;
using namespace badgewatch::api;

namespace {

const core::Date today = *core::Date::of(2026, 11, 23);

const ColumnMapping& own_names() {
  static const ColumnMapping mapping = ColumnMapping::of_own_names(licence_file_columns().known);
  return mapping;
}

RowContext context(const ColumnMapping& mapping) {
  static const domain::Authorities none;
  return {.authority = "WLV", .authorities = none, .mapping = mapping, .today = today};
}

// Bytes that are likely to mean something to a reader of rows, among any others.
rc::Gen<std::string> hostile_text() {
  static const std::vector<std::string> pieces = {"\"",
                                                  ",",
                                                  "\n",
                                                  "\r\n",
                                                  "{",
                                                  "}",
                                                  ":",
                                                  "\\u0000",
                                                  "\xEF\xBB\xBF",
                                                  "\xE9",
                                                  "\xC3\xA9",
                                                  "\xC2\xA0",
                                                  "licence_number",
                                                  "class",
                                                  "status",
                                                  "full_name",
                                                  "dual",
                                                  "current",
                                                  "[",
                                                  "null",
                                                  "1985-03-14",
                                                  "31/12/2024",
                                                  "{\"licence_number\":\"1\"}",
                                                  ";",
                                                  "'",
                                                  "\x7F",
                                                  "=1+1"};
  const auto piece = rc::gen::oneOf(rc::gen::elementOf(pieces), rc::gen::arbitrary<std::string>());
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& parts) { return core::join(parts, ""); });
}

// True when every error names something and every number follows the one before.
bool all_told(const std::vector<Row>& rows, std::size_t first) {
  for (const Row& row : rows) {
    if (row.number != first++) return false;
    if (row.content.has_error() && row.content.error().detail().empty()) return false;
  }
  return true;
}

struct Values {
  std::string licence_number;
  std::string licence_class;
  std::string status;
  std::string granted_on;
  std::string expires_on;
  std::string given;
  std::string family;
  std::string date_of_birth;
  std::string street;
  std::string town;
};

std::string word(std::size_t least) {
  static const std::vector<std::string> letters = {"A",        "b", "c", "n", "o",  "s", "\xC3\xA9",
                                                   "\xC5\x81", "-", "'", " ", "\"", ","};
  std::string out = "K";
  for (const auto& letter : *rc::gen::resize(
           12, rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(letters)))) {
    out += letter;
  }
  while (out.size() < least)
    out += 'x';
  return std::string(core::trim(out));
}

std::string some_day(int from, int to) {
  const auto date = core::Date::of(*rc::gen::inRange(from, to), *rc::gen::inRange(1U, 13U),
                                   *rc::gen::inRange(1U, 29U));
  return date->iso();
}

Values arbitrary_values() {
  return {
      .licence_number = word(1),
      .licence_class = *rc::gen::element<std::string>("hackney_carriage", "private_hire", "dual"),
      .status = *rc::gen::element<std::string>("applied", "current", "revoked", "surrendered"),
      .granted_on = some_day(2000, 2020),
      .expires_on = some_day(2021, 2030),
      .given = word(2),
      .family = word(2),
      .date_of_birth = some_day(1940, 2005),
      .street = word(3),
      .town = word(3)};
}

std::string as_json(const Values& v) {
  core::JsonWriter out;
  out.begin_object();
  out.member("licence_number", v.licence_number).member("class", v.licence_class);
  out.member("status", v.status).member("granted_on", v.granted_on);
  out.member("expires_on", v.expires_on).key("holder").begin_object();
  out.key("names").begin_array().begin_object();
  out.member("given", v.given).member("family", v.family).end_object().end_array();
  out.member("date_of_birth", v.date_of_birth).key("addresses").begin_array().begin_object();
  out.key("lines").begin_array().value(v.street).value(v.town).end_array();
  out.member("postcode", "LU1 1AA").end_object().end_array();
  return std::move(out.end_object().end_object()).take() + "\n";
}

std::string as_csv(const Values& v) {
  std::vector<std::pair<std::string, std::string>> columns = {{"licence_number", v.licence_number},
                                                              {"class", v.licence_class},
                                                              {"status", v.status},
                                                              {"granted_on", v.granted_on},
                                                              {"expires_on", v.expires_on},
                                                              {"given_names", v.given},
                                                              {"family_name", v.family},
                                                              {"date_of_birth", v.date_of_birth},
                                                              {"address_1", v.street},
                                                              {"address_2", v.town},
                                                              {"postcode", "LU1 1AA"}};
  const std::size_t turn = *rc::gen::inRange<std::size_t>(0, columns.size());
  std::rotate(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(turn), columns.end());
  std::vector<std::string> header;
  std::vector<std::string> cells;
  for (auto& [name, cell] : columns) {
    header.push_back(name);
    cells.push_back(cell);
  }
  std::string text;
  core::append_csv_record(text, header);
  core::append_csv_record(text, cells);
  return text;
}

LicenceRow only_row(http::RowFormat format, const std::string& text) {
  RowReader reader(format, own_names(), licence_file_columns());
  const auto rows = reader.read({.text = text, .first_row = 1, .last = true});
  RC_ASSERT(rows.has_value());
  RC_ASSERT(rows->size() == 1);
  return read_licence_row(rows->front(), context(own_names()));
}

}  // namespace

TEST_CASE("any bytes are rows or errors, never a crash") {
  REQUIRE(rc::check("as an upload of licences or decisions", [] {
    const auto format = *rc::gen::element(http::RowFormat::ndjson, http::RowFormat::csv);
    const std::string start =
        *rc::gen::element<std::string>("", "licence_number,class,status,full_name\n");
    RowReader licences(format, own_names(), licence_file_columns());
    const auto rows =
        licences.read({.text = start + *hostile_text(), .first_row = 1, .last = true});
    if (rows.has_value()) {
      RC_ASSERT(all_told(*rows, 1));
      for (const Row& row : *rows) {
        const LicenceRow read = read_licence_row(row, context(own_names()));
        RC_ASSERT(read.read.has_value() == !read.read.has_error());
        RC_ASSERT(core::is_valid_utf8(read.licence_number));
      }
    }
    RowReader decisions(format, decision_mapping(), decision_file_columns());
    const auto others = decisions.read({.text = *hostile_text(), .first_row = 1, .last = true});
    if (!others.has_value()) return;
    RC_ASSERT(all_told(*others, 1));
    for (const Row& row : *others) {
      const DecisionRow read = read_decision_row(row, context(decision_mapping()));
      RC_ASSERT(core::is_valid_utf8(read.your_reference));
      // Nothing may be entered that does not say that it relied on relevant information.
      if (read.read.has_value()) RC_ASSERT(read.read->decision.relies_on_relevant_information);
    }
  }));
}

TEST_CASE("any bytes are a mapping or an error") {
  REQUIRE(rc::check("as a mapping file", [] {
    const std::string text = *hostile_text();
    RC_ASSERT(ColumnMapping::read(text).has_error());
  }));
}

TEST_CASE("NDJSON and CSV say the same") {
  REQUIRE(rc::check("of the same licence", [] {
    const Values values = arbitrary_values();
    const LicenceRow json = only_row(http::RowFormat::ndjson, as_json(values));
    const LicenceRow csv = only_row(http::RowFormat::csv, as_csv(values));
    RC_ASSERT(json.read.has_value());
    RC_ASSERT(csv.read.has_value());
    RC_ASSERT((json.read->licence == csv.read->licence));
    RC_ASSERT(json.licence_number == csv.licence_number);
  }));
}
