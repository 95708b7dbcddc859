// The tree cut into tiles of 256 hashes, as C2SP tlog-tiles has it: tile N of level L holds the
// roots of the perfect subtrees over 256^L leaves, from 256 * N on. Tiles on the right edge are
// partial.
#pragma once

#include "proof/merkle.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace badgewatch::proof {

inline constexpr unsigned tile_height = 8;
inline constexpr unsigned tile_width = 1U << tile_height;
inline constexpr unsigned most_tile_level = 7;  // enough for 2^63 leaves

struct TileAt {
  unsigned level = 0;
  std::uint64_t index = 0;
  friend auto operator<=>(const TileAt&, const TileAt&) = default;
};

struct TileRequest {
  TileAt at;
  unsigned width = tile_width;  // 1 to 256
  friend bool operator==(const TileRequest&, const TileRequest&) = default;
};

// "0/x001/067" and "1/000.p/5": what stands behind "tile/".
std::string tile_path(const TileRequest& tile);
// Strict: one text for one tile. Nothing for anything else, and for a level over most_tile_level.
std::optional<TileRequest> parse_tile_path(std::string_view path);

// How many hashes that tile has in a tree of `size` leaves: 0 to 256.
unsigned tile_width_in(const TileAt& tile, std::uint64_t size);

// The root over a tile's hashes [first, first + count); count is a power of two.
Hash fold_tile(const std::vector<Hash>& hashes, std::size_t first, std::size_t count);

// Hashes as they stand in a tile, 32 bytes each.
core::Bytes tile_bytes(const std::vector<Hash>& hashes);
// Nothing when the length is no multiple of 32.
std::optional<std::vector<Hash>> read_tile_bytes(ByteView bytes);

// At least the first `width` hashes of a tile.
using TileReader = std::function<core::Result<std::vector<Hash>>(const TileRequest&)>;

// Nodes out of tiles, each tile read once. Used by one thread.
class TileNodes {
public:
  // Of a tree of `size` leaves.
  TileNodes(std::uint64_t size, TileReader read) : size_(size), read_(std::move(read)) {}
  core::Result<Hash> node(NodeAt at);
  NodeReader reader() {
    return [this](NodeAt at) { return node(at); };
  }

private:
  std::uint64_t size_;
  TileReader read_;
  std::map<TileAt, std::vector<Hash>> known_;
};

// The tree's right edge: the partial tile of each level, and so the root. Leaves are appended to
// it, and the tiles that this fills come out. Not synchronised.
class TileEdge {
public:
  struct FullTile {
    TileAt at;
    std::vector<Hash> hashes;  // 256
  };

  TileEdge() = default;
  // `partial[L]` is level L's. Nothing when their widths are not those of `size`.
  static std::optional<TileEdge> of(std::uint64_t size, std::vector<std::vector<Hash>> partial);

  void append(const Hash& leaf, std::vector<FullTile>& full);
  std::uint64_t size() const { return size_; }
  // Cost: some hundred hashes.
  Hash root() const;
  const std::vector<std::vector<Hash>>& partial() const { return partial_; }

private:
  std::uint64_t size_ = 0;
  std::vector<std::vector<Hash>> partial_;
};

}  // namespace badgewatch::proof
