#include "person/name.hpp"

#include "person/written_text.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch::person;

namespace {

Judged<Name> read_full(std::string text) {
  Name name;
  name.full = std::move(text);
  return read_name(name);
}

Judged<Name> read_parts(std::string given, std::string family) {
  Name name;
  name.given = std::move(given);
  name.family = std::move(family);
  return read_name(name);
}

}  // namespace

TEST_CASE("a name keeps its letters and loses what is not seen") {
  CHECK(read_full("  Mohammed \t Iqbal\u00A0Khan ").standing == Standing::refused);  // a tab inside
  CHECK(read_full("  Mohammed   Iqbal\u00A0Khan ").value.full == "Mohammed Iqbal Khan");
  CHECK(read_full("Se\u0301an").value.full == "S\u00E9an");
  CHECK(read_full("\u200FKh\u200Ban\u202E").value.full == "Khan");
  CHECK(read_full("محمد").standing == Standing::valid);
  CHECK(read_full("李").standing == Standing::valid);
  CHECK(read_parts("", "Khan").standing == Standing::valid);
}

TEST_CASE("a text that is much too long is refused before its marks are sorted") {
  std::string marks = "a";
  for (int i = 0; i < 5'000; ++i)
    marks += "\u0301\u0323";
  const auto read = read_written_text(marks, 200);
  CHECK(read.standing == Standing::refused);
  CHECK(read.value == marks);
  // What gets short enough by composing is taken.
  std::string written;
  for (int i = 0; i < 200; ++i)
    written += "\u03B1\u0313\u0301\u0345";
  CHECK(read_written_text(written, 200).standing == Standing::valid);
}

TEST_CASE("a name has a letter") {
  for (const char* text : {"123", "😀", "- '", ".", "\u200B", ""}) {
    INFO(text);
    const auto name = read_full(text);
    CHECK(name.standing == Standing::refused);
    CHECK_FALSE(name.reason.empty());
  }
  CHECK(read_full("Khan 2").standing == Standing::warned);
  CHECK(read_full("Khan ٢").standing == Standing::warned);
}

TEST_CASE("a name is whole or in parts") {
  Name both;
  both.full = "A";
  both.family = "B";
  CHECK(read_name(both).standing == Standing::refused);
  CHECK(read_parts("Ann", "").standing == Standing::refused);
  CHECK(read_parts("Ann", "Lee").standing == Standing::valid);
}

TEST_CASE("control characters, bad UTF-8 and long names are refused") {
  CHECK(read_full("K\x01h").standing == Standing::refused);
  CHECK(read_full("Kh\u0085an").standing == Standing::refused);
  CHECK(read_full("Kh\xff!").standing == Standing::refused);
  CHECK(read_full(std::string(200, 'a')).standing == Standing::valid);
  CHECK(read_full(std::string(201, 'a')).standing == Standing::refused);
  CHECK(read_parts(std::string(100, 'a'), std::string(100, 'a')).standing == Standing::valid);
  CHECK(read_parts(std::string(101, 'a'), std::string(100, 'a')).standing == Standing::refused);
}

TEST_CASE("SURNAME, GIVEN comes apart at its first comma") {
  CHECK(name_of_family_comma_given("KHAN, MOHAMMED I").family == "KHAN");
  CHECK(name_of_family_comma_given("KHAN, MOHAMMED I").given == "MOHAMMED I");
  CHECK(name_of_family_comma_given("ABDALLAH OU ALI,SAID").family == "ABDALLAH OU ALI");
  CHECK(name_of_family_comma_given("Mohammed Khan").full == "Mohammed Khan");
  CHECK(name_of_family_comma_given("KHAN,").full == "KHAN");
  CHECK(name_of_family_comma_given(", KHAN").full == "KHAN");
  CHECK(name_of_family_comma_given(",") == Name{});
  CHECK(name_of_family_comma_given("") == Name{});
}

TEST_CASE("written text counts characters, not bytes") {
  CHECK(read_written_text("żżż", 3).standing == Standing::valid);
  CHECK(read_written_text("żżżż", 3).standing == Standing::refused);
}
