#include "proof/tile.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace badgewatch::proof {
namespace {

constexpr std::uint64_t group = 1'000;
constexpr std::size_t group_digits = 3;
constexpr std::size_t most_groups = 6;  // 10^18 tiles

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Decimal without leading zeros, at most `most`.
std::optional<unsigned> small_number(std::string_view text, unsigned most) {
  if (!is_digits(text) || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return {};
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  if (value > most) return {};
  return value;
}

std::string three_digits(std::uint64_t number) {
  const auto digits = std::to_string(number);
  return std::string(group_digits - digits.size(), '0') + digits;
}

std::string_view take_segment(std::string_view& rest) {
  const auto slash = rest.find('/');
  const auto segment = rest.substr(0, slash);
  rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
  return segment;
}

}  // namespace

std::string tile_path(const TileRequest& tile) {
  auto index = tile.at.index;
  std::string number = three_digits(index % group);
  while ((index /= group) != 0)
    number = "x" + three_digits(index % group) + "/" + number;
  std::string path = std::to_string(tile.at.level) + "/" + number;
  if (tile.width < tile_width) path += ".p/" + std::to_string(tile.width);
  return path;
}

std::optional<TileRequest> parse_tile_path(std::string_view path) {
  TileRequest tile;
  std::string_view rest = path;
  const auto level = small_number(take_segment(rest), most_tile_level);
  if (!level) return {};
  tile.at.level = *level;
  for (std::size_t groups = 0;; ++groups) {
    if (groups == most_groups) return {};
    auto segment = take_segment(rest);
    const bool goes_on = segment.starts_with('x');
    if (goes_on) segment.remove_prefix(1);
    const bool is_partial = segment.ends_with(".p");
    if (is_partial) segment.remove_suffix(2);
    if (segment.size() != group_digits || !is_digits(segment)) return {};
    unsigned value = 0;
    std::from_chars(segment.data(), segment.data() + segment.size(), value);
    tile.at.index = tile.at.index * group + value;
    if (is_partial) {
      const auto width = small_number(rest, tile_width - 1);
      if (goes_on || !width || *width == 0) return {};
      tile.width = *width;
    }
    if (!goes_on) break;
  }
  // Leading groups of zeros, and whatever stands behind the number, write another text.
  if (tile_path(tile) != path) return {};
  return tile;
}

unsigned tile_width_in(const TileAt& tile, std::uint64_t size) {
  const auto subtrees = size >> (tile_height * tile.level);
  const auto full = subtrees / tile_width;
  if (tile.index < full) return tile_width;
  return tile.index == full ? static_cast<unsigned>(subtrees % tile_width) : 0;
}

Hash fold_tile(const std::vector<Hash>& hashes, std::size_t first, std::size_t count) {
  if (count == 0 || first + count > hashes.size())
    throw std::logic_error("a node outside of its tile");
  std::array<Hash, tile_width> level{};
  std::copy_n(hashes.begin() + static_cast<std::ptrdiff_t>(first), count, level.begin());
  for (auto width = count; width > 1; width /= 2)
    for (std::size_t i = 0; i < width / 2; ++i)
      level[i] = node_hash(level[2 * i], level[2 * i + 1]);
  return level[0];
}

core::Bytes tile_bytes(const std::vector<Hash>& hashes) {
  core::Bytes bytes;
  bytes.reserve(hashes.size() * std::tuple_size_v<Hash>);
  for (const auto& hash : hashes)
    bytes.insert(bytes.end(), hash.begin(), hash.end());
  return bytes;
}

std::optional<std::vector<Hash>> read_tile_bytes(ByteView bytes) {
  constexpr auto each = std::tuple_size_v<Hash>;
  if (bytes.size() % each != 0) return {};
  std::vector<Hash> hashes(bytes.size() / each);
  for (std::size_t i = 0; i < hashes.size(); ++i)
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * each), each, hashes[i].begin());
  return hashes;
}

core::Result<Hash> TileNodes::node(NodeAt at) {
  const auto within = at.level % tile_height;
  const auto first = at.index << within;
  const TileAt tile{.level = at.level / tile_height, .index = first / tile_width};
  auto known = known_.find(tile);
  if (known == known_.end()) {
    const auto width = tile_width_in(tile, size_);
    auto hashes = read_({.at = tile, .width = width});
    if (!hashes) return hashes.error();
    known = known_.emplace(tile, std::move(*hashes)).first;
  }
  const auto offset = static_cast<std::size_t>(first % tile_width);
  const auto count = std::size_t{1} << within;
  if (offset + count > known->second.size())
    return core::Error(core::Errc::internal, "A tile of the log is shorter than its tree.");
  return fold_tile(known->second, offset, count);
}

std::optional<TileEdge> TileEdge::of(std::uint64_t size, std::vector<std::vector<Hash>> partial) {
  while (!partial.empty() && partial.back().empty())
    partial.pop_back();
  for (unsigned level = 0; level <= most_tile_level; ++level) {
    const auto wanted = (size >> (tile_height * level)) % tile_width;
    const auto width = level < partial.size() ? partial[level].size() : 0;
    if (width != wanted) return {};
  }
  TileEdge edge;
  edge.size_ = size;
  edge.partial_ = std::move(partial);
  return edge;
}

void TileEdge::append(const Hash& leaf, std::vector<FullTile>& full) {
  ++size_;
  Hash hash = leaf;
  for (unsigned level = 0;; ++level) {
    if (level == partial_.size()) partial_.emplace_back();
    auto& tile = partial_[level];
    tile.push_back(hash);
    if (tile.size() < tile_width) return;
    hash = fold_tile(tile, 0, tile_width);
    const auto index = (size_ >> (tile_height * (level + 1))) - 1;
    full.push_back({.at = {.level = level, .index = index}, .hashes = std::move(tile)});
    tile.clear();
  }
}

Hash TileEdge::root() const {
  Frontier frontier;
  // From the largest subtrees to the smallest: each level's begin where the one above it ends.
  for (auto level = partial_.size(); level-- > 0;)
    for (const auto& hash : partial_[level])
      frontier.append_subtree(static_cast<unsigned>(level) * tile_height, hash);
  return frontier.root();
}

}  // namespace badgewatch::proof
