#include "core/text.hpp"
#include "person/driver_number.hpp"
#include "person/driving_licence.hpp"
#include "person/email.hpp"
#include "person/name.hpp"
#include "person/national_insurance_number.hpp"
#include "person/postcode.hpp"
#include "person/telephone.hpp"
#include "person/written_text.hpp"
#include "written_values.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::person;

namespace {

// Reads `text` and, unless it is refused, its tidied form: that must change nothing more.
template <class Read>
void tidies_once(Read read, const std::string& text) {
  const auto once = read(text);
  RC_ASSERT((once.standing == Standing::valid) == once.reason.empty());
  if (once.standing == Standing::refused) return;
  RC_ASSERT(core::is_valid_utf8(once.value));
  const auto twice = read(once.value);
  RC_ASSERT(twice.value == once.value);
  RC_ASSERT(twice.standing != Standing::refused);
}

std::string pick(const std::string& characters) {
  return std::string(1, *rc::gen::elementOf(characters));
}

// Numbers of the right shape, which arbitrary text would hardly ever be.
std::string insurance_number() {
  const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string text = pick(letters) + pick(letters);
  for (int i = 0; i < 6; ++i)
    text += pick("0123456789") + pick(" -");
  return text + pick("ABCDEFM ");
}

std::string postcode() {
  const std::string outward = *rc::gen::elementOf(
      std::vector<std::string>{"A9", "A99", "AA9", "AA99", "A9A", "AA9A", "AAAA"});
  std::string text;
  for (const char shape : outward + "9AA") {
    text += pick(shape == 'A' ? "ABCIJLMOQUVWXYZ" : "0123456789") + pick(" -");
  }
  return text;
}

std::string telephone() {
  std::string text = *rc::gen::elementOf(
      std::vector<std::string>{"0", "+44", "0044", "+44 (0)", "44", "+353", "00", "", "7"});
  const int digits = *rc::gen::inRange(0, 14);
  for (int i = 0; i < digits; ++i)
    text += pick("0123456789") + pick(" -");
  return text + *rc::gen::elementOf(std::vector<std::string>{"", " ext 12", "x3", "#", " x"});
}

}  // namespace

TEST_CASE("reading written text twice changes nothing more") {
  REQUIRE(rc::check([] {
    tidies_once([](const std::string& text) { return read_written_text(text, 200); }, *any_text());
  }));
}

TEST_CASE("reading a name twice changes nothing more") {
  REQUIRE(rc::check([] {
    Name name;
    name.full = *any_text();
    if (*rc::gen::arbitrary<bool>()) std::swap(name.full, name.family);
    const auto once = read_name(name);
    if (once.standing == Standing::refused) return;
    const auto twice = read_name(once.value);
    RC_ASSERT(twice.value == once.value);
    RC_ASSERT(twice.standing == once.standing);
  }));
}

TEST_CASE("reading a National Insurance number twice changes nothing more") {
  REQUIRE(rc::check([] {
    const auto text = *rc::gen::arbitrary<bool>() ? insurance_number() : *any_text();
    tidies_once(read_national_insurance_number, text);
    // Spacing, hyphens, case and suffix make no difference to what is compared.
    const auto read = read_national_insurance_number(text);
    if (read.standing == Standing::refused) return;
    RC_ASSERT(comparable_national_insurance_number(text) ==
              comparable_national_insurance_number(read.value));
  }));
}

TEST_CASE("reading a postcode twice changes nothing more, and its parts make it up") {
  REQUIRE(rc::check([] {
    const auto text = *rc::gen::arbitrary<bool>() ? postcode() : *any_text();
    tidies_once(read_postcode, text);
    const auto read = read_postcode(text);
    if (read.standing == Standing::valid) RC_ASSERT(parts_of_postcode(read.value).has_value());
    if (const auto parts = parts_of_postcode(read.value)) {
      RC_ASSERT(std::string(parts->outward) + ' ' + std::string(parts->inward) == parts->unit);
      RC_ASSERT(parts->outward.starts_with(parts->area));
      RC_ASSERT(parts->unit.starts_with(parts->sector));
    }
  }));
}

TEST_CASE("reading a telephone number twice changes nothing more") {
  REQUIRE(rc::check([] {
    const auto text = *rc::gen::arbitrary<bool>() ? telephone() : *any_text();
    tidies_once(read_telephone, text);
    const auto read = read_telephone(text);
    if (read.standing != Standing::refused) {
      RC_ASSERT(comparable_telephone(text) == comparable_telephone(read.value) ||
                read.reason == "The zero in front of the telephone number was missing.");
    }
  }));
}

TEST_CASE("reading an e-mail address twice changes nothing more") {
  REQUIRE(rc::check([] {
    const auto text = *any_text() + *rc::gen::element<std::string>("", "a", "ü") + "@" +
                      *rc::gen::element<std::string>("Example.com", "x", "Bü.de", "a..b") +
                      *rc::gen::element<std::string>("", " ", ".");
    tidies_once(read_email, text);
  }));
}

TEST_CASE("reading a licence number of any issuer twice changes nothing more") {
  REQUIRE(rc::check([] {
    const auto issuer = *rc::gen::element<std::string>("GB", "NI", "pl", "", "UK", "X");
    const auto once = read_driving_licence(*any_text(), issuer);
    if (once.standing == Standing::refused) return;
    const auto twice = read_driving_licence(once.value.number, once.value.issuer);
    RC_ASSERT(twice.value == once.value);
    RC_ASSERT(twice.standing == once.standing);
  }));
}

TEST_CASE("a driver number is decoded to what it was encoded from") {
  REQUIRE(rc::check([] {
    const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    DriverNumber number;
    const int key_length = *rc::gen::inRange(1, 6);
    for (int i = 0; i < key_length; ++i)
      number.surname_key += pick(letters);
    number.female_marker = *rc::gen::arbitrary<bool>();
    number.year_of_century = *rc::gen::inRange(0U, 100U);
    number.month = *rc::gen::inRange(1U, 13U);
    number.day = *rc::gen::inRange(1U, 32U);
    const int initials = *rc::gen::inRange(0, 3);
    for (int i = 0; i < initials; ++i)
      number.initials += pick(letters);
    number.tie_break = pick("23456789ABCDEFGHJKLMNPRSTUVWX")[0];
    number.check_letters = pick(letters) + pick(letters);

    const std::string text = encode_driver_number(number);
    RC_ASSERT(text.size() == 16U);
    const auto decoded = decode_driver_number(text);
    RC_ASSERT(decoded.has_value());
    RC_ASSERT((*decoded == number));
    RC_ASSERT(read_driver_number(text + " 12").value == text);
    RC_ASSERT(surname_free_part(text).size() == 11U);
    const int year = 1900 + static_cast<int>(number.year_of_century);
    RC_ASSERT(
        (agreement_with_birth_date(number, {year, number.month, number.day}) == Agreement::agrees));
  }));
}
