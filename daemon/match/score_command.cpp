#include "core/json_writer.hpp"
#include "match/commands.hpp"
#include "match/exit_codes.hpp"
#include "match/learning.hpp"
#include "match/output.hpp"
#include "match/rows.hpp"

#include <iostream>

namespace badgewatch::matcher {

namespace {

std::string written(const std::string& id, const match::Comparison& made) {
  core::JsonWriter writer;
  writer.begin_object().key("id").raw(id);
  writer.key("weight").value(made.weight, weight_decimals);
  writer.key("probability").value(made.probability, probability_decimals);
  writer.member("band", match::name_of(made.band)).key("evidence").begin_array();
  for (const auto& one : made.evidence) {
    writer.begin_object().member("field", match::name_of(one.field));
    writer.member("verdict", match::name_of(one.verdict));
    writer.key("weight").value(one.weight, weight_decimals).member("note", one.note).end_object();
  }
  writer.end_array().end_object();
  return std::move(writer).take();
}

}  // namespace

int score(const Options& options) {
  std::ios::sync_with_stdio(false);
  const auto table = frequencies_for(options, {});
  if (!table) {
    std::cerr << "badgewatch-match: " << table.error().detail() << '\n';
    return exit_no_input;
  }
  Complaints complaints("standard input", options.all_warnings);
  Rows rows(std::cin, complaints);
  Output output;
  while (const auto json = rows.next()) {
    core::Problems problems;
    person::Warnings warnings;
    core::JsonReader reader(*json, "", problems);
    const auto read = [&](const char* key) {
      const auto* one = reader.required_member(key);
      if (one == nullptr) return person::Person{};
      return person::read_person(*one, reader.pointer_to(key), person::Reading::lenient,
                                 options.today, problems, warnings);
    };
    if (reader.is_object()) {
      const auto id = read_id(reader);
      const auto a = read("a");
      const auto b = read("b");
      reader.finish();
      if (problems.empty()) {
        complaints.warn(rows.line(), warnings);
        output.line(written(id.value_or("null"),
                            match::compare(match::Profile(a, *table), match::Profile(b, *table))));
      }
    }
    if (!problems.empty()) complaints.bad_line(rows.line(), problems);
    // Whoever waits for each answer before the next question gets it.
    if (std::cin.rdbuf()->in_avail() <= 0) output.flush();
    if (output.failed()) return exit_not_written;
  }
  output.flush();
  if (output.failed()) return exit_not_written;
  return complaints.any_bad() ? exit_bad_lines : exit_done;
}

}  // namespace badgewatch::matcher
