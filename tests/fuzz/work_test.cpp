// Twice as much to read is at most twice as much work, counted and not timed: nothing is quadratic.
#include "core/json.hpp"
#include "match/match.hpp"
#include "person/name.hpp"
#include "person/name_tokens.hpp"
#include "person/person_json.hpp"
#include "person/written_text.hpp"
#include "work_counted.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace badgewatch;
using fuzz::comparisons_of;

namespace {

// With a logarithm, and what is the same for all sizes.
constexpr double twice = 2.5;
constexpr double beside = 20'000;

const std::vector<std::string> pieces{
    "a",    "a ",     "O ",     "Mc ",  "'",    "-", "\u0301", "\u0323\u0301", "é",   "李",  "😀",
    "\xff", "\u202E", "\u0378", "محمد", "ਸਿੰਘ ", "7", ".",      "de ",          "ab ", "Md. "};

std::string repeated(const std::string& piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i)
    text += piece;
  return text;
}

person::Person named(const std::string& full) {
  person::Person one;
  one.names.push_back({full, "", "", person::NameKind::current});
  return one;
}

// `work` of a size, for each piece.
template <class Work>
void grows_no_faster_than_its_input(Work&& work) {
  for (const auto& piece : pieces) {
    INFO(piece);
    const auto once = comparisons_of([&] { work(repeated(piece, 5'000)); });
    const auto doubled = comparisons_of([&] { work(repeated(piece, 10'000)); });
    CHECK(doubled <= twice * once + beside);
  }
}

}  // namespace

TEST_CASE("comparisons are counted") {
  CHECK(comparisons_of([] { static_cast<void>(person::ascii_words(repeated("a ", 1'000))); }) >
        1'000);
}

TEST_CASE("reading a name is linear") {
  grows_no_faster_than_its_input([](const std::string& text) {
    static_cast<void>(person::read_written_text(text, 200));
    static_cast<void>(person::read_name({text, "", "", {}}));
    static_cast<void>(person::tokens_of({text, "", "", {}}));
    static_cast<void>(person::tokens_of({"", text, text, {}}));
    static_cast<void>(person::ascii_words(text));
  });
}

TEST_CASE("comparing names of any length is linear") {
  const match::Profile other(named("Mohammed Abdul Rahman Khan de Silva"));
  grows_no_faster_than_its_input([&](const std::string& text) {
    const match::Profile one(named(text + " " + text));
    static_cast<void>(match::score(one, other));
    static_cast<void>(match::compare(one, one));
  });
}

TEST_CASE("reading a person with many names is linear") {
  const auto json_of = [](std::size_t names) {
    std::string text = R"({"names":[)";
    for (std::size_t i = 0; i < names; ++i)
      text +=
          (i == 0 ? "" : ",") + std::string(R"({"full":"Ali Khan )") + std::to_string(i) + "\"}";
    return text + R"(],"date_of_birth":"1985-03-14"})";
  };
  const auto work = [&](std::size_t names) {
    const auto text = json_of(names);
    return comparisons_of([&] {
      const auto json = core::parse_json(text);
      REQUIRE(json.has_value());
      core::Problems problems;
      person::Warnings warnings;
      const auto one =
          person::read_person(*json, "", person::Reading::lenient,
                              core::Date::of(2026, 11, 23).value(), problems, warnings);
      static_cast<void>(match::Profile(one));
    });
  };
  CHECK(work(1'000) <= twice * work(500) + beside);
}

TEST_CASE("people who are alike are searched in linear work") {
  // All of one name and birthday: nothing tells them apart.
  const auto work = [](std::size_t people) {
    auto one = named("Mohammed Khan");
    one.date_of_birth = person::BirthDate{1985, 1, 1};
    const match::Profile same(one);
    match::Index index;
    for (std::size_t i = 0; i < people; ++i)
      index.insert(same);
    const match::Profile undated(named("Muhammad Khan"));
    const auto searched = comparisons_of([&] {
      static_cast<void>(index.search(undated));
      CHECK(index.search(same).found.size() == people);
    });
    // Whoever is taken out is looked for among all that share a key.
    const auto removed =
        comparisons_of([&] { index.remove(static_cast<match::RecordId>(people / 2)); });
    return std::pair(searched, removed);
  };
  const auto [searched, removed] = work(2'000);
  const auto [searched_more, removed_more] = work(4'000);
  CHECK(searched_more <= twice * searched + beside);
  CHECK(removed_more <= twice * removed + beside);
}

TEST_CASE("a table of frequencies is read and learnt in linear work") {
  const auto lines = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
      text += "name" + std::to_string(i) + " 1.5 0.6\n";
    return text;
  };
  const auto reading = [&](std::size_t count) {
    const auto text = lines(count);
    return comparisons_of([&] { REQUIRE(match::Frequencies::read(text).has_value()); });
  };
  CHECK(reading(40'000) <= twice * reading(20'000) + beside);
  const auto learning = [](std::size_t people) {
    match::FrequencyCount count;
    return comparisons_of([&] {
      for (std::size_t i = 0; i < people; ++i)
        count.add(match::Profile(named("Mohammed Khan" + std::to_string(i % 97))));
    });
  };
  CHECK(learning(2'000) <= twice * learning(1'000) + beside);
}
