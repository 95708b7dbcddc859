// The stop: nothing begun is lost within the drain time, nothing holds the server up beyond it.
#include "raw_client.hpp"
#include "test_service.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <thread>
#include <vector>

using badgewatch::test::becomes;
using badgewatch::test::quick_options;
using badgewatch::test::RawClient;
using badgewatch::test::Running;
using std::chrono::milliseconds;

namespace {

const std::string request = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

}  // namespace

TEST_CASE("A server that never started stops") {
  badgewatch::test::TestService service;
  badgewatch::net::Server server(quick_options(), service);
  server.stop();
  server.stop();
  CHECK(service.handled == 0);
}

TEST_CASE("Idle connections end at the stop") {
  Running running(quick_options());
  RawClient unused(running.port());
  RawClient used(running.port());
  used.send(request);
  CHECK(used.receive().value().status == 200);
  running.server->stop();
  CHECK(used.is_ended());
  CHECK(unused.is_ended());
  CHECK_THROWS(RawClient(running.port()));
}

TEST_CASE("Open requests are answered during the stop, then their connections end") {
  auto options = quick_options();
  options.workers = 2;
  Running running(options);
  running.service.barrier.close();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 8; ++i) {
    clients.push_back(std::make_unique<RawClient>(running.port()));
    clients.back()->send(request + request);
  }
  running.service.barrier.wait_for(2);
  REQUIRE(becomes([&] { return running.service.received == 8; }));
  std::thread stopping([&] { running.server->stop(); });
  const bool closed = becomes([&] {
    try {
      RawClient late(running.port());
      return false;
    } catch (const std::runtime_error&) {
      return true;
    }
  });
  CHECK(closed);
  running.service.barrier.open();
  for (auto& client : clients) {
    const auto answer = client->receive();
    REQUIRE(answer.has_value());
    CHECK(answer->status == 200);
    CHECK(answer->field("connection") == "close");
    client->send_end();
    CHECK(client->is_ended());
  }
  stopping.join();
  CHECK(running.service.handled == 8);
}

TEST_CASE("What is not done within the drain time is cut") {
  auto options = quick_options();
  options.workers = 1;
  options.drain_time = milliseconds(100);
  Running running(options);
  running.service.barrier.close();
  RawClient running_one(running.port());
  running_one.send(request);
  running.service.barrier.wait_for(1);
  RawClient waiting(running.port());
  waiting.send(request);
  RawClient half(running.port());
  half.send("GET /x HTTP/1.1\r\nHo");
  RawClient uploading(running.port());
  uploading.send(
      "POST /rows HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\nContent-Length: "
      "9\r\n\r\na\n1\n");
  std::thread stopping([&] { running.server->stop(); });
  CHECK_FALSE(waiting.receive().has_value());
  CHECK_FALSE(half.receive().has_value());
  CHECK_FALSE(uploading.receive().has_value());
  running.service.barrier.open();
  stopping.join();
  CHECK(running.service.handled == 1);
}

TEST_CASE("A stop under load loses no thread and no frame") {
  for (int round = 0; round < 5; ++round) {
    auto options = quick_options();
    options.drain_time = milliseconds(200);
    auto running = std::make_unique<Running>(options);
    std::atomic<int> answered = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 16; ++i) {
      clients.emplace_back([&, port = running->port()] {
        try {
          RawClient client(port);
          while (client.send(request) && client.receive())
            ++answered;
        } catch (const std::runtime_error&) {
        }
      });
    }
    REQUIRE(becomes([&] { return answered > 100; }));
    running->server->stop();
    for (auto& client : clients)
      client.join();
    CHECK(running->service.handled >= answered);
  }
}
