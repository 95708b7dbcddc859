// Nothing is sent to where it must not be, whatever a name says, and whenever it says it.
#include "send/targets.hpp"

#include "../client/canned_server.hpp"
#include "send/https_sender.hpp"
#include "send/public_address.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace badgewatch;
using core::IpAddress;

namespace {

// A name's addresses, answer by answer: the last one comes again.
class Names final : public send::Resolver {
public:
  core::Result<std::vector<IpAddress>> resolve(const std::string& host,
                                               std::chrono::milliseconds /*time*/) override {
    ++asked;
    auto& answers = by_host.at(host);
    std::vector<IpAddress> out;
    for (const auto& text : answers.front())
      out.push_back(IpAddress::read(text).value());
    if (answers.size() > 1) answers.erase(answers.begin());
    return out;
  }

  using Answer = std::vector<std::string>;
  std::map<std::string, std::vector<Answer>> by_host;
  int asked = 0;
};

std::string refusal(Names& names, const std::string& url, send::TargetRules rules = {}) {
  send::Targets targets(names, std::move(rules));
  const auto may = targets.check(url);
  return may ? std::string() : may.error().detail();
}

}  // namespace

TEST_CASE("only addresses of the public internet are public") {
  for (const auto* text : {"0.0.0.0",
                           "0.1.2.3",
                           "10.0.0.1",
                           "10.255.255.255",
                           "100.64.0.1",
                           "100.127.255.255",
                           "127.0.0.1",
                           "127.8.9.10",
                           "169.254.0.1",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.0.0.1",
                           "192.0.0.170",
                           "192.0.2.1",
                           "192.88.99.1",
                           "192.168.0.1",
                           "192.168.255.255",
                           "198.18.0.1",
                           "198.19.255.255",
                           "198.51.100.1",
                           "203.0.113.1",
                           "224.0.0.1",
                           "239.255.255.255",
                           "240.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "::2",
                           "::ffff:127.0.0.1",
                           "::ffff:10.0.0.1",
                           "::ffff:169.254.169.254",
                           "::127.0.0.1",
                           "64:ff9b::1.1.1.1",
                           "64:ff9b:1::1",
                           "100::1",
                           "2001::1",
                           "2001:0:1::1",
                           "2001:20::1",
                           "2001:db8::1",
                           "2002:7f00:1::1",
                           "2002:0808:0808::1",
                           "3fff::1",
                           "5f00::1",
                           "fc00::1",
                           "fd12:3456::1",
                           "fe80::1",
                           "febf::1",
                           "fec0::1",
                           "ff02::1"}) {
    INFO(text);
    CHECK(send::not_public(IpAddress::read(text).value()));
  }
  for (const auto* text :
       {"1.1.1.1",         "8.8.8.8",         "9.255.255.255",   "11.0.0.0",
        "100.63.255.255",  "100.128.0.0",     "126.255.255.255", "128.0.0.1",
        "169.253.255.255", "169.255.0.0",     "172.15.255.255",  "172.32.0.0",
        "192.0.1.1",       "192.167.255.255", "192.169.0.0",     "198.17.255.255",
        "198.20.0.0",      "223.255.255.255", "2001:200::1",     "2606:4700::1111",
        "2a00:1450::1",    "::ffff:8.8.8.8"}) {
    INFO(text);
    CHECK_FALSE(send::not_public(IpAddress::read(text).value()));
  }
}

TEST_CASE("an address says why it is refused") {
  Names names;
  names.by_host = {{"good.example", {{"198.41.0.4"}}},
                   {"inside.example", {{"10.1.2.3"}}},
                   {"mixed.example", {{"198.41.0.4", "192.168.1.1"}}},
                   {"six.example", {{"fe80::1"}}}};
  CHECK(refusal(names, "https://good.example/hook?x=1").empty());
  CHECK(refusal(names, "https://good.example:443/").empty());
  CHECK(refusal(names, "https://good.example:8443/") == "must be on port 443");
  CHECK(refusal(names, "https://inside.example/") ==
        "leads to 10.1.2.3, which is a private network: nothing is sent there");
  CHECK(refusal(names, "https://mixed.example/").find("192.168.1.1") != std::string::npos);
  CHECK(refusal(names, "https://six.example/").find("not of the public internet") !=
        std::string::npos);
  const int asked = names.asked;
  for (const auto* url : {"http://good.example/",
                          "ftp://good.example/",
                          "file:///etc/passwd",
                          "good.example",
                          "https://",
                          "https:///x",
                          "https://user@good.example/",
                          "https://a:b@good.example/",
                          "https://good.example/#x",
                          "https://good.example\\@inside.example/",
                          "https://good.example/ x",
                          "https://good.example/\r\nHost:x",
                          "https://127.0.0.1/",
                          "https://[::1]/",
                          "https://2130706433/",
                          "https://0x7f.1/",
                          "https://127.1/",
                          "https://good.example./",
                          "https://good_example/",
                          "https://%31%32%37.0.0.1/",
                          "https://\xc2\xb9.example/",
                          "https://good.example:99999/",
                          "https://good.example:0x1bb/"}) {
    INFO(url);
    CHECK_FALSE(refusal(names, url).empty());
  }
  CHECK_FALSE(refusal(names, "https://good.example/" + std::string(2'000, 'a')).empty());
  CHECK(names.asked == asked);  // nobody was asked for a name that is none
}

TEST_CASE("what is allowed by a setting is allowed on any port, and nothing beside it") {
  Names names;
  names.by_host = {{"inside.example", {{"10.1.2.3"}}}, {"beside.example", {{"10.1.2.4"}}}};
  const send::TargetRules rules{.allowed = {core::Network::read("10.1.2.3").value()}};
  CHECK(refusal(names, "https://inside.example:8443/", rules).empty());
  CHECK_FALSE(refusal(names, "https://beside.example/", rules).empty());
}

TEST_CASE("a name that leads elsewhere when something is sent is refused then, and asked once") {
  Names names;
  // Public when it is registered; this machine when it is sent to.
  names.by_host = {{"rebinds.example", {{"198.41.0.4"}, {"127.0.0.1"}}}};
  send::Targets targets(names, {});
  CHECK(targets.check("https://rebinds.example/").has_value());
  CHECK(names.asked == 1);
  send::HttpsSender sender({.targets = &targets});
  const auto sent = sender.send({.method = "POST", .url = "https://rebinds.example/"}, {});
  REQUIRE(sent.has_error());
  CHECK(sent.error().code() == core::Errc::invalid);
  CHECK(sent.error().detail() ==
        "leads to 127.0.0.1, which is this machine itself: nothing is sent there");
  CHECK(names.asked == 2);

  // Between the look and the connection there is no second question that could be answered
  // otherwise.
  client::CannedServer server("");
  const auto port = server.url().substr(server.url().rfind(':'));
  names.by_host = {{"later.example", {{"127.0.0.1"}, {"10.0.0.1"}}}};
  send::Targets local(names, {.allowed = {core::Network::read("127.0.0.0/8").value()}});
  send::HttpsSender to_local({.targets = &local});
  names.asked = 0;
  const auto connected =
      to_local.send({.method = "POST", .url = "https://later.example" + port + "/"}, {});
  REQUIRE(connected.has_error());  // what listens there speaks no TLS
  CHECK(connected.error().detail() != "Nothing answers there.");
  CHECK(names.asked == 1);
}
