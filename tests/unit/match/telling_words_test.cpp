#include "match/telling_words.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace badgewatch::match;

namespace {

struct Born {
  Day day;
  std::vector<Signature> signatures;
};

// Codes of few values, so that every number of people has some in common.
Born born(std::size_t people, std::mt19937& draws) {
  Born made;
  for (RecordId record = 0; record < people; ++record) {
    Signature signature;
    for (std::size_t word = 0; word < 1 + draws() % Signature::most_words; ++word)
      signature.codes[word] = static_cast<WordCode>(1 + draws() % 60);
    made.day.add(signature, {record, 0, area_nowhere});
    made.signatures.push_back(signature);
  }
  return made;
}

bool has_one(const Signature& signature, const std::vector<WordCode>& words) {
  return std::any_of(words.begin(), words.end(), [&](WordCode word) {
    return std::find(signature.codes.begin(), signature.codes.end(), word) != signature.codes.end();
  });
}

}  // namespace

TEST_CASE("whoever of a day has one of the words is found, whatever the numbers of both") {
  std::mt19937 draws(3);
  for (std::size_t people = 0; people <= 41; ++people) {
    const auto list = born(people, draws);
    for (std::size_t count = 0; count <= TellingWords::most + 1; ++count) {
      TellingWords telling;
      std::vector<WordCode> words;
      for (std::size_t i = 0; i < count; ++i) {
        words.push_back(static_cast<WordCode>(1 + draws() % 60));
        telling.add(words.back());
      }
      std::vector<std::uint32_t> expected;
      for (std::uint32_t place = 0; place < people; ++place)
        if (telling.finds_everybody() || has_one(list.signatures[place], words))
          expected.push_back(place);
      for (const bool wide : {false, true}) {
        std::vector<std::uint32_t> places;
        telling.find_in(list.day, places, wide);
        CHECK(places == expected);
      }
    }
  }
}

TEST_CASE("whoever leaves a day is found there no more, and everybody else is as before") {
  std::mt19937 draws(4);
  auto list = born(20, draws);
  for (RecordId record = 0; record < 20; ++record) {
    list.day.remove(record);
    list.day.remove(record);
    CHECK(list.day.size() == 19 - record);
    for (std::size_t place = 0; place < list.day.size(); ++place) {
      const auto left = list.day.lead(place).record;
      CHECK(left > record);
      CHECK(list.day.signatures()[place].codes == list.signatures[left].codes);
    }
    TellingWords telling;
    telling.add(list.signatures[record].codes[0]);
    std::vector<std::uint32_t> places;
    telling.find_in(list.day, places);
    for (const auto place : places)
      CHECK(place < list.day.size());
  }
}
