// How well the matcher does, small: what docs/MATCHING.md shows large. The seeds are fixed, so that
// a worse number is a change of the matcher.
#include "match/training.hpp"
#include "sample/linkage.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::match;

namespace {

sample::Linkage people_of(std::uint64_t seed) {
  return sample::Linkage({seed, 20'000, 5'000, 1'000, core::Date::of(2026, 3, 2).value()});
}

Frequencies learnt(const sample::Linkage& people) {
  FrequencyCount count;
  for (std::uint64_t driver = 0; driver < people.options().drivers; ++driver)
    count.add(Profile(people.driver(driver)));
  return count.learnt();
}

}  // namespace

TEST_CASE("of the planted nearly all are found, and nearly all that is found is planted") {
  const auto people = people_of(11);
  const auto table = learnt(people);
  Index index;
  for (std::uint64_t driver = 0; driver < people.options().drivers; ++driver)
    index.insert(Profile(people.driver(driver), table));
  std::size_t found = 0;
  std::size_t right = 0;
  std::size_t strong = 0;
  std::size_t strong_right = 0;
  for (std::size_t place = 0; place < people.options().entries; ++place) {
    const auto entry = people.entry(place);
    for (const auto& one : index.search(Profile(entry.subject, table)).found) {
      const bool same = entry.driver && *entry.driver == one.record;
      ++found;
      right += same ? 1 : 0;
      strong += one.band == Band::strong ? 1 : 0;
      strong_right += one.band == Band::strong && same ? 1 : 0;
    }
  }
  CHECK(static_cast<double>(right) >= 0.985 * 1'000);
  CHECK(static_cast<double>(right) >= 0.985 * static_cast<double>(found));
  CHECK(strong_right == strong);
  CHECK(strong > 700);
  CHECK(index.memory_bytes() < 350 * people.options().drivers);
}

TEST_CASE("training finds the mistakes that were planted, without being told who is who") {
  const auto people = people_of(12);
  std::vector<Profile> drivers;
  std::vector<Profile> entries;
  for (std::uint64_t driver = 0; driver < people.options().drivers; ++driver)
    drivers.emplace_back(people.driver(driver));
  for (std::size_t place = 0; place < people.options().entries; ++place)
    entries.emplace_back(people.entry(place).subject);
  const auto levels = Training(drivers, entries).levels();
  const auto m_of = [&](std::string_view weight) {
    for (const auto& level : levels)
      if (level.weight == weight) return level.m;
    return -1.0;
  };
  // 2 % of numbers are mistyped; 40 % of people have moved, and 5 % have no address.
  CHECK(m_of("insurance_same") == Approx(0.98).margin(0.015));
  CHECK(m_of("same_house") == Approx(0.60).margin(0.06));
  CHECK(m_of("born_same") == Approx(0.91).margin(0.04));
  for (const auto& level : levels) {
    CHECK(level.u > 0);
    CHECK(level.u <= 1);
    CHECK(level.m <= 1);
  }
}
