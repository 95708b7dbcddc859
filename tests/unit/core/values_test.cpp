#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/json_writer.hpp"
#include "core/secret.hpp"
#include "core/text.hpp"
#include "core/uuid.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace badgewatch::core;

TEST_CASE("instants: fractions, offsets, the time before 1970, and what is refused") {
  const auto micros_of = [](const char* text) {
    Instant instant;
    REQUIRE(parse_instant(text, instant));
    return instant.micros;
  };
  CHECK(micros_of("1970-01-01T00:00:00.000001Z") == 1);
  CHECK(micros_of("1970-01-01t00:00:00.1234567z") == 123'456);
  CHECK(micros_of("1970-01-01T01:30:00+01:30") == 0);
  CHECK(micros_of("1969-12-31T23:59:59.9Z") == -100'000);
  CHECK(to_text(Instant{-100'000}) == "1969-12-31T23:59:59.900Z");
  Instant ignored;
  for (const auto* text :
       {"2026-11-23T14:03:22", "2026-11-23 14:03:22Z", "2026-11-23T14:03:22.Z",
        "2026-11-23T14:03:60Z", "2026-11-23T14:03:22+24:00", "2026-11-23T14:03:22Zx",
        "2026-02-30T14:03:22Z", "2026-11-23T14:3:22.00Z"}) {
    INFO(text);
    CHECK(!parse_instant(text, ignored));
  }
}

TEST_CASE("the time of day in words") {
  Instant instant;
  REQUIRE(parse_instant("2026-07-01T23:30:05Z", instant));
  CHECK(uk_time_text(instant) == "00:30:05 on 2 July 2026 (UK time)");
}

TEST_CASE("numbers are written in fixed point, without trailing zeros") {
  const auto written = [](double number, int decimals) {
    JsonWriter writer;
    writer.value(number, decimals);
    return std::move(writer).take();
  };
  CHECK(written(12.3, 4) == "12.3");
  CHECK(written(100, 2) == "100");
  CHECK(written(-0.0001, 2) == "0");
  CHECK(written(0.999, 2) == "1");
  CHECK(written(1234567.891, 1) == "1234567.9");
}

TEST_CASE("an absent value is written as null") {
  JsonWriter writer;
  writer.begin_array().value(std::optional<int>()).value(std::optional<int>(4));
  writer.begin_object().end_object().end_array();
  CHECK(writer.text() == "[null,4,{}]");
}

TEST_CASE("a secret that was moved away is gone from where it was") {
  Secret first("short");
  const Secret second(std::move(first));
  CHECK(first.empty());  // NOLINT(bugprone-use-after-move)
  CHECK(second.reveal() == "short");
  first = second;
  CHECK(first.reveal() == "short");
}

TEST_CASE("a seed gives its sequence again, and another seed another") {
  const auto drawn = [](std::uint64_t seed) {
    SeededRandomness randomness(seed);
    std::array<std::uint8_t, 13> bytes{};
    randomness.fill(bytes);
    return bytes;
  };
  CHECK(drawn(1) == drawn(1));
  CHECK(drawn(1) != drawn(2));
}

TEST_CASE("the kernel's bytes are not all one") {
  SystemRandomness randomness;
  std::array<std::uint8_t, 64> bytes{};
  randomness.fill(bytes);
  CHECK(std::any_of(bytes.begin(), bytes.end(), [&](auto byte) { return byte != bytes[0]; }));
}

TEST_CASE("an identifier carries the millisecond of its making, and its variant") {
  const ManualClock clock({0x0123'4567'89AB * 1000LL + 999});
  SeededRandomness randomness(1);
  const std::string text = new_uuid(clock, randomness).text();
  CHECK(text.substr(0, 15) == "01234567-89ab-7");
  CHECK(std::string("89ab").find(text[19]) != std::string::npos);
  CHECK(!Uuid::parse("0123456789ab-7000-8000-0000-00000000000"));
  CHECK(!Uuid::parse("g1234567-89ab-7000-8000-000000000000"));
  CHECK(Uuid::parse("01234567-89AB-7000-8000-00000000000F")->text() ==
        "01234567-89ab-7000-8000-00000000000f");
}

TEST_CASE("composed and decomposed letters are one, and so are kinds of white space") {
  CHECK(nfc("e\xCC\x81") == "\xC3\xA9");
  CHECK(fold("STRASSE") == fold("stra\xC3\x9F"
                                "e"));
  CHECK(fold("\xC2\xA0"
             "a\xE2\x80\x83"
             "b\xC3\xA9 ") == "a b\xC3\xA9");
  CHECK(valid_utf8_prefix("ab\xC3\xA9\xFF"
                          "c") == 4);
  CHECK(valid_utf8_prefix("12345678\xF4\x90\x80\x80") == 8);
  CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(join({"a", "", "b"}, "; ") == "a; ; b");
}

TEST_CASE("base64url is JOSE's: its own two digits, no padding, one text for one value") {
  const auto text = [](std::initializer_list<std::uint8_t> bytes) {
    return base64url(Bytes(bytes));
  };
  CHECK(text({}).empty());
  CHECK(text({0xfb, 0xff}) == "-_8");
  CHECK(text({1}) == "AQ");
  CHECK(from_base64url("-_8") == Bytes{0xfb, 0xff});
  CHECK(from_base64url("") == Bytes{});
  for (const char* wrong :
       {"A", "AQ==", "AQ=", "+/8", "-_9", "AR", "A Q", "AQ\n", "AAAAA", "=", "*A"})
    CHECK_FALSE(from_base64url(wrong).has_value());
  for (std::size_t size = 0; size < 70; ++size) {
    const Bytes bytes(size, static_cast<std::uint8_t>(size * 37));
    CHECK(from_base64url(base64url(bytes)) == bytes);
  }
}
