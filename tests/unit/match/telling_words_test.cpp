#include "match/telling_words.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace badgewatch::match;

namespace {

using Words = std::vector<WordCode>;
using Found = TellingWords::Place;

struct Born {
  Day day;
  std::vector<Words> words;
};

Words words_of(const Day& day, std::size_t first) {
  Words words;
  for (const auto code : day.words_from(first))
    words.push_back(static_cast<WordCode>(code & ~Day::begins));
  return words;
}

// Codes of few values, so that every number of people has some in common; somebody has none.
Born born(std::size_t people, std::mt19937& draws) {
  Born made;
  for (RecordId record = 0; record < people; ++record) {
    Signature signature;
    for (auto count = draws() % (Signature::most_words + 1); count > 0; --count)
      REQUIRE(signature.add(static_cast<WordCode>(1 + draws() % 60)));
    made.day.add(signature, {record, 0, area_nowhere});
    made.words.emplace_back(signature.words().begin(), signature.words().end());
    if (made.words.back().empty()) made.words.back().push_back(0);
  }
  return made;
}

bool has_one(const Words& words, const Words& wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](WordCode word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  });
}

}  // namespace

TEST_CASE("a signature has room for so many words, and counts each of them") {
  Signature signature;
  for (std::size_t i = 0; i < Signature::most_words; ++i)
    CHECK(signature.add(static_cast<WordCode>(1 + i % 5)));
  CHECK_FALSE(signature.add(1));
  CHECK(signature.words().size() == Signature::most_words);
  CHECK(signature.times(1) == 3);
  CHECK(signature.times(5) == 2);
  CHECK(signature.times(6) == 0);
}

TEST_CASE("whoever of a day has one of the words is found, whatever the numbers of both") {
  std::mt19937 draws(3);
  for (std::size_t people = 0; people <= 41; ++people) {
    const auto list = born(people, draws);
    for (std::size_t count = 0; count <= TellingWords::most + 1; ++count) {
      TellingWords telling;
      Words words;
      for (std::size_t i = 0; i < count; ++i) {
        words.push_back(static_cast<WordCode>(1 + draws() % 60));
        telling.add(words.back());
      }
      std::vector<Found> expected;
      std::uint32_t first = 0;
      for (std::uint32_t person = 0; person < people; ++person) {
        const auto& own = list.words[person];
        if (telling.finds_everybody() || has_one(own, words)) expected.push_back({person, first});
        first += static_cast<std::uint32_t>(own.size());
      }
      for (const bool wide : {false, true}) {
        std::vector<Found> places;
        telling.find_in(list.day, places, wide);
        CHECK(places == expected);
        for (const auto& place : places)
          CHECK(words_of(list.day, place.first_word) == list.words[place.person]);
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
    REQUIRE(list.day.size() == 19 - record);
    std::vector<Found> everybody;
    TellingWords().find_in(list.day, everybody);
    REQUIRE(everybody.size() == list.day.size());
    for (const auto& place : everybody) {
      const auto left = list.day.lead(place.person).record;
      CHECK(left > record);
      CHECK(words_of(list.day, place.first_word) == list.words[left]);
    }
    TellingWords telling;
    telling.add(list.words[record][0]);
    std::vector<Found> places;
    telling.find_in(list.day, places);
    for (const auto& place : places)
      CHECK(has_one(list.words[list.day.lead(place.person).record], {list.words[record][0]}));
  }
  // What is added takes the room of who has left.
  list.day.add({}, {7, 0, area_nowhere});
  CHECK(list.day.size() == 1);
  CHECK(words_of(list.day, 0) == Words{0});
}
