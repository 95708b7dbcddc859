// The Merkle tree of the log: RFC 6962 section 2.1 (RFC 9162 section 2.1 says the same).
//
// The commitment of a log leaf (proof/leaf.hpp) is SHA-256(0x00 || salt || event): it IS the RFC's
// hash of a leaf, whose entry is the salt followed by the event. So a commitment goes into the tree
// as it stands, and is not hashed again.
#pragma once

#include "core/result.hpp"
#include "proof/hash.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace badgewatch::proof {

// SHA-256(0x00 || entry).
Hash leaf_hash(ByteView entry);
// SHA-256(0x01 || left || right).
Hash node_hash(const Hash& left, const Hash& right);
// SHA-256 of nothing.
Hash empty_root();

// The root of each perfect subtree that a tree of `size` leaves falls into: what has to be kept to
// go on. Not synchronised.
class Frontier {
public:
  Frontier() = default;
  // `peaks` largest first. Nothing when their number is not the one that `size` wants.
  static std::optional<Frontier> of(std::uint64_t size, std::vector<Hash> peaks);

  // One leaf. Cost: at most log2(size) hashes, two on average.
  void append(const Hash& leaf) { append_subtree(0, leaf); }
  // 2^level leaves at once; size() is a multiple of that, else std::logic_error.
  void append_subtree(unsigned level, const Hash& root);

  std::uint64_t size() const { return size_; }
  // Cost: at most log2(size) hashes.
  Hash root() const;
  const std::vector<Hash>& peaks() const { return peaks_; }

private:
  std::uint64_t size_ = 0;
  std::vector<Hash> peaks_;
};

// The root of the perfect subtree over the leaves from index * 2^level to before
// (index + 1) * 2^level.
struct NodeAt {
  unsigned level = 0;
  std::uint64_t index = 0;
  friend bool operator==(const NodeAt&, const NodeAt&) = default;
};

// Asked for nodes that lie whole inside the tree alone. An error ends what asks.
using NodeReader = std::function<core::Result<Hash>(NodeAt)>;

// The root of the first `size` leaves. Reads at most log2(size) nodes.
core::Result<Hash> root_of(std::uint64_t size, const NodeReader& nodes);

// RFC 6962 section 2.1.1. Wants index < size.
core::Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                const NodeReader& nodes);
// RFC 6962 section 2.1.2. Wants from <= to. Empty for from = 0 and for from = to.
core::Result<std::vector<Hash>> consistency_proof(std::uint64_t from, std::uint64_t to,
                                                  const NodeReader& nodes);

struct TreeHead {
  std::uint64_t size = 0;
  Hash root{};
  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

// RFC 9162 section 2.1.3.2: `leaf` (a leaf's hash) is the one with this index in the tree.
bool verify_inclusion(const Hash& leaf, std::uint64_t index, const TreeHead& tree,
                      const std::vector<Hash>& proof);
// RFC 9162 section 2.1.4.2: `older` is the beginning of `newer`.
bool verify_consistency(const TreeHead& older, const TreeHead& newer,
                        const std::vector<Hash>& proof);

}  // namespace badgewatch::proof
