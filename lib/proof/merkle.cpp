#include "proof/merkle.hpp"

#include <bit>
#include <stdexcept>

namespace badgewatch::proof {
namespace {

constexpr std::uint8_t leaf_prefix = 0x00;
constexpr std::uint8_t node_prefix = 0x01;

// The leaves from `begin` to before `end`. Every range here begins at a multiple of the smallest
// power of two that holds it, as the recursion of the RFC leaves it.
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  std::uint64_t size() const { return end - begin; }
  // Where the RFC splits it: the largest power of two below its size.
  std::uint64_t middle() const { return begin + std::bit_floor(size() - 1); }
};

core::Result<Hash> hash_of(const Range& range, const NodeReader& nodes) {
  if (std::has_single_bit(range.size())) {
    const auto level = static_cast<unsigned>(std::countr_zero(range.size()));
    return nodes({.level = level, .index = range.begin >> level});
  }
  const auto left = hash_of({range.begin, range.middle()}, nodes);
  if (!left) return left;
  const auto right = hash_of({range.middle(), range.end}, nodes);
  if (!right) return right;
  return node_hash(*left, *right);
}

// The hash of each range, in order.
core::Result<std::vector<Hash>> hashes_of(const std::vector<Range>& ranges,
                                          const NodeReader& nodes) {
  std::vector<Hash> hashes;
  hashes.reserve(ranges.size());
  for (const auto& range : ranges) {
    const auto hash = hash_of(range, nodes);
    if (!hash) return hash.error();
    hashes.push_back(*hash);
  }
  return hashes;
}

}  // namespace

Hash leaf_hash(ByteView entry) {
  return sha256({{&leaf_prefix, 1}, entry});
}

Hash node_hash(const Hash& left, const Hash& right) {
  return sha256({{&node_prefix, 1}, left, right});
}

Hash empty_root() {
  return sha256({});
}

std::optional<Frontier> Frontier::of(std::uint64_t size, std::vector<Hash> peaks) {
  if (peaks.size() != static_cast<std::size_t>(std::popcount(size))) return {};
  Frontier frontier;
  frontier.size_ = size;
  frontier.peaks_ = std::move(peaks);
  return frontier;
}

void Frontier::append_subtree(unsigned level, const Hash& root) {
  const auto leaves = std::uint64_t{1} << level;
  if (size_ % leaves != 0) throw std::logic_error("a subtree appended off its place");
  Hash whole = root;
  for (auto full = size_ >> level; (full & 1) != 0; full >>= 1) {
    whole = node_hash(peaks_.back(), whole);
    peaks_.pop_back();
  }
  peaks_.push_back(whole);
  size_ += leaves;
}

Hash Frontier::root() const {
  if (peaks_.empty()) return empty_root();
  Hash root = peaks_.back();
  for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak)
    root = node_hash(*peak, root);
  return root;
}

core::Result<Hash> root_of(std::uint64_t size, const NodeReader& nodes) {
  if (size == 0) return empty_root();
  return hash_of({0, size}, nodes);
}

core::Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                const NodeReader& nodes) {
  if (index >= size) throw std::logic_error("an inclusion proof for a leaf outside of the tree");
  std::vector<Range> siblings;  // from the root downwards
  for (Range at{0, size}; at.size() > 1;) {
    const auto middle = at.middle();
    const Range left{at.begin, middle};
    const Range right{middle, at.end};
    const bool goes_left = index < middle;
    siblings.push_back(goes_left ? right : left);
    at = goes_left ? left : right;
  }
  return hashes_of({siblings.rbegin(), siblings.rend()}, nodes);
}

core::Result<std::vector<Hash>> consistency_proof(std::uint64_t from, std::uint64_t to,
                                                  const NodeReader& nodes) {
  if (from > to) throw std::logic_error("a consistency proof from a larger tree to a smaller one");
  if (from == 0 || from == to) return std::vector<Hash>();
  std::vector<Range> parts;  // from the root downwards
  Range at{0, to};
  while (at.end != from) {
    const auto middle = at.middle();
    const Range left{at.begin, middle};
    const Range right{middle, at.end};
    const bool goes_left = from <= middle;
    parts.push_back(goes_left ? right : left);
    at = goes_left ? left : right;
  }
  // The older tree itself is known to whoever asks.
  if (at.begin != 0) parts.push_back(at);
  return hashes_of({parts.rbegin(), parts.rend()}, nodes);
}

bool verify_inclusion(const Hash& leaf, std::uint64_t index, const TreeHead& tree,
                      const std::vector<Hash>& proof) {
  if (index >= tree.size) return false;
  auto at = index;
  auto last = tree.size - 1;
  Hash root = leaf;
  for (const auto& sibling : proof) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      root = node_hash(sibling, root);
      while ((at & 1) == 0 && at != 0) {
        at >>= 1;
        last >>= 1;
      }
    } else {
      root = node_hash(root, sibling);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && root == tree.root;
}

bool verify_consistency(const TreeHead& older, const TreeHead& newer,
                        const std::vector<Hash>& proof) {
  if (older.size > newer.size) return false;
  if (older.size == newer.size) return proof.empty() && older.root == newer.root;
  if (older.size == 0) return proof.empty() && older.root == empty_root();
  std::vector<Hash> path = proof;
  // A perfect older tree is a node of the newer one, and left out of the proof.
  if (std::has_single_bit(older.size)) path.insert(path.begin(), older.root);
  if (path.empty()) return false;
  auto at = older.size - 1;
  auto last = newer.size - 1;
  while ((at & 1) != 0) {
    at >>= 1;
    last >>= 1;
  }
  Hash old_root = path.front();
  Hash new_root = path.front();
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      old_root = node_hash(path[i], old_root);
      new_root = node_hash(path[i], new_root);
      while ((at & 1) == 0 && at != 0) {
        at >>= 1;
        last >>= 1;
      }
    } else {
      new_root = node_hash(new_root, path[i]);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && old_root == older.root && new_root == newer.root;
}

}  // namespace badgewatch::proof
