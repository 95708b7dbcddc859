#include "domain/entry_life.hpp"
#include "web/messages.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace badgewatch;

TEST_CASE("Each change of an entry has its words, as a step of a history and as what may be done") {
  for (const auto change : domain::entry_changes) {
    const auto name = domain::name_of(change);
    INFO(name);
    std::string plain(name);
    std::replace(plain.begin(), plain.end(), '_', ' ');
    CHECK(web::say_of("change.", name) != plain);
    CHECK(web::say_of("move.", name) != plain);
  }
}
