#include "web/pasted_row.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::web::test {

namespace {

Typed read(std::string_view text) {
  auto typed = read_pasted_row(text, core::Date::of(2026, 11, 27).value());
  std::erase_if(typed, [](const auto& one) { return one.second.empty(); });
  return typed;
}

}  // namespace

TEST_CASE("Cells without a header go by what they can only be") {
  CHECK(read("Ada\tO'Connor\t07/03/1984\tQQ 12 34 56 C\t3 Wilmslow Road\tManchester\tm14 5tq\t"
             "a@b.org\t0161 496 0000\r\n") == Typed{{"full_name", "Ada O'Connor"},
                                                    {"date_of_birth-day", "7"},
                                                    {"date_of_birth-month", "3"},
                                                    {"date_of_birth-year", "1984"},
                                                    {"national_insurance_number", "QQ 12 34 56 C"},
                                                    {"address", "3 Wilmslow Road\nManchester"},
                                                    {"postcode", "m14 5tq"},
                                                    {"email", "a@b.org"},
                                                    {"telephone", "0161 496 0000"}});
  CHECK(read("محمد عبد الرحمن\t1984-03-07").at("full_name") == "محمد عبد الرحمن");
}

TEST_CASE("A header that was copied with the row says where each cell belongs") {
  CHECK(read("licence_number,family_name,given_names,former_names,date_of_birth,postcode\n"
             "PH/1,Connor,Ada,\"Ada Byron; Ada King\",1984-03-07,M14 5TQ\n") ==
        Typed{{"full_name", "Connor Ada"},
              {"former_names", "Ada Byron\nAda King"},
              {"date_of_birth-day", "7"},
              {"date_of_birth-month", "3"},
              {"date_of_birth-year", "1984"},
              {"postcode", "M14 5TQ"}});
}

TEST_CASE("What cannot be a day of birth is not taken for one") {
  CHECK_FALSE(read("Ada King\t31/02/1984").contains("date_of_birth-year"));
  CHECK_FALSE(read("Ada King\t07/03/2030").contains("date_of_birth-year"));
}

TEST_CASE("Nothing pasted fills nothing") {
  CHECK(read("").empty());
  CHECK(read(" \n\t\n").empty());
  CHECK(read("\t\t\t").empty());
}

}  // namespace badgewatch::web::test
