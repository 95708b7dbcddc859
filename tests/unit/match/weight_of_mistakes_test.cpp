// Which evidence is worth more than another, where the kinds of agreement are the same.
#include "people.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::match;

namespace {

const std::string day = "1985-03-14";

person::Person named(const std::string& given, const std::string& family,
                     const std::string& born = day) {
  person::Person made;
  made.names.push_back({"", given, family, person::NameKind::current});
  made.date_of_birth = person::parse_iso_birth_date(born);
  return made;
}

double name_weight(const person::Person& a, const person::Person& b) {
  return of(compared(a, b), Field::name).weight;
}

double name_weight(const Frequencies& table, const std::string& a, const std::string& b) {
  return of(compare(Profile(person_of(a), table), Profile(person_of(b), table)), Field::name)
      .weight;
}

}  // namespace

TEST_CASE("a word that nobody is called is a mistake, one that others are called may be theirs") {
  const auto table = *Frequencies::read(
      "* 6\nebrahim 300\nhamidi 800\nahmadi 800\nnilesh 800\njoshi 300\nmartin 900\nmarvin 800\n");
  const double mistake = name_weight(table, "Nilesh Joshi", "Nilsh Joshi");
  const double two_names = name_weight(table, "Martin Joshi", "Marvin Joshi");
  const double same = name_weight(table, "Nilesh Joshi", "Nilesh Joshi");
  CHECK(mistake > two_names + 1);
  CHECK(mistake < same);
  CHECK(mistake > same - 3);
}

TEST_CASE("strangers mistype as often as one person: a slip that is nobody's name costs little") {
  const auto table = *Frequencies::read("* 6\nnilesh 800\njoshi 300\nwieczorek 40\n");
  const double same = name_weight(table, "Nilesh Joshi", "Nilesh Joshi");
  CHECK(name_weight(table, "Nilesh Joshi", "Nilebh Joshi") > same - 1);
  const double rare = name_weight(table, "Nilesh Wieczorek", "Nilesh Wieczorek");
  CHECK(name_weight(table, "Nilesh Wieczorek", "Nilesh Wieczoerk") > rare - 2);
}

TEST_CASE("another driver number speaks against somebody as much as another NI number") {
  const auto smith = with_licence(named("Geoffrey", "Smith"), "SMITH803145G99AB");
  const auto other = with_licence(named("Geoffrey", "Smith"), "SMITH803145G9ZXY");
  const auto found = of(compared(smith, other), Field::driving_licence_number);
  CHECK(found.verdict == Verdict::conflict);
  CHECK(found.weight <= -7);
}

TEST_CASE("a driver number says that there is no further given name") {
  const auto smith = with_licence(named("Geoffrey", "Smith"), "SMITH803145G99AB");
  const auto unnumbered = named("Geoffrey", "Smith");
  const auto longer = named("Geoffrey Donald", "Smith");
  CHECK(name_weight(smith, longer) < name_weight(unnumbered, longer));
  CHECK(name_weight(longer, smith) == name_weight(smith, longer));
  CHECK(name_weight(smith, unnumbered) > name_weight(unnumbered, unnumbered));
  // With another date it says no more than the name.
  const auto another_day = named("Geoffrey", "Smith", "1971-11-30");
  CHECK(name_weight(smith, another_day) == name_weight(unnumbered, another_day));
  // A number with two initials, one of another name, and a second surname contradict nobody.
  const auto two = with_licence(named("Geoffrey", "Smith"), "SMITH803145GD9AB");
  CHECK(name_weight(two, longer) == name_weight(unnumbered, longer));
  const auto other = with_licence(named("Geoffrey", "Smith"), "NOWAK803145P99AB");
  CHECK(name_weight(other, longer) >= name_weight(unnumbered, longer));
  CHECK(name_weight(smith, named("Geoffrey", "Smith Nowak")) ==
        name_weight(unnumbered, named("Geoffrey", "Smith Nowak")));
  // In a name whose order nobody knows the last word may be a second surname, no other.
  CHECK(name_weight(smith, person_of("Geoffrey Donald Smith", day)) <
        name_weight(unnumbered, person_of("Geoffrey Donald Smith", day)));
  CHECK(name_weight(smith, person_of("Geoffrey Smith Nowak", day)) ==
        name_weight(unnumbered, person_of("Geoffrey Smith Nowak", day)));
}

TEST_CASE("a middle name is left out more often than the first, unless many bear that") {
  CHECK(name_weight(named("Philip Carl", "Cox"), named("Carl", "Cox")) <
        name_weight(named("Carl Philip", "Cox"), named("Carl", "Cox")));
  CHECK(name_weight(named("Mohammed Imran", "Cox"), named("Imran", "Cox")) ==
        name_weight(named("Imran Mohammed", "Cox"), named("Imran", "Cox")));
}

TEST_CASE("given names that are turned round say less than a surname that stands first") {
  const auto john_david = named("John David", "Cox");
  CHECK(name_weight(john_david, named("David John", "Cox")) <
        name_weight(john_david, person_of("Cox John David", day)));
  CHECK(of(compared(john_david, named("David John", "Cox")), Field::name).verdict ==
        Verdict::agree);
}

TEST_CASE("twins are not one person") {
  const auto at_home = [](const person::Person& one) {
    return at(one, "9 High Street", "LU1 1AA");
  };
  const auto twins =
      compared(at_home(named("Adam", "Quetzal")), at_home(named("Victor", "Quetzal")));
  CHECK(of(twins, Field::name).weight < 0);
  CHECK(twins.probability < 0.95);
  // Whoever took another surname is no twin, nor is who only moved.
  CHECK(
      of(compared(at_home(named("Adam", "Quetzal")), at_home(named("Adam", "Nowak"))), Field::name)
          .weight > 0);
  CHECK(name_weight(named("Adam", "Quetzal"), named("Victor", "Quetzal")) > 0);
}

TEST_CASE("two 1 Januaries of years that are written alike say nothing for one another") {
  const auto births = [](const std::string& a, const std::string& b) {
    return of(compared(person_of("Ali Khan", a), person_of("Ali Khan", b)), Field::date_of_birth);
  };
  CHECK(births("1972-01-01", "1975-01-01").verdict == Verdict::similar);
  CHECK(births("1972-01-01", "1975-01-01").weight < 0);
  CHECK(births("1972-01-02", "1975-01-02").weight > 0);
  CHECK(births("1972-01-01", "1972-01-02").weight > 0);
  CHECK(births("1972-01-01", "1985-01-01").weight < births("1972-01-01", "1975-01-01").weight);
}

TEST_CASE(
    "few have a licence of Great Britain and one of Northern Ireland, and few men two surnames") {
  const auto licences = [](const person::Person& a, const person::Person& b) {
    return of(compared(a, b), Field::driving_licence_number);
  };
  const auto ours = with_licence(person_of("Fergal Thompson", day), "THOMP803145F99AB");
  const auto irish =
      licences(ours, with_licence(person_of("Fergal Thompson", day), "99648200", "NI"));
  CHECK(irish.verdict == Verdict::similar);
  CHECK(irish.weight < 0);
  CHECK(licences(ours, with_licence(person_of("Fergal Thompson", day), "99648200", "PL")).weight ==
        0);
  const auto renamed = [&](const std::string& a, const std::string& b) {
    return licences(with_licence(person_of("Sam Khan", day), a),
                    with_licence(person_of("Sam Cox", day), b))
        .weight;
  };
  CHECK(renamed("KHAN9803145S99AB", "COX99803145S99CD") < 0);
  CHECK(renamed("KHAN9853145S99AB", "COX99853145S99CD") > 0);
}

TEST_CASE("a longer form of a name that very many bear is not asked about, a rarer one is") {
  const auto table = *Frequencies::read("* 6\nmohammed 200000\nali 40000\nhussain 100000\n");
  const auto band = [&](const person::Person& a, const person::Person& b) {
    return score(Profile(a, table), Profile(b, table)).band;
  };
  const auto here = at(person_of("Mohammed Hussain", day), "9 High Street", "LU1 1AA");
  const auto elsewhere = at(person_of("Mohammed Ali Hussain", day), "1 Quay", "EH1 1AA");
  CHECK(band(here, elsewhere) == Band::none);
  CHECK(band(here, at(person_of("Mohammed Hussain", day), "1 Quay", "EH1 1AA")) == Band::possible);
  CHECK(band(at(person_of("Piotr Hussain", day), "9 High Street", "LU1 1AA"),
             at(person_of("Piotr Ali Hussain", day), "1 Quay", "EH1 1AA")) == Band::possible);
}
