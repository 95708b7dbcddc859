#include "core/bytes.hpp"
#include "core/clock.hpp"
#include "core/csv.hpp"
#include "core/date.hpp"
#include "core/text.hpp"
#include "core/uuid.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace badgewatch::core;
using Fields = std::vector<std::string>;

namespace {

rc::Gen<std::string> cell() {
  return rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab,\"\r\n ;\xC3\xA9")));
}

bool is_guarded(const std::string& text) {
  return !text.empty() && std::string("=+-@\t\r").find(text.front()) != std::string::npos;
}

}  // namespace

TEST_CASE("records that were written are read back, but for the guard of formulas") {
  REQUIRE(rc::check([] {
    const auto rows = *rc::gen::container<std::vector<Fields>>(
        rc::gen::nonEmpty(rc::gen::container<Fields>(cell())));
    std::string text;
    for (const auto& row : rows)
      append_csv_record(text, row);
    std::string_view rest = text;
    for (const auto& row : rows) {
      const auto read = take_csv_record(rest).value();
      RC_ASSERT(read.size() == row.size());
      for (std::size_t i = 0; i < row.size(); ++i) {
        RC_ASSERT(read[i] == (is_guarded(row[i]) ? "'" + row[i] : row[i]));
      }
    }
    RC_ASSERT(rest.empty());
  }));
}

TEST_CASE("reading CSV of any kind comes to its end") {
  REQUIRE(rc::check([] {
    const auto text = *cell();
    std::string_view rest = text;
    while (!rest.empty()) {
      const std::size_t before = rest.size();
      (void)take_csv_record(rest);
      RC_ASSERT(rest.size() < before);
    }
  }));
}

TEST_CASE("bytes come back from hexadecimal and from base64, and from one text only") {
  REQUIRE(rc::check([](const Bytes& bytes) {
    RC_ASSERT(from_hex(hex(bytes)) == bytes);
    RC_ASSERT(from_base64(base64(bytes)) == bytes);
  }));
  REQUIRE(rc::check([] {
    const auto text =
        *rc::gen::container<std::string>(4, rc::gen::elementOf(std::string("ABab01+/=Zz9")));
    if (const auto bytes = from_base64(text)) RC_ASSERT(base64(*bytes) == text);
  }));
}

TEST_CASE("every day of the calendar comes back from its parts and its text") {
  REQUIRE(rc::check([] {
    const Date date = Date::of_days(*rc::gen::inRange(-700'000, 2'900'000));
    RC_ASSERT(Date::parse_iso(date.iso()) == date);
    RC_ASSERT(Date::of(date.year(), date.month(), date.day()) == date);
    RC_ASSERT(date.plus_days(7).weekday() == date.weekday());
  }));
}

TEST_CASE("instants come back to the millisecond") {
  REQUIRE(rc::check([] {
    const Instant instant{*rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 4'000'000'000'000) *
                          1000};
    Instant back;
    RC_ASSERT(parse_instant(to_text(instant), back));
    RC_ASSERT(back == instant);
  }));
}

TEST_CASE("identifiers come back from their text") {
  REQUIRE(rc::check([](std::uint64_t seed) {
    SeededRandomness randomness(seed);
    Uuid id;
    randomness.fill(id.bytes);
    RC_ASSERT(Uuid::parse(id.text()) == id);
  }));
}

TEST_CASE("the valid front of any bytes is valid, and no longer front is") {
  REQUIRE(rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(
        std::string("aaaa\x7F\x80\xBF\xC2\xE0\xA0\xED\x9F\xF0\x90\xF4\x8F\xFF")));
    const std::size_t valid = valid_utf8_prefix(text);
    RC_ASSERT(is_valid_utf8(text.substr(0, valid)));
    for (std::size_t more = valid + 1; more <= text.size(); ++more) {
      RC_ASSERT(!is_valid_utf8(text.substr(0, more)));
    }
  }));
}
