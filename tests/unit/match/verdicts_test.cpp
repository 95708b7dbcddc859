// Each verdict of each field, and the sentence that an officer reads.
#include "people.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::match;

namespace {

const std::string not_known = ": not known of both";

void says(const Evidence& one, Verdict verdict, const std::string& note) {
  INFO(note);
  CHECK(name_of(one.verdict) == name_of(verdict));
  CHECK(one.note == note);
  if (verdict == Verdict::agree) CHECK(one.weight > 0);
  if (verdict == Verdict::conflict) CHECK(one.weight < 0);
  if (verdict == Verdict::missing) CHECK(one.weight == 0);
}

Evidence names(const std::string& a, const std::string& b) {
  return of(compared(person_of(a), person_of(b)), Field::name);
}
Evidence births(const std::string& a, const std::string& b) {
  return of(compared(person_of("Ali Khan", a), person_of("Ali Khan", b)), Field::date_of_birth);
}
Evidence insurance(const std::string& a, const std::string& b) {
  return of(compared(person_of("Ali Khan", "", a), person_of("Ali Khan", "", b)),
            Field::national_insurance_number);
}
Evidence licences(const std::string& a, const std::string& b) {
  return of(
      compared(with_licence(person_of("Ali Khan"), a), with_licence(person_of("Ali Khan"), b)),
      Field::driving_licence_number);
}
Evidence addresses(const std::string& line_a, const std::string& postcode_a,
                   const std::string& line_b, const std::string& postcode_b) {
  return of(compared(at(person_of("Ali Khan"), line_a, postcode_a),
                     at(person_of("Ali Khan"), line_b, postcode_b)),
            Field::address);
}

}  // namespace

TEST_CASE("what names say") {
  says(names("Ali Khan", "ALI  KHAN"), Verdict::agree, "Name: agrees");
  says(names("Ali Khan", "Khan, Ali"), Verdict::agree, "Name: agrees");
  says(names("Ali Raza Khan", "Raza Ali Khan"), Verdict::agree,
       "Name: agrees; the words stand in another order");
  says(names("Ali Chowdhury", "Ali Choudhury"), Verdict::agree,
       "Name: Chowdhury and Choudhury are spellings of one name");
  says(names("Ali Raza Khan", "Ali Khan"), Verdict::agree,
       "Name: agrees; Raza is in one of them only");
  says(names("Ali Khan", "Ali Raza Hussain Khan"), Verdict::agree,
       "Name: agrees; Raza and Hussain are in one of them only");
  says(names("A. Khan", "Ali Khan"), Verdict::agree, "Name: agrees; A may stand for Ali");
  says(names("Ali Raza Khan", "A R Khan"), Verdict::agree,
       "Name: agrees; A may stand for Ali, and R for Raza");
  says(names("Abdulrahman Khan", "Abdul Rahman Khan"), Verdict::agree,
       "Name: Abdulrahman and Abdul Rahman are spellings of one name");
  says(names("Abdul Rahman Khan", "Abdulrahman Khan"), Verdict::agree,
       "Name: Abdul Rahman and Abdulrahman are spellings of one name");
  says(
      names("Md Raza Chowdhury", "Mohammed Choudhury"), Verdict::agree,
      "Name: Md and Mohammed are spellings of one name, so are Chowdhury and Choudhury; Raza is in "
      "one of them only");
  says(names("Piotr Nowicki", "Piotr Nowicky"), Verdict::similar,
       "Name: Nowicki and Nowicky are one typing error apart");
  says(names("Piotr Sandhul", "Piotr Sandhol"), Verdict::similar,
       "Name: Sandhul and Sandhol may be spellings of one name");
  says(names("Bob Smith", "Robert Smith"), Verdict::similar,
       "Name: Bob and Robert are forms of one name");
  says(names("Ali Khan", "Ali Hassan"), Verdict::similar,
       "Name: agrees in Ali; Khan and Hassan differ");
  says(names("Md Raza Khan", "Mohammed Hassan"), Verdict::similar,
       "Name: Md and Mohammed are spellings of one name; Raza Khan and Hassan differ");
  says(names("Ali Khan", "Piotr Nowak"), Verdict::conflict, "Name: differs");
  CHECK(names("Ali Raza Khan", "Khan Ali Raza").weight <
        names("Ali Raza Khan", "Ali Raza Khan").weight);
  says(names("Ali Khan", ""), Verdict::missing, "Name" + not_known);
  says(names("Ali Khan", "🚕"), Verdict::missing, "Name" + not_known);
}

TEST_CASE("what dates of birth say") {
  says(births("1985-03-14", "1985-03-14"), Verdict::agree, "Born: on the same day");
  says(births("1985-01-01", "1985-01-01"), Verdict::agree,
       "Born: both on a 1 January, which is often written when the day is not known");
  says(births("1985-03-04", "1985-04-03"), Verdict::similar, "Born: day and month swapped");
  for (const auto* nearly : {"1985-03-15", "1985-03-24", "1985-04-14", "1995-03-14", "1984-03-14"})
    says(births("1985-03-14", nearly), Verdict::similar,
         "Born: one part of the date differs slightly");
  says(births("1999-12-31", "2000-12-31"), Verdict::similar,
       "Born: one part of the date differs slightly");
  says(births("1985-03-14", "1985-01-01"), Verdict::similar,
       "Born: in the same year; one date is a 1 January, which is often written when the day is "
       "not known");
  says(births("1985-03-14", "1985-03"), Verdict::similar, "Born: agrees as far as it is known");
  says(births("1985", "1985-03"), Verdict::similar, "Born: agrees as far as it is known");
  says(births("1985-03-14", "1986"), Verdict::conflict, "Born: on different days");
  says(births("1985-03-14", "1985-04"), Verdict::conflict, "Born: on different days");
  says(births("1985-03-14", "1971-11-30"), Verdict::conflict, "Born: on different days");
  says(births("1985-03-14", ""), Verdict::missing, "Born" + not_known);
  CHECK(births("1985-01-01", "1985-01-01").weight < births("1985-03-14", "1985-03-14").weight);
}

TEST_CASE("what NI numbers say") {
  says(insurance("QQ123456C", "qq 12 34 56 a"), Verdict::agree, "NI number: the same");
  says(insurance("QQ123456C", "QQ123465C"), Verdict::similar, "NI number: one character differs");
  says(insurance("QQ123456C", "QR123456C"), Verdict::similar, "NI number: one character differs");
  says(insurance("QQ123456C", "QQ654321C"), Verdict::conflict, "NI numbers differ");
  says(insurance("QQ123456C", ""), Verdict::missing, "NI number" + not_known);
  says(insurance("OO123456C", "OO123456C"), Verdict::missing, "NI number" + not_known);
}

TEST_CASE("a nearly equal NI number counts only where the rest could be the person") {
  const auto weight = [](const person::Person& a, const person::Person& b) {
    return of(compared(a, b), Field::national_insurance_number).weight;
  };
  const auto a = person_of("Ali Khan", "1985-03-14", "QQ123456C");
  CHECK(weight(a, person_of("Ali Khan", "1985-03-14", "QQ123465C")) > 0);
  CHECK(weight(a, person_of("Ali Nowak", "1985-03-14", "QQ123465C")) > 0);
  CHECK(weight(a, person_of("Piotr Nowak", "1985-03-14", "QQ123465C")) == 0);
  CHECK(weight(a, person_of("Piotr Nowak", "1985-03-15", "QQ123465C")) == 0);
  CHECK(weight(a, person_of("Ali Khan", "1971-11-30", "QQ123465C")) == 0);
}

TEST_CASE("what driving licence numbers say") {
  says(licences("KHAN9803145MI9AB", "khan9 803145 mi9ab"), Verdict::agree,
       "Driving licence number: the same");
  says(licences("KHAN9853145SN9AB", "HUSSA853145SN9CD"), Verdict::similar,
       "Driving licence number: differs only as after a change of surname");
  says(licences("KHAN9803145MI9AB", "KHAN9803154MI9AB"), Verdict::similar,
       "Driving licence number: one character differs");
  says(licences("KHAN9803145MI9AB", "KHAN9803145MI8CD"), Verdict::conflict,
       "Driving licence numbers differ");
  says(licences("KHAN9803145MI9AB", "NOWAK711300P99CD"), Verdict::conflict,
       "Driving licence numbers differ");
  says(licences("KHAN9803145MI9AB", "12345678"), Verdict::missing,
       "Driving licence numbers: cannot be compared, one is not a GB number");
  says(licences("KHAN9803145MI9AB", ""), Verdict::missing, "Driving licence number" + not_known);
}

TEST_CASE("two numbers of one surname, birth date and initials are two people's") {
  const auto weight = [](const std::string& name_a, const std::string& a, const std::string& name_b,
                         const std::string& b) {
    return of(compared(with_licence(person_of(name_a, "1985-03-14"), a),
                       with_licence(person_of(name_b, "1985-03-14"), b)),
              Field::driving_licence_number)
        .weight;
  };
  // A namesake's number differs at the end as a mistake does; elsewhere it is a mistake.
  CHECK(weight("Sara Khan", "KHAN9853145SN9AB", "Sara Khan", "KHAN9853145SN9AC") == 0);
  CHECK(weight("Sara Khan", "KHAN9853145SN9AB", "Sara Khan", "KHAM9853145SN9AB") > 0);
  CHECK(weight("Sara Khan", "KHAN9853145SN9AB", "Sara Khan", "KHAN9853154SN9AB") > 0);
  // Whoever keeps the surname, however it is spelled, keeps the number.
  CHECK(weight("Sara Khan", "KHAN9853145SN9AB", "Sara Hussain", "HUSSA853145SN9CD") > 0);
  CHECK(weight("Sara Hossain", "HOSSA853145SN9AB", "Sara Hussain", "HUSSA853145SN9CD") < 0);
}

TEST_CASE("where no date of birth is stated the driver number tells it") {
  const auto untold = with_licence(person_of("Sara Khan"), "KHAN9853145SN9AB");
  const auto born = [&](const person::Person& other) {
    return of(compared(untold, other), Field::date_of_birth);
  };
  says(born(person_of("Sara Khan", "1985-03-14")), Verdict::agree,
       "Born: the driving licence number of one says the other's day");
  says(born(with_licence(person_of("Sara Khan"), "NOWAK853145SN9CD")), Verdict::agree,
       "Born: the driving licence number of one says the other's day");
  says(born(person_of("Sara Khan", "1985-04-03")), Verdict::conflict,
       "Born: the driving licence number of one says another day");
  says(born(person_of("Sara Khan")), Verdict::missing, "Born" + not_known);
  // An equal number has said it already.
  says(born(with_licence(person_of("Sara Khan", "1985-03-14"), "KHAN9853145SN9AB")),
       Verdict::missing, "Born" + not_known);
  // 09 is a year of this century.
  says(of(compared(with_licence(person_of("Sara Khan"), "KHAN9053149SN9AB"),
                   person_of("Sara Khan", "2009-03-14")),
          Field::date_of_birth),
       Verdict::agree, "Born: the driving licence number of one says the other's day");
  CHECK(band_between(untold, person_of("Sara Khan", "1985-03-14")) == Band::possible);
}

TEST_CASE("a driver number that says the other's day corrects a date that is mistyped") {
  const auto mistyped = with_licence(person_of("Sara Khan", "1958-03-16"), "KHAN9853145SN9AB");
  const auto born = [&](const std::string& date) {
    return of(compared(mistyped, person_of("Sara Khan", date)), Field::date_of_birth);
  };
  says(born("1985-03-14"), Verdict::similar,
       "Born: on different days, but the driving licence number of one says the other's day");
  says(born("1958-03-16"), Verdict::agree, "Born: on the same day");
  says(born("1971-11-30"), Verdict::conflict, "Born: on different days");
  // The number says nothing new beside itself.
  says(
      of(compared(mistyped, with_licence(person_of("Sara Khan", "1985-03-14"), "KHAN9853145SN9AB")),
         Field::date_of_birth),
      Verdict::conflict, "Born: on different days");
}

TEST_CASE("a driver number in another surname is as good as a former name") {
  auto married = with_licence(person_of("", "1985-03-14"), "JONES853145SN9AB");
  married.names = {{"", "Sara Anne", "Khan", person::NameKind::current}};
  const auto name = of(compared(person_of("Sara Jones", "1985-03-14"), married), Field::name);
  says(name, Verdict::agree, "Name: agrees with a former or other name");
  CHECK(band_between(married, person_of("Sara Jones", "1985-03-14")) == Band::possible);
  says(of(compared(married, person_of("Sara Smith", "1985-03-14")), Field::name), Verdict::similar,
       "Name: agrees in Sara; Anne Khan and Smith differ");
  const auto other = compared(person_of("Saira Jones", "1985-03-14"), married);
  says(of(other, Field::name), Verdict::similar, "Name: much like a former or other name");
}

TEST_CASE("what addresses say: people move, so another one counts little") {
  says(addresses("1 High Street", "LU1 1AA", "1 High St", "LU1 1AA"), Verdict::agree,
       "Address: the same house");
  says(addresses("1 High Street", "LU1 1AA", "2 High Street", "LU1 1AA"), Verdict::similar,
       "Address: the same postcode");
  says(addresses("1 High Street", "LU1 1AA", "2 Mill Lane", "LU1 1ZZ"), Verdict::similar,
       "Address: the same neighbourhood");
  says(addresses("1 High Street", "LU1 1AA", "2 Mill Lane", "LU1 9ZZ"), Verdict::similar,
       "Address: the same postcode district");
  says(addresses("1 High Street", "LU1 1AA", "1 High Street", "LU1 1AB"), Verdict::similar,
       "Address: the same house number and street name, and one character of the postcode differs");
  says(addresses("1 High Street", "LU1 1AA", "1 High Street", ""), Verdict::similar,
       "Address: the same house number and street name");
  says(addresses("1 High Street", "LU1 1AA", "2 Mill Lane", "LU7 9ZZ"), Verdict::similar,
       "Address: another one, in the same postcode area");
  says(addresses("1 High Street", "SW1A 1AA", "2 Mill Lane", "E1 9ZZ"), Verdict::similar,
       "Address: another one, in the same part of the country");
  says(addresses("1 High Street", "BT1 1AA", "2 Mill Lane", "BT48 9ZZ"), Verdict::similar,
       "Address: another one, in the same part of the country");
  says(addresses("1 High Street", "LU1 1AA", "9 Long Row", "BD7 3QQ"), Verdict::conflict,
       "Address: in another part of the country, which counts little: people move");
  says(addresses("1 High Street", "LU1 1AA", "9 Long Row", "75001"), Verdict::missing,
       "Address: another one, which counts neither for nor against: people move");
  says(addresses("1 High Street", "", "9 Long Row", ""), Verdict::missing,
       "Address: another one, which counts neither for nor against: people move");
  says(addresses("1 High Street", "LU1 1AA", "", ""), Verdict::missing, "Address" + not_known);
}

TEST_CASE("of several addresses the one that agrees most speaks") {
  const auto a = at(at(person_of("Ali Khan"), "9 Long Row", "BD7 3QQ"), "1 High St", "LU1 1AA");
  const auto b = at(at(person_of("Ali Khan"), "2 Mill Lane", "LS1 4AP"), "1 High St", "LU1 1AA");
  says(of(compared(a, b), Field::address), Verdict::agree, "Address: the same house");
}

TEST_CASE("what e-mail and telephone say") {
  const auto with = [](const std::string& email, const std::string& telephone) {
    auto one = person_of("Ali Khan");
    one.email = email;
    one.telephone = telephone;
    return one;
  };
  const auto a = with("a.khan@example.org", "020 7946 0001");
  const auto same = compared(a, with("A.Khan@Example.org", "+44 20 7946 0001"));
  says(of(same, Field::email), Verdict::agree, "E-mail: the same");
  says(of(same, Field::telephone), Verdict::agree, "Telephone: the same");
  const auto other = compared(a, with("b@example.org", "07700 900123"));
  says(of(other, Field::email), Verdict::missing,
       "E-mail: another one, which counts neither for nor against");
  says(of(other, Field::telephone), Verdict::missing,
       "Telephone: another one, which counts neither for nor against");
  const auto unknown = compared(a, with("", ""));
  says(of(unknown, Field::email), Verdict::missing, "E-mail" + not_known);
  says(of(unknown, Field::telephone), Verdict::missing, "Telephone" + not_known);
}

TEST_CASE("a former name speaks like the present one") {
  const auto a = also_called(person_of("Sara Hussain"), "Sara Nowicka");
  says(of(compared(a, person_of("Nowicka Sara")), Field::name), Verdict::agree,
       "Name: agrees; the words stand in another order");
}

TEST_CASE("notes repeat no number, date or address") {
  auto a = at(with_licence(person_of("Ali Khan", "1985-03-14", "QQ123456C"), "KHAN9803145MI9AB"),
              "77 High Street", "LU1 1AA");
  a.email = "a.khan@example.org";
  for (const auto& one : compared(a, a).evidence)
    for (const auto* secret : {"1985", "QQ", "123", "KHAN9", "77", "LU1", "example"})
      CHECK(one.note.find(secret) == std::string::npos);
}
