#include "sample/spellings.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::sample {
namespace {

Identity someone() {
  Identity identity;
  identity.given = {"Mohammed", "Imran"};
  identity.family = "Kowalski";
  identity.born = *core::Date::of(1985, 3, 11);
  return identity;
}

std::optional<Written> changed(Change change, const Identity& identity) {
  Draws draws(1, 1, Purpose::spelling);
  return apply(change, as_known(identity), identity, draws);
}

TEST_CASE("another spelling changes one word of a known family") {
  const auto written = changed(Change::other_spelling, someone());
  REQUIRE(written);
  CHECK(written->given[0] != "Mohammed");
  CHECK(written->given[0].starts_with("M"));
  CHECK(written->family == "Kowalski");
}

TEST_CASE("a swapped order puts the family name first") {
  const auto written = changed(Change::order_swapped, someone());
  REQUIRE(written);
  CHECK(written->given == std::vector<std::string>{"Kowalski"});
  CHECK(written->family == "Mohammed Imran");
}

TEST_CASE("a middle name is left out, becomes an initial, or grows together") {
  CHECK(changed(Change::middle_left_out, someone())->given == std::vector<std::string>{"Mohammed"});
  CHECK(changed(Change::middle_as_initial, someone())->given ==
        std::vector<std::string>{"Mohammed", "I"});
  CHECK(changed(Change::run_together, someone())->given ==
        std::vector<std::string>{"Mohammedimran"});
}

TEST_CASE("without a middle name there is nothing to leave out") {
  Identity identity = someone();
  identity.given = {"Imran"};
  CHECK_FALSE(changed(Change::middle_left_out, identity));
  CHECK_FALSE(changed(Change::middle_as_initial, identity));
  CHECK_FALSE(changed(Change::run_together, identity));
}

TEST_CASE("day and month are swapped only where that is another day that exists") {
  CHECK(changed(Change::day_month_swapped, someone())->born == *core::Date::of(1985, 11, 3));
  Identity identity = someone();
  identity.born = *core::Date::of(1985, 3, 13);
  CHECK_FALSE(changed(Change::day_month_swapped, identity));
  identity.born = *core::Date::of(1985, 3, 3);
  CHECK_FALSE(changed(Change::day_month_swapped, identity));
}

TEST_CASE("marks are dropped from names that have some") {
  Identity identity = someone();
  CHECK_FALSE(changed(Change::diacritics_dropped, identity));
  identity.given = {"Łukasz"};
  identity.family = "Wójcik";
  const auto written = changed(Change::diacritics_dropped, identity);
  REQUIRE(written);
  CHECK(written->given[0] == "Lukasz");
  CHECK(written->family == "Wojcik");
}

TEST_CASE("no name in the tables has a mark that is not known") {
  for (const Culture& culture : tables().cultures) {
    for (const auto* list : {&culture.given_men, &culture.given_women, &culture.family_men,
                             &culture.family_women, &culture.middle_men}) {
      for (const std::string& name : list->values()) {
        Identity identity = someone();
        identity.given = {name};
        const auto written = changed(Change::diacritics_dropped, identity);
        const std::string plain = written ? written->given[0] : name;
        INFO(name);
        for (const char letter : plain)
          CHECK(static_cast<unsigned char>(letter) < 0x80);
      }
    }
  }
}

TEST_CASE("a typing error changes one word a little") {
  for (std::uint64_t subject = 0; subject < 200; ++subject) {
    Draws draws(1, subject, Purpose::spelling);
    const auto written = apply(Change::typing_error, as_known(someone()), someone(), draws);
    if (!written) continue;
    const std::string all = written->given[0] + written->given[1] + written->family;
    CHECK(all != "MohammedImranKowalski");
    CHECK(all.size() >= 20);
    CHECK(all.size() <= 22);
  }
}

TEST_CASE("a former surname is taken where there is one") {
  CHECK_FALSE(changed(Change::former_surname, someone()));
  Identity identity = someone();
  identity.former_family = "Nowak";
  CHECK(changed(Change::former_surname, identity)->family == "Nowak");
}

}  // namespace
}  // namespace badgewatch::sample
