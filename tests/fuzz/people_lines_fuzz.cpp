// What badgewatch-match reads: any bytes are lines, each JSON or told to be none.
#include "../../daemon/match/rows.hpp"
#include "must.hpp"

#include <cstddef>
#include <cstdint>
#include <sstream>

using namespace badgewatch;
using fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  matcher::Lines lines(in);
  std::size_t last = 0;
  std::size_t bytes = 0;
  while (const auto line = lines.next()) {
    must(line->number > last, "lines are numbered upwards");
    last = line->number;
    bytes += line->text.size() + 1;
    must(bytes <= size + 1 && line->text.find('\n') == std::string::npos, "a line is one line");
    const auto json = matcher::json_of(*line);
    if (!json) {
      must(!json.error().detail().empty(), "a refusal has a reason");
      continue;
    }
    core::Problems problems;
    person::Warnings warnings;
    static_cast<void>(person::read_person(*json, "", person::Reading::lenient,
                                          core::Date::of(2026, 11, 23).value(), problems,
                                          warnings));
    if (const auto* id = json->find("id")) {
      const core::Json only_id(core::JsonObject{{"id", *id}});
      core::JsonReader reader(only_id, "", problems);
      static_cast<void>(matcher::read_id(reader));
    }
  }
  return 0;
}
