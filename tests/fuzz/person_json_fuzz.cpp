// PERSON as JSON of any bytes: read or refused with reasons, and what was taken is taken again the
// same.
#include "core/json.hpp"
#include "core/text.hpp"
#include "must.hpp"
#include "person/name_tokens.hpp"
#include "person/person_json.hpp"

#include <cstddef>
#include <cstdint>

using namespace badgewatch;
using fuzz::must;

namespace {

const core::Date today = core::Date::of(2026, 11, 23).value();

std::string written(const person::Person& one) {
  core::JsonWriter writer;
  person::write_person(writer, one);
  return std::move(writer).take();
}

void reads_once(const core::Json& json, person::Reading how) {
  core::Problems problems;
  person::Warnings warnings;
  const auto one = person::read_person(json, "/subject", how, today, problems, warnings);
  for (const auto& problem : problems)
    must(problem.pointer.starts_with("/subject") && !problem.detail.empty(), "a problem is named");
  if (!problems.empty()) return;
  const auto text = written(one);
  const auto stored = person::read_stored_person(text);
  must(stored.has_value() && *stored == one, "a person is stored and read back the same");
  auto again_json = core::parse_json(text);
  must(again_json.has_value(), "a person is written as JSON");
  person::Warnings again_warnings;
  const auto again = person::read_person(*again_json, "", how, today, problems, again_warnings);
  must(problems.empty() && again == one, "reading twice changes nothing");
  for (const auto& name : one.names) {
    const auto tokens = person::tokens_of(name);
    must(tokens.whole.size() <= person::max_name_tokens, "a name has so many tokens at most");
    for (const auto& token : tokens.whole)
      must(!token.text.empty() && core::is_ascii(token.text), "tokens are plain");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(person::read_stored_person(text));
  const auto json = core::parse_json(text);
  if (!json) return 0;
  reads_once(*json, person::Reading::strict);
  reads_once(*json, person::Reading::lenient);
  return 0;
}
