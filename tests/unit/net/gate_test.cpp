#include "net/gate.hpp"

#include <catch2/catch.hpp>

#include <string>

using badgewatch::core::Errc;
using badgewatch::http::header;
using badgewatch::net::check_head;
using badgewatch::net::Framing;
using badgewatch::net::GatedHead;
using badgewatch::net::GateRules;
using badgewatch::net::HeaderEnd;
using badgewatch::net::Refusal;

namespace {

GatedHead taken(std::string_view bytes) {
  return std::get<GatedHead>(check_head(bytes, GateRules{}));
}

// The reason, or "taken".
std::string reason(std::string_view bytes, const GateRules& rules = {}) {
  const auto checked = check_head(bytes, rules);
  const auto* refusal = std::get_if<Refusal>(&checked);
  return refusal == nullptr ? "taken" : std::string(refusal->reason);
}

}  // namespace

TEST_CASE("A head is read as it was sent") {
  const auto gated = taken(
      "POST /v1/licences/PHD%2012?after=%2B HTTP/1.1\r\nHost: a:80\r\nX-One:\t one two \r\n"
      "Content-Length: 12\r\n\r\n");
  CHECK(gated.head.method == "POST");
  CHECK(gated.head.path == "/v1/licences/PHD%2012");
  CHECK(gated.head.query == "after=%2B");
  REQUIRE(gated.head.headers.size() == 3);
  CHECK(gated.head.headers[1].first == "X-One");
  CHECK(header(gated.head.headers, "x-one") == "one two");
  CHECK(gated.framing == Framing::length);
  CHECK(gated.length == 12);
  CHECK(gated.http_1_1);
  CHECK(gated.keep_alive);
  CHECK_FALSE(gated.expects_continue);
}

TEST_CASE("Framing is one of three") {
  CHECK(taken("POST / HTTP/1.1\r\nHost: a\r\n\r\n").framing == Framing::none);
  CHECK(taken("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").framing == Framing::none);
  const auto chunked = taken(
      "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: Chunked\r\nEXPECT: 100-Continue\r\n\r\n");
  CHECK(chunked.framing == Framing::chunked);
  CHECK(chunked.expects_continue);
  const auto longest =
      taken("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n");
  CHECK(longest.length == 9'999'999'999'999'999'999ULL);
}

TEST_CASE("Nothing is expected where there is no body") {
  CHECK_FALSE(taken("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n").expects_continue);
  CHECK_FALSE(
      taken("POST / HTTP/1.0\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n")
          .expects_continue);
}

TEST_CASE("A connection is kept by the version's rule") {
  const auto keeps = [](std::string version, std::string fields) {
    return taken("GET / HTTP/" + version + "\r\nHost: a\r\n" + fields + "\r\n").keep_alive;
  };
  CHECK(keeps("1.1", ""));
  CHECK_FALSE(keeps("1.1", "Connection: x, CLOSE\r\n"));
  CHECK_FALSE(keeps("1.1", "Connection: keep-alive\r\nConnection: close\r\n"));
  CHECK_FALSE(keeps("1.0", ""));
  CHECK(keeps("1.0", "Connection: Keep-Alive\r\n"));
  CHECK_FALSE(keeps("1.0", "Connection: keep-alive, close\r\n"));
}

TEST_CASE("An error says what is wrong with the request and not what was in it") {
  const auto checked = check_head("GET /secret%00 HTTP/1.1\r\nHost: a\r\n\r\n", GateRules{});
  const auto& error = std::get<Refusal>(checked).error;
  CHECK(error.code() == Errc::malformed);
  CHECK(error.detail().find("secret") == std::string::npos);
}

TEST_CASE("An unknown method is not a malformed one") {
  const auto checked = check_head("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", GateRules{});
  CHECK(std::get<Refusal>(checked).error.code() == Errc::method_not_allowed);
}

TEST_CASE("Hosts on the list are taken, in any case and with any port") {
  const GateRules rules{{"a.example", "[::1]"}, 100};
  const auto host = [&rules](const std::string& value) {
    return reason("GET / HTTP/1.1\r\nHost: " + value + "\r\n\r\n", rules);
  };
  CHECK(host("a.example") == "taken");
  CHECK(host("A.Example:8480") == "taken");
  CHECK(host("[::1]:80") == "taken");
  CHECK(host("b.example") == "host_unknown");
  CHECK(host("a.example.") == "host_unknown");
  CHECK(host("a.example:") == "taken");
  CHECK(host("a.example:123456") == "host");
  CHECK(host("[::1") == "host");
  CHECK(host("[::1]x") == "host");
  CHECK(host("a]b") == "host");
}

TEST_CASE("There may be as many fields as the rules say") {
  const GateRules rules{{}, 2};
  CHECK(reason("GET / HTTP/1.1\r\nHost: a\r\nA: b\r\n\r\n", rules) == "taken");
  CHECK(reason("GET / HTTP/1.1\r\nHost: a\r\nA: b\r\nC: d\r\n\r\n", rules) == "too_many_fields");
}

TEST_CASE("What is no header is refused and read no further") {
  CHECK(reason("") == "request_line");
  CHECK(reason("\r\n\r\n") == "request_line");
  CHECK(reason("GET / HTTP/1.1\r\n") == "request_line");
  CHECK(reason(" \r\n\r\n") == "request_line");
  CHECK(reason("GET\r\n\r\n") == "request_line");
  CHECK(reason("GET /\r\n\r\n") == "request_line");
  CHECK(reason("GET / HTTP/1.1\r\n\r\n") == "host");
}

TEST_CASE("A header's end is found wherever the reads were split") {
  const std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET";
  for (std::size_t split = 0; split <= bytes.size(); ++split) {
    INFO(split);
    HeaderEnd end;
    end.look(std::string_view(bytes).substr(0, split));
    CHECK(end.look(bytes) == HeaderEnd::State::found);
    CHECK(end.size() == bytes.size() - 3);
  }
  HeaderEnd wanting;
  CHECK(wanting.look("GET / HTTP/1.1\r\nHost: a\r\n\r") == HeaderEnd::State::wanting);
}

TEST_CASE("A line feed alone is seen at once") {
  const auto look = [](std::string_view bytes) {
    HeaderEnd end;
    return end.look(bytes);
  };
  CHECK(look("\n") == HeaderEnd::State::bare_line_feed);
  CHECK(look("GET / HTTP/1.1\n") == HeaderEnd::State::bare_line_feed);
  CHECK(look("GET / HTTP/1.1\r\nHost: a\r\n\n") == HeaderEnd::State::bare_line_feed);
  CHECK(look("a\r\n\r\n\n") == HeaderEnd::State::found);
}
