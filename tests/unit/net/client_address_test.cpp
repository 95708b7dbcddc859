#include "net/client_address.hpp"

#include "net/forwarded.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using net::ForwardedField;

namespace {

net::ProxyRules rules(ForwardedField field = ForwardedField::x_forwarded_for) {
  return {.trusted = {core::Network::read("10.0.0.0/8").value(),
                      core::Network::read("2001:db8:1::/48").value()},
          .field = field};
}

// The client's address; "400" for a refusal.
std::string client(const std::string& peer, const http::Headers& headers,
                   const net::ProxyRules& by = rules()) {
  const auto found = net::client_of({core::IpAddress::read(peer).value()}, headers, by);
  const auto* is = std::get_if<net::Client>(&found);
  if (is == nullptr) return "400";
  return is->address + (is->https ? " https" : "");
}

std::string by_x(const std::string& value) {
  return client("10.0.0.1", {{"X-Forwarded-For", value}});
}

std::string by_forwarded(const std::string& value) {
  return client("10.0.0.1", {{"Forwarded", value}}, rules(ForwardedField::forwarded));
}

}  // namespace

TEST_CASE("who is no listed proxy is the client, whatever it writes") {
  CHECK(client("192.0.2.1", {{"X-Forwarded-For", "203.0.113.9"}}) == "192.0.2.1");
  CHECK(client("192.0.2.1", {{"X-Forwarded-For", "nonsense"}}) == "192.0.2.1");
  CHECK(client("192.0.2.1", {{"X-Forwarded-Proto", "https"}}) == "192.0.2.1");
  CHECK(client("10.0.0.1", {{"X-Forwarded-For", "203.0.113.9"}}, {}) == "10.0.0.1");
}

TEST_CASE("of X-Forwarded-For the right-most address that is no proxy's is the client") {
  CHECK(by_x("203.0.113.9") == "203.0.113.9");
  CHECK(by_x("198.51.100.1, 203.0.113.9") == "203.0.113.9");
  CHECK(by_x("198.51.100.1,203.0.113.9 , 10.1.2.3") == "203.0.113.9");
  CHECK(by_x("198.51.100.1, 2001:db8:1::7") == "198.51.100.1");
  CHECK(by_x("2001:db8:2::7") == "2001:db8:2::7");
  CHECK(by_x("10.0.0.9, 10.0.0.8") == "10.0.0.9");
  CHECK(by_x("::ffff:203.0.113.9") == "203.0.113.9");
  CHECK(by_x("203.0.113.9:4711") == "203.0.113.9");
  CHECK(by_x("[2001:db8:2::7]:4711") == "2001:db8:2::7");
  // What the client itself wrote is to the left, and may be anything.
  CHECK(by_x("nonsense, 203.0.113.9") == "203.0.113.9");
  CHECK(by_x("10.0.0.3, 203.0.113.9") == "203.0.113.9");
}

TEST_CASE("several lines of X-Forwarded-For are one list") {
  CHECK(client("10.0.0.1", {{"x-forwarded-for", "198.51.100.1"},
                            {"X-FORWARDED-FOR", "203.0.113.9, 10.0.0.2"}}) == "203.0.113.9");
}

TEST_CASE("without the field a listed proxy asks for itself") {
  CHECK(client("10.0.0.1", {}) == "10.0.0.1");
  CHECK(client("10.0.0.1", {{"Forwarded", "for=203.0.113.9"}}) == "10.0.0.1");
  CHECK(client("10.0.0.1", {{"X-Forwarded-For", "203.0.113.9"}},
               rules(ForwardedField::forwarded)) == "10.0.0.1");
}

TEST_CASE("a broken X-Forwarded-For of a listed proxy is refused") {
  for (const char* value : {"", ",", "203.0.113.9,", "nonsense", "203.0.113", "203.0.113.09",
                            "203.0.113.9:", "203.0.113.9:123456", "203.0.113.9:8x",
                            "[2001:db8:2::7", "[203.0.113.9]", "[]:80", "2001:db8:2::7%eth0",
                            "unknown", "_hidden", "\"203.0.113.9\"", "203.0.113.9 10.0.0.2"}) {
    INFO(value);
    CHECK(by_x(value) == "400");
  }
  std::string long_chain = "203.0.113.9";
  for (int i = 0; i < 40; ++i)
    long_chain += ", 10.0.0.2";
  CHECK(by_x(long_chain) == "400");
}

TEST_CASE("X-Forwarded-Proto is one word of two") {
  const auto proto = [](const http::Headers& protos) {
    http::Headers headers = {{"X-Forwarded-For", "203.0.113.9"}};
    headers.insert(headers.end(), protos.begin(), protos.end());
    return client("10.0.0.1", headers);
  };
  CHECK(proto({{"X-Forwarded-Proto", "https"}}) == "203.0.113.9 https");
  CHECK(proto({{"X-Forwarded-Proto", "HTTPS"}}) == "203.0.113.9 https");
  CHECK(proto({{"X-Forwarded-Proto", "http"}}) == "203.0.113.9");
  CHECK(proto({{"X-Forwarded-Proto", "https, http"}}) == "400");
  CHECK(proto({{"X-Forwarded-Proto", "https"}, {"X-Forwarded-Proto", "http"}}) == "400");
  CHECK(proto({{"X-Forwarded-Proto", "gopher"}}) == "400");
}

TEST_CASE("of Forwarded the right-most address that is no proxy's is the client") {
  CHECK(by_forwarded("for=203.0.113.9") == "203.0.113.9");
  CHECK(by_forwarded("For=203.0.113.9;Proto=https;by=10.0.0.1;host=a.example") ==
        "203.0.113.9 https");
  CHECK(by_forwarded("for=198.51.100.1;proto=https, for=203.0.113.9;proto=http") == "203.0.113.9");
  CHECK(by_forwarded("for=203.0.113.9 ;  proto=https,for=10.0.0.2") == "203.0.113.9 https");
  CHECK(by_forwarded("for=\"[2001:db8:2::7]:4711\"") == "2001:db8:2::7");
  CHECK(by_forwarded("for=\"203.0.113.9:4711\"") == "203.0.113.9");
  CHECK(by_forwarded("for=\"203.0.113.\\9\"") == "203.0.113.9");
  CHECK(by_forwarded("for=_hidden, for=203.0.113.9") == "203.0.113.9");
  CHECK(by_forwarded("for=203.0.113.9;secret=\"a,b;c\"") == "203.0.113.9");
}

TEST_CASE("a broken Forwarded of a listed proxy is refused") {
  for (const char* value : {"",
                            ",",
                            ";",
                            "for",
                            "for=",
                            "=203.0.113.9",
                            "for=203.0.113.9,",
                            "for=203.0.113.9;",
                            "for=203.0.113.9:4711",
                            "for=[2001:db8:2::7]",
                            "for=\"203.0.113.9",
                            "for=\"203.0.113.9\\",
                            "for=203.0.113.9;for=198.51.100.1",
                            "for=203.0.113.9;FOR=198.51.100.1",
                            "for = 203.0.113.9",
                            "for=unknown",
                            "for=_hidden",
                            "for=\"\"",
                            "proto=https",
                            "for=203.0.113.9;proto=gopher",
                            "for=\"203.0.113.9\"x",
                            "for=203.0.113.9 proto=https",
                            "for=\"evil, for=\"203.0.113.9\""}) {
    INFO(value);
    CHECK(by_forwarded(value) == "400");
  }
}
