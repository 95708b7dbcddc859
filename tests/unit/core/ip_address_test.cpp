#include "core/ip_address.hpp"

#include <catch2/catch.hpp>

using badgewatch::core::IpAddress;
using badgewatch::core::Network;

namespace {

std::string read_back(const std::string& text) {
  const auto address = IpAddress::read(text);
  return address ? address->text() : "none";
}

bool contains(const std::string& network, const std::string& address) {
  return Network::read(network).value().contains(IpAddress::read(address).value());
}

}  // namespace

TEST_CASE("addresses are read and written in one form") {
  CHECK(read_back("192.0.2.1") == "192.0.2.1");
  CHECK(read_back("2001:DB8:0:0::1") == "2001:db8::1");
  CHECK(read_back("::ffff:192.0.2.1") == "192.0.2.1");
  CHECK(read_back("::") == "::");
  for (const char* none : {"", "192.0.2", "192.0.2.256", "192.0.2.01", "192.0.2.1 ", " 192.0.2.1",
                           "192.0.2.1:80", "[::1]", "fe80::1%eth0", "::1::", "a.example", "0x7f.1",
                           "1", "12345::", "2001:db8::192.0.2.1.5"}) {
    INFO(none);
    CHECK(read_back(none) == "none");
  }
  CHECK(read_back(std::string("192.0.2.1\0x", 11)) == "none");
}

TEST_CASE("networks hold what lies in them") {
  CHECK(contains("10.0.0.0/8", "10.255.0.1"));
  CHECK_FALSE(contains("10.0.0.0/8", "11.0.0.1"));
  CHECK(contains("192.0.2.128/25", "192.0.2.129"));
  CHECK_FALSE(contains("192.0.2.128/25", "192.0.2.127"));
  CHECK(contains("192.0.2.1", "192.0.2.1"));
  CHECK_FALSE(contains("192.0.2.1", "192.0.2.2"));
  CHECK(contains("0.0.0.0/0", "198.51.100.1"));
  CHECK_FALSE(contains("0.0.0.0/0", "2001:db8::1"));
  CHECK(contains("::/0", "2001:db8::1"));
  CHECK_FALSE(contains("::/0", "198.51.100.1"));
  CHECK(contains("2001:db8::/33", "2001:db8:7fff::1"));
  CHECK_FALSE(contains("2001:db8::/33", "2001:db8:8000::1"));
  CHECK(contains("10.0.0.0/8", "::ffff:10.0.0.1"));
}

TEST_CASE("what is no network is not read") {
  for (const char* none :
       {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/8/8",
        "10.0.0.1/8", "2001:db8::/129", "2001:db8::1/64", "10.0.0.0/8 ", "host.example/8"}) {
    INFO(none);
    CHECK_FALSE(Network::read(none).has_value());
  }
}

TEST_CASE("a limit counts IPv6 addresses of one network as one") {
  CHECK(IpAddress::read("192.0.2.1")->limit_group() == "192.0.2.1");
  CHECK(IpAddress::read("2001:db8:0:1:2:3:4:5")->limit_group() == "2001:db8:0:1::/64");
  CHECK(IpAddress::read("2001:db8:0:1::9")->limit_group() == "2001:db8:0:1::/64");
}

TEST_CASE("loopback is known") {
  CHECK(IpAddress::read("127.3.2.1")->is_loopback());
  CHECK(IpAddress::read("::1")->is_loopback());
  CHECK_FALSE(IpAddress::read("0.0.0.0")->is_loopback());
  CHECK_FALSE(IpAddress::read("::")->is_loopback());
  CHECK_FALSE(IpAddress::read("192.0.2.1")->is_loopback());
}
