#include "web/alert_kinds.hpp"

#include "domain/alert.hpp"
#include "web/messages.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace badgewatch;

TEST_CASE("Each kind of alert that pages offer is one, comes once, and has its words") {
  for (const auto kind : web::alert_kinds) {
    INFO(kind);
    CHECK(domain::alert_kind_named(kind).has_value());
    CHECK(std::count(web::alert_kinds.begin(), web::alert_kinds.end(), kind) == 1);
    std::string plain(kind);
    std::replace(plain.begin(), plain.end(), '_', ' ');
    CHECK(web::say_of("alert.", kind) != plain);
  }
}
