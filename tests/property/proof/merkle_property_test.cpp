// Every proof of every size up to some verifies, and none that was changed.
#include "proof/merkle.hpp"
#include "proof/tile.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace badgewatch;
using proof::Hash;

namespace {

constexpr std::size_t most_leaves = 130;

// A few thousand bits of each kind of change are flipped; all of them for small trees.
constexpr std::size_t most_flipped_size = 20;

std::vector<Hash> some_leaves(std::size_t count) {
  std::vector<Hash> leaves(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::array<std::uint8_t, 2> entry{static_cast<std::uint8_t>(i >> 8),
                                            static_cast<std::uint8_t>(i)};
    leaves[i] = proof::leaf_hash(entry);
  }
  return leaves;
}

// The RFC's definition, word by word.
Hash plain_root(std::span<const Hash> leaves) {
  if (leaves.empty()) return proof::empty_root();
  if (leaves.size() == 1) return leaves[0];
  std::size_t k = 1;
  while (k * 2 < leaves.size())
    k *= 2;
  return proof::node_hash(plain_root(leaves.first(k)), plain_root(leaves.subspan(k)));
}

proof::NodeReader nodes_over(const std::vector<Hash>& leaves) {
  return [&leaves](proof::NodeAt at) -> core::Result<Hash> {
    return plain_root(std::span(leaves).subspan(at.index << at.level, std::size_t{1} << at.level));
  };
}

std::vector<Hash> roots_of(const std::vector<Hash>& leaves) {
  std::vector<Hash> roots;
  for (std::size_t n = 0; n <= leaves.size(); ++n)
    roots.push_back(plain_root(std::span(leaves).first(n)));
  return roots;
}

// `holds` for a value with each of its bits turned, one at a time.
template <class Holds>
bool any_flip_holds(Hash value, Holds&& holds) {
  for (std::size_t bit = 0; bit < value.size() * 8; ++bit) {
    value[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    if (holds(value)) return true;
    value[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
  }
  return false;
}

}  // namespace

TEST_CASE("frontier, tiles and proofs have the RFC's roots") {
  const auto leaves = some_leaves(700);
  const auto roots = roots_of(leaves);
  proof::Frontier frontier;
  proof::TileEdge edge;
  std::vector<proof::TileEdge::FullTile> full;
  for (std::size_t n = 0; n <= leaves.size(); ++n) {
    REQUIRE(frontier.root() == roots[n]);
    REQUIRE(edge.root() == roots[n]);
    REQUIRE(proof::Frontier::of(n, frontier.peaks())->root() == roots[n]);
    REQUIRE(proof::TileEdge::of(n, edge.partial())->root() == roots[n]);
    REQUIRE_FALSE(proof::TileEdge::of(n + 1, edge.partial()).has_value());
    proof::TileNodes nodes(n, [&](const proof::TileRequest& wanted) {
      for (const auto& tile : full)
        if (tile.at == wanted.at) return core::Result<std::vector<Hash>>(tile.hashes);
      return core::Result<std::vector<Hash>>(edge.partial().at(wanted.at.level));
    });
    REQUIRE(proof::root_of(n, nodes.reader()).value() == roots[n]);
    if (n == leaves.size()) break;
    frontier.append(leaves[n]);
    edge.append(leaves[n], full);
  }
  REQUIRE(full.size() == 2);
}

TEST_CASE("tiles of a large tree come out where C2SP wants them") {
  proof::TileEdge edge;
  std::map<proof::TileAt, std::vector<Hash>> tiles;
  const auto leaves = some_leaves(256);
  for (std::size_t n = 0; n < 66'000; ++n) {
    std::vector<proof::TileEdge::FullTile> full;
    edge.append(leaves[n % 251], full);
    for (auto& tile : full)
      tiles[tile.at] = std::move(tile.hashes);
  }
  REQUIRE(tiles.size() == 257 + 1);
  REQUIRE(tiles.contains({1, 0}));
  for (std::uint64_t i = 0; i < 256; ++i)
    REQUIRE(tiles.at({1, 0})[i] == proof::fold_tile(tiles.at({0, i}), 0, 256));
  REQUIRE(edge.partial()[2].size() == 1);
  REQUIRE(edge.partial()[2][0] == proof::fold_tile(tiles.at({1, 0}), 0, 256));
}

TEST_CASE("every inclusion proof verifies, and no other leaf, place, size or root under it") {
  const auto leaves = some_leaves(most_leaves);
  const auto roots = roots_of(leaves);
  const auto nodes = nodes_over(leaves);
  for (std::uint64_t size = 1; size <= most_leaves; ++size)
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = proof::inclusion_proof(index, size, nodes).value();
      const proof::TreeHead tree{size, roots[size]};
      REQUIRE(proof::verify_inclusion(leaves[index], index, tree, proof));
      REQUIRE_FALSE(proof::verify_inclusion(leaves[index], index + size, tree, proof));
      REQUIRE_FALSE(proof::verify_inclusion(leaves[(index + 1) % most_leaves], index, tree, proof));
      if (size > 1)
        REQUIRE_FALSE(proof::verify_inclusion(leaves[index], (index + 1) % size, tree, proof));
      auto longer = proof;
      longer.emplace_back();
      REQUIRE_FALSE(proof::verify_inclusion(leaves[index], index, tree, longer));
      if (!proof.empty()) {
        auto shorter = proof;
        shorter.pop_back();
        REQUIRE_FALSE(proof::verify_inclusion(leaves[index], index, tree, shorter));
      }
    }
}

TEST_CASE("no bit of an inclusion proof can be changed") {
  const auto leaves = some_leaves(most_flipped_size);
  const auto roots = roots_of(leaves);
  const auto nodes = nodes_over(leaves);
  for (std::uint64_t size = 1; size <= most_flipped_size; ++size)
    for (std::uint64_t index = 0; index < size; ++index) {
      auto proof = proof::inclusion_proof(index, size, nodes).value();
      const auto holds = [&](const Hash& leaf, const Hash& root) {
        return proof::verify_inclusion(leaf, index, {size, root}, proof);
      };
      REQUIRE_FALSE(any_flip_holds(leaves[index],
                                   [&](const Hash& other) { return holds(other, roots[size]); }));
      REQUIRE_FALSE(any_flip_holds(roots[size],
                                   [&](const Hash& other) { return holds(leaves[index], other); }));
      for (auto& hash : proof) {
        const auto right = hash;
        REQUIRE_FALSE(any_flip_holds(right, [&](const Hash& other) {
          hash = other;
          return holds(leaves[index], roots[size]);
        }));
        hash = right;
      }
    }
}

TEST_CASE("every consistency proof verifies, and between no other sizes or roots") {
  const auto leaves = some_leaves(most_leaves);
  const auto roots = roots_of(leaves);
  const auto nodes = nodes_over(leaves);
  for (std::uint64_t to = 0; to <= most_leaves; ++to)
    for (std::uint64_t from = 0; from <= to; ++from) {
      const auto proof = proof::consistency_proof(from, to, nodes).value();
      const auto holds = [&](std::uint64_t old_size, std::uint64_t new_size,
                             const std::vector<Hash>& path) {
        return proof::verify_consistency({old_size, roots[from]}, {new_size, roots[to]}, path);
      };
      INFO(from << " to " << to);
      REQUIRE(holds(from, to, proof));
      auto longer = proof;
      longer.emplace_back();
      REQUIRE_FALSE(holds(from, to, longer));
      if (!proof.empty()) {
        auto shorter = proof;
        shorter.pop_back();
        REQUIRE_FALSE(holds(from, to, shorter));
      }
      if (from != to) {
        REQUIRE_FALSE(holds(to, from, proof));
        REQUIRE_FALSE(holds(from, from, proof));
        REQUIRE_FALSE(holds(to, to, proof));
      }
      if (from > 1) REQUIRE_FALSE(holds(from - 1, to, proof));
    }
}

TEST_CASE("no bit of a consistency proof can be changed") {
  const auto leaves = some_leaves(most_flipped_size);
  const auto roots = roots_of(leaves);
  const auto nodes = nodes_over(leaves);
  for (std::uint64_t to = 1; to <= most_flipped_size; ++to)
    for (std::uint64_t from = 1; from <= to; ++from) {
      auto proof = proof::consistency_proof(from, to, nodes).value();
      const auto holds = [&](const Hash& older, const Hash& newer) {
        return proof::verify_consistency({from, older}, {to, newer}, proof);
      };
      REQUIRE_FALSE(
          any_flip_holds(roots[from], [&](const Hash& other) { return holds(other, roots[to]); }));
      REQUIRE_FALSE(
          any_flip_holds(roots[to], [&](const Hash& other) { return holds(roots[from], other); }));
      for (auto& hash : proof) {
        const auto right = hash;
        REQUIRE_FALSE(any_flip_holds(right, [&](const Hash& other) {
          hash = other;
          return holds(roots[from], roots[to]);
        }));
        hash = right;
      }
    }
}

TEST_CASE("proofs of large trees verify, out of tiles") {
  const auto leaves = some_leaves(2'000);
  const auto nodes = nodes_over(leaves);
  REQUIRE(rc::check([&] {
    const auto size = *rc::gen::inRange<std::uint64_t>(1, 2'001);
    const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
    const auto root = [&](std::uint64_t n) { return plain_root(std::span(leaves).first(n)); };
    RC_ASSERT(proof::verify_inclusion(leaves[index], index, {size, root(size)},
                                      proof::inclusion_proof(index, size, nodes).value()));
    RC_ASSERT(proof::verify_consistency({index, root(index)}, {size, root(size)},
                                        proof::consistency_proof(index, size, nodes).value()));
  }));
}
