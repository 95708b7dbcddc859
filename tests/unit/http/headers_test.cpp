// What is read from single header fields: tags, keys, media types.
#include "http/conditional.hpp"
#include "http/idempotency.hpp"
#include "http/media_type.hpp"

#include <catch2/catch.hpp>

using badgewatch::core::Errc;
using badgewatch::http::asks_for;
using badgewatch::http::header;
using badgewatch::http::Headers;
using badgewatch::http::media_type;
using badgewatch::http::read_idempotency_key;
using badgewatch::http::read_if_match;
using badgewatch::http::row_format;
using badgewatch::http::RowFormat;
using badgewatch::http::strong_etag;

namespace {

bool match_allows(std::string value, std::string_view etag) {
  return read_if_match({{"If-Match", std::move(value)}}).value().value().allows(etag);
}

bool match_refused(std::string value) {
  const auto read = read_if_match({{"If-Match", std::move(value)}});
  return read.has_error() && read.error().code() == Errc::malformed;
}

std::string key(std::string value) {
  const auto read = read_idempotency_key({{"Idempotency-Key", std::move(value)}});
  return read.has_value() ? read->value() : "refused";
}

}  // namespace

TEST_CASE("A header is found in any case, the first of several") {
  const Headers headers = {{"X-One", "1"}, {"x-two", "2"}, {"X-Two", "3"}};
  CHECK(header(headers, "x-one") == "1");
  CHECK(header(headers, "X-TWO") == "2");
  CHECK(header(headers, "x-three").empty());
}

TEST_CASE("If-Match compares strongly") {
  CHECK(strong_etag(7) == "\"7\"");
  CHECK(match_allows("\"7\"", strong_etag(7)));
  CHECK_FALSE(match_allows("\"8\"", strong_etag(7)));
  CHECK(match_allows("\"6\" , \"7\"", strong_etag(7)));
  CHECK_FALSE(match_allows("W/\"7\"", strong_etag(7)));
  CHECK(match_allows("*", strong_etag(7)));
  CHECK_FALSE(match_allows("*", ""));
  CHECK(read_if_match({}).value() == std::nullopt);
}

TEST_CASE("An If-Match that is no list of tags is refused") {
  CHECK(match_refused("7"));
  CHECK(match_refused(""));
  CHECK(match_refused("\"7"));
  CHECK(match_refused("\"7\" \"8\""));
  CHECK(match_refused("\"7\","));
  CHECK(match_refused("\"a b\""));
  CHECK(match_refused("w/\"7\""));
}

TEST_CASE("An Idempotency-Key is the same bare and quoted") {
  CHECK(key("abc-1") == "abc-1");
  CHECK(key("\"abc-1\"") == "abc-1");
  CHECK(key("\"a\\\"b\\\\\"") == "a\"b\\");
  CHECK(key("\"a b\"") == "a b");
  CHECK(read_idempotency_key({}).value() == std::nullopt);
}

TEST_CASE("An Idempotency-Key that is none is refused") {
  CHECK(key("") == "refused");
  CHECK(key("\"\"") == "refused");
  CHECK(key("a b") == "refused");
  CHECK(key("\"abc") == "refused");
  CHECK(key("\"a\"b\"") == "refused");
  CHECK(key("\"a\\n\"") == "refused");
  CHECK(key("\xC3\xA9") == "refused");
  CHECK(key(std::string(255, 'k')) == std::string(255, 'k'));
  CHECK(key(std::string(256, 'k')) == "refused");
}

TEST_CASE("A media type is read without its parameters") {
  CHECK(media_type({{"Content-Type", "Text/CSV; charset=utf-8"}}) == "text/csv");
  CHECK(media_type({}).empty());
  CHECK(row_format({{"content-type", "application/x-ndjson"}}) == RowFormat::ndjson);
  CHECK(row_format({{"content-type", "text/csv ; header=present"}}) == RowFormat::csv);
  CHECK(row_format({{"content-type", "application/json"}}) == std::nullopt);
}

TEST_CASE("Accept asks for a type only by its name") {
  CHECK(asks_for({{"Accept", "text/html, text/event-stream;q=0.5"}}, "text/event-stream"));
  CHECK_FALSE(asks_for({{"Accept", "text/event-stream;q=0"}}, "text/event-stream"));
  CHECK_FALSE(asks_for({{"Accept", "text/event-stream; q=0.000"}}, "text/event-stream"));
  CHECK_FALSE(asks_for({{"Accept", "*/*"}}, "text/event-stream"));
  CHECK_FALSE(asks_for({}, "text/event-stream"));
}
