#include "http/router.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using badgewatch::core::Errc;
using badgewatch::http::NoRoute;
using badgewatch::http::PathPattern;
using badgewatch::http::Router;

namespace {

using Routes = Router<int>;

const Routes& routes() {
  static const Routes all({{"PUT", "/v1/licences/{licence_number}", 1},
                           {"GET", "/v1/licences/{licence_number}", 2},
                           {"POST", "/v1/licences/batch", 3},
                           {"POST", "/v1/checks/{id}/hits/{hit_id}/adjudication", 4},
                           {"GET", "/livez", 5}});
  return all;
}

int found(std::string_view method, std::string_view path) {
  const auto result = routes().find(method, path);
  const auto* match = std::get_if<Routes::Match>(&result);
  return match == nullptr ? 0 : match->route->action;
}

NoRoute refused(std::string_view method, std::string_view path) {
  return std::get<NoRoute>(routes().find(method, path));
}

}  // namespace

TEST_CASE("A route is found by method and path") {
  CHECK(found("PUT", "/v1/licences/PHD%2012") == 1);
  CHECK(found("GET", "/v1/licences/PHD%2012") == 2);
  CHECK(found("GET", "/livez") == 5);
  CHECK(found("HEAD", "/livez") == 5);
  CHECK(found("POST", "/v1/checks/c/hits/h/adjudication") == 4);
}

TEST_CASE("A path that is nearly a route is none") {
  CHECK(found("GET", "/livez/") == 0);
  CHECK(found("GET", "/live") == 0);
  CHECK(found("GET", "/") == 0);
  CHECK(found("GET", "//livez") == 0);
  CHECK(found("GET", "/v1/licences") == 0);
  CHECK(found("GET", "/v1/licences/") == 0);
  CHECK(found("GET", "/v1/licences/a/b") == 0);
  CHECK(found("get", "/livez") == 0);
  CHECK(refused("GET", "/nowhere").allow.empty());
  CHECK(refused("GET", "/nowhere").error().code() == Errc::not_found);
}

TEST_CASE("A known path with another method says which are allowed") {
  const auto none = refused("DELETE", "/v1/licences/7");
  CHECK(none.error().code() == Errc::method_not_allowed);
  CHECK(none.allow_header() == "GET, HEAD, PUT");
}

TEST_CASE("A fixed segment wins over a name, whatever their order") {
  CHECK(found("POST", "/v1/licences/batch") == 3);
  CHECK(found("PUT", "/v1/licences/batch") == 0);
  CHECK(refused("PUT", "/v1/licences/batch").allow_header() == "POST");
  CHECK(found("PUT", "/v1/licences/batch2") == 1);
}

TEST_CASE("Parameters are the decoded segments: an encoded slash parts none") {
  const auto result = routes().find("POST", "/v1/checks/a%2Fb/hits/h%201/%61djudication");
  const auto& match = std::get<Routes::Match>(result);
  CHECK(match.parameters.at("id") == "a/b");
  CHECK(match.parameters.at("hit_id") == "h 1");
  CHECK_THROWS_AS(match.parameters.at("name"), std::out_of_range);
  CHECK(found("POST", "/v1%2Flicences/batch") == 0);
  CHECK(found("PUT", "/v1/licences/%252F") == 1);
}

TEST_CASE("A bad pattern is a bug and is thrown at the start") {
  CHECK_THROWS_AS(PathPattern("v1"), std::invalid_argument);
  CHECK_THROWS_AS(PathPattern("/v1/{id"), std::invalid_argument);
  CHECK_THROWS_AS(PathPattern("/v1/{}"), std::invalid_argument);
}
