// A file is read in blocks, and a stream line by line: both give the same lines, wherever one block
// ends and the next begins.
#include "../../daemon/match/line_blocks.hpp"

#include <catch2/catch.hpp>

#include <sstream>
#include <string>
#include <tuple>
#include <vector>

using namespace badgewatch::matcher;

namespace {

using Told = std::vector<std::tuple<std::size_t, std::string, bool>>;

Told by_line(const std::string& text) {
  std::istringstream in(text);
  Lines lines(in);
  Told told;
  while (const auto line = lines.next())
    told.emplace_back(line->number, line->text, line->too_long);
  return told;
}

Told in_blocks(const std::string& text) {
  std::istringstream in(text);
  LineBlocks blocks(in);
  Told told;
  while (const auto block = blocks.next())
    each_line(*block,
              [&](const Line& line) { told.emplace_back(line.number, line.text, line.too_long); });
  return told;
}

}  // namespace

TEST_CASE("blocks have the lines of the stream") {
  constexpr std::size_t piece = std::size_t{256} << 10;
  const std::string many = [] {
    std::string text = "\xEF\xBB\xBF";
    for (std::size_t i = 0; text.size() < 3 * piece; ++i)
      text += std::string(i % 700, 'x') + (i % 3 == 0 ? "\r\n" : "\n");
    return text;
  }();
  const std::string at_the_end(piece - 1, 'y');
  for (const auto& text :
       {std::string(), std::string("\n"), std::string("a"), std::string("\n\na\n"), many,
        many + "no line feed", at_the_end + "\nz\n", at_the_end + "zz\n", at_the_end + "\n",
        std::string(longest_line, 'l') + "\nz", std::string(longest_line + 1, 'l') + "\nz",
        many + std::string(3 * longest_line, 'l') + "\nz\n" + many,
        std::string(2 * longest_line, 'l')}) {
    const auto expected = by_line(text);
    REQUIRE(in_blocks(text) == expected);
  }
  CHECK(by_line(many).size() > 1'000);
}
