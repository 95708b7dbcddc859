#include "http/row_cutter.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using badgewatch::core::Errc;
using badgewatch::http::RowChunk;
using badgewatch::http::RowCutter;
using badgewatch::http::RowFormat;
using badgewatch::http::RowLimits;

namespace {

std::vector<RowChunk> cut(RowFormat format, RowLimits limits, std::string_view text) {
  RowCutter cutter(format, limits);
  std::vector<RowChunk> chunks;
  while (!text.empty() || cutter.has_backlog()) {
    const auto used = cutter.add(text);
    REQUIRE(used.has_value());
    text.remove_prefix(*used);
    if (cutter.full()) chunks.push_back(cutter.take());
  }
  chunks.push_back(cutter.take_last());
  return chunks;
}

std::vector<std::string> texts(const std::vector<RowChunk>& chunks) {
  std::vector<std::string> out;
  for (const auto& chunk : chunks)
    out.push_back(chunk.text);
  return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("NDJSON is cut behind so many rows") {
  const auto chunks = cut(RowFormat::ndjson, {.rows = 2}, "{1}\n{2}\n{3}\n{4}\n{5}");
  CHECK(texts(chunks) == Texts{"{1}\n{2}\n", "{3}\n{4}\n", "{5}"});
  CHECK(chunks[0].first_row == 1);
  CHECK(chunks[1].first_row == 3);
  CHECK(chunks[2].first_row == 5);
  CHECK_FALSE(chunks[1].last);
  CHECK(chunks[2].last);
}

TEST_CASE("A body that ends with a full chunk has an empty last one") {
  const auto chunks = cut(RowFormat::ndjson, {.rows = 1}, "{1}\n{2}\n");
  CHECK(texts(chunks) == Texts{"{1}\n", "{2}\n", ""});
  CHECK(chunks[2].first_row == 3);
  CHECK(chunks[2].last);
  CHECK_FALSE(chunks[1].last);
}

TEST_CASE("An empty body is one empty last chunk") {
  const auto chunks = cut(RowFormat::csv, {}, "");
  REQUIRE(chunks.size() == 1);
  CHECK(chunks[0].text.empty());
  CHECK(chunks[0].last);
  CHECK(chunks[0].first_row == 1);
}

TEST_CASE("A chunk is full with so many bytes, at a row's end") {
  const auto chunks = cut(RowFormat::ndjson, {.rows = 100, .bytes = 5}, "aa\nbb\ncc\n");
  CHECK(texts(chunks) == Texts{"aa\nbb\n", "cc\n"});
}

TEST_CASE("A CSV header goes with the first chunk and is no row") {
  const auto chunks = cut(RowFormat::csv, {.rows = 1}, "a,b\r\n1,2\r\n3,4\r\n");
  CHECK(texts(chunks) == Texts{"a,b\r\n1,2\r\n", "3,4\r\n", ""});
  CHECK(chunks[0].first_row == 1);
  CHECK(chunks[1].first_row == 2);
}

TEST_CASE("A CSV newline inside quotes ends no row") {
  const auto chunks = cut(RowFormat::csv, {.rows = 1}, "h\n\"a\r\nb\"\n\"c\"\"\nd\",\"\"\ne\n");
  CHECK(texts(chunks) == Texts{"h\n\"a\r\nb\"\n", "\"c\"\"\nd\",\"\"\n", "e\n", ""});
}

TEST_CASE("A CSV quote in the middle of a bare field is a letter") {
  const auto chunks = cut(RowFormat::csv, {.rows = 1}, "h\n5\" pipe\nx\n");
  CHECK(texts(chunks) == Texts{"h\n5\" pipe\n", "x\n", ""});
}

TEST_CASE("A byte-order mark stays, and a quoted header behind it is one") {
  const std::string text = "\xEF\xBB\xBF\"a\nb\"\n1\n2\n";
  const auto chunks = cut(RowFormat::csv, {.rows = 1}, text);
  CHECK(texts(chunks) == Texts{"\xEF\xBB\xBF\"a\nb\"\n1\n", "2\n", ""});
}

TEST_CASE("Blank lines are left out and not counted") {
  const auto lines = cut(RowFormat::ndjson, {.rows = 1}, "\n{1}\n\r\n\n{2}\n\r");
  CHECK(texts(lines) == Texts{"{1}\n", "{2}\n", ""});
  CHECK(lines[1].first_row == 2);

  const auto rows = cut(RowFormat::csv, {.rows = 1}, "\r\nh\r\n\r\n1\r\n\r\n\"\n\"\r\n");
  CHECK(texts(rows) == Texts{"h\r\n1\r\n", "\"\n\"\r\n", ""});
  CHECK(rows[1].first_row == 2);
}

TEST_CASE("A row that is too long costs itself alone") {
  const RowLimits limits{.rows = 2, .row_bytes = 4};
  const auto chunks =
      cut(RowFormat::ndjson, limits, "abc\nabcd\nabcde\n1\n2\n" + std::string(99, 'x'));
  CHECK(texts(chunks) == Texts{"abc\n-\n", "-\n1\n", "2\n-\n", ""});
  CHECK(chunks[0].broken_rows == std::vector<std::size_t>{2});
  CHECK(chunks[1].broken_rows == std::vector<std::size_t>{3});
  CHECK(chunks[2].broken_rows == std::vector<std::size_t>{6});
}

TEST_CASE("A quote that is never closed costs its line, and what it swallowed is cut anew") {
  const RowLimits limits{.rows = 2, .row_bytes = 8};
  const auto chunks = cut(RowFormat::csv, limits, "h\n1,\"a\n2\n\"3\"\n4\n5\n6,\"b\n\n7\n8\n9\n");
  CHECK(texts(chunks) == Texts{"h\n-\n2\n", "\"3\"\n4\n", "5\n-\n", "7\n8\n", "9\n"});
  CHECK(chunks[0].broken_rows == std::vector<std::size_t>{1});
  CHECK(chunks[1].broken_rows.empty());
  CHECK(chunks[2].broken_rows == std::vector<std::size_t>{6});
  CHECK(chunks[3].first_row == 7);
}

TEST_CASE("A header line that is too long is an error") {
  RowCutter cutter(RowFormat::csv, {.row_bytes = 4});
  CHECK(cutter.add("a,b,c\n1\n").error().code() == Errc::too_large);
}

TEST_CASE("A quote that is never closed leaves its text to the reader at the end") {
  const auto chunks = cut(RowFormat::csv, {.rows = 1}, "h\n1\n\"a\nb\n");
  CHECK(texts(chunks) == Texts{"h\n1\n", "\"a\nb\n"});
  CHECK(chunks[1].first_row == 2);
}
