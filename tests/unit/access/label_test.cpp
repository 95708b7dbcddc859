#include "access/label.hpp"

#include <catch2/catch.hpp>

#include <string>

using badgewatch::access::is_label;

TEST_CASE("what people call keys and operators is a label") {
  for (const auto* good : {"x", "back office", "Amina Yusuf", "Łukasz O’Brien", "history 2026/1"})
    CHECK(is_label(good));
  CHECK(is_label(std::string(60, 'x')));
  std::string of_two_bytes;
  for (int i = 0; i < 60; ++i)
    of_two_bytes += "é";
  CHECK(is_label(of_two_bytes));
}

TEST_CASE("what would break a list or the log is none") {
  for (const std::string bad : {"", " ", " x", "x ", "a\nb", "a\rb", "a\tb", "a\x1b[2Jb", "a\x7f",
                                "a\xc2\x85"
                                "b",
                                "\xff", "\u202Eabc", "a\u2028b", "a\u2066b", "a\u2069"})
    CHECK_FALSE(is_label(bad));
  CHECK_FALSE(is_label(std::string(61, 'x')));
  CHECK_FALSE(is_label(std::string(5000, 'x')));
  CHECK_FALSE(is_label(std::string("a\0b", 3)));
}
