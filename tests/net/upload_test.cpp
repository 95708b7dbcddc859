// Streamed uploads: chunks, order, bounds, errors, and clients that go away.
#include "raw_client.hpp"
#include "test_service.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <thread>
#include <unistd.h>

using badgewatch::net::ServerOptions;
using badgewatch::test::becomes;
using badgewatch::test::quick_options;
using badgewatch::test::RawClient;
using badgewatch::test::Running;

namespace {

std::string head(std::string_view fields) {
  return "POST /rows HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n" +
         std::string(fields) + "\r\n";
}

std::string with_length(std::string_view body) {
  return head("Content-Length: " + std::to_string(body.size()) + "\r\n") + std::string(body);
}

std::string chunk(std::string_view text) {
  char size[20];
  std::snprintf(size, sizeof size, "%zx\r\n", text.size());
  return size + std::string(text) + "\r\n";
}

std::string rows(std::size_t count) {
  std::string out;
  for (std::size_t i = 1; i <= count; ++i)
    out += "{\"n\":" + std::to_string(i) + "}\n";
  return out;
}

std::string results(std::size_t count) {
  std::string out;
  for (std::size_t i = 1; i <= count; ++i)
    out += "{\"row\":" + std::to_string(i) + "}\n";
  return out;
}

std::string all_results(std::size_t count) {
  return results(count) + "{\"summary\":" + std::to_string(count) + "}\n";
}

ServerOptions small_chunks(std::size_t chunk_rows) {
  auto options = quick_options();
  options.chunk_rows = chunk_rows;
  return options;
}

constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);

// A folder of its own for spool files.
struct SpoolFolder {
  SpoolFolder() {
    char name[] = "/tmp/net_test-XXXXXX";
    path = ::mkdtemp(name);
  }
  ~SpoolFolder() { std::filesystem::remove_all(path); }
  bool is_empty() const { return std::filesystem::is_empty(path); }
  std::string path;
};

std::size_t resident_mebibytes() {
  std::size_t pages = 0;
  std::size_t resident = 0;
  if (auto* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%zu %zu", &pages, &resident) != 2) resident = 0;
    std::fclose(file);
  }
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) >> 20;
}

}  // namespace

TEST_CASE("An upload is taken in chunks and answered in order") {
  Running running(small_chunks(3));
  RawClient client(running.port());
  client.send(with_length(rows(10)));
  const auto answer = client.receive().value();
  CHECK(answer.status == 200);
  CHECK(answer.field("content-type") == "application/x-ndjson");
  CHECK(answer.field("transfer-encoding") == "chunked");
  CHECK(answer.body == all_results(10));
  CHECK(running.service.uploads.chunks == 4);
  CHECK(running.service.uploads.finished == 1);
  CHECK_FALSE(running.service.uploads.on_server_loop);

  SECTION("and the connection goes on") {
    client.send(with_length(rows(2)) + with_length(rows(1)));
    CHECK(client.receive().value().body == all_results(2));
    CHECK(client.receive().value().body == all_results(1));
  }
}

TEST_CASE("An upload in transfer chunks that respect no row is the same") {
  Running running(small_chunks(1));
  RawClient client(running.port());
  client.send(head("Transfer-Encoding: chunked\r\n"));
  const auto body = rows(40);
  for (std::size_t at = 0; at < body.size(); at += 7)
    client.send(chunk(body.substr(at, 7)));
  client.send("0\r\n\r\n");
  CHECK(client.receive().value().body == all_results(40));
  CHECK(running.service.uploads.chunks == 41);
}

TEST_CASE("CSV rows do not count their header") {
  Running running(small_chunks(1000));
  RawClient client(running.port());
  const std::string body = "a,b\r\n1,2\r\n3,4\r\n";
  client.send("POST /rows HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n" + body);
  // The test's upload counts lines, so the header makes one more.
  CHECK(client.receive().value().body == all_results(3));
  CHECK(running.service.uploads.bytes == body.size());
}

TEST_CASE("An empty upload is finished too") {
  Running running(small_chunks(1));
  RawClient client(running.port());
  client.send(with_length(""));
  CHECK(client.receive().value().body == all_results(0));
  CHECK(running.service.uploads.finished == 1);
}

TEST_CASE("An upload over HTTP/1.0 is answered until the connection ends") {
  Running running(small_chunks(2));
  RawClient client(running.port());
  const auto body = rows(5);
  client.send(
      "POST /rows HTTP/1.0\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n"
      "Content-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body);
  client.send_end();
  const auto all = client.receive_all().value();
  CHECK(all.ends_with("\r\n\r\n" + all_results(5)));
  CHECK(all.find("transfer-encoding") == std::string::npos);
}

TEST_CASE("An upload waits for 100 Continue only if it is wanted") {
  Running running(small_chunks(2));
  RawClient client(running.port());
  const auto body = rows(5);
  const auto length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
  client.send(head(length + "Expect: 100-continue\r\n"));
  CHECK(client.receive().value().status == 100);
  client.send(body);
  CHECK(client.receive().value().body == all_results(5));

  RawClient refused(running.port());
  refused.send("POST /rows HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n" + length +
               "Expect: 100-continue\r\n\r\n");
  const auto answer = refused.receive().value();
  CHECK(answer.status == 400);
  CHECK(answer.field("connection") == "close");
}

TEST_CASE("A refused upload is answered although the client is still sending") {
  Running running(small_chunks(2));
  RawClient client(running.port());
  client.send("POST /rows HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n");
  const std::string block(1 << 20, 'x');
  for (int i = 0; i < 20; ++i)
    client.send(block);
  CHECK(client.receive().value().status == 400);
  CHECK(running.service.uploads.chunks == 0);
}

TEST_CASE("Chunks are taken one at a time, and no more than two are held") {
  auto options = small_chunks(1000);
  options.chunk_bytes = 64 * 1024;
  Running running(options);
  running.service.chunk_barrier.close();
  RawClient client(running.port());
  std::atomic<std::size_t> sent = 0;
  const std::string row = std::string(1023, 'x') + "\n";
  constexpr std::size_t count = 60'000;
  std::thread sender([&] {
    client.send(head("Content-Length: " + std::to_string(row.size() * count) + "\r\n"));
    for (std::size_t i = 0; i < count && client.send(row); ++i)
      sent += row.size();
  });
  running.service.chunk_barrier.wait_for(1);
  // What the client could send is bounded by the sockets' buffers, not by the server's memory.
  std::size_t before = 1;
  while (before != sent) {
    before = sent;
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
  CHECK(before < row.size() * count / 2);
  CHECK(running.service.uploads.chunks == 0);
  running.service.chunk_barrier.open();
  sender.join();
  CHECK(client.receive().value().body == all_results(count));
  CHECK_FALSE(running.service.uploads.at_once);
  CHECK(running.service.uploads.largest_chunk <= 64 * 1024 + 1024);
}

TEST_CASE("An upload far larger than the memory allowed for it") {
  SpoolFolder folder;
  auto options = small_chunks(1000);
  options.spool_directory = folder.path;
  Running running(options);
  RawClient client(running.port());
  const std::string row = std::string(1023, 'x') + "\n";
  constexpr std::size_t count = 200'000;
  const auto before = resident_mebibytes();
  client.send(head("Content-Length: " + std::to_string(row.size() * count) + "\r\n"));
  std::size_t most = 0;
  bool sent = true;  // one assertion, because the reporter keeps every one of them in memory
  for (std::size_t i = 0; i < count && sent; ++i) {
    sent = client.send(row);
    if (i % 10'000 == 0) most = std::max(most, resident_mebibytes());
  }
  REQUIRE(sent);
  const auto answer = client.receive().value();
  CHECK(answer.body == all_results(count));
  CHECK(running.service.uploads.rows == count);
  // A sanitizer keeps freed memory, so that resident memory says nothing then.
  const auto grown = most - std::min(before, most);
  if (!sanitized) CHECK(grown < 32);
  CHECK(folder.is_empty());
}

TEST_CASE("An answer larger than its memory goes through the sealed file") {
  SpoolFolder folder;
  auto options = small_chunks(100);
  options.answer_memory = 10'000;
  options.spool_directory = folder.path;
  Running running(options);
  running.service.padding = 50;
  RawClient client(running.port());
  client.send(with_length(rows(20'000)));
  const auto body = client.receive().value().body;
  CHECK(std::count(body.begin(), body.end(), '\n') == 20'001);
  CHECK(body.starts_with("{\"row\":1}" + std::string(50, ' ') + "\n{\"row\":2}"));
  CHECK(body.find("{\"row\":10000}" + std::string(50, ' ') + "\n{\"row\":10001}") !=
        std::string::npos);
  CHECK(body.ends_with("{\"row\":20000}" + std::string(50, ' ') + "\n{\"summary\":20000}\n"));
  CHECK(folder.is_empty());
}

TEST_CASE("An answer larger than the file may be ends with a problem and without a summary") {
  auto options = small_chunks(10);
  options.spool_bytes = 500;
  Running running(options);
  RawClient client(running.port());
  client.send(with_length(rows(1000)));
  const auto answer = client.receive().value();
  CHECK(answer.status == 200);
  CHECK(answer.body.starts_with(results(10)));
  CHECK(answer.body.find("{\"problem\":{\"type\":\"/problems/too-large\"") != std::string::npos);
  CHECK(answer.body.find("summary") == std::string::npos);
}

TEST_CASE("No upload begins while others have the room for results") {
  auto options = small_chunks(100);
  options.spool_bytes = 10'000;
  Running running(options);
  running.service.padding = 36;  // 9,492 bytes in two chunks
  RawClient first(running.port());
  first.send(head("Transfer-Encoding: chunked\r\n") + chunk(rows(200)));
  bool refused = false;
  for (int tries = 0; tries < 200 && !refused; ++tries) {
    RawClient second(running.port());
    second.send(with_length(rows(1)));
    const auto answer = second.receive().value();
    refused = answer.status == 503 &&
              answer.body.find("room that the register keeps") != std::string::npos;
  }
  CHECK(refused);
  first.send("0\r\n\r\n");
  CHECK(first.receive().value().body.ends_with("{\"summary\":200}\n"));
  bool taken = false;
  for (int tries = 0; tries < 200 && !taken; ++tries) {
    RawClient third(running.port());
    third.send(with_length(rows(1)));
    taken = third.receive().value().status == 200;
  }
  CHECK(taken);
}

TEST_CASE("A spool folder that is not there ends an upload, not the server") {
  auto options = small_chunks(10);
  options.answer_memory = 100;
  options.spool_directory = "/nonexistent";
  Running running(options);
  RawClient client(running.port());
  client.send(with_length(rows(1000)));
  const auto answer = client.receive().value();
  CHECK(answer.body.find("/problems/unavailable") != std::string::npos);
  CHECK(answer.body.find("nonexistent") == std::string::npos);
  CHECK(running.service.uploads.finished == 0);
}

TEST_CASE("An error in the middle ends the answer with a problem") {
  Running running(small_chunks(10));
  running.service.fail_at_chunk = 3;
  RawClient client(running.port());
  client.send(with_length(rows(1000)));
  const auto answer = client.receive().value();
  CHECK(answer.status == 200);
  CHECK(answer.body.starts_with(results(20) + "{\"problem\":{"));
  CHECK(answer.body.find("The database has gone.") != std::string::npos);
  CHECK(answer.body.ends_with("}}\n"));
  CHECK(running.service.uploads.chunks <= 4);
  CHECK(running.service.uploads.finished == 0);
  client.send(with_length(rows(1)));
  CHECK(client.receive().has_value());
}

TEST_CASE("An error before the first line is the answer") {
  Running running(small_chunks(10));
  running.service.fail_at_chunk = 1;
  RawClient client(running.port());
  client.send(with_length(rows(1000)));
  const auto answer = client.receive().value();
  CHECK(answer.status == 503);
  CHECK(answer.field("content-type") == "application/problem+json");
  CHECK_FALSE(answer.field("retry-after").empty());
}

TEST_CASE("An exception in the middle is a silent problem") {
  Running running(small_chunks(10));
  running.service.fail_at_chunk = 2;
  running.service.throw_at_chunk = true;
  RawClient client(running.port());
  client.send(with_length(rows(100)));
  const auto answer = client.receive().value();
  CHECK(answer.body.starts_with(results(10) + "{\"problem\":{"));
  CHECK(answer.body.find("secret") == std::string::npos);
}

TEST_CASE("A row that is too long is told as broken, and the rows around it are taken") {
  auto options = small_chunks(2);
  options.row_bytes = 100;
  Running running(options);
  RawClient client(running.port());
  client.send(with_length(rows(4) + std::string(200, 'x') + "\n" + rows(4)));
  const auto answer = client.receive().value();
  CHECK(answer.status == 200);
  CHECK(answer.body == results(9) + "{\"summary\":9}\n");
  CHECK(running.service.uploads.broken_rows == 1);
}

TEST_CASE("A client that goes away in the middle leaves whole rows and no summary") {
  Running running(small_chunks(10));
  {
    RawClient client(running.port());
    client.send(head("Content-Length: 1000000\r\n") + rows(95));
    REQUIRE(becomes([&] { return running.service.uploads.rows == 90; }));
    client.send_end();
    CHECK(client.is_ended());
  }
  CHECK(becomes([&] { return running.service.uploads.destroyed == 1; }));
  CHECK(running.service.uploads.rows == 90);
  CHECK(running.service.uploads.finished == 0);
  CHECK_FALSE(running.service.uploads.on_server_loop);
}

TEST_CASE("A client that goes away while a chunk runs lets it end") {
  Running running(small_chunks(10));
  running.service.chunk_barrier.close();
  RawClient client(running.port());
  client.send(head("Content-Length: 1000000\r\n") + rows(30));
  running.service.chunk_barrier.wait_for(1);
  client.reset();
  CHECK(running.service.uploads.destroyed == 0);
  running.service.chunk_barrier.open();
  CHECK(becomes([&] { return running.service.uploads.destroyed == 1; }));
  CHECK(running.service.uploads.chunks >= 1);
  CHECK(running.service.uploads.finished == 0);
}

TEST_CASE("Broken framing in the middle of an upload is refused") {
  Running running(small_chunks(10));
  RawClient client(running.port());
  client.send(head("Transfer-Encoding: chunked\r\n") + chunk(rows(25)));
  REQUIRE(becomes([&] { return running.service.uploads.rows == 20; }));
  client.send("5;a=b\r\nhello\r\n");
  CHECK(client.receive().value().status == 400);
  CHECK(becomes([&] { return running.service.uploads.destroyed == 1; }));
  CHECK(running.service.uploads.finished == 0);

  RawClient trailer(running.port());
  trailer.send(head("Transfer-Encoding: chunked\r\n") + chunk(rows(5)) + "0\r\nX: y\r\n\r\n");
  CHECK(trailer.receive().value().status == 400);
  CHECK(running.service.uploads.finished == 0);
}

TEST_CASE("An upload that stands still is left") {
  auto options = small_chunks(10);
  options.body_grace = std::chrono::milliseconds(100);
  Running running(options);
  RawClient client(running.port());
  client.send(head("Content-Length: 1000000\r\n") + rows(30));
  CHECK(client.is_ended());
  CHECK(becomes([&] { return running.service.uploads.destroyed == 1; }));
  CHECK(running.observer.refusals("body_too_slow") == 1);
}

TEST_CASE("Uploads beside each other keep to their own rows") {
  Running running(small_chunks(7));
  std::vector<int> right(16, 0);
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < right.size(); ++i) {
    clients.emplace_back([&, i] {
      RawClient client(running.port());
      for (std::size_t n = 0; n < 5; ++n) {
        const auto count = 10 + i * 13 + n;
        client.send(with_length(rows(count)));
        const auto answer = client.receive();
        if (answer && answer->body == all_results(count)) ++right[i];
      }
    });
  }
  for (auto& client : clients)
    client.join();
  CHECK(right == std::vector<int>(16, 5));
  CHECK(becomes([&] { return running.service.uploads.destroyed == 80; }));
}
