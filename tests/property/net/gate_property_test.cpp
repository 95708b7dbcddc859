// Whatever bytes come, the gate answers; and what it takes is unambiguous.
#include "core/text.hpp"
#include "http/percent.hpp"
#include "net/gate.hpp"
#include "net/target.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

using badgewatch::core::split;
using badgewatch::http::percent_decode;
using badgewatch::http::same_name;
using badgewatch::net::check_head;
using badgewatch::net::Framing;
using badgewatch::net::GatedHead;
using badgewatch::net::GateRules;
using badgewatch::net::HeaderEnd;
using badgewatch::net::read_target;
using badgewatch::net::Refusal;
using badgewatch::net::Target;

namespace {

std::size_t count(const GatedHead& gated, std::string_view name) {
  const auto& headers = gated.head.headers;
  return static_cast<std::size_t>(std::count_if(
      headers.begin(), headers.end(), [name](const auto& f) { return same_name(f.first, name); }));
}

// What must hold of everything that is taken.
void check_taken(const std::string& bytes, const GatedHead& gated) {
  RC_ASSERT(count(gated, "host") == 1);
  const auto lengths = count(gated, "content-length");
  const auto codings = count(gated, "transfer-encoding");
  RC_ASSERT(lengths + codings <= 1);
  RC_ASSERT((gated.framing == Framing::chunked) == (codings == 1));
  RC_ASSERT(gated.framing != Framing::length || lengths == 1);
  RC_ASSERT(gated.framing == Framing::none || gated.head.method != "GET");
  RC_ASSERT(gated.head.path.front() == '/');
  RC_ASSERT(gated.head.path.find('\0') == std::string::npos);
  // Every line of the header is one field, and none is folded.
  const auto lines = std::count(bytes.begin(), bytes.end(), '\n');
  RC_ASSERT(static_cast<std::size_t>(lines) == gated.head.headers.size() + 2);
  RC_ASSERT(std::count(bytes.begin(), bytes.end(), '\r') == lines);
}

void check(const std::string& bytes) {
  const auto checked = check_head(bytes, GateRules{});
  if (const auto* gated = std::get_if<GatedHead>(&checked)) {
    check_taken(bytes, *gated);
  } else {
    RC_ASSERT(!std::get<Refusal>(checked).reason.empty());
  }
}

rc::Gen<std::string> piece() {
  return rc::gen::element<std::string>(
      "GET", "POST", "BREW", " ", "  ", "/", "/x", "/a%20b", "%00", "/../", "?", "#", "HTTP/1.1",
      "HTTP/1.0", "\r\n", "\r\n\r\n", "\n", "\r", "\t", "Host: a\r\n", "Host:", ": ", ",",
      "Content-Length: 5\r\n", "Content-Length", "Transfer-Encoding: chunked\r\n",
      "Transfer-Encoding", "chunked", "gzip", "0", "5", "-", "+", "Connection: close\r\n",
      "Expect: 100-continue\r\n", "GET /x HTTP/1.1\r\n", "POST /x HTTP/1.1\r\n",
      std::string(1, '\0'), "\xC3\xA9");
}

}  // namespace

TEST_CASE("Random bytes never hurt the gate") {
  REQUIRE(rc::check([](const std::string& bytes) {
    check(bytes);
    check(bytes + "\r\n\r\n");
    check("GET " + bytes + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }));
}

TEST_CASE("Pieces of requests in any order never make an unclear one") {
  REQUIRE(rc::check([] {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(piece());
    std::string bytes;
    for (const auto& part : pieces)
      bytes += part;
    check(bytes);
    check("POST /x HTTP/1.1\r\n" + bytes + "\r\n\r\n");
    check("POST /x HTTP/1.1\r\nHost: a\r\n" + bytes + "\r\n");
  }));
}

TEST_CASE("One changed byte in a good request is refused or leaves it clear") {
  const std::string good =
      "POST /v1/checks?x=%20 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
      "Content-Length: 12\r\nConnection: close\r\n\r\n";
  REQUIRE(std::holds_alternative<GatedHead>(check_head(good, GateRules{})));
  REQUIRE(rc::check([&good] {
    auto bytes = good;
    const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
    bytes[at] = *rc::gen::arbitrary<char>();
    check(bytes);
  }));
}

TEST_CASE("The header's end does not depend on how the bytes were split") {
  REQUIRE(rc::check([] {
    const auto bytes =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab\r\n\r\n")));
    HeaderEnd whole;
    HeaderEnd split;
    whole.look(bytes);
    std::size_t size = 0;
    while (size < bytes.size()) {
      size = *rc::gen::inRange<std::size_t>(size + 1, bytes.size() + 1);
      split.look(std::string_view(bytes).substr(0, size));
    }
    RC_ASSERT(split.state() == whole.state());
    RC_ASSERT(split.size() == whole.size());
  }));
}

TEST_CASE("A path that is taken has no way up and no hidden segment") {
  REQUIRE(rc::check([] {
    const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "/", ".", "..", "%2e", "%2E", "%2f", "%5c", "\\", "%00", "%", "%41", "a", "?", "%c3%a9"));
    std::string text = "/";
    for (const auto& part : parts)
      text += part;
    const auto read = read_target(text);
    if (const auto* target = std::get_if<Target>(&read)) {
      for (const auto segment : split(target->path, '/')) {
        const auto decoded = percent_decode(segment);
        RC_ASSERT(decoded.has_value());
        RC_ASSERT(*decoded != "." && *decoded != "..");
        RC_ASSERT(decoded->find('\0') == std::string::npos);
      }
    }
  }));
}
