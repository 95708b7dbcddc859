// Whatever a client writes, it cannot choose for whom a listed proxy asks.
#include "net/client_address.hpp"
#include "net/forwarded.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace badgewatch;
using net::ForwardedField;

namespace {

const std::string real_client = "203.0.113.9";

net::ProxyRules rules(ForwardedField field) {
  return {.trusted = {core::Network::read("10.0.0.0/8").value()}, .field = field};
}

net::Peer proxy() {
  return {core::IpAddress::read("10.0.0.1").value()};
}

// Text that looks a bit like a field's value.
rc::Gen<std::string> fragments() {
  const auto piece = rc::gen::element<std::string>(
      "for=", "\"", ",", ";", "=", " ", "\\", "[", "]", ":", "10.0.0.1", "198.51.100.1", "::1",
      "proto=https", "unknown", "_x", "a", "%", "\t", "for=\"[::1]:80\"", "\xff", "by=");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string all;
                        for (const auto& one : pieces)
                          all += one;
                        return all;
                      });
}

// The right client, or a refusal of the one who wrote nonsense; never somebody else.
void check_not_fooled(const http::Headers& headers, ForwardedField field) {
  const auto found = net::client_of(proxy(), headers, rules(field));
  if (const auto* client = std::get_if<net::Client>(&found))
    RC_ASSERT(client->address == real_client);
}

}  // namespace

TEST_CASE("what stands before a proxy's own entry never counts") {
  CHECK(rc::check("X-Forwarded-For, appended", [] {
    const auto written = *fragments();
    const auto value = written.empty() ? real_client : written + ", " + real_client;
    const auto found = net::client_of(proxy(), {{"X-Forwarded-For", value}},
                                      rules(ForwardedField::x_forwarded_for));
    const auto* client = std::get_if<net::Client>(&found);
    const bool many = std::count(written.begin(), written.end(), ',') > 20;
    RC_ASSERT(many || (client != nullptr && client->address == real_client));
  }));
  CHECK(rc::check("Forwarded, appended", [] {
    const auto written = *fragments();
    const auto own = "for=" + real_client;
    check_not_fooled({{"Forwarded", written.empty() ? own : written + ", " + own}},
                     ForwardedField::forwarded);
    check_not_fooled({{"Forwarded", written + ", for=\"" + real_client + "\""}},
                     ForwardedField::forwarded);
    check_not_fooled({{"Forwarded", written}, {"Forwarded", own}}, ForwardedField::forwarded);
  }));
}

TEST_CASE("whoever is no listed proxy is the client") {
  CHECK(rc::check("any fields", [] {
    const auto written = *fragments();
    const net::Peer peer{core::IpAddress::read("198.51.100.7").value()};
    const http::Headers headers = {
        {"Forwarded", written}, {"X-Forwarded-For", written}, {"X-Forwarded-Proto", "https"}};
    for (const auto field : {ForwardedField::forwarded, ForwardedField::x_forwarded_for}) {
      const auto found = net::client_of(peer, headers, rules(field));
      RC_ASSERT(std::get<net::Client>(found).address == "198.51.100.7");
      RC_ASSERT(!std::get<net::Client>(found).https);
    }
  }));
}

TEST_CASE("a list of hops is read back as it was written") {
  CHECK(rc::check("quoted with every character escaped", [] {
    const auto nodes = *rc::gen::resize(20, rc::gen::arbitrary<std::vector<std::string>>());
    RC_PRE(!nodes.empty() && nodes.size() <= net::most_hops);
    std::string value;
    for (const auto& node : nodes) {
      value += value.empty() ? "for=\"" : ", for=\"";
      for (const char c : node)
        value += std::string("\\") + c;
      value += '"';
    }
    const auto hops = net::read_forwarded(value);
    RC_ASSERT(hops.has_value());
    RC_ASSERT(hops->size() == nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i)
      RC_ASSERT((*hops)[i].node == nodes[i]);
  }));
}
