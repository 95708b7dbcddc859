// The tree against the published vectors of Certificate Transparency's eight leaves.
#include "proof/merkle.hpp"

#include "core/bytes.hpp"
#include "proof/tile.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

const std::vector<std::string> entries = {"",
                                          "00",
                                          "10",
                                          "2021",
                                          "3031",
                                          "40414243",
                                          "5051525354555657",
                                          "606162636465666768696a6b6c6d6e6f"};

const std::vector<std::string> roots = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<proof::Hash> leaves() {
  std::vector<proof::Hash> hashes;
  for (const auto& entry : entries)
    hashes.push_back(proof::leaf_hash(core::from_hex(entry).value()));
  return hashes;
}

proof::NodeReader nodes_over(const std::vector<proof::Hash>& leaves) {
  return [&leaves](proof::NodeAt at) -> core::Result<proof::Hash> {
    const auto first = at.index << at.level;
    return proof::fold_tile(leaves, first, std::size_t{1} << at.level);
  };
}

std::vector<std::string> hex_of(const core::Result<std::vector<proof::Hash>>& hashes) {
  std::vector<std::string> texts;
  for (const auto& hash : hashes.value())
    texts.push_back(core::hex(hash));
  return texts;
}

}  // namespace

TEST_CASE("the roots of the eight classic leaves") {
  const auto hashes = leaves();
  proof::Frontier frontier;
  proof::TileEdge edge;
  std::vector<proof::TileEdge::FullTile> full;
  for (std::size_t n = 0; n < roots.size(); ++n) {
    CHECK(core::hex(frontier.root()) == roots[n]);
    CHECK(core::hex(edge.root()) == roots[n]);
    CHECK(core::hex(proof::root_of(n, nodes_over(hashes)).value()) == roots[n]);
    if (n == hashes.size()) break;
    frontier.append(hashes[n]);
    edge.append(hashes[n], full);
  }
  CHECK(full.empty());
}

TEST_CASE("the published inclusion proofs") {
  const auto hashes = leaves();
  const auto path = [&](std::uint64_t index, std::uint64_t size) {
    return hex_of(proof::inclusion_proof(index, size, nodes_over(hashes)));
  };
  CHECK(path(0, 1).empty());
  CHECK(path(0, 8) == std::vector<std::string>{
                          "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"});
  CHECK(path(5, 8) == std::vector<std::string>{
                          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"});
  CHECK(path(2, 3) == std::vector<std::string>{
                          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"});
}

TEST_CASE("the published consistency proofs") {
  const auto hashes = leaves();
  const auto path = [&](std::uint64_t from, std::uint64_t to) {
    return hex_of(proof::consistency_proof(from, to, nodes_over(hashes)));
  };
  CHECK(path(1, 1).empty());
  CHECK(path(1, 8) == std::vector<std::string>{
                          "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"});
  CHECK(path(6, 8) == std::vector<std::string>{
                          "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"});
  CHECK(path(2, 5) == std::vector<std::string>{
                          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"});
}

TEST_CASE("a frontier is refused with another number of peaks") {
  CHECK(proof::Frontier::of(5, {{}, {}}).has_value());
  CHECK_FALSE(proof::Frontier::of(5, {{}}).has_value());
  proof::Frontier odd;
  odd.append({});
  CHECK_THROWS(odd.append_subtree(1, {}));
}

TEST_CASE("paths of tiles are C2SP's, and of each tile there is one") {
  const auto path = [](unsigned level, std::uint64_t index, unsigned width) {
    return proof::tile_path({.at = {.level = level, .index = index}, .width = width});
  };
  CHECK(path(0, 0, 256) == "0/000");
  CHECK(path(0, 1'234'067, 256) == "0/x001/x234/067");
  CHECK(path(1, 5, 17) == "1/005.p/17");
  CHECK(path(2, 1'000, 1) == "2/x001/000.p/1");
  for (const auto* good : {"0/000", "7/x001/x234/067", "1/005.p/17", "2/x001/000.p/255"}) {
    const auto parsed = proof::parse_tile_path(good);
    REQUIRE(parsed.has_value());
    CHECK(proof::tile_path(*parsed) == good);
  }
  for (const auto* bad : {"",
                          "0",
                          "0/",
                          "8/000",
                          "00/000",
                          "-1/000",
                          "0/0",
                          "0/0000",
                          "0/x000/000",
                          "0/x001",
                          "0/001/",
                          "0/001/002",
                          "0/x001/x000",
                          "0/001.p",
                          "0/001.p/",
                          "0/001.p/0",
                          "0/001.p/256",
                          "0/001.p/05",
                          "0/x001.p/5/000",
                          "0/001.p/5/",
                          "0/a01",
                          "0/ 01",
                          "0/+01",
                          "x/000",
                          "0/x1/000",
                          "0/001.P/5",
                          "0/x001/x001/x001/x001/x001/x001/001"})
    CHECK_FALSE(proof::parse_tile_path(bad).has_value());
}

TEST_CASE("how wide a tile is in a tree") {
  CHECK(proof::tile_width_in({0, 0}, 0) == 0);
  CHECK(proof::tile_width_in({0, 0}, 255) == 255);
  CHECK(proof::tile_width_in({0, 0}, 256) == 256);
  CHECK(proof::tile_width_in({0, 1}, 256) == 0);
  CHECK(proof::tile_width_in({1, 0}, 256) == 1);
  CHECK(proof::tile_width_in({1, 0}, 65'536) == 256);
  CHECK(proof::tile_width_in({2, 0}, 65'536 + 255) == 1);
}
