#include "app/mail_letter.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

core::Uuid id(int n) {
  core::Uuid made;
  made.bytes[15] = static_cast<std::uint8_t>(n);
  return made;
}

core::Date day(const std::string& iso) {
  return core::Date::parse_iso(iso).value();
}

}  // namespace

TEST_CASE("a test says whose it is and nothing else") {
  const auto letter = app::letter_of_test("LDS", "https://register.example");
  CHECK(letter.subject == "Badgewatch: a test for LDS");
  CHECK(letter.text.reveal().find("https://register.example\n") != std::string::npos);
}

TEST_CASE("a letter says how many, of which kinds, by when, and where to read them") {
  const ports::LetterContent content{
      .kinds = {{"duty_due", 1, {}}, {"licensee_matched", 2, day("2026-11-26")}},
      .alerts = {{7, "licensee_matched", id(1), day("2026-11-26")},
                 {8, "duty_due", id(2), {}},
                 {9, "licensee_matched", id(3), day("2026-11-27")}}};
  const auto letter = app::letter_of_alerts("LDS", content, "https://register.example");
  CHECK(letter.subject == "Badgewatch: 3 new alerts for LDS");
  CHECK(
      letter.text.reveal().starts_with("3 new alerts for LDS:\n\n"
                                       "  1  duty due\n"
                                       "  2  licensee matched, due 2026-11-26\n\n"
                                       "Event 7: licensee matched, due 2026-11-26\n"
                                       "https://register.example/alerts/" +
                                       id(1).text() +
                                       "\n\n"
                                       "Event 8: duty due\n"
                                       "https://register.example/alerts/" +
                                       id(2).text() + "\n\n"));
  CHECK(letter.text.reveal().find("more:") == std::string::npos);
}

TEST_CASE("a letter of very many counts those that it does not list") {
  const ports::LetterContent content{.kinds = {{"licensee_matched", 1'200, {}}},
                                     .alerts = {{1, "licensee_matched", id(1), {}}}};
  const auto letter = app::letter_of_alerts("LDS", content, "https://register.example");
  CHECK(letter.subject == "Badgewatch: 1200 new alerts for LDS");
  CHECK(letter.text.reveal().find("And 1199 more: https://register.example/alerts\n") !=
        std::string::npos);
}

TEST_CASE("one alert is one alert, and a code stands in a line of its own") {
  const ports::LetterContent content{.kinds = {{"entry_changed", 1, {}}},
                                     .alerts = {{1, "entry_changed", id(1), {}}}};
  CHECK(app::letter_of_alerts("LDS", content, "").subject == "Badgewatch: 1 new alert for LDS");
  const auto letter =
      app::letter_with_code("LDS", {core::Secret("01234567"), {}}, "https://register.example");
  CHECK(letter.text.reveal().find("\n  01234567\n") != std::string::npos);
  CHECK(letter.subject.find("01234567") == std::string::npos);
}
