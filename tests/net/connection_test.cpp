// Connections: what they carry, how long they may take, how many there may be.
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

std::string get(std::string_view target) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

std::string post(std::string_view body, std::string_view fields = "") {
  return "POST /x HTTP/1.1\r\nHost: a\r\n" + std::string(fields) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

}  // namespace

TEST_CASE("An answer has what every answer has") {
  badgewatch::core::ManualClock clock({1'795'442'602'000'000});
  auto options = quick_options();
  options.clock = &clock;
  Running running(options);
  RawClient client(running.port());
  client.send(get("/x"));
  const auto answer = client.receive().value();
  CHECK(answer.status == 200);
  CHECK(answer.head.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(answer.field("x-content-type-options") == "nosniff");
  CHECK(answer.field("cache-control") == "no-store");
  CHECK(answer.field("referrer-policy") == "no-referrer");
  CHECK(answer.field("date") == "Mon, 23 Nov 2026 14:03:22 GMT");
  CHECK(answer.field("server").empty());
  CHECK(answer.field("x-request-id") == running.service.last_head().request_id);
  CHECK(running.service.last_head().peer == "127.0.0.1");

  client.send(get("/x"));
  CHECK(client.receive().value().field("x-request-id") != answer.field("x-request-id"));
}

TEST_CASE("A service's field can neither end its line nor be doubled by a default") {
  Running running(quick_options());
  RawClient client(running.port());
  client.send(get("/split"));
  const auto answer = client.receive().value();
  CHECK(answer.field("x-injected").empty());
  CHECK(answer.field("x-bad").empty());
  CHECK(answer.field("cache-control") == "max-age=60");
  CHECK(answer.head.find("no-store") == std::string::npos);
}

TEST_CASE("HEAD and 204 have no body") {
  Running running(quick_options());
  RawClient client(running.port());
  client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n" + get("/none") + get("/y"));
  const auto head = client.receive(/*bodiless=*/true).value();
  CHECK(head.status == 200);
  CHECK(head.field("content-length") == "9");
  const auto none = client.receive().value();
  CHECK(none.status == 204);
  CHECK(none.field("content-length").empty());
  CHECK(client.receive().value().body == "GET /y  ");
}

TEST_CASE("Requests sent at once are answered in their order") {
  Running running(quick_options());
  RawClient client(running.port());
  std::string all;
  for (int i = 0; i < 50; ++i) {
    all += get("/" + std::to_string(i)) + post("body " + std::to_string(i));
  }
  client.send(all);
  for (int i = 0; i < 50; ++i) {
    CHECK(client.receive().value().body == "GET /" + std::to_string(i) + "  ");
    CHECK(client.receive().value().body == "POST /x  body " + std::to_string(i));
  }
  CHECK(running.service.handled == 100);
}

TEST_CASE("A request may arrive byte by byte") {
  Running running(quick_options());
  RawClient client(running.port());
  for (const char c : post("hello"))
    REQUIRE(client.send(std::string_view(&c, 1)));
  CHECK(client.receive().value().body == "POST /x  hello");
}

TEST_CASE("A connection ends when the client asks for it") {
  Running running(quick_options());
  RawClient client(running.port());
  client.send("GET /x HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n" + get("/y"));
  CHECK(client.receive().value().field("connection") == "close");
  client.send_end();
  CHECK(client.is_ended());
  CHECK(running.service.handled == 1);
}

TEST_CASE("HTTP/1.0 goes on only when the client asks for it") {
  Running running(quick_options());
  RawClient once(running.port());
  once.send("GET /x HTTP/1.0\r\nHost: a\r\n\r\n");
  CHECK(once.receive().value().field("connection") == "close");

  RawClient twice(running.port());
  const std::string request = "GET /x HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n";
  twice.send(request);
  CHECK(twice.receive().value().field("connection") == "keep-alive");
  twice.send(request);
  CHECK(twice.receive().value().status == 200);
}

TEST_CASE("A client that waits for 100 Continue gets it, once") {
  Running running(quick_options());
  RawClient client(running.port());
  const std::string request = post("hello", "Expect: 100-continue\r\n");
  client.send(request.substr(0, request.size() - 5));
  CHECK(client.receive().value().status == 100);
  client.send("he");
  client.send("llo");
  CHECK(client.receive().value().body == "POST /x  hello");

  client.send(request);
  CHECK(client.receive().value().body == "POST /x  hello");
}

TEST_CASE("A client that waits for 100 Continue with too much is refused at once") {
  Running running(quick_options());
  RawClient client(running.port());
  client.send(
      "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.receive().value().status == 413);
  client.send_end();
  CHECK(client.is_ended());
}

TEST_CASE("A large answer arrives whole") {
  Running running(quick_options());
  RawClient client(running.port());
  client.send(get("/large"));
  CHECK(client.receive().value().body.size() == 32'000'000 + 12);
}

TEST_CASE("A reader of a large answer that stops reading is left") {
  auto options = quick_options();
  options.idle_time = milliseconds(100);
  Running running(options);
  RawClient client(running.port());
  client.send(get("/large"));
  REQUIRE(becomes([&] { return running.service.handled == 1; }));
  CHECK_FALSE(running.observer.served_with(200) == 1);
  std::this_thread::sleep_for(milliseconds(500));
  CHECK_FALSE(client.receive().has_value());
}

TEST_CASE("An exception in the service is a silent 500") {
  Running running(quick_options());
  RawClient client(running.port());
  client.send(get("/throw"));
  const auto answer = client.receive().value();
  CHECK(answer.status == 500);
  CHECK(answer.body.find("secret") == std::string::npos);
  client.send(get("/x"));
  CHECK(client.receive().value().status == 200);
}

TEST_CASE("A header has its time as a whole, however its bytes trickle") {
  auto options = quick_options();
  options.header_time = milliseconds(200);
  Running running(options);
  RawClient client(running.port());
  const std::string request = get("/" + std::string(4000, 'x'));
  bool open = true;
  for (std::size_t i = 0; open && i < request.size(); ++i) {
    open = client.send(request.substr(i, 1));
    std::this_thread::sleep_for(milliseconds(10));
  }
  CHECK_FALSE(open);
  CHECK(running.observer.refusals("header_too_slow") == 1);
  CHECK(running.service.handled == 0);
}

TEST_CASE("A client that sends nothing is left") {
  auto options = quick_options();
  options.header_time = milliseconds(100);
  options.idle_time = milliseconds(100);
  Running running(options);
  RawClient silent(running.port());
  CHECK(silent.is_ended());
  RawClient idle(running.port());
  idle.send(get("/x"));
  CHECK(idle.receive().value().status == 200);
  CHECK(idle.is_ended());
}

TEST_CASE("A body must come at its pace") {
  auto options = quick_options();
  options.body_grace = milliseconds(200);
  options.body_bytes_per_second = 1'000'000;
  Running running(options);
  RawClient client(running.port());
  const auto request = post(std::string(500, 'x'));
  client.send(request.substr(0, request.size() - 400));
  bool open = true;
  for (int i = 0; open && i < 400; ++i) {
    open = client.send("x");
    std::this_thread::sleep_for(milliseconds(5));
  }
  CHECK_FALSE(open);
  CHECK(running.observer.refusals("body_too_slow") == 1);
  CHECK(running.service.handled == 0);
}

TEST_CASE("Large bodies share their room, and give it back however they end") {
  auto options = quick_options();
  options.small_body = 100;
  options.body_memory = 1500;
  Running running(options);
  const auto request = post(std::string(800, 'x'));
  const auto begun = request.substr(0, request.size() - 1);
  RawClient one(running.port());
  one.send(begun);
  RawClient small(running.port());
  small.send(post(std::string(100, 'x')));
  CHECK(small.receive().value().status == 200);
  for (const auto& large :
       {request,
        std::string("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")}) {
    REQUIRE(becomes([&] {
      RawClient late(running.port());
      late.send(large);
      const auto answer = late.receive();
      return answer && answer->status == 503;
    }));
  }
  CHECK(running.observer.refusals("body_memory_full") >= 2);
  one.send("x");
  CHECK(one.receive().value().status == 200);
  for (int i = 0; i < 5; ++i) {  // a whole one, and one that is left half done
    RawClient whole(running.port());
    whole.send(request);
    CHECK(whole.receive().value().status == 200);
    RawClient half(running.port());
    half.send(begun);
    half.send_end();
    CHECK(half.is_ended());
  }
}

TEST_CASE("A body that is cut off reaches nobody") {
  Running running(quick_options());
  RawClient client(running.port());
  const auto request = post("hello");
  client.send(request.substr(0, request.size() - 1));
  client.send_end();
  CHECK(client.is_ended());
  CHECK(running.service.handled == 0);
}

TEST_CASE("64 clients on kept connections get their own answers") {
  Running running(quick_options());
  std::vector<int> right(64, 0);
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < right.size(); ++i) {
    clients.emplace_back([&, i] {
      RawClient client(running.port());
      for (int n = 0; n < 50; ++n) {
        const auto body = std::to_string(i) + " " + std::to_string(n);
        client.send(post(body));
        const auto answer = client.receive();
        if (answer && answer->body == "POST /x  " + body) ++right[i];
      }
    });
  }
  for (auto& client : clients)
    client.join();
  CHECK(right == std::vector<int>(64, 50));
  CHECK(running.service.handled == 64 * 50);
}

TEST_CASE("A full queue answers 503 and when to come back, and the connection goes on") {
  auto options = quick_options();
  options.workers = 1;
  options.queue = 2;
  Running running(options);
  running.service.barrier.close();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<RawClient>(running.port()));
    clients.back()->send(get("/x"));
    if (i == 0) running.service.barrier.wait_for(1);
  }
  RawClient late(running.port());
  std::optional<badgewatch::test::Answer> refused;
  // The two before it may be read later than its own request.
  const bool full = becomes([&] {
    late.send(get("/late"));
    late.patience = milliseconds(300);
    refused = late.receive();
    return refused.has_value();
  });
  REQUIRE(full);
  CHECK(refused->status == 503);
  CHECK_FALSE(refused->field("retry-after").empty());
  CHECK(running.observer.refusals("queue_full") >= 1);
  running.service.barrier.open();
  int answered = 0;
  for (auto& client : clients) {
    const auto status = client->receive().value().status;
    if (status == 200) ++answered;
  }
  CHECK(answered >= 2);
}

TEST_CASE("What waits for nothing is answered while every worker is busy and the queue is full") {
  auto options = quick_options();
  options.workers = 1;
  options.queue = 1;
  Running running(options);
  running.service.barrier.close();
  RawClient working(running.port());
  working.send(get("/x"));
  running.service.barrier.wait_for(1);
  RawClient waiting(running.port());
  waiting.send(get("/x"));
  RawClient client(running.port());
  client.send(get("/now"));
  const auto answer = client.receive();
  REQUIRE(answer.has_value());
  CHECK(answer->status == 200);
  CHECK(answer->body == "now");
  client.send(get("/now"));
  CHECK(client.receive().has_value());
  running.service.barrier.open();
  CHECK(working.receive().has_value());
}

TEST_CASE("One address has only so many connections") {
  auto options = quick_options();
  options.connections_per_peer = 2;
  Running running(options);
  RawClient first(running.port());
  RawClient second(running.port());
  first.send(get("/x"));
  second.send(get("/x"));
  CHECK(first.receive().value().status == 200);
  CHECK(second.receive().value().status == 200);

  RawClient third(running.port());
  CHECK(third.receive().value().status == 503);
  CHECK(third.is_ended());
  RawClient other(running.port(), "127.0.0.2");
  other.send(get("/x"));
  CHECK(other.receive().value().status == 200);

  first.reset();
  const bool free_again = becomes([&] {
    RawClient fourth(running.port());
    fourth.send(get("/x"));
    const auto answer = fourth.receive();
    return answer && answer->status == 200;
  });
  CHECK(free_again);
}

TEST_CASE("There are only so many connections in all") {
  auto options = quick_options();
  options.connections = 2;
  Running running(options);
  RawClient first(running.port());
  RawClient second(running.port(), "127.0.0.2");
  first.send(get("/x"));
  second.send(get("/x"));
  CHECK(first.receive().value().status == 200);
  CHECK(second.receive().value().status == 200);
  RawClient third(running.port(), "127.0.0.3");
  CHECK(third.receive().value().status == 503);
  CHECK(running.observer.refusals("too_many_connections") == 1);
}

TEST_CASE("A port that is taken and an address that is none are told") {
  Running running(quick_options());
  badgewatch::test::TestService service;
  auto options = quick_options();
  options.port = running.port();
  badgewatch::net::Server second(options, service);
  CHECK(second.start().error().code() == badgewatch::core::Errc::unavailable);
  options.address = "not an address";
  badgewatch::net::Server third(options, service);
  CHECK(third.start().error().code() == badgewatch::core::Errc::invalid);
}
