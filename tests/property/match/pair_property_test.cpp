#include "crowd.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace badgewatch;
using namespace badgewatch::match;
using namespace badgewatch::match::crowd;
using person::Person;

namespace {

Person someone() {
  return *rc::gen::weightedOneOf<Person>({{4, anyone()}, {1, anyone_odd()}});
}

// The words that the people of the crowd have, as common as they never are.
Frequencies other_frequencies() {
  FrequencyCount count;
  for (int i = 0; i < 400; ++i)
    count.add(Profile(*anyone()));
  return count.learnt();
}

}  // namespace

TEST_CASE("an index gives of each of its people the same pair as the person alone") {
  REQUIRE(rc::check([] {
    std::vector<Profile> everyone;
    for (int i = 0; i < 6; ++i)
      everyone.emplace_back(someone());
    const auto index = index_of(everyone);
    const Profile query(someone());
    for (std::size_t i = 0; i < everyone.size(); ++i) {
      const auto pair = pair_of(query, everyone[i]);
      RC_ASSERT(index.pair_of(query, static_cast<RecordId>(i)) == pair);
      RC_ASSERT(pair_of(everyone[i], query) == pair);
    }
  }));
}

TEST_CASE("another table of frequencies asks nobody again") {
  REQUIRE(rc::check([] {
    const auto frequencies = other_frequencies();
    for (int i = 0; i < 50; ++i) {
      const auto a = someone();
      const auto b = someone();
      RC_ASSERT(pair_of(Profile(a, frequencies), Profile(b, frequencies)) ==
                pair_of(Profile(a), Profile(b)));
    }
  }));
}

TEST_CASE("the order of names and addresses is no part of a pair") {
  REQUIRE(rc::check([] {
    const auto a = *anyone();
    const Profile b(someone());
    auto turned = a;
    std::reverse(turned.names.begin(), turned.names.end());
    std::reverse(turned.addresses.begin(), turned.addresses.end());
    RC_ASSERT(pair_of(Profile(turned), b) == pair_of(Profile(a), b));
  }));
}

TEST_CASE("two pairs are one only where no field of either side differs") {
  REQUIRE(rc::check([] {
    const auto a = *anyone();
    const auto b = *anyone();
    const Profile entry(*anyone());
    if (pair_of(Profile(a), entry) != pair_of(Profile(b), entry)) return;
    const auto as_one = compare(Profile(a), Profile(b));
    for (const auto& field : as_one.evidence)
      RC_ASSERT(field.verdict == Verdict::agree || field.verdict == Verdict::missing ||
                field.field == Field::address || field.field == Field::date_of_birth);
  }));
}
