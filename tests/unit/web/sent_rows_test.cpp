// Files of rows, as they are chosen: what they are, and what is wrong with them as a whole.
#include "web/sent_rows.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::web::test {

namespace {

RowsFileRead read(const std::string& content, std::size_t most = 10) {
  const http::FormFile file{"file", "x.csv", content};
  return read_rows_file(&file, most);
}

std::string text_of(const RowsFileRead& read) {
  std::string text;
  for (const auto& chunk : read.file.chunks)
    text += chunk.text;
  return text;
}

}  // namespace

TEST_CASE("A file of rows is known by how it begins, and its rows are counted") {
  const auto csv = read(
      "\xef\xbb\xbf"
      "a,b\r\n1,\"x\ny\"\r\n\r\n2,3");
  CHECK(csv.fault.empty());
  CHECK(csv.file.format == http::RowFormat::csv);
  CHECK(csv.file.rows == 2);
  CHECK(csv.file.chunks.back().last);
  const auto lines = read("  {\"a\":1}\n{\"a\":2}\n");
  CHECK(lines.file.format == http::RowFormat::ndjson);
  CHECK(lines.file.rows == 2);
  const auto array = read("[ {\"a\": \"]\\\"[,\",\n \"b\": [1, 2]} , {\"a\":2}\r\n]\n");
  CHECK(array.file.format == http::RowFormat::ndjson);
  CHECK(array.file.rows == 2);
  CHECK(text_of(array) == " {\"a\": \"]\\\"[,\",  \"b\": [1, 2]} \n {\"a\":2}  \n");
}

TEST_CASE("A file from Excel on Windows is read as what it is") {
  CHECK(text_of(read("full_name\r\nZo\xeb\r\n")) == "full_name\r\nZo\xc3\xab\r\n");
}

TEST_CASE("What is no file of rows is told as that") {
  CHECK(read_rows_file(nullptr, 10).fault == "Select a file");
  for (const auto* nothing : {"", " \r\n", "\xef\xbb\xbf"})
    CHECK(read(nothing).fault == "The file is empty");
  for (const auto& other :
       {std::string("PK\x03\x04sheet"), std::string("%PDF-1.7"), std::string("a,b\n1,\0", 7)})
    CHECK(read(other).fault.starts_with("The file is no CSV"));
  CHECK(read("a,b\n").fault.starts_with("The file has a header line"));
  CHECK(read("[]").fault.starts_with("The file has a header line"));
  for (const auto* unended : {"[{\"a\":1}", "[1] x", "[\"a]"})
    CHECK(read(unended).fault.starts_with("The file begins as a JSON list"));
}

TEST_CASE("A file with too many rows says how many it has") {
  std::string rows = "a\n";
  for (int i = 0; i < 3'000; ++i)
    rows += "1\n";
  CHECK(read(rows, 3'000).file.rows == 3'000);
  CHECK(read(rows, 3'000).file.chunks.size() == 4);
  CHECK(read(rows, 2'999).fault.starts_with("The file has 3000 rows, and a page takes 2999"));
}

}  // namespace badgewatch::web::test
