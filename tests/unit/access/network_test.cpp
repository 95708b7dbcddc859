#include "access/network.hpp"

#include <catch2/catch.hpp>

using badgewatch::access::admits;
using badgewatch::access::Network;

TEST_CASE("A network holds its own addresses and no others") {
  const auto holds = [](const char* network, const char* address) {
    return Network::parse(network).value().contains(address);
  };
  CHECK(holds("192.0.2.0/24", "192.0.2.0"));
  CHECK(holds("192.0.2.0/24", "192.0.2.255"));
  CHECK_FALSE(holds("192.0.2.0/24", "192.0.3.0"));
  CHECK_FALSE(holds("192.0.2.0/24", "192.0.1.255"));
  CHECK(holds("192.0.2.128/25", "192.0.2.200"));
  CHECK_FALSE(holds("192.0.2.128/25", "192.0.2.100"));
  CHECK(holds("198.51.100.7", "198.51.100.7"));
  CHECK_FALSE(holds("198.51.100.7", "198.51.100.6"));
  CHECK(holds("198.51.100.7/32", "198.51.100.7"));
  CHECK(holds("0.0.0.0/0", "203.0.113.9"));
  CHECK_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
  CHECK(holds("2001:db8::/32", "2001:db8:ffff::1"));
  CHECK_FALSE(holds("2001:db8::/32", "2001:db9::1"));
  CHECK(holds("2001:db8::/33", "2001:db8:7fff::1"));
  CHECK_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
  CHECK(holds("::/0", "2001:db8::1"));
  CHECK(holds("::1", "::1"));
}

TEST_CASE("An IPv4 address is the same one behind a dual-stack socket") {
  CHECK(Network::parse("192.0.2.0/24").value().contains("::ffff:192.0.2.9"));
  CHECK(Network::parse("::ffff:192.0.2.0/120").value().contains("192.0.2.9"));
  CHECK_FALSE(Network::parse("192.0.2.0/24").value().contains("::192.0.2.9"));
}

TEST_CASE("What is no network, or has bits behind its prefix, is none") {
  for (const std::string text : {"",
                                 "/",
                                 "/8",
                                 "10",
                                 "10.0.0",
                                 "10.0.0.0/",
                                 "10.0.0.0/33",
                                 "10.0.0.0/-1",
                                 "10.0.0.0/08",
                                 "10.0.0.0/8 ",
                                 " 10.0.0.0/8",
                                 "10.0.0.1/8",
                                 "010.0.0.0/8",
                                 "10.0.0.0.0/8",
                                 "256.0.0.0/8",
                                 "0x0a.0.0.0/8",
                                 "10.0.0.0/255.0.0.0",
                                 "10.0.0.0/8/8",
                                 "::/129",
                                 "2001:db8::1/32",
                                 "2001:db8:::/32",
                                 "fe80::1%eth0",
                                 "localhost",
                                 "*"}) {
    INFO(text);
    CHECK_FALSE(Network::parse(text).has_value());
  }
  CHECK_FALSE(Network::parse(std::string("10.0.0.0\0/8", 11)).has_value());
}

TEST_CASE("No list admits everybody, a list its networks alone, a spoilt one nobody") {
  CHECK(admits({}, "203.0.113.9"));
  CHECK(admits({"192.0.2.0/24", "2001:db8::/32"}, "2001:db8::5"));
  CHECK(admits({"192.0.2.0/24", "2001:db8::/32"}, "192.0.2.5"));
  CHECK_FALSE(admits({"192.0.2.0/24", "2001:db8::/32"}, "203.0.113.9"));
  CHECK_FALSE(admits({"spoilt"}, "203.0.113.9"));
  CHECK_FALSE(admits({"0.0.0.0/0"}, ""));
  CHECK_FALSE(admits({"0.0.0.0/0"}, "unix"));
}
