#include "crowd.hpp"

namespace badgewatch::match::crowd {

namespace {

using person::Person;
using Texts = std::vector<std::string>;

const Texts words{"Mohammed",    "Muhammad",     "Md",        "Mohammd",   "Khan",
                  "Kahn",        "Ali",          "Abdul",     "Rahman",    "Rehman",
                  "Abdulrahman", "Abdur-Rehman", "Chowdhury", "Choudhury", "Chodhury",
                  "Iqbal",       "Iqbl",         "Wojciech",  "Wojcech",   "Szczepanski",
                  "Szczepańska", "Sczepanski",   "O'Brien",   "O Brien",   "J",
                  "M.",          "de",           "Silva",     "Desilva",   "De Silva",
                  "bin",         "Maryann",      "Mary Ann",  "Robert",    "Bob",
                  "Xhevahire",   "Xhevahir",     "Mehmet",    "Karim",     "Kerim",
                  "Ли",          "محمد",         "Smith",     "Smyth",     "Al-Hassan",
                  "Alhassan",    "Hassan",       "Sivakumar", "Shivkumar"};

const Texts insurance{"",          "",          "QQ123456C", "QQ123456A", "QQ123465C",
                      "QQ623456C", "QR123456C", "AB654321D", "OO123456A", "not a number"};
const Texts licences{"",
                     "",
                     "KHAN9803145MI9AB",
                     "KHAN9803145MI9AC",
                     "ALI99803145MI9AB",
                     "KHAN9803154MI9AB",
                     "KHAN9804145MI9AB",
                     "SMITH803145J99CD",
                     "12345678",
                     "PL/12345/67/8901",
                     "a licence of more than sixteen"};
const Texts postcodes{"",        "LU1 1AA", "LU1 1AB", "LU1 1ZZ",
                      "BD7 3QQ", "B1 1BB",  "1234",    "12345-6789"};
const Texts lines{"", "1 High Street", "2 High Street", "Flat 1, High Street", "The Old Mill"};
const Texts mails{"", "", "", "a.khan@example.org", "b@example.org"};
const Texts telephones{"", "", "", "020 7946 0001", "07700 900123"};

std::string any_of(const Texts& texts) {
  return *rc::gen::elementOf(texts);
}

std::string any_words(std::size_t most) {
  std::string text;
  const auto count = *rc::gen::inRange<std::size_t>(1, most + 1);
  for (std::size_t i = 0; i < count; ++i)
    text += (i == 0 ? "" : " ") + any_of(words);
  return text;
}

std::optional<person::BirthDate> any_birth_date() {
  static const std::vector<int> years{1979, 1980, 1985, 1989, 1990, 1999, 2000, 1600};
  static const std::vector<unsigned> months{1, 3, 4, 11, 12};
  static const std::vector<unsigned> days{1, 3, 4, 11, 12, 13, 14, 31};
  const auto kind = *rc::gen::inRange(0, 10);
  if (kind == 0) return {};
  person::BirthDate date{*rc::gen::elementOf(years), 0, 0};
  if (kind == 1) return date;
  date.month = *rc::gen::elementOf(months);
  if (kind == 2) return date;
  date.day = *rc::gen::elementOf(days);
  return date;
}

}  // namespace

rc::Gen<person::Name> any_name() {
  return rc::gen::exec([] {
    person::Name name;
    if (*rc::gen::arbitrary<bool>()) {
      name.full = any_words(4);
    } else {
      name.family = any_words(2);
      if (*rc::gen::inRange(0, 4) > 0) name.given = any_words(2);
    }
    return name;
  });
}

rc::Gen<Person> anyone() {
  return rc::gen::exec([] {
    Person person;
    person.names.push_back(*any_name());
    if (*rc::gen::inRange(0, 5) == 0) person.names.push_back(*any_name());
    person.date_of_birth = any_birth_date();
    person.national_insurance_number = any_of(insurance);
    if (auto number = any_of(licences); !number.empty())
      person.driving_licence = person::DrivingLicence{std::move(number), "GB"};
    for (int count = *rc::gen::inRange(0, 4); count > 1; --count) {
      person::Address address;
      address.lines.push_back(any_of(lines));
      address.postcode = any_of(postcodes);
      person.addresses.push_back(std::move(address));
    }
    person.email = any_of(mails);
    person.telephone = any_of(telephones);
    return person;
  });
}

rc::Gen<Person> anyone_odd() {
  return rc::gen::exec([] {
    Person person;
    static const Texts odd{"",
                           "X",
                           "7",
                           "🚕🚕",
                           "\u202eKhan",
                           "'",
                           "Mr",
                           "bin bin bin",
                           "a b c d",
                           "Khan Khan Khan Khan",
                           std::string(10'000, 'k'),
                           std::string(5'000, '1')};
    static const std::string long_name = [] {
      std::string text;
      for (int i = 0; i < 300; ++i)
        text += words[static_cast<std::size_t>(i) % words.size()] + " ";
      return text;
    }();
    const auto names = *rc::gen::inRange(0, 25);
    for (int i = 0; i < names; ++i) {
      const auto kind = *rc::gen::inRange(0, 3);
      person.names.push_back(kind == 0   ? *any_name()
                             : kind == 1 ? person::Name{long_name, "", "", {}}
                                         : person::Name{any_of(odd), "", "", {}});
    }
    person.date_of_birth = any_birth_date();
    person.national_insurance_number = any_of(insurance);
    return person;
  });
}

Found exhaustive(const Profile& query, const std::vector<Profile>& everyone) {
  Found found;
  for (RecordId i = 0; i < everyone.size(); ++i)
    if (score(query, everyone[i]).band != Band::none) found.insert(i);
  return found;
}

Found searched(const Index& index, const Profile& query) {
  Found found;
  for (const auto& candidate : index.search(query).found)
    found.insert(candidate.record);
  return found;
}

std::vector<Profile> profiles_of(const std::vector<Person>& people) {
  std::vector<Profile> profiles;
  profiles.reserve(people.size());
  for (const auto& person : people)
    profiles.emplace_back(person);
  return profiles;
}

Index index_of(const std::vector<Profile>& profiles) {
  Index index;
  for (const auto& profile : profiles)
    index.insert(profile);
  return index;
}

}  // namespace badgewatch::match::crowd
