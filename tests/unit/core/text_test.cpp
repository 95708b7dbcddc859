#include "core/text.hpp"

#include "core/bytes.hpp"
#include "core/csv.hpp"
#include "core/key_file.hpp"
#include "core/uuid.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace badgewatch::core;
using Fields = std::vector<std::string>;

TEST_CASE("a CSV record is taken off the front, quoted newlines and all") {
  std::string_view text = "a,\"b, \"\"c\"\"\r\nd\",\r\nnext,row\n";
  CHECK(take_csv_record(text).value() == Fields{"a", "b, \"c\"\r\nd", ""});
  CHECK(take_csv_record(text).value() == Fields{"next", "row"});
  CHECK(text.empty());
}

TEST_CASE("a broken CSV record costs its own line only") {
  std::string_view text = "\"a\"b,c\nfine,row\n";
  const auto broken = take_csv_record(text);
  REQUIRE(broken.has_error());
  CHECK(broken.error().code() == Errc::malformed);
  CHECK(take_csv_record(text).value() == Fields{"fine", "row"});
}

TEST_CASE("a written cell is no formula") {
  std::string out;
  append_csv_record(out, {"=1+1", "a,b", "say \"x\"", "plain", "@x", "-2"});
  CHECK(out == "'=1+1,\"a,b\",\"say \"\"x\"\"\",plain,'@x,'-2\r\n");
}

TEST_CASE("text is folded for comparing names of things") {
  CHECK(fold("  CITY   of\tYork ") == fold("city of york"));
  CHECK(fold("Ynys M\xC3\x94n") == fold("ynys m\xC3\xB4n"));
  CHECK(from_windows_1252("Jos\xE9 \x80") == "José €");
  CHECK(is_valid_utf8("é"));
  CHECK(!is_valid_utf8("\xC0\x80"));
  CHECK(!is_valid_utf8("\xED\xA0\x80"));
  CHECK(code_points("né") == 2);
}

TEST_CASE("bytes have two text forms, and back") {
  const Bytes bytes{0x00, 0x01, 0xfe, 0xff};
  CHECK(hex(bytes) == "0001feff");
  CHECK(from_hex("0001FEff") == bytes);
  CHECK(!from_hex("0"));
  CHECK(!from_hex("0g"));
  CHECK(base64(bytes) == "AAH+/w==");
  CHECK(from_base64("AAH+/w==") == bytes);
  CHECK(!from_base64("AAH+/w="));
}

TEST_CASE("new identifiers are of version 7, in the order of time, and read back") {
  ManualClock clock({1'700'000'000'000'000});
  SystemRandomness randomness;
  const auto first = new_uuid(clock, randomness);
  clock.advance(std::chrono::milliseconds(1));
  const auto second = new_uuid(clock, randomness);
  CHECK(first < second);
  CHECK(first.text()[14] == '7');
  CHECK(Uuid::parse(first.text()) == first);
  CHECK(!Uuid::parse("0190"));
  CHECK(!Uuid::parse(first.text() + "0"));
}

TEST_CASE("a key file is made once, private, and refused when others may read it") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("badgewatch-key-" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  const auto path = (folder / "master.key").string();
  SystemRandomness randomness;
  CHECK(read_key_file(path).has_error());
  const auto made = read_or_create_key_file(path, randomness);
  REQUIRE(made.has_value());
  CHECK(read_or_create_key_file(path, randomness).value() == *made);
  using std::filesystem::perms;
  CHECK((std::filesystem::status(path).permissions() & perms(0777)) == perms(0600));
  std::filesystem::permissions(path, perms(0640));
  CHECK(read_key_file(path).error().code() == Errc::invalid);
  std::filesystem::permissions(path, perms(0600));
  std::ofstream(path) << "short\n";
  CHECK(read_key_file(path).error().code() == Errc::invalid);
  std::filesystem::remove_all(folder);
}
