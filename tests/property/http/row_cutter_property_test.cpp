// However the text is split into reads, the chunks are the same and nothing is lost.
#include "core/csv.hpp"
#include "http/row_cutter.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

using badgewatch::http::RowChunk;
using badgewatch::http::RowCutter;
using badgewatch::http::RowFormat;
using badgewatch::http::RowLimits;

namespace {

constexpr RowLimits roomy{.rows = 3, .bytes = 40, .row_bytes = 1000};
// So small that rows break, but for a header of a letter.
constexpr RowLimits tight{.rows = 3, .bytes = 40, .row_bytes = 6};

using Chunk = std::tuple<std::string, std::size_t, bool, std::vector<std::size_t>>;

std::vector<Chunk> cut(RowFormat format, const std::vector<std::string>& reads,
                       const RowLimits& limits = roomy) {
  RowCutter cutter(format, limits);
  std::vector<Chunk> chunks;
  const auto keep = [&chunks](RowChunk chunk) {
    chunks.emplace_back(std::move(chunk.text), chunk.first_row, chunk.last,
                        std::move(chunk.broken_rows));
  };
  for (std::string_view text : reads) {
    while (!text.empty() || cutter.has_backlog()) {
      text.remove_prefix(cutter.add(text).value());
      if (cutter.full()) keep(cutter.take());
    }
  }
  keep(cutter.take_last());
  return chunks;
}

rc::Gen<std::string> text_of(std::string alphabet) {
  return rc::gen::container<std::string>(rc::gen::elementOf(std::move(alphabet)));
}

std::vector<std::string> split_anywhere(const std::string& text) {
  std::vector<std::string> reads;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto size = *rc::gen::inRange<std::size_t>(1, text.size() - at + 1);
    reads.push_back(text.substr(at, size));
    at += size;
  }
  return reads;
}

std::string join(const std::vector<Chunk>& chunks) {
  std::string all;
  for (const auto& chunk : chunks)
    all += std::get<0>(chunk);
  return all;
}

}  // namespace

TEST_CASE("CSV chunks do not depend on how the text was split") {
  REQUIRE(rc::check([] {
    auto text = *text_of("ab,\"\r\n\xEF\xBB\xBF");
    if (*rc::gen::arbitrary<bool>()) text.insert(0, "\xEF\xBB\xBF");
    RC_ASSERT(cut(RowFormat::csv, split_anywhere(text)) == cut(RowFormat::csv, {text}));
  }));
}

TEST_CASE("NDJSON chunks do not depend on how the text was split") {
  REQUIRE(rc::check([] {
    const auto text = *text_of("ab{}\r\n");
    RC_ASSERT(cut(RowFormat::ndjson, split_anywhere(text)) == cut(RowFormat::ndjson, {text}));
  }));
}

TEST_CASE("Chunks with broken rows do not depend on how the text was split") {
  REQUIRE(rc::check([] {
    const auto text = "h\n" + *text_of("ab,\"\n");
    for (const auto format : {RowFormat::csv, RowFormat::ndjson})
      RC_ASSERT(cut(format, split_anywhere(text), tight) == cut(format, {text}, tight));
  }));
}

TEST_CASE("A long NDJSON row is broken, every other is there") {
  REQUIRE(rc::check([] {
    const auto lines = *rc::gen::container<std::vector<std::string>>(text_of("ab"));
    std::string sent, wanted;
    std::vector<std::size_t> long_ones;
    std::size_t rows = 0;
    for (const auto& line : lines) {
      sent += line + "\n";
      if (line.empty()) continue;
      const bool fits = line.size() + 1 <= tight.row_bytes;
      ++rows;
      if (!fits) long_ones.push_back(rows);
      wanted += (fits ? line : "-") + "\n";
    }
    const auto chunks = cut(RowFormat::ndjson, split_anywhere(sent), tight);
    RC_ASSERT(join(chunks) == wanted);
    std::vector<std::size_t> told;
    for (const auto& chunk : chunks)
      told.insert(told.end(), std::get<3>(chunk).begin(), std::get<3>(chunk).end());
    RC_ASSERT(told == long_ones);
  }));
}

TEST_CASE("NDJSON rows are the lines that are not blank, all of them, numbered without a gap") {
  REQUIRE(rc::check([] {
    const auto lines = *rc::gen::container<std::vector<std::string>>(text_of("ab{}\r"));
    std::string sent;
    std::string wanted;
    std::size_t rows = 0;
    for (const auto& line : lines) {
      sent += line + "\n";
      if (line.empty() || line == "\r") continue;
      wanted += line + "\n";
      ++rows;
    }
    const auto chunks = cut(RowFormat::ndjson, {sent});
    RC_ASSERT(join(chunks) == wanted);
    std::size_t counted = 0;
    for (const auto& [text, first_row, last, broken] : chunks) {
      RC_ASSERT(first_row == counted + 1);
      counted += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }
    RC_ASSERT(counted == rows);
  }));
}

TEST_CASE("Quoted CSV records are never torn apart") {
  REQUIRE(rc::check([] {
    const auto records = *rc::gen::container<std::vector<std::string>>(text_of("a,\r\n"));
    std::string sent = "header\n";
    for (const auto& record : records)
      sent += "\"" + record + "\"\n";
    const auto chunks = cut(RowFormat::csv, split_anywhere(sent));
    RC_ASSERT(join(chunks) == sent);
    for (const auto& [text, first_row, last, broken] : chunks) {
      RC_ASSERT(std::count(text.begin(), text.end(), '"') % 2 == 0);
    }
  }));
}

TEST_CASE("The CSV reader finds as many records in a chunk as the cutter counted") {
  REQUIRE(rc::check([] {
    auto text = *text_of("ab,\"\r\n\xEF\xBB\xBF");
    const auto chunks = cut(RowFormat::csv, {text});
    std::size_t next_row = 1;
    for (std::size_t i = 0; i + 1 < chunks.size(); ++i) {  // the last may end in an open quote
      std::string_view rest = std::get<0>(chunks[i]);
      if (i > 0) RC_ASSERT(std::get<1>(chunks[i]) == next_row);
      for (; !rest.empty(); ++next_row)
        static_cast<void>(badgewatch::core::take_csv_record(rest));
      if (i == 0) --next_row;
    }
    if (chunks.size() > 1) RC_ASSERT(std::get<1>(chunks.back()) == next_row);
  }));
}
