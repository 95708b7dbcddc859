#include "web/places.hpp"

#include <catch2/catch.hpp>

using badgewatch::web::place_of;

TEST_CASE("What has a page of its own is led to, and nothing else") {
  CHECK(place_of("concern", "7") == "/concerns/7");
  CHECK(place_of("disclosure_request", "7") == "/requests/7");
  CHECK(place_of("rectification_request", "7") == "/corrections/7");
  CHECK(place_of("alert", "7") == "/alerts/7");
  CHECK(place_of("check", "7") == "/checks/7");
  CHECK(place_of("check", "").empty());
  CHECK(place_of("hold", "7").empty());
}
