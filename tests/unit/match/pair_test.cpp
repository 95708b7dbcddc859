// What a human's finding about two people is bound to.
#include "people.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <set>
#include <vector>

using namespace badgewatch;
using namespace badgewatch::match;

namespace {

std::string pair(const person::Person& a, const person::Person& b) {
  return pair_of(Profile(a), Profile(b));
}

person::Person whole() {
  auto made =
      with_licence(person_of("Mohammed Iqbal Khan", "1985-03-14", "QQ314159C"), "KHAN9853145MI9AB");
  made = at(also_called(made, "Mohammed Qureshi"), "1 High Street", "LU1 1AA");
  made = at(made, "9 Mill Lane", "LS1 4DY");
  made.email = "khan@example.org";
  made.telephone = "07700 900123";
  return made;
}

}  // namespace

TEST_CASE("a pair is the same however its people are written") {
  const auto entry = person_of("Md Iqbal Khan", "1985-03-14", "QQ314159C");
  const auto as_it_was = pair(whole(), entry);

  auto otherwise = whole();
  SECTION("names and addresses in another order") {
    std::swap(otherwise.names[0], otherwise.names[1]);
    std::swap(otherwise.addresses[0], otherwise.addresses[1]);
  }
  SECTION("words in another order") {
    otherwise.names[0].full = "Khan Mohammed Iqbal";
  }
  SECTION("capitals, accents, spaces") {
    otherwise.names[0].full = "  MOHAMMED  Iqbál   KHAN ";
    otherwise.addresses[0].lines[0] = "1, HIGH STREET";
    otherwise.email = "Khan@Example.org";
    otherwise.telephone = "+44 7700 900123";
    otherwise.national_insurance_number = "QQ314159D";  // the suffix is not compared
  }
  SECTION("given and family name apart") {
    otherwise.names[0] = {"", "Mohammed Iqbal", "Khan", person::NameKind::current};
  }
  SECTION("a value said twice") {
    otherwise.names.push_back(otherwise.names[1]);
  }
  SECTION("the entry first") {
    CHECK(pair(entry, otherwise) == as_it_was);
  }
  CHECK(pair(otherwise, entry) == as_it_was);
}

TEST_CASE("a pair is another one as soon as a value of either side is another one") {
  const std::vector<std::function<void(person::Person&)>> changes = {
      [](auto& p) { p.names[0].full = "Mohammed Iqbal Kahn"; },
      [](auto& p) { p.names[0].full = "Mohammed Khan"; },
      [](auto& p) { p.names.pop_back(); },
      [](auto& p) { p.names.push_back({"Iqbal Malik", "", "", person::NameKind::alias}); },
      [](auto& p) { p.date_of_birth->day = 15; },
      [](auto& p) { p.date_of_birth->month = 4; },
      [](auto& p) { p.date_of_birth->year = 1986; },
      [](auto& p) { p.date_of_birth.reset(); },
      [](auto& p) { p.national_insurance_number = "QQ314158C"; },
      [](auto& p) { p.national_insurance_number.clear(); },
      [](auto& p) { p.driving_licence->number = "KHAN9853145MI9AC"; },
      [](auto& p) { p.driving_licence->issuer = "SK"; },
      [](auto& p) { p.driving_licence.reset(); },
      [](auto& p) { p.addresses[0].postcode = "LU1 1AB"; },
      [](auto& p) { p.addresses[0].lines[0] = "2 High Street"; },
      [](auto& p) { p.addresses.pop_back(); },
      [](auto& p) { p.email = "kahn@example.org"; },
      [](auto& p) { p.email.clear(); },
      [](auto& p) { p.telephone = "07700 900124"; },
      [](auto& p) { p.telephone.clear(); },
  };
  const auto entry = whole();
  std::set<std::string> pairs = {pair(whole(), entry)};
  for (const auto& change : changes) {
    auto changed = whole();
    change(changed);
    CHECK(pairs.insert(pair(changed, entry)).second);
    CHECK(pair(entry, changed) == pair(changed, entry));
  }
  CHECK(pairs.size() == changes.size() + 1);
}

TEST_CASE("which words are common decides nothing about a pair") {
  // The first word is a typing error away from two, the second one from one of these: whether both
  // find one hangs on which pair is taken first.
  const auto ours = person_of("Pembletnn Pepbleton Quigley");
  const auto theirs = person_of("Pembleton Pembletan Fitzpatrick");
  const auto with = [&](const char* text) {
    const auto table = Frequencies::read(text).value();
    return pair_of(Profile(ours, table), Profile(theirs, table));
  };
  const auto built_in = pair(ours, theirs);
  CHECK(with("* 1\npembleton 30000\n") == built_in);
  CHECK(with("* 1\npembletan 30000\n") == built_in);
}

TEST_CASE("each field's verdict is a part of the pair") {
  // Everything that is compared of one person is the same; what it is held against is not.
  const auto subject = whole();
  std::set<std::string> heads;
  auto other = whole();
  const auto head = [&] { return pair(subject, other).substr(0, 7); };
  heads.insert(head());
  other.names = {{"Zbigniew Unrelated", "", "", person::NameKind::current}};
  CHECK(heads.insert(head()).second);
  other.date_of_birth->day = 13;
  CHECK(heads.insert(head()).second);
  other.national_insurance_number = "QQ000001A";
  CHECK(heads.insert(head()).second);
  other.driving_licence.reset();
  CHECK(heads.insert(head()).second);
  other.addresses = {{{"8 Nowhere"}, "ZE1 0AA"}};
  CHECK(heads.insert(head()).second);
  other.email.clear();
  CHECK(heads.insert(head()).second);
  other.telephone.clear();
  CHECK(heads.insert(head()).second);
}

TEST_CASE("no two people of many parts have one text by how the parts are cut") {
  const auto entry = person_of("Ada Lovelace");
  CHECK(pair(also_called(person_of("Ann Lee"), "Bo Day"), entry) !=
        pair(also_called(person_of("Ann"), "Lee Bo Day"), entry));
  CHECK(pair(person_of("Ann Lee"), entry) != pair(person_of("Annlee"), entry));
  CHECK(pair(person_of("Ann Ann"), entry) != pair(person_of("Ann"), entry));
}
