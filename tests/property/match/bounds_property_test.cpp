// What the index passes people over by is never less than what the scorer finds of them.
#include "crowd.hpp"
#include "match/areas.hpp"
#include "match/evidence.hpp"
#include "match/keys.hpp"
#include "match/profile.hpp"
#include "match/wanted_names.hpp"
#include "sample/roster.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace badgewatch;
using namespace badgewatch::match;
using person::Name;
using person::Person;

namespace {

using Draws = std::mt19937_64;

std::size_t below(Draws& draws, std::size_t count) {
  return static_cast<std::size_t>(draws() % count);
}

void mistype(std::string& word, Draws& draws) {
  if (word.size() < 4) return;
  const auto at = 1 + below(draws, word.size() - 2);
  switch (below(draws, 3)) {
    case 0:
      word.erase(at, 1);
      break;
    case 1:
      std::swap(word[at], word[at + 1]);
      break;
    default:
      word[at] = static_cast<char>('a' + below(draws, 26));
  }
}

std::vector<std::string> words_of(const Person& person) {
  const auto& name = person.names.front();
  const auto text = name.full.empty() ? name.given + ' ' + name.family : name.full;
  std::vector<std::string> words(1);
  for (const char c : text)
    if (c != ' ')
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  if (words.back().empty()) words.pop_back();
  return words;
}

// A name as another record has it.
Name rewritten(std::vector<std::string> words, const std::vector<std::string>& of_another,
               Draws& draws) {
  for (auto& word : words) {
    const auto kind = below(draws, 9);
    if (kind < 3) mistype(word, draws);
    if (kind == 3) word.resize(1);
    if (kind == 4 && !of_another.empty()) word = of_another[below(draws, of_another.size())];
  }
  if (below(draws, 4) == 0) std::shuffle(words.begin(), words.end(), draws);
  if (words.size() > 1 && below(draws, 6) == 0) words.pop_back();
  if (below(draws, 6) == 0) words.push_back(words[below(draws, words.size())]);
  Name name;
  const bool together = below(draws, 6) == 0;
  for (const auto& word : words)
    name.full += (name.full.empty() || together ? "" : " ") + word;
  return name;
}

std::size_t found_in(const TellingWords& telling, const Day& day) {
  std::vector<TellingWords::Place> places;
  telling.find_in(day, places);
  return places.size();
}

}  // namespace

TEST_CASE(
    "no names bring more than their signature promises, and words that tell find all of them") {
  Draws draws(11);
  const sample::Roster roster({5, 400, core::Date::of(2026, 3, 2).value()});
  std::vector<std::vector<std::string>> everybody;
  roster.each_licence([&](const sample::SampleLicence& licence) {
    everybody.push_back(words_of(licence.licence.holder));
  });
  std::size_t near = 0;    // pairs that weigh nearly what is promised
  std::size_t narrow = 0;  // where not everybody is looked at
  for (int round = 0; round < 1'500; ++round) {
    const auto& words = everybody[below(draws, everybody.size())];
    Person asked;
    asked.names.push_back(rewritten(words, words, draws));
    if (below(draws, 5) == 0) asked.names.push_back(rewritten(words, words, draws));
    const Profile query(asked);
    std::vector<Profile> records;
    Vocabulary vocabulary;
    for (int record = 0; record < 20; ++record) {
      Person one;
      one.names.push_back(rewritten(words, everybody[below(draws, everybody.size())], draws));
      if (below(draws, 5) == 0) one.names.push_back(rewritten(words, words, draws));
      for (const auto& word : records.emplace_back(one).data().words)
        vocabulary.intern(word);
    }
    const auto names = query.data().names();
    std::vector<Blocks> others;
    other_writings_of(names, vocabulary, others);
    const WantedNames wanted(names, {others.data(), names.count}, vocabulary);
    for (const auto& record : records) {
      const auto theirs = record.data().names();
      Day day;
      day.add(signature_of(theirs), {});
      const auto actual = compare_names(names, theirs);
      const auto bound = wanted.bound(day.words());
      INFO(asked.names.front().full << " and " << record.data().text);
      REQUIRE(bound.weight >= actual.weight);
      REQUIRE(bound.namesake >= actual.full);
      near += bound.weight < actual.weight + 1 ? 1 : 0;
      for (const bool or_namesake : {false, true}) {
        const auto telling = wanted.telling(actual.weight, or_namesake);
        REQUIRE(found_in(telling, day) == 1);
        narrow += telling.finds_everybody() ? 0 : 1;
      }
      constexpr double more_than_names_bring = 50;
      if (actual.full) REQUIRE(found_in(wanted.telling(more_than_names_bring, true), day) == 1);
    }
  }
  CHECK(near > 1'000);
  CHECK(narrow > 1'000);
}

TEST_CASE("no address weighs more than its area promises, unless a key finds it") {
  Draws draws(12);
  const std::vector<std::string> postcodes{
      "",         "LU1 1AA", "LU1 1AB", "LU2 7ZZ", "BD7 3QQ",    "B1 1BB",     "E1 6AN", "EC1A 1BB",
      "SW1A 2AA", "BT1 5GS", "BT2 7AA", "1234",    "12345-6789", "12345-6780", "ABC 1DE"};
  const std::vector<std::string> lines{"", "1 High Street", "2 High Street", "The Old Mill"};
  const auto living = [&] {
    Person person;
    person.names.push_back({"Ali Khan", "", "", {}});
    for (auto count = below(draws, 3); count > 0; --count)
      person.addresses.push_back(
          {{lines[below(draws, lines.size())]}, postcodes[below(draws, postcodes.size())]});
    return Profile(person);
  };
  std::size_t passed_over = 0;
  for (int round = 0; round < 20'000; ++round) {
    const auto one = living();
    const auto other = living();
    Keys ours;
    Keys theirs;
    add_detail_keys(one.data().details, one.data().places, ours);
    add_detail_keys(other.data().details, other.data().places, theirs);
    if (std::any_of(ours.begin(), ours.end(), [&](auto key) {
          return std::find(theirs.begin(), theirs.end(), key) != theirs.end();
        }))
      continue;
    const auto most = Areas(one.data().places).most_weight(area_of(other.data().places));
    REQUIRE(compare_addresses(one.data().places, other.data().places).weight <= most);
    passed_over += most < 0 ? 1 : 0;
  }
  CHECK(passed_over > 1'000);
}

TEST_CASE("whoever was born that day is found when names are only just enough") {
  Draws draws(13);
  const sample::Roster roster({6, 60, core::Date::of(2026, 3, 2).value()});
  std::vector<std::vector<std::string>> everybody;
  roster.each_licence([&](const sample::SampleLicence& licence) {
    everybody.push_back(words_of(licence.licence.holder));
  });
  const std::vector<std::string> postcodes{"", "LU1 1AA", "LU2 7ZZ", "E1 6AN", "SW1A 2AA"};
  const auto anyone = [&] {
    Person one;
    one.names.push_back(rewritten(everybody[below(draws, everybody.size())],
                                  everybody[below(draws, everybody.size())], draws));
    one.date_of_birth = person::BirthDate{1985, 3, 14};
    if (below(draws, 4) != 0)
      one.national_insurance_number = "QQ" + std::to_string(100'000 + below(draws, 900'000)) + "A";
    if (const auto& postcode = postcodes[below(draws, postcodes.size())]; !postcode.empty())
      one.addresses.push_back({{}, postcode});
    return Profile(one);
  };
  std::vector<Profile> records;
  for (int record = 0; record < 600; ++record)
    records.push_back(anyone());
  const auto index = crowd::index_of(records);
  std::size_t scarcely = 0;  // pairs that weigh little more than is needed
  for (int round = 0; round < 600; ++round) {
    const auto query = anyone();
    const auto expected = crowd::exhaustive(query, records);
    for (const auto record : expected)
      scarcely += score(query, records[record]).weight < weight_of_probability(0.2) + 0.5 ? 1 : 0;
    REQUIRE(crowd::searched(index, query) == expected);
  }
  CHECK(scarcely > 100);
}
