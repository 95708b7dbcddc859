// What badgewatch-match reads: any bytes are lines, each JSON or told to be none.
#include "../../daemon/match/line_blocks.hpp"
#include "../../daemon/match/rows.hpp"
#include "must.hpp"

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

using namespace badgewatch;
using fuzz::must;

namespace {

using Told = std::vector<std::tuple<std::size_t, std::string, bool>>;

// A file is read in blocks, and a stream line by line: both give the same lines.
Told in_blocks(const std::string& text) {
  std::istringstream in(text);
  matcher::LineBlocks blocks(in);
  Told told;
  while (const auto block = blocks.next())
    matcher::each_line(*block, [&](const matcher::Line& line) {
      told.emplace_back(line.number, line.text, line.too_long);
    });
  return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::istringstream in(text);
  matcher::Lines lines(in);
  Told told;
  std::size_t last = 0;
  std::size_t bytes = 0;
  while (const auto line = lines.next()) {
    must(line->number > last, "lines are numbered upwards");
    last = line->number;
    told.emplace_back(line->number, line->text, line->too_long);
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
  must(in_blocks(text) == told, "blocks have the lines of the stream");
  return 0;
}
