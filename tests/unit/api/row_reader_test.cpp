#include "uploads_of_rows.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::api;

namespace {

const std::string header = "licence_number,class,status,full_name";

std::string cell(const Row& row, std::string_view column) {
  REQUIRE(row.content.has_value());
  return std::string(std::get<CsvRow>(*row.content).cell(column).value_or("(no column)"));
}

}  // namespace

TEST_CASE("CSV rows are numbered from 1 behind the header, blank lines aside") {
  const ColumnMapping mapping = mapping_named("default");
  const auto rows = csv_rows(mapping, "\n" + header +
                                          "\r\nA1,dual,current,Jo Bloggs\r\n\r\n"
                                          "A2,dual,current,\"Bloggs, \"\"Jo\"\"\"");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].number == 1);
  CHECK(rows[1].number == 2);
  CHECK(cell(rows[0], "licence_number") == "A1");
  CHECK(cell(rows[1], "full_name") == "Bloggs, \"Jo\"");
  CHECK(cell(rows[0], "postcode") == "(no column)");
}

TEST_CASE("a broken row is refused unread, and those around it are read") {
  const ColumnMapping mapping = mapping_named("default");
  RowReader reader(http::RowFormat::csv, mapping, licence_file_columns());
  auto taken = chunk(header + "\nA1,dual,current,Jo\n-\nA3,dual,current,Bo\n");
  taken.broken_rows = {2};
  const auto rows = reader.read(taken).value();
  REQUIRE(rows.size() == 3);
  CHECK(rows[1].content.error().detail() ==
        "The row is too long, or a quote in it is never closed.");
  CHECK(cell(rows[2], "licence_number") == "A3");

  auto lines = chunk("{}\n-\n{}\n", 7);
  lines.broken_rows = {8};
  const auto read = ndjson_rows(lines);
  REQUIRE(read.size() == 3);
  CHECK(read[0].json.has_value());
  CHECK(read[1].number == 8);
  CHECK(read[1].json.error().detail() == "The row is too long.");
}

TEST_CASE("later chunks have no header and go on counting") {
  const ColumnMapping mapping = mapping_named("default");
  RowReader reader(http::RowFormat::csv, mapping, licence_file_columns());
  CHECK(reader.read(chunk(header + "\nA1,dual,current,Jo\n", 1, false)).value().size() == 1);
  const auto rows = reader.read(chunk("A2,dual,current,Al\nA3,dual,current,Bo\n", 2, false));
  REQUIRE(rows.value().size() == 2);
  CHECK(rows.value()[1].number == 3);
  CHECK(cell(rows.value()[1], "licence_number") == "A3");
  CHECK(reader.read(chunk("", 4, true)).value().empty());
}

TEST_CASE("a byte-order mark, shuffled columns and headers in any case") {
  const ColumnMapping mapping = mapping_named("default");
  const auto rows = csv_rows(
      mapping,
      "\xEF\xBB\xBF\"Full_Name\", STATUS ,licence_number,class\nJo Bloggs,current,A1,dual");
  REQUIRE(rows.size() == 1);
  CHECK(cell(rows[0], "licence_number") == "A1");
  CHECK(cell(rows[0], "full_name") == "Jo Bloggs");
  CHECK(cell(rows[0], "status") == "current");
}

TEST_CASE("each row is UTF-8, or Windows-1252 where it is not") {
  const ColumnMapping mapping = mapping_named("default");
  const auto rows = csv_rows(mapping, header +
                                          "\nA1,dual,current,Ren\xE9 O\x92Hara\n"
                                          "A2,dual,current,Ren\xC3\xA9\n"
                                          "A3,dual,current,\xA0Jo\xA0\x80\n");
  REQUIRE(rows.size() == 3);
  CHECK(cell(rows[0], "full_name") == "Ren\xC3\xA9 O\xE2\x80\x99Hara");
  CHECK(cell(rows[1], "full_name") == "Ren\xC3\xA9");
  CHECK(cell(rows[2], "full_name") == "Jo \xE2\x82\xAC");
}

TEST_CASE("line breaks and spaces in a cell") {
  const ColumnMapping mapping = mapping_named("default");
  const auto rows =
      csv_rows(mapping, header +
                            ",address_1\nA1,dual, current ,\tJo,\"1 High Street\nFlat 2\"\nA2,dual,"
                            "current,Al,\n");
  REQUIRE(rows.size() == 2);
  CHECK(cell(rows[0], "address_1") == "1 High Street Flat 2");
  CHECK(cell(rows[0], "status") == "current");
  CHECK(cell(rows[0], "full_name") == "Jo");
  CHECK(cell(rows[1], "licence_number") == "A2");
}

TEST_CASE("a row that is not of the file's shape costs only itself") {
  const ColumnMapping mapping = mapping_named("default");
  const auto rows = csv_rows(mapping, header +
                                          "\nA1,dual,current\nA2,dual,current,Jo,x\n"
                                          "A3,dual,current,Jo,,\nA4,dual,cur\"rent,Jo\n"
                                          "A5,dual,current,Jo\n\"A6,dual,current,Jo\n");
  REQUIRE(rows.size() == 6);
  for (const std::size_t bad : {0U, 1U, 3U, 5U}) {
    INFO(bad);
    REQUIRE(rows[bad].content.has_error());
    CHECK(rows[bad].content.error().code() == core::Errc::invalid);
    CHECK(rows[bad].number == bad + 1);
  }
  CHECK(rows[0].content.error().detail() == "The row has 3 cells, the header line 4.");
  CHECK(rows[1].content.error().detail() == "The row has 5 cells, the header line 4.");
  CHECK(cell(rows[2], "licence_number") == "A3");
  CHECK(cell(rows[4], "licence_number") == "A5");
}

TEST_CASE("a trailing comma in the header is no column, but takes no value") {
  const ColumnMapping mapping = mapping_named("default");
  const auto rows = csv_rows(mapping, header + ",\nA1,dual,current,Jo,\nA2,dual,current,Jo,x\n");
  REQUIRE(rows.size() == 2);
  CHECK(cell(rows[0], "full_name") == "Jo");
  REQUIRE(rows[1].content.has_error());
  CHECK(rows[1].content.error().detail() ==
        "The row has a value in column 5, which has no name in the header line.");
}

TEST_CASE("a header that cannot be is refused once, for the whole file") {
  const ColumnMapping mapping = mapping_named("default");
  CHECK(refusal(mapping, "").detail() == "The file is empty: it has no header line.");
  CHECK(refusal(mapping, "\r\n\n").detail() == "The file is empty: it has no header line.");

  const core::Error no_header = refusal(mapping, "A1,dual,current,Jo Bloggs\n");
  CHECK(
      no_header.detail() ==
      "The first line of the file is no header: it names none of the columns that are known here. "
      "Put the names of the columns there: licence_number, class, status, full_name or "
      "family_name.");
  CHECK(no_header.fields().empty());
  CHECK(refusal(mapping, "licence_number;class;status;full_name\n").detail() ==
        "The columns of the file are parted by semicolons. Part them by commas.");

  const std::string saved = "Save it as CSV UTF-8.";
  for (const auto& [text, said] : std::vector<std::pair<std::string, std::string>>{
           {"PK\x03\x04\x14", "This is a workbook (xlsx) and no CSV file. " + saved},
           {"\x1F\x8B\x08", "The file is packed (gzip). Unpack it first."},
           {"\xFF\xFEl\0i", "The file is in UTF-16. " + saved},
           {"licence_number\tclass\tstatus\n",
            "The columns of the file are parted by tabs. Part them by commas."},
           {header + "\rA1,dual,current,Jo\r",
            "The lines of the file end with a carriage return alone. " + saved},
           {"sep=,\n" + header + "\n",
            "The first line says how columns are parted. Leave it out: they are parted by "
            "commas."}})
    CHECK(refusal(mapping, text).detail() == said);

  const core::Error unknown = refusal(mapping, header + ",natonal_insurance,shoe/size\n");
  CHECK(unknown.detail() ==
        "The file has columns that are not known here: natonal_insurance, shoe/size.");
  CHECK(pointers(unknown) == Pointers{"/natonal_insurance", "/shoe~1size"});

  CHECK(refusal(mapping, "licence_number,class\n").detail() ==
        "The file lacks columns that it must have: status, full_name or family_name.");
  CHECK(refusal(mapping, header + ",Class\n").detail() == "The file has columns twice: Class.");
  CHECK(refusal(mapping, "\"licence_number,class\n")
            .detail()
            .starts_with("The header line cannot be read."));
}

TEST_CASE("a council's own mapping reads its own headers, and not the other columns") {
  const ColumnMapping mapping = mapping_named("public-register");
  const auto rows =
      csv_rows(mapping, "Name,Licence Number,LICENCE TYPE,Colour\n\"KHAN, MO\",7,TAXI,blue\n");
  REQUIRE(rows.size() == 1);
  CHECK(cell(rows[0], "full_name") == "KHAN, MO");
  CHECK(cell(rows[0], "licence_number") == "7");
  CHECK(refusal(mapping, "NAME,STATUS\n").detail() ==
        "The file lacks columns that it must have: LICENCE NUMBER, LICENCE TYPE.");
}

TEST_CASE("NDJSON rows") {
  const auto rows = ndjson_rows(chunk("\xEF\xBB\xBF{\"a\": 1}\r\n\n  \n{\"a\": 2\n{\"a\": 3}"));
  REQUIRE(rows.size() == 3);
  CHECK(*rows[0].json->find("a")->integer() == 1);
  CHECK(rows[1].number == 2);
  REQUIRE(rows[1].json.has_error());
  CHECK(rows[1].json.error().code() == core::Errc::invalid);
  CHECK(rows[1].json.error().detail().starts_with("The row is not valid JSON. "));
  CHECK(rows[2].number == 3);
  CHECK(*rows[2].json->find("a")->integer() == 3);
  CHECK(ndjson_rows(chunk("{}\n{}\n", 1001, false)).back().number == 1002);
}
