// What cannot be compared letter by letter, or number by number, is not taken for more or less than
// it is.
#include "people.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace badgewatch;
using namespace badgewatch::match;

TEST_CASE("a licence number is its issuer's") {
  const auto holder = [](const std::string& issuer, const std::string& number = "ED887766") {
    return with_licence(person_of("Marek Dvoranecky", "1985-03-14"), number, issuer);
  };
  CHECK(band_between(holder("CZ"), holder("CZ")) == Band::strong);
  CHECK(band_between(holder("CZ"), holder("SK")) == Band::possible);
  CHECK(of(compared(holder("CZ"), holder("SK")), Field::driving_licence_number).verdict ==
        Verdict::missing);
  CHECK(of(compared(holder("NI", "66778899"), holder("PL", "66778899")),
           Field::driving_licence_number)
            .verdict == Verdict::missing);
  const auto another = compared(holder("CZ"), holder("CZ", "AB123456"));
  CHECK(of(another, Field::driving_licence_number).verdict == Verdict::conflict);
  CHECK(another.band == Band::possible);
}

TEST_CASE("strong wants a name or a date of birth that agrees, not one that is only alike") {
  const auto asked = person_of("Rupert Hollingbery", "", "QQ123456C");
  CHECK(band_between(asked, person_of("Rupert Hollingberry", "", "QQ123456C")) == Band::possible);
  CHECK(band_between(asked, person_of("Rupert Hollingbery", "", "QQ123456A")) == Band::strong);
  CHECK(band_between(person_of("Rupert Hollingbery", "1985-03-14", "QQ123456C"),
                     person_of("Rupert Hollingberry", "1985-03-14", "QQ123456C")) == Band::strong);
}

TEST_CASE("a name in another script and the same birthday are asked about, and found") {
  const std::vector<std::pair<std::string, std::string>> names{
      {"محمد علي الزهراني", "Mohammed Ali Al-Zahrani"},   {"عمران حسین", "Imran Hussain"},
      {"ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ ਬਰਾੜ", "Gurpreet Singh Brar"},         {"हरप्रीत कौर", "Harpreet Kaur"},
      {"মোহাম্মদ রহিম চৌধুরী", "Mohammed Rahim Chowdhury"}, {"Иван Петров", "Ivan Petrov"}};
  for (const auto& [written, latin] : names) {
    INFO(latin);
    const auto asked = person_of(written, "1985-03-14");
    const auto entered = person_of(latin, "1985-03-14");
    CHECK(band_between(asked, entered) == Band::possible);
    CHECK(band_between(entered, asked) == Band::possible);
    CHECK(of(compared(asked, entered), Field::name).verdict != Verdict::conflict);
    for (const auto& [query, record] : {std::pair(asked, entered), std::pair(entered, asked)}) {
      Index index;
      for (int day = 1; day <= 28; ++day)
        index.insert(
            Profile(person_of("Piotr Nowak", "1985-02-" + std::to_string(100 + day).substr(1))));
      index.insert(Profile(record));
      CHECK(index.search(Profile(query)).found.size() == 1);
    }
    CHECK(band_between(asked, person_of(latin, "1971-10-02")) == Band::none);
  }
}

TEST_CASE("a note names the shown name of the other alone") {
  auto entry = person_of("Annelise Brockhurst", "1985-03-14");
  entry = also_called(entry, "Annelise Kowalczyk");
  const auto note = [&](const std::string& name) {
    return of(compared(person_of(name, "1985-03-14"), entry), Field::name).note;
  };
  CHECK(note("Annelise Kowalczyc") == "Name: much like a former or other name");
  CHECK(note("Annelise Kowalczyk") == "Name: agrees with a former or other name");
  CHECK(note("Annelise Brockhurts") ==
        "Name: Brockhurts and Brockhurst are one typing error apart");
  CHECK(note("Annelise Kowalczyk-Smith").find("Smith") == std::string::npos);
}

TEST_CASE("where the other's name is not shown, a note has no word of it") {
  const Profile asked(person_of("Md Raza Choudhury", "1985-03-14"));
  for (const auto* name : {"Mohammed Chowdhury", "Md Raza Choudhurry", "Mohammed Iqbal Chowdhury",
                           "Raza Kowalczyk", "M. Choudhury"}) {
    const Profile other(person_of(name, "1985-03-14"));
    const auto shown = of(compare(asked, other), Field::name);
    const auto told = of(compare(asked, other, OthersName::not_shown), Field::name);
    INFO(told.note);
    CHECK(told.verdict == shown.verdict);
    CHECK(told.weight == shown.weight);
    CHECK(told.note != shown.note);
    CHECK((told.note == "Name: agrees" || told.note == "Name: spellings of one name" ||
           told.note == "Name: written slightly differently" ||
           told.note == "Name: agrees in part, differs in part"));
  }
}
