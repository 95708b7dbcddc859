#include "net/response_writer.hpp"

#include <catch2/catch.hpp>

using badgewatch::http::Response;
using badgewatch::net::as_chunk;
using badgewatch::net::BodyFraming;
using badgewatch::net::HeadOptions;
using badgewatch::net::response_head;

namespace {

bool has(const std::string& head, std::string_view line) {
  return head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
}

}  // namespace

TEST_CASE("A head is a status line, fields and an empty line") {
  const Response response{201, {{"etag", "\"1\""}}, "hello", false};
  const auto head = response_head(response, {});
  CHECK(head.starts_with("HTTP/1.1 201 Created\r\netag: \"1\"\r\n"));
  CHECK(head.ends_with("\r\n\r\n"));
  CHECK(has(head, "content-length: 5"));
  CHECK(has(head, "x-content-type-options: nosniff"));
  CHECK(head.find("connection") == std::string::npos);
  CHECK(head.find("date") == std::string::npos);
}

TEST_CASE("Framing is the server's own") {
  const Response response{
      200, {{"Content-Length", "9"}, {"transfer-encoding", "x"}}, "hello", false};
  CHECK_FALSE(has(response_head(response, {}), "Content-Length: 9"));
  const auto chunked = response_head(response, {.framing = BodyFraming::chunked});
  CHECK(has(chunked, "transfer-encoding: chunked"));
  CHECK(chunked.find("ontent-Length") == std::string::npos);
  CHECK(chunked.find("content-length") == std::string::npos);
  const auto closing =
      response_head(response, {.framing = BodyFraming::close, .connection = "close"});
  CHECK(has(closing, "connection: close"));
  CHECK(closing.find("transfer") == std::string::npos);
}

TEST_CASE("A field that could end its line is left out") {
  const Response response{
      200, {{"x-a", "b\nc"}, {"x-b", "b\rc"}, {"x c", "d"}, {"x-e", "f\tg"}}, "", false};
  const auto head = response_head(response, {});
  CHECK(head.find("x-a") == std::string::npos);
  CHECK(head.find("x-b") == std::string::npos);
  CHECK(head.find("x c") == std::string::npos);
  CHECK(has(head, "x-e: f\tg"));
}

TEST_CASE("A browser may do nothing with an answer that does not say otherwise") {
  const auto plain = response_head({200, {}, "", false}, {});
  CHECK(has(plain,
            "content-security-policy: default-src 'none'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"));
  CHECK(plain.find("strict-transport-security") == std::string::npos);
  const auto page = response_head(
      {200, {{"content-security-policy", "default-src 'self'"}}, "", false}, {.https = true});
  CHECK(has(page, "content-security-policy: default-src 'self'"));
  CHECK(page.find("'none'") == std::string::npos);
  CHECK(has(page, "strict-transport-security: max-age=31536000; includeSubDomains"));
}

TEST_CASE("A chunk has its size in hex") {
  CHECK(as_chunk("hello") == "5\r\nhello\r\n");
  CHECK(as_chunk(std::string(26, 'x')) == "1a\r\n" + std::string(26, 'x') + "\r\n");
}
