#include "bench/browser_wire.hpp"
#include "bench/http_wire.hpp"
#include "bench/measure.hpp"
#include "bench/people.hpp"
#include "core/json.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::bench {
namespace {

TEST_CASE("only this machine is loaded") {
  CHECK(read_endpoint("http://127.0.0.1:8480").has_value());
  const auto named = read_endpoint("http://localhost:8480/register/");
  REQUIRE(named.has_value());
  CHECK(named->host == "localhost:8480");
  CHECK(named->prefix == "/register");
  CHECK(ntohs(named->address.sin_port) == 8480);
  for (const char* bad : {"http://192.0.2.1", "https://127.0.0.1", "http://127.0.0.1.example",
                          "http://register.example", "nonsense"}) {
    INFO(bad);
    CHECK_FALSE(read_endpoint(bad).has_value());
  }
}

TEST_CASE("a secret of an authenticator is read, and nothing else") {
  CHECK(bytes_of_base32("MZXW6YTBOI======") == "foobar");
  CHECK(bytes_of_base32("MZXW6YQ") == "foob");
  CHECK(bytes_of_base32("").empty());
  CHECK(bytes_of_base32("mzxw6").empty());
  CHECK(bytes_of_base32("MZ1W").empty());
}

TEST_CASE("a request is whole") {
  const auto endpoint = read_endpoint("http://127.0.0.1:8480").value();
  CHECK(post_request(endpoint, "/v1/checks", core::Secret("k"), "{}") ==
        "POST /v1/checks HTTP/1.1\r\nHost: 127.0.0.1:8480\r\nAuthorization: Bearer k\r\n"
        "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
}

TEST_CASE("a reply is read whole, in part, or not at all") {
  const std::string text = "HTTP/1.1 201 Created\r\ncontent-length: 4\r\n\r\nbody";
  WireReply reply;
  for (std::size_t size = 0; size < text.size(); ++size)
    CHECK(read_reply(text.substr(0, size), reply) == Wire::partial);
  const std::string two = text + "HTTP";
  REQUIRE(read_reply(two, reply) == Wire::whole);
  CHECK(reply.status == 201);
  CHECK(reply.body == "body");
  CHECK(reply.length == text.size());
  CHECK_FALSE(reply.closes);
  CHECK(read_reply("HTTP/1.1 503 X\r\nContent-Length: 0\r\nConnection: Close\r\n\r\n", reply) ==
        Wire::whole);
  CHECK(reply.closes);
  CHECK(read_reply("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", reply) == Wire::bad);
  CHECK(read_reply("SSH-2.0-x\r\n\r\n", reply) == Wire::bad);
}

TEST_CASE("a percentile is a value that was measured") {
  Latencies latencies;
  CHECK(latencies.percentile(50) == 0);
  for (int i = 100; i >= 1; --i)
    latencies.add(std::chrono::microseconds(i));
  CHECK(latencies.percentile(50) == Approx(50));
  CHECK(latencies.percentile(99) == Approx(99));
  CHECK(latencies.percentile(99.9) == Approx(100));
  CHECK(latencies.highest() == Approx(100));
  latencies.add(std::chrono::microseconds(500));
  CHECK(latencies.highest() == Approx(500));
}

TEST_CASE("the checks asked are repeatable and well formed") {
  const auto bodies = check_bodies({3, 500}, 200);
  CHECK(bodies == check_bodies({3, 500}, 200));
  CHECK(bodies != check_bodies({4, 500}, 200));
  for (const std::string& body : bodies) {
    const auto json = core::parse_json(body);
    REQUIRE(json.has_value());
    CHECK(json->find("subject") != nullptr);
  }
}

}  // namespace
}  // namespace badgewatch::bench
