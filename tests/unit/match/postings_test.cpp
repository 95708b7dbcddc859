#include "match/postings.hpp"

#include "match/block_counts.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <set>
#include <utility>

using namespace badgewatch::match;

namespace {

using Filed = std::map<std::uint64_t, std::multiset<std::uint32_t>>;

void holds(const Postings& postings, const Filed& filed) {
  std::size_t wrong = 0;
  for (const auto& [key, values] : filed) {
    const auto found = postings.find(key);
    wrong += std::multiset<std::uint32_t>(found.begin(), found.end()) != values ? 1 : 0;
  }
  CHECK(wrong == 0);
}

// Of one shard in 256 all bits below are the tag: tags at the end of a table go over its end.
std::uint64_t key_of(std::uint32_t shard, std::uint32_t tag) {
  return std::uint64_t{shard} << 56 | tag;
}

}  // namespace

TEST_CASE("what is filed together is found, goes on growing and shrinking, and can be settled") {
  std::mt19937 random(5);
  Filed filed;
  Postings::Pile pile;
  const auto draw_below = [&](std::uint32_t end) {
    return static_cast<std::uint32_t>(random() % end);
  };
  const auto draw = [&](std::uint32_t keys) {
    // Half of them near the end of the table.
    const auto tag = draw_below(2) == 0 ? draw_below(keys) : 0xFFFF'FFFF - draw_below(keys);
    return key_of(draw_below(3), tag);
  };
  for (std::uint32_t value = 0; value < 20'000; ++value) {
    const auto key = draw(4'000);
    filed[key].insert(value);
    pile.add(key, value);
  }
  Postings postings;
  postings.add_all(std::move(pile));
  holds(postings, filed);
  CHECK(postings.find(key_of(4, 1)).empty());
  const auto go_on = [&] {
    for (std::uint32_t value = 20'000; value < 30'000; ++value) {
      const auto key = draw(6'000);
      filed[key].insert(value);
      postings.add(key, value);
      const auto other = filed.lower_bound(draw(4'000));
      if (other == filed.end() || other->second.empty()) continue;
      const auto gone = *other->second.begin();
      other->second.erase(other->second.begin());
      postings.remove(other->first, gone);
    }
  };
  go_on();
  holds(postings, filed);
  postings.settle();
  holds(postings, filed);
  go_on();
  holds(postings, filed);
}

TEST_CASE("nothing is found where nothing was filed together") {
  Postings postings;
  postings.add_all({});
  CHECK(postings.find(key_of(1, 1)).empty());
  postings.add(key_of(1, 1), 7);
  CHECK(postings.find(key_of(1, 1)).size() == 1);
  postings.remove(key_of(1, 1), 7);
  CHECK(postings.find(key_of(1, 1)).empty());
}

TEST_CASE("a word that somebody has is never denied, however many come and go") {
  BlockCounts counts;
  CHECK_FALSE(counts.may_have(17));
  counts.add(17);
  CHECK(counts.may_have(17));
  counts.remove(17);
  CHECK_FALSE(counts.may_have(17));
  for (int i = 0; i < 300; ++i)
    counts.add(17);
  for (int i = 0; i < 299; ++i)
    counts.remove(17);
  CHECK(counts.may_have(17));
}
