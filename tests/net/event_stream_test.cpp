// Event streams: what is given out comes, at once when it is woken, and nothing keeps one that is
// over.
#include "raw_client.hpp"
#include "test_service.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <thread>
#include <vector>

using badgewatch::test::becomes;
using badgewatch::test::quick_options;
using badgewatch::test::RawClient;
using badgewatch::test::Running;
using std::chrono::milliseconds;

namespace {

const std::string request = "GET /events HTTP/1.1\r\nHost: a\r\n\r\n";

badgewatch::net::ServerOptions patient() {
  auto options = quick_options();
  options.event_heartbeat = std::chrono::hours(1);
  return options;
}

}  // namespace

TEST_CASE("What has come is sent at once, what comes later when it is woken") {
  Running running(patient());
  auto& feed = *running.service.feed;
  feed.give("data: first\n\n");
  RawClient client(running.port());
  client.send(request);
  const auto begun = client.receive_until("data: first");
  REQUIRE(begun.has_value());
  CHECK(begun->starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(begun->find("transfer-encoding: chunked") != std::string::npos);
  CHECK(running.observer.streams == 1);
  CHECK(running.observer.served_with(200) == 1);

  REQUIRE(becomes([&] { return feed.looks == 2; }));  // the second found nothing
  running.server->wake("another topic");
  feed.give("data: second\n\n");
  running.server->wake("topic");
  CHECK(client.receive_until("data: second").has_value());
  CHECK(feed.looks >= 3);
}

TEST_CASE("What comes while a worker looks is not missed") {
  Running running(patient());
  auto& feed = *running.service.feed;
  RawClient client(running.port());
  feed.barrier.close();
  client.send(request);
  feed.barrier.wait_for(1);
  running.server->wake("topic");
  // Behind the wake, which the loop has seen by then; the look that waits finds nothing of it.
  REQUIRE(running.server->is_alive(milliseconds(10'000)));
  feed.barrier.open();
  REQUIRE(becomes([&] { return feed.looks >= 2; }));
  feed.give("data: x\n\n");
  running.server->wake("topic");
  CHECK(client.receive_until("data: x").has_value());
}

TEST_CASE("An idle stream shows that it lives, and one whose client has gone ends") {
  auto options = quick_options();
  options.event_heartbeat = milliseconds(20);
  Running running(options);
  {
    RawClient client(running.port());
    client.send(request);
    CHECK(client.receive_until(":\n\n\r\n3\r\n:\n\n").has_value());
    CHECK(running.server->has_streams());
    client.reset();
  }
  CHECK(becomes([&] { return !running.server->has_streams(); }));
  CHECK(running.observer.streams == 0);
}

TEST_CASE("A stream that may not go on ends, and does not say that it is whole") {
  Running running(patient());
  RawClient client(running.port());
  client.send(request);
  REQUIRE(client.receive_until("\r\n\r\n").has_value());
  running.service.feed->end();
  running.server->wake("topic");
  const auto rest = client.receive_all();
  REQUIRE(rest.has_value());
  CHECK(rest->find("0\r\n\r\n") == std::string::npos);
  CHECK(becomes([&] { return !running.server->has_streams(); }));
}

TEST_CASE("Streams keep neither the stop nor a worker") {
  auto options = patient();
  options.workers = 1;
  options.drain_time = std::chrono::hours(1);
  Running running(options);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(std::make_unique<RawClient>(running.port()));
    clients.back()->send(request);
  }
  REQUIRE(becomes([&] { return running.observer.streams == 50; }));
  RawClient other(running.port());
  other.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(other.receive().value().status == 200);
  running.server->stop();
  for (auto& client : clients)
    CHECK(client->receive_all().has_value());
}

TEST_CASE("Of HTTP/1.0 the connection's end ends the stream") {
  Running running(patient());
  running.service.feed->give("data: x\n\n");
  RawClient client(running.port());
  client.send("GET /events HTTP/1.0\r\nHost: a\r\n\r\n");
  const auto text = client.receive_until("data: x\n\n");
  REQUIRE(text.has_value());
  CHECK(text->find("chunked") == std::string::npos);
}
