#include "access/api_key.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace badgewatch;

TEST_CASE("A new key is of its form and unlike every other") {
  core::SystemRandomness randomness;
  std::set<std::string> keys;
  for (int i = 0; i < 200; ++i) {
    const auto key = access::new_api_key(randomness);
    CHECK(access::is_api_key(key.reveal()));
    keys.emplace(key.reveal());
  }
  CHECK(keys.size() == 200);
}

TEST_CASE("Every mistyped character is noticed") {
  core::SeededRandomness randomness(3);
  const std::string key(access::new_api_key(randomness).reveal());
  for (std::size_t i = 0; i < key.size(); ++i) {
    auto wrong = key;
    wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
    INFO(i);
    CHECK_FALSE(access::is_api_key(wrong));
  }
  CHECK_FALSE(access::is_api_key(key.substr(1)));
  CHECK_FALSE(access::is_api_key(key + "A"));
  CHECK_FALSE(access::is_api_key(""));
}

TEST_CASE("The prefix tells keys apart and gives away little") {
  core::SeededRandomness randomness(3);
  const std::string key(access::new_api_key(randomness).reveal());
  const auto prefix = access::prefix_of(key);
  CHECK(key.starts_with(prefix));
  CHECK(prefix.size() == 9);
  CHECK(access::hash_of(key) != access::hash_of(prefix));
}
