#include "proof/floor.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

proof::Position at(std::uint8_t epoch, std::int64_t seq) {
  proof::Position position;
  position.epoch.bytes[0] = epoch;
  position.seq = seq;
  return position;
}

}  // namespace

TEST_CASE("the floor is the highest that was told, in each epoch by itself") {
  proof::Floor floor;
  CHECK(floor.seq_in(at(1, 0).epoch) == 0);
  floor.raise(at(1, 7));
  floor.raise(at(1, 5));  // told by another thread, later
  CHECK(floor.seq_in(at(1, 0).epoch) == 7);
  CHECK(floor.seq_in(at(2, 0).epoch) == 0);
  floor.raise(at(2, 3));
  CHECK(floor.seq_in(at(2, 0).epoch) == 3);
  CHECK(floor.seq_in(at(1, 0).epoch) == 7);
}
