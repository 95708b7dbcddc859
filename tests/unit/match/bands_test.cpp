// The bands, as promised to whoever reads an answer; and people who must be found or told apart.
#include "people.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace badgewatch;
using namespace badgewatch::match;

namespace {

const std::string day = "1985-03-14";
const std::string number = "QQ123456C";
const std::string licence = "KHAN9803145MI9AB";

struct Case {
  const char* what;
  person::Person a;
  person::Person b;
  Band band;
};

void holds(const std::vector<Case>& cases) {
  for (const auto& one : cases) {
    INFO(one.what);
    CHECK(name_of(band_between(one.a, one.b)) == name_of(one.band));
    CHECK(name_of(band_between(one.b, one.a)) == name_of(one.band));
    // The index says the same of them.
    Index index;
    index.insert(Profile(one.b));
    const auto found = index.search(Profile(one.a)).found;
    CHECK(name_of(found.empty() ? Band::none : found.front().band) == name_of(one.band));
  }
}

}  // namespace

TEST_CASE("an equal identifier is strong beside an agreeing name or date of birth") {
  holds({
      {"NI number, name, date", person_of("Ali Khan", day, number),
       person_of("Ali Khan", day, number), Band::strong},
      {"another suffix", person_of("Ali Khan", day, "QQ123456A"),
       person_of("Ali Khan", day, "QQ123456D"), Band::strong},
      {"NI number and name", person_of("Ali Khan", "", number), person_of("Ali Khan", day, number),
       Band::strong},
      {"NI number and date, another surname", person_of("Sara Khan", day, number),
       person_of("Sara Hussain", day, number), Band::strong},
      {"driving licence and name", with_licence(person_of("Mohammed Khan"), licence),
       with_licence(person_of("Muhammad Khan"), licence), Band::strong},
      {"another country's licence and name",
       with_licence(person_of("Jan Kowalski", day), "12345/67/8901", "PL"),
       with_licence(person_of("Kowalski Jan", day), "12345678901", "PL"), Band::strong},
      {"a former surname", also_called(person_of("Sara Hussain", day, number), "Sara Khan"),
       person_of("Sara Khan", day, number), Band::strong},
  });
}

TEST_CASE("an equal identifier says more than a date of birth beside any name") {
  for (const std::string name : {"Mohammed Khan", "Xhevahire Quetzalcoatl", "Rui Da Costa Silva"}) {
    INFO(name);
    const auto weight = [](const person::Person& a, const person::Person& b) {
      return score(Profile(a), Profile(b)).weight;
    };
    const auto by_date = weight(person_of(name, day), person_of(name, day));
    CHECK(weight(person_of(name, "", number), person_of(name, day, number)) > by_date);
    const auto licensed = with_licence(person_of(name), licence);
    CHECK(weight(licensed, with_licence(person_of(name, day), licence)) > by_date);
  }
}

TEST_CASE("an equal identifier with a conflict is possible, and never less") {
  holds({
      {"another name and date", person_of("Ali Khan", day, number),
       person_of("Piotr Nowak", "1971-11-30", number), Band::possible},
      {"another name", person_of("Ali Khan", day, number), person_of("Piotr Nowak", day, number),
       Band::possible},
      {"another date", person_of("Ali Khan", day, number),
       person_of("Ali Khan", "1971-11-30", number), Band::possible},
      {"half of the name, no date", person_of("Ahmed Khan", "", number),
       person_of("Bilal Khan", "", number), Band::possible},
      {"nothing else known", person_of("Ali Khan", "", number),
       person_of("Piotr Nowak", "", number), Band::possible},
      {"another driving licence", with_licence(person_of("Ali Khan", day, number), licence),
       with_licence(person_of("Ali Khan", day, number), "NOWAK711300P99CD"), Band::possible},
      {"licence equal, NI number not",
       with_licence(person_of("Mohammed Khan", day, number), licence),
       with_licence(person_of("Mohammed Khan", day, "QQ654321A"), licence), Band::possible},
  });
  const auto made =
      compared(person_of("Ali Khan", day, number), person_of("Piotr Nowak", "1971-11-30", number));
  CHECK(of(made, Field::name).verdict == Verdict::conflict);
  CHECK(of(made, Field::date_of_birth).verdict == Verdict::conflict);
}

TEST_CASE("name and date of birth alone are possible, however exact") {
  holds({
      {"common name", person_of("Mohammed Khan", day), person_of("Mohammed Khan", day),
       Band::possible},
      {"rare name", person_of("Xhevahire Quetzalcoatl", day),
       person_of("Xhevahire Quetzalcoatl", day), Band::possible},
      {"everything but an identifier",
       at(person_of("Xhevahire Quetzalcoatl", day), "1 High Street", "LU1 1AA"),
       at(person_of("Xhevahire Quetzalcoatl", day), "1 High Street", "LU1 1AA"), Band::possible},
      {"born on 1 January", person_of("Mohammed Khan", "1985-01-01"),
       person_of("Mohammed Khan", "1985-01-01"), Band::possible},
      {"only the year", person_of("Xhevahire Quetzalcoatl", "1985"),
       person_of("Xhevahire Quetzalcoatl", day), Band::possible},
      {"no date at all, and a rare name", person_of("Xhevahire Quetzalcoatl"),
       person_of("Xhevahire Quetzalcoatl", day), Band::possible},
  });
}

TEST_CASE("the same name and birth date with other numbers is possible, conflicts shown") {
  const auto a = with_licence(person_of("Mohammed Khan", day, number), licence);
  const auto b = with_licence(person_of("Mohammed Khan", day, "QQ654321A"), "AHMED803145MI9AB");
  holds({{"other numbers", a, b, Band::possible}});
  const auto made = compared(a, b);
  CHECK(of(made, Field::national_insurance_number).verdict == Verdict::conflict);
  CHECK(of(made, Field::national_insurance_number).note == "NI numbers differ");
}

TEST_CASE("one person under another spelling is found") {
  const auto pair = [](const char* a, const char* b) {
    return Case{a, person_of(a, day), person_of(b, day), Band::possible};
  };
  holds({
      pair("Mohammed Iqbal Khan", "Muhammad Khan"),
      pair("Md Abdul Hossain", "Mohammed Abdul Hussein"),
      pair("Mohd. Yusuf Ali", "Mohammad Yousuf Ali"),
      pair("Choudhury Shah Jahan", "Shahjahan Chowdhury"),
      pair("Abdul Rahman Miah", "Abdur-Rehman Mia"),
      pair("Abdulrahman Saeed", "Abdul Rahman Said"),
      pair("Maxamed Cabdi", "Mohamed Abdi"),
      pair("Xasan Axmed", "Hassan Ahmed"),
      pair("Łukasz Wójcik", "Lukasz Wojcik"),
      pair("Szczepański Krzysztof", "Krzystof Szczepanski"),
      pair("Seán O’Connor", "Sean O Connor"),
      pair("Иван Петров", "Ivan Petrov"),
      pair("KHAN, MOHAMMED I", "Mohammed Iqbal Khan"),
      pair("J. Smith", "John Smith"),
      pair("Maria De Silva", "Maria Desilva"),
      pair("Bob Jones", "Robert Jones"),
      pair("Mr Ali Raza Shah", "Raza Shah Ali"),
      pair("Osman", "Osman Yilmaz"),
      pair("Wojciech Nowicki", "Wojcech Nowicky"),
  });
}

TEST_CASE("one person with a date, a number or a surname written otherwise is found") {
  holds({
      {"day and month swapped", person_of("Mohammed Khan", "1985-03-04"),
       person_of("Mohammed Khan", "1985-04-03"), Band::possible},
      {"a digit of the date, and a rare name", person_of("Xhevahire Krasniqi", "1985-03-14"),
       person_of("Xhevahire Krasniqi", "1985-03-15"), Band::possible},
      {"a typing error in the NI number", person_of("Ali Khan", day, "QQ123456C"),
       person_of("Ali Khan", day, "QQ123465C"), Band::possible},
      {"the same NI number and a swapped date", person_of("Ali Khan", "1985-03-04", number),
       person_of("Ali Khan", "1985-04-03", number), Band::strong},
      {"driver number after marriage",
       with_licence(person_of("Sara Khan", day), "KHAN9853145SN9AB"),
       with_licence(person_of("Sara Hussain", day), "HUSSA853145SN9CD"), Band::possible},
      {"the same e-mail and name, another date",
       [] {
         auto one = person_of("Xhevahire Krasniqi", "1985-03-14");
         one.email = "x@example.org";
         return one;
       }(),
       [] {
         auto one = person_of("Xhevahire Krasniqi", "1971-11-30");
         one.email = "X@example.org";
         return one;
       }(),
       Band::possible},
  });
}

TEST_CASE("other people are not accused") {
  const auto home = [](person::Person one) {
    return at(std::move(one), "1 High Street", "LU1 1AA");
  };
  holds({
      {"twins", home(person_of("Ali Khan", day, "QQ123456C")),
       home(person_of("Bilal Khan", day, "QQ123457C")), Band::possible},
      {"father and son of one name", home(person_of("Ali Khan", "1960-05-02", "QQ123456C")),
       home(person_of("Ali Khan", day, "QQ765432C")), Band::none},
      {"a namesake born on another day", person_of("Mohammed Khan", day),
       person_of("Mohammed Khan", "1971-11-30"), Band::none},
      {"a namesake of a rare name born on another day", person_of("Xhevahire Krasniqi", day),
       person_of("Xhevahire Krasniqi", "1971-11-30"), Band::none},
      {"born on one day", person_of("Ali Khan", day), person_of("Piotr Nowak", day), Band::none},
      {"one common word of two, and one day", person_of("Ali Khan", day),
       person_of("Ali Hassan", "1985-03-15"), Band::none},
      {"a common name and no date", person_of("Mohammed Khan"), person_of("Mohammed Khan", day),
       Band::none},
      {"two driver numbers of one surname, birth date and initials",
       with_licence(person_of("Ali Khan", "1985-03-15"), "KHAN9803145A99AB"),
       with_licence(person_of("Ali Khan", day), "KHAN9803145A98CD"), Band::none},
      {"one common word and no date", person_of("Ali"), person_of("Ali Hassan"), Band::none},
      {"a neighbour", home(person_of("Ali Khan", day)),
       home(person_of("Sarah Smith", "1971-11-30")), Band::none},
      {"administrative NI numbers are no evidence", person_of("Ali Khan", "", "OO123456A"),
       person_of("Piotr Nowak", "", "OO123456A"), Band::none},
      {"nobody", {}, {}, Band::none},
      {"nobody and somebody", {}, person_of("Ali Khan", day, number), Band::none},
  });
}
