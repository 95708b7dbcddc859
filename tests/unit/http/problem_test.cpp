#include "http/problem.hpp"

#include "core/json.hpp"
#include "http/percent.hpp"
#include "http/query.hpp"

#include <catch2/catch.hpp>

using badgewatch::core::Errc;
using badgewatch::core::Error;
using badgewatch::core::parse_json;
using badgewatch::http::header;
using badgewatch::http::parse_query;
using badgewatch::http::percent_decode;
using badgewatch::http::percent_encode;
using badgewatch::http::problem;

TEST_CASE("An error becomes a problem document with every wrong field") {
  const auto response = problem(Error(
      Errc::invalid, "Two fields are wrong.",
      {{"/subject/date_of_birth", "It lies in the future."}, {"/purpose", "It is missing."}}));
  CHECK(response.status == 422);
  CHECK(header(response.headers, "content-type") == "application/problem+json");
  const auto body = parse_json(response.body).value();
  CHECK(*body.find("type")->string() == "/problems/invalid");
  CHECK(*body.find("status")->integer() == 422);
  CHECK(*body.find("detail")->string() == "Two fields are wrong.");
  const auto& errors = *body.find("errors")->array();
  REQUIRE(errors.size() == 2);
  CHECK(*errors[0].find("pointer")->string() == "/subject/date_of_birth");
  CHECK(*errors[1].find("detail")->string() == "It is missing.");
}

TEST_CASE("What went wrong inside is not told") {
  const auto response = problem(Error(Errc::internal, "relation secrets", {{"/a", "relation"}}));
  CHECK(response.status == 500);
  CHECK(response.body.find("relation") == std::string::npos);
  CHECK(parse_json(response.body).value().find("errors") == nullptr);
}

TEST_CASE("Unproven freshness is a 503 of its own type that says when to come back") {
  const auto response = problem(Error(Errc::freshness_unproven, "The index is behind."));
  CHECK(response.status == 503);
  CHECK(*parse_json(response.body).value().find("type")->string() ==
        "/problems/freshness-unproven");
  CHECK_FALSE(header(response.headers, "retry-after").empty());
}

TEST_CASE("Statuses and their headers") {
  const auto status = [](Errc code) { return problem(Error(code, "x")).status; };
  CHECK(status(Errc::malformed) == 400);
  CHECK(status(Errc::unauthenticated) == 401);
  CHECK(status(Errc::forbidden) == 403);
  CHECK(status(Errc::not_found) == 404);
  CHECK(status(Errc::method_not_allowed) == 405);
  CHECK(status(Errc::unsupported_media_type) == 415);
  CHECK(status(Errc::conflict) == 409);
  CHECK(status(Errc::still_running) == 409);
  CHECK(status(Errc::precondition_failed) == 412);
  CHECK(status(Errc::too_large) == 413);
  CHECK(status(Errc::key_reused) == 422);
  CHECK(status(Errc::too_many_requests) == 429);
  CHECK(status(Errc::unavailable) == 503);
  const auto has = [](Errc code, std::string_view name) {
    return !header(problem(Error(code, "x")).headers, name).empty();
  };
  CHECK(has(Errc::unauthenticated, "www-authenticate"));
  CHECK(has(Errc::too_many_requests, "retry-after"));
  CHECK(has(Errc::unavailable, "retry-after"));
  CHECK(has(Errc::still_running, "retry-after"));
  CHECK_FALSE(has(Errc::conflict, "retry-after"));
}

TEST_CASE("A query gives its values decoded once") {
  const auto query = parse_query("after=a%2Bb+c&limit=", {"after", "limit", "kind"}).value();
  CHECK(query.find("after") == "a+b c");
  CHECK(query.find("limit") == "");
  CHECK(query.find("kind") == std::nullopt);
  CHECK(parse_query("after=%2541", {"after"}).value().find("after") == "%41");
  CHECK(parse_query("", {}).value().items().empty());
}

TEST_CASE("A query with unknown, double or broken items is malformed") {
  const auto refused = [](std::string_view text) {
    const auto query = parse_query(text, {"after"});
    return query.has_error() && query.error().code() == Errc::malformed;
  };
  CHECK(refused("before=1"));
  CHECK(refused("after=1&after=1"));
  CHECK(refused("after=1&%61fter=2"));
  CHECK(refused("after=%2"));
  CHECK(refused("after=%zz"));
  CHECK(refused("after=%0A"));
  CHECK(refused("after=%ff"));
}

TEST_CASE("Percent-encoding goes there and back") {
  CHECK(percent_encode("a b/\xC3\xA9~") == "a%20b%2F%C3%A9~");
  CHECK(percent_decode("a%20b%2F%c3%A9~") == "a b/\xC3\xA9~");
  CHECK(percent_decode("+") == "+");
  CHECK(percent_decode("%") == std::nullopt);
}
