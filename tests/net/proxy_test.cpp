// Behind a proxy: for whom it asks, and what nobody else can claim.
#include "raw_client.hpp"
#include "test_service.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace badgewatch::test;
using badgewatch::core::Network;

namespace {

badgewatch::net::ServerOptions behind_proxy() {
  auto options = quick_options();
  options.proxies.trusted = {Network::read("127.0.0.2").value()};
  return options;
}

std::string get(std::string_view fields) {
  return "GET /x HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

}  // namespace

TEST_CASE("A listed proxy says for whom it asks; from elsewhere that is not heard") {
  Running running(behind_proxy());
  const auto fields = "X-Forwarded-For: 203.0.113.9, 192.0.2.7\r\nX-Forwarded-Proto: https\r\n";
  RawClient proxy(running.port(), "127.0.0.2");
  proxy.send(get(fields));
  const auto answer = proxy.receive().value();
  CHECK(answer.status == 200);
  CHECK(answer.field("strict-transport-security") == "max-age=31536000; includeSubDomains");
  CHECK(running.service.last_head().peer == "192.0.2.7");
  CHECK(running.service.last_head().https);

  RawClient liar(running.port());
  liar.send(get(fields));
  CHECK(liar.receive().value().field("strict-transport-security").empty());
  CHECK(running.service.last_head().peer == "127.0.0.1");
  CHECK_FALSE(running.service.last_head().https);
  liar.send(get("X-Forwarded-For: ;;;\r\n"));
  CHECK(liar.receive().value().status == 200);
}

TEST_CASE("Each request on a proxy's connection has its own client") {
  Running running(behind_proxy());
  RawClient proxy(running.port(), "127.0.0.2");
  for (int i = 1; i < 20; ++i) {
    const auto address = "192.0.2." + std::to_string(i);
    proxy.send(get("X-Forwarded-For: " + address + "\r\n"));
    CHECK(proxy.receive().value().status == 200);
    CHECK(running.service.last_head().peer == address);
  }
}

TEST_CASE("A listed proxy that speaks nonsense is refused and counted") {
  Running running(behind_proxy());
  RawClient proxy(running.port(), "127.0.0.2");
  proxy.send(get("X-Forwarded-For: 192.0.2.7, nonsense\r\n"));
  CHECK(proxy.receive().value().status == 400);
  CHECK(running.observer.refusals("forwarded") == 1);
  CHECK(running.service.handled == 0);
}

TEST_CASE("A listed proxy has more connections than one address may have") {
  auto options = behind_proxy();
  options.connections_per_peer = 2;
  Running running(options);
  std::vector<std::unique_ptr<RawClient>> proxied;
  for (int i = 0; i < 5; ++i) {
    proxied.push_back(std::make_unique<RawClient>(running.port(), "127.0.0.2"));
    proxied.back()->send(get(""));
    CHECK(proxied.back()->receive().value().status == 200);
  }
}
