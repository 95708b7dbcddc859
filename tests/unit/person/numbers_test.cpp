// Vectors: hmrc/domain (Apache-2.0) and govuk-one-login/ipv-cri-dl-front (MIT), as facts.
#include "person/birth_date.hpp"
#include "person/driver_number.hpp"
#include "person/driving_licence.hpp"
#include "person/email.hpp"
#include "person/national_insurance_number.hpp"
#include "person/postcode.hpp"
#include "person/telephone.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch::person;
using badgewatch::core::Date;

TEST_CASE("National Insurance numbers of the published form are valid") {
  for (const auto* number :
       {"AB123456C", "AB 12 34 56 C", "CS100700A", "AA111111A", "ab123456c", " AB123456C "}) {
    INFO(number);
    CHECK(read_national_insurance_number(number).standing == Standing::valid);
  }
  CHECK(read_national_insurance_number("ab 12 34 56 c").value == "AB123456C");
}

TEST_CASE("National Insurance numbers that cannot be are refused") {
  for (const auto* number :
       {"",           "    ",      "XXX",        "123456",    "A123456C",  "A1234567C", "ABC12345C",
        "ABC123456C", "AB12345C",  "AB1234567C", "DF123456C", "DI123456C", "DQ123456C", "DU123456C",
        "DV123456C",  "FI123456C", "FQ123456C",  "FU123456C", "FV123456C", "IQ123456C", "IU123456C",
        "IV123456C",  "QU123456C", "QV123456C",  "UV123456C", "BG123456C", "GB123456C", "NK123456C",
        "KN123456C",  "NT123456C", "ZZ123456C",  "AO123456C", "AB123456E"}) {
    INFO(number);
    const auto read = read_national_insurance_number(number);
    CHECK(read.standing == Standing::refused);
    CHECK(!read.reason.empty());
  }
}

TEST_CASE("examples and administrative numbers are kept with a warning") {
  CHECK(read_national_insurance_number("QQ123456C").standing == Standing::warned);
  CHECK(read_national_insurance_number("PP999999P").standing == Standing::warned);
  CHECK(read_national_insurance_number("OO123456A").standing == Standing::warned);
  CHECK(read_national_insurance_number("AB123456").standing == Standing::warned);
  CHECK(comparable_national_insurance_number("QQ123456C") == "QQ123456");
  CHECK(comparable_national_insurance_number("QQ123456A") == "QQ123456");
  CHECK(comparable_national_insurance_number("PP999999P").empty());
}

TEST_CASE("numbers that never were National Insurance numbers are no evidence") {
  for (const char* number : {"OO123456A", "CR123456C", "FY123456D", "MW123456A", "NC123456A",
                             "PP999999P", "PY123456A", "PZ123456A", "TN010185M", "63T12345"}) {
    INFO(number);
    CHECK(read_national_insurance_number(number).standing == Standing::warned);
    CHECK(comparable_national_insurance_number(number).empty());
  }
  CHECK(read_national_insurance_number("TN321385M").standing == Standing::refused);
  CHECK(read_national_insurance_number("TN123456C").standing == Standing::refused);
}

TEST_CASE("six letters are never used in a National Insurance number's prefix") {
  for (const char letter : std::string("DFIQUV")) {
    INFO(letter);
    CHECK(read_national_insurance_number(std::string(1, letter) + "A123456C").standing ==
          Standing::refused);
    CHECK(read_national_insurance_number("A" + std::string(1, letter) + "123456C").standing ==
          Standing::refused);
  }
  CHECK(read_national_insurance_number("OA123456C").standing == Standing::valid);
}

TEST_CASE("an odd suffix is kept and not compared") {
  for (const char* number : {"AB123456F", "AB123456M", "AB123456P"}) {
    INFO(number);
    CHECK(read_national_insurance_number(number).standing == Standing::warned);
    CHECK(comparable_national_insurance_number(number) == "AB123456");
  }
  for (const char* number : {"GY123456A", "JY123456A", "MA123456A"}) {
    INFO(number);  // the Channel Islands and the Isle of Man
    CHECK(read_national_insurance_number(number).standing == Standing::valid);
  }
}

TEST_CASE("a number of another shape is compared whole, where it says something") {
  CHECK(comparable_national_insurance_number("530 4218") == "5304218");
  CHECK(comparable_national_insurance_number("none").empty());
  CHECK(comparable_national_insurance_number("unknown").empty());
  CHECK(comparable_national_insurance_number("12").empty());
  CHECK(comparable_national_insurance_number("").empty());
}

TEST_CASE("a refused number stands as it was given") {
  CHECK(read_national_insurance_number("  gb 123456 c ").value == "gb 123456 c");
  CHECK(read_postcode(" 10115 Berlin ").value == "10115 Berlin");
  CHECK(read_driver_number(" ab-1 ").value == "ab-1");
}

TEST_CASE("driver numbers of the published pattern are read") {
  for (const auto* number :
       {"DECER607085K99LN", "DECER607085KE9LN", "DECER657085K99LN", "DECER651085K99LN",
        "DECER662085K99LN", "DECER612085KE9LN", "PARKE610112PBFGH", "DOE99751010AL9OD",
        "AB999607085J9AAA", "AB999607085JAAAA", "MORGA657054SM9IJ", "TCAEU610267NO9EK",
        "JONES712249IP6VV"}) {
    INFO(number);
    const auto decoded = decode_driver_number(number);
    REQUIRE(decoded);
    CHECK(encode_driver_number(*decoded) == number);
    CHECK(read_driver_number(number).standing == Standing::valid);
  }
  CHECK(read_driver_number("morga 657054 sm9ij 35").value == "MORGA657054SM9IJ");
}

TEST_CASE("driver numbers of another pattern are refused") {
  for (const auto* number :
       {"HARRI509146J9L31", "HARRI559146MJ931", "PARKE610112PBF", "12345678901112@@",
        "1234567890111213", "DECER607085KE9L", "DECER607085KE9LNY"}) {
    INFO(number);
    CHECK(!decode_driver_number(number));
    CHECK(read_driver_number(number).standing == Standing::refused);
  }
}

TEST_CASE("some characters never stand before a driver number's check letters") {
  for (const char tie_break : std::string("IOQYZ01_")) {
    INFO(tie_break);
    CHECK_FALSE(decode_driver_number("MORGA657054SM" + std::string(1, tie_break) + "IJ"));
  }
  CHECK(decode_driver_number("MORGA657054SM2IJ"));
}

TEST_CASE("a driver number says surname, date of birth and initials") {
  const auto decoded = decode_driver_number("MORGA657054SM9IJ").value();
  CHECK(decoded.surname_key == "MORGA");
  CHECK(decoded.female_marker);
  CHECK(decoded.month == 7);
  CHECK(decoded.day == 5);
  CHECK(decoded.year_of_century == 64);
  CHECK(decoded.initials == "SM");
  CHECK(agreement_with_birth_date(decoded, {1964, 7, 5}) == Agreement::agrees);
  CHECK(agreement_with_birth_date(decoded, {1964, 7, 0}) != Agreement::differs);
  CHECK(agreement_with_birth_date(decoded, {1964, 5, 7}) == Agreement::differs);
  CHECK(driver_number_surname_key("O'Brien") == "OBRIE");
  CHECK(driver_number_surname_key("Macdonald") == "MCDON");
  Name name;
  name.family = "Morgan";
  CHECK(agreement_with_surname(decoded, name) == Agreement::agrees);
  name.family = "Jones";
  CHECK(agreement_with_surname(decoded, name) == Agreement::differs);
}

namespace {

struct Birth {
  const char* number;
  BirthDate date;
  bool female;
};

Name parts(std::string given, std::string family) {
  Name name;
  name.given = std::move(given);
  name.family = std::move(family);
  return name;
}

}  // namespace

TEST_CASE("the dates of birth that published test numbers stand for") {
  const Birth births[] = {
      {"DECER607085K99LN", {1965, 7, 8}, false},   {"DECER657085K99LN", {1965, 7, 8}, true},
      {"DECER651085K99LN", {1965, 1, 8}, true},    {"DECER662085K99LN", {1965, 12, 8}, true},
      {"DECER612085KE9LN", {1965, 12, 8}, false},  {"PARKE610112PBFGH", {1962, 10, 11}, false},
      {"DOE99751010AL9OD", {1970, 1, 1}, true},    {"AB999607085J9AAA", {1965, 7, 8}, false},
      {"TCAEU610267NO9EK", {1967, 10, 26}, false},
  };
  for (const Birth& birth : births) {
    INFO(birth.number);
    const auto decoded = decode_driver_number(birth.number).value();
    CHECK(agreement_with_birth_date(decoded, birth.date) == Agreement::agrees);
    CHECK(agreement_with_birth_date(decoded, {birth.date.year + 1, birth.date.month, 0}) ==
          Agreement::differs);
    CHECK(agreement_with_birth_date(decoded, {}) == Agreement::unknown);
    CHECK(decoded.female_marker == birth.female);
  }
  CHECK(decode_driver_number("DOE99751010AL9OD")->surname_key == "DOE");
}

TEST_CASE("a driver number with a day that does not exist is kept with a warning") {
  CHECK(read_driver_number("MORGA602314SM9IJ").standing == Standing::warned);
  CHECK(read_driver_number("MORGA602294SM9IJ").standing == Standing::valid);   // 1964
  CHECK(read_driver_number("MORGA602295SM9IJ").standing == Standing::warned);  // 1965
  CHECK(read_driver_number("MORGA002290SM9IJ").standing == Standing::valid);   // 2000
}

TEST_CASE("the surname of a driver number is found in a name however it is written") {
  const auto agreement = [](const char* number, const Name& name) {
    return agreement_with_surname(decode_driver_number(number).value(), name);
  };
  CHECK(agreement("OCONN607085K99LN", parts("", "O'Connor")) == Agreement::agrees);
  CHECK(agreement("MCDON607085K99LN", parts("", "MacDonald")) == Agreement::agrees);
  CHECK(agreement("WOJCI607085K99LN", parts("", "Wójcik")) == Agreement::agrees);
  CHECK(agreement("KHAN9607085K99LN", parts("", "Khan")) == Agreement::agrees);
  CHECK(agreement("KHAN9607085K99LN", parts("", "Khanum")) == Agreement::differs);
  CHECK(agreement("SOUZA607085K99LN", parts("", "de Souza")) == Agreement::agrees);
  CHECK(agreement("DESOU607085K99LN", parts("", "de Souza")) == Agreement::agrees);
  CHECK(agreement("KHAN9607085K99LN", parts("", "محمد")) == Agreement::unknown);
  Name full;
  full.full = "Mohammed Iqbal Khan";
  CHECK(agreement("KHAN9607085K99LN", full) == Agreement::agrees);
}

TEST_CASE("the initials of a driver number") {
  const auto number = decode_driver_number("KHAN9803145MI9AB").value();
  CHECK(agreement_with_initials(number, parts("Mohammed Iqbal", "Khan")) == Agreement::agrees);
  CHECK(agreement_with_initials(number, parts("Mohammed", "Khan")) == Agreement::agrees);
  CHECK(agreement_with_initials(number, parts("Mohammed Ali", "Khan")) == Agreement::differs);
  CHECK(agreement_with_initials(number, parts("Iqbal", "Khan")) == Agreement::differs);
  CHECK(agreement_with_initials(number, parts("", "Khan")) == Agreement::unknown);
}

TEST_CASE("what survives a change of surname") {
  CHECK(surname_free_part("MORGA657054SM9IJ") == "657054SM9IJ");
  CHECK(surname_free_part("12345678").empty());
}

TEST_CASE("licences of other issuers") {
  CHECK(read_driving_licence("12345678", "NI").standing == Standing::valid);
  CHECK(read_driving_licence("1234567", "NI").standing == Standing::refused);
  CHECK(read_driving_licence("abc 123/45", "pl").value == DrivingLicence{"ABC 123/45", "PL"});
  CHECK(read_driving_licence("ABC12345", "XX").standing == Standing::refused);
  CHECK(read_driving_licence("MORGA657054SM9IJ", "").value.issuer == "GB");
  CHECK(read_driving_licence("12345678", "").standing == Standing::refused);
  CHECK(read_driving_licence("ABC12345", "UK").standing == Standing::refused);
  CHECK(read_driving_licence("A-1", "PL").standing == Standing::refused);
  CHECK(read_driving_licence(std::string(21, '1'), "PL").standing == Standing::refused);
  CHECK(comparable_licence_number("abc 123/4-5") == "ABC12345");
  CHECK(is_licence_issuer("RO"));
  CHECK(!is_licence_issuer(" R"));
}

TEST_CASE("postcodes") {
  CHECK(read_postcode("lu11aa").value == "LU1 1AA");
  CHECK(read_postcode("SW1A 1AA").standing == Standing::valid);
  CHECK(read_postcode("GIR 0AA").standing == Standing::valid);
  CHECK(read_postcode("BFPO 57").standing == Standing::warned);
  CHECK(read_postcode("QX1 1AA").standing == Standing::warned);
  CHECK(read_postcode("LU1").standing == Standing::warned);
  CHECK(read_postcode("D02 X285").standing == Standing::warned);
  CHECK(read_postcode("FIQQ 1ZZ").standing == Standing::warned);
  CHECK(read_postcode("AB1C 1AA").standing == Standing::warned);
  CHECK(read_postcode("AB1A 1AC").standing == Standing::warned);
  for (const char* valid :
       {"M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX", "EC1A 1BB", "JE2 3AB", "BF1 2AA"}) {
    INFO(valid);
    CHECK(read_postcode(valid).standing == Standing::valid);
    CHECK(read_postcode(valid).value == valid);
  }
  for (const char* refused :
       {"", "LU1 1A", "LU1 AAA", "LUTON", "1LU 1AA", "LU111 1AA", "LÜ1 1AA"}) {
    INFO(refused);
    CHECK(read_postcode(refused).standing == Standing::refused);
  }
  CHECK(read_postcode("10115").standing == Standing::refused);
  const auto postcode = read_postcode("EC1A1BB").value;
  const auto parts = parts_of_postcode(postcode).value();
  CHECK(parts.area == "EC");
  CHECK(parts.outward == "EC1A");
  CHECK(parts.sector == "EC1A 1");
  CHECK(!parts_of_postcode("LU1"));
}

TEST_CASE("dates of birth, whole and partial") {
  const auto today = *Date::of(2026, 11, 23);
  CHECK(parse_iso_birth_date("1985-03-14") == BirthDate{1985, 3, 14});
  CHECK(parse_iso_birth_date("1985-03") == BirthDate{1985, 3, 0});
  CHECK(parse_iso_birth_date("1985") == BirthDate{1985, 0, 0});
  for (const auto* text : {"14/03/1985", "1985-3-14", "1985-02-30", "1985-00-01", "85-03-14", ""})
    CHECK(!parse_iso_birth_date(text));
  CHECK(parse_written_birth_date("14/03/1985") == BirthDate{1985, 3, 14});
  CHECK(parse_written_birth_date("4.3.1985") == BirthDate{1985, 3, 4});
  CHECK(parse_written_birth_date("03/1985") == BirthDate{1985, 3, 0});
  CHECK(!parse_written_birth_date("03/14/1985"));
  CHECK(!parse_written_birth_date("14/03/85"));
  CHECK(judge_birth_date({2026, 11, 24}, today).standing == Standing::refused);
  CHECK(judge_birth_date({1899, 12, 31}, today).standing == Standing::refused);
  CHECK(judge_birth_date({2012, 1, 1}, today).standing == Standing::warned);
  CHECK(judge_birth_date({1985, 3, 14}, today).standing == Standing::valid);
  CHECK(judge_birth_date({2009, 11, 23}, today).standing == Standing::valid);   // 17 today
  CHECK(judge_birth_date({2009, 11, 24}, today).standing == Standing::warned);  // tomorrow
  CHECK(judge_birth_date({1925, 11, 24}, today).standing == Standing::valid);   // 100 still
  CHECK(judge_birth_date({1925, 11, 23}, today).standing == Standing::warned);  // 101
  CHECK(judge_birth_date({1925, 0, 0}, today).standing == Standing::valid);     // perhaps 100
  CHECK(judge_birth_date({1924, 0, 0}, today).standing == Standing::warned);
  CHECK(judge_birth_date({2026, 0, 0}, today).standing == Standing::warned);
  CHECK(judge_birth_date({2026, 11, 23}, today).standing == Standing::warned);  // born today
  CHECK(judge_birth_date({2026, 12, 0}, today).standing == Standing::refused);
  CHECK(read_iso_birth_date("1600-01-01", today).value == BirthDate{1600, 1, 1});
  CHECK(read_iso_birth_date("14/03/1985", today).value.year == 0);
  CHECK(iso_text({1985, 3, 0}) == "1985-03");
}

TEST_CASE("e-mail addresses and telephone numbers") {
  CHECK(read_email(" A.Khan@Example.COM ").value == "A.Khan@example.com");
  CHECK(read_email("o'brien+x@example.co.uk").standing == Standing::valid);
  CHECK(read_email("a!b@example.com").standing == Standing::warned);
  CHECK(read_email("a..b@example.com").standing == Standing::warned);
  CHECK(comparable_email(" A.Khan@Example.COM") == "a.khan@example.com");
  for (const auto* text : {"khan", "a@b", "a@@b.uk", "a b@c.uk", "@c.uk", "a@-c.uk"})
    CHECK(read_email(text).standing == Standing::refused);
  CHECK(read_telephone("(01582) 123 456").value == "+441582123456");
  CHECK(read_telephone("+44 (0)7700 900123").value == "+447700900123");
  CHECK(read_telephone("+353 87 1234567").standing == Standing::warned);
  for (const char* text : {"none", "123456", "+44 12", "", "01582 12345O", "1234567890123456"}) {
    INFO(text);
    CHECK(read_telephone(text).standing == Standing::refused);
  }
  CHECK(read_telephone("0044 1582 123456").value == "+441582123456");
  CHECK(read_telephone("0800 1111").standing == Standing::valid);
  CHECK(read_telephone("01204 12345").standing == Standing::valid);
  CHECK(read_telephone("0158 212345678").standing == Standing::warned);
  CHECK(read_telephone("0682 123456 7").standing == Standing::warned);
  CHECK(read_telephone("7700900123").value == "+447700900123");
  CHECK(read_telephone("7700900123").standing == Standing::warned);
  CHECK(read_telephone("01582 123456 ext. 12").standing == Standing::warned);
  CHECK(read_telephone("01582 123456 ext. 12").value == "01582 123456 ext. 12");
  CHECK(comparable_telephone("01582 123456 ext. 12") == "1582123456");
  CHECK(comparable_telephone("none").empty());
  CHECK(comparable_telephone("07700 900123") == comparable_telephone("+447700900123"));
}
