#include "send/https_sender.hpp"

#include "../client/canned_server.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace std::chrono_literals;
using client::CannedServer;

namespace {

constexpr ports::OutgoingLimits limits{2s, 1024};

std::string answer(const std::string& status, const std::string& body,
                   const std::string& more = {}) {
  return "HTTP/1.1 " + status + "\r\nContent-Type: Application/JSON; charset=utf-8\r\n" + more +
         "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

core::Result<ports::OutgoingReply> asked(const std::string& url, bool plain = true) {
  return send::HttpsSender({.plain_to_loopback = plain}).send({.url = url}, limits);
}

}  // namespace

TEST_CASE("a GET gives status, media type and body") {
  CannedServer server(answer("200 OK", "{}"));
  const auto reply = asked(server.url() + "/x?y=1");
  REQUIRE(reply.has_value());
  CHECK(reply->status == 200);
  CHECK(reply->media_type == "application/json");
  CHECK(reply->body == "{}");
  CHECK(server.request().starts_with("GET /x?y=1 HTTP/1.1\r\n"));
  CHECK(server.request().find("Authorization") == std::string::npos);
}

TEST_CASE("a POST carries its fields and its body") {
  CannedServer server(answer("400 Bad Request", "{\"error\":\"x\"}"));
  const auto reply = send::HttpsSender({.plain_to_loopback = true})
                         .send({.method = "POST",
                                .url = server.url() + "/token",
                                .headers = {{"Authorization", core::Secret("Basic eA==")}},
                                .body = core::Secret("a=b")},
                               limits);
  REQUIRE(reply.has_value());
  CHECK(reply->status == 400);
  CHECK(server.request().find("Authorization: Basic eA==\r\n") != std::string::npos);
  CHECK(server.request().ends_with("\r\n\r\na=b"));
}

TEST_CASE("a redirect is an answer and is not followed") {
  CannedServer server(answer("302 Found", "", "Location: http://127.0.0.1:1/\r\n"));
  CHECK(asked(server.url()).value().status == 302);
}

TEST_CASE("an answer over the bound, one that breaks off and nobody there are unavailable") {
  CannedServer longer(answer("200 OK", std::string(1025, 'x')));
  const auto too_long = asked(longer.url());
  REQUIRE(too_long.has_error());
  CHECK(too_long.error().code() == core::Errc::unavailable);
  CHECK(too_long.error().detail() == "The answer is too long.");
  CannedServer exact(answer("200 OK", std::string(1024, 'x')));
  CHECK(asked(exact.url()).value().body.size() == 1024);
  CannedServer half("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  CHECK(asked(half.url()).error().code() == core::Errc::unavailable);
  CHECK(asked("http://127.0.0.1:1/").error().detail() == "Nothing answers there.");
}

TEST_CASE("who does not answer is not waited for longer than the bound") {
  // The server waits for a body that never comes.
  CannedServer silent("");
  const auto reply =
      send::HttpsSender({.plain_to_loopback = true})
          .send({.url = silent.url(), .headers = {{"Content-Length", core::Secret("5")}}},
                {200ms, 1024});
  REQUIRE(reply.has_error());
  CHECK(reply.error().detail() == "No whole answer came in time.");
}

TEST_CASE("a server that speaks no TLS is not asked in the clear") {
  CannedServer plain(answer("200 OK", "{}"), /*at_once=*/true);
  const auto reply = asked("https" + plain.url().substr(4));
  REQUIRE(reply.has_error());
  CHECK(reply.error().code() == core::Errc::unavailable);
}

TEST_CASE("plain HTTP goes to this machine alone, and there only where the settings allow it") {
  const send::HttpsOptions demo{.plain_to_loopback = true};
  for (const char* url : {"https://idp.example", "https://idp.example:8443/a/b?c=d"}) {
    CHECK(send::may_be_asked(url, {}));
    CHECK(send::may_be_asked(url, demo));
  }
  for (const char* url : {"http://127.0.0.1:3000/x", "http://[::1]/", "http://localhost:1"}) {
    CHECK_FALSE(send::may_be_asked(url, {}));
    CHECK(send::may_be_asked(url, demo));
  }
  for (const char* url :
       {"http://idp.example", "http://127.0.0.1.example/", "http://127.0.0.1@evil.example/",
        "http://localhost.example", "https://user@idp.example", "https://u:p@idp.example",
        "ftp://idp.example", "file:///etc/passwd", "gopher://127.0.0.1", "https://", "idp.example",
        "", "https://idp.example/a b", "https://idp.example/\r\nX: y", "https://idp.example/#x",
        "https://idp.example\\@evil.example", "HTTP://127.0.0.1"}) {
    INFO(url);
    CHECK_FALSE(send::may_be_asked(url, demo));
  }
  CHECK(asked("http://idp.example").error().code() == core::Errc::invalid);
  CHECK(asked("http://127.0.0.1:1/", /*plain=*/false).error().code() == core::Errc::invalid);
}

TEST_CASE("a line break in a field is no field more") {
  send::HttpsSender sender({.plain_to_loopback = true});
  const auto reply = sender.send(
      {.url = "http://127.0.0.1:1/", .headers = {{"X", core::Secret("a\r\nY: b")}}}, limits);
  REQUIRE(reply.has_error());
  CHECK(reply.error().code() == core::Errc::invalid);
}

TEST_CASE("Retry-After is read in seconds, and as a date") {
  CannedServer busy(answer("429 Too Many Requests", "", "Retry-After: 120\r\n"));
  CHECK(asked(busy.url()).value().retry_after == 120s);
  CannedServer dated(
      answer("503 Service Unavailable", "", "Retry-After: Fri, 31 Dec 2100 23:59:59 GMT\r\n"));
  CHECK(asked(dated.url()).value().retry_after > 1h);
  CannedServer without(answer("503 Service Unavailable", ""));
  CHECK_FALSE(asked(without.url()).value().retry_after);
}
