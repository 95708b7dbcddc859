#include "client/http_client.hpp"

#include "canned_server.hpp"
#include "client/upload.hpp"

#include <catch2/catch.hpp>

#include <vector>

namespace badgewatch::client {
namespace {

std::string answer(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body;
}

HttpClient client_of(const CannedServer& server) {
  return HttpClient({server.url(), core::Secret("the-key")}, {2, 5, 5});
}

TEST_CASE("a call carries the key and gives status and body") {
  CannedServer server(answer("201 Created", R"({"id":1})"));
  HttpClient client = client_of(server);
  const auto reply = client.post("/v1/checks", R"({"a":1})");
  REQUIRE(reply.has_value());
  CHECK(reply->status == 201);
  CHECK(reply->body == R"({"id":1})");
  const std::string& request = server.request();
  CHECK(request.starts_with("POST /v1/checks HTTP/1.1\r\n"));
  CHECK(request.find("Authorization: Bearer the-key\r\n") != std::string::npos);
  CHECK(request.find("Content-Type: application/json\r\n") != std::string::npos);
  CHECK(request.ends_with("\r\n\r\n{\"a\":1}"));
}

TEST_CASE("a reply says when to ask again, where it does") {
  CannedServer server(
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\n"
      "Content-Length: 0\r\nConnection: close\r\n\r\n");
  CHECK(client_of(server).get("/").value().retry_after == std::chrono::seconds(7));
  CannedServer silent(answer("503 Service Unavailable", "{}"));
  CHECK_FALSE(client_of(silent).get("/").value().retry_after.has_value());
}

TEST_CASE("nobody there, and an answer that breaks off, are unavailable") {
  HttpClient nobody({"http://127.0.0.1:1", core::Secret("k")}, {1, 1, 1});
  CHECK(nobody.get("/readyz").error().code() == core::Errc::unavailable);
  CannedServer server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  HttpClient client = client_of(server);
  CHECK(client.get("/v1/alerts").error().code() == core::Errc::unavailable);
}

TEST_CASE("a redirect is an answer and is not followed") {
  CannedServer server(
      "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
      "Content-Length: 0\r\nConnection: close\r\n\r\n");
  HttpClient client = client_of(server);
  CHECK(client.get("/").value().status == 302);
}

TEST_CASE("a problem document becomes an error with its fields") {
  const core::Error error = error_of(
      {422,
       R"({"type":"/problems/invalid","title":"T","status":422,"detail":"Some fields are wrong.",)"
       R"("errors":[{"pointer":"/subject","detail":"is missing"}]})"});
  CHECK(error.code() == core::Errc::invalid);
  CHECK(error.detail() == "Some fields are wrong.");
  CHECK(error.fields() == std::vector<core::FieldProblem>{{"/subject", "is missing"}});
}

TEST_CASE("statuses become codes, also where the body says nothing") {
  CHECK(error_of({401, ""}).code() == core::Errc::unauthenticated);
  CHECK(error_of({403, "<html>"}).code() == core::Errc::forbidden);
  CHECK(error_of({502, ""}).code() == core::Errc::unavailable);
  CHECK(error_of({503, R"({"type":"/problems/freshness-unproven"})"}).code() ==
        core::Errc::freshness_unproven);
}

const std::string rows_answer =
    "{\"row\":1,\"licence_number\":\"A\",\"result\":\"created\"}\n"
    "{\"row\":2,\"licence_number\":\"B\",\"result\":\"rejected\",\"problem\":{\"detail\":\"no\"}}\n"
    "{\"row\":3,\"licence_number\":\"C\",\"result\":\"unchanged\"}\n";

TEST_CASE("an upload sends the rows and counts the answers") {
  CannedServer server(answer("200 OK", rows_answer + "{\"summary\":{\"rows\":3}}\n"));
  HttpClient client = client_of(server);
  std::vector<std::string> lines;
  UploadWatcher watcher;
  watcher.row = [&](const core::Json&, std::string_view line) { lines.emplace_back(line); };
  const auto outcome =
      upload_text(client, "/v1/licences/batch", RowFormat::csv, "a\nb\nc\n", watcher);
  REQUIRE(outcome.has_value());
  CHECK(outcome->complete);
  CHECK(outcome->counts.rows == 3);
  CHECK(outcome->counts.created == 1);
  CHECK(outcome->counts.rejected == 1);
  CHECK(outcome->counts.unchanged == 1);
  CHECK(outcome->counts.bytes_sent == 6);
  CHECK(lines.size() == 3);
  CHECK(server.request().find("Content-Type: text/csv\r\n") != std::string::npos);
  CHECK(server.request().ends_with("\r\n\r\na\nb\nc\n"));
}

TEST_CASE("an upload of unknown length goes in chunks") {
  CannedServer server(answer("200 OK", "{\"summary\":{}}\n"));
  HttpClient client = client_of(server);
  int pieces = 0;
  const auto outcome = upload(client, "/v1/decisions/batch", RowFormat::ndjson, std::nullopt,
                              [&](char* buffer, std::size_t) -> std::optional<std::size_t> {
                                *buffer = 'x';
                                return pieces++ < 2 ? 1 : 0;
                              });
  REQUIRE(outcome.has_value());
  CHECK(outcome->complete);
  CHECK(server.request().find("Transfer-Encoding: chunked\r\n") != std::string::npos);
  CHECK(server.request().find("Content-Length") == std::string::npos);
}

TEST_CASE("without a summary an upload is not complete, and says what was taken") {
  CannedServer server(answer("200 OK", rows_answer));
  HttpClient client = client_of(server);
  const auto outcome = upload_text(client, "/v1/licences/batch", RowFormat::ndjson, "{}\n");
  REQUIRE(outcome.has_value());
  CHECK_FALSE(outcome->complete);
  CHECK(outcome->counts.rows == 3);
}

TEST_CASE("an upload that breaks off says what was taken and why it stopped") {
  CannedServer server("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + rows_answer);
  HttpClient client = client_of(server);
  const auto outcome = upload_text(client, "/v1/licences/batch", RowFormat::ndjson, "{}\n");
  REQUIRE(outcome.has_value());
  CHECK_FALSE(outcome->complete);
  CHECK_FALSE(outcome->stopped.empty());
  CHECK(outcome->counts.rows == 3);
}

TEST_CASE("the register's own reason for stopping is kept") {
  CannedServer server(
      answer("200 OK", rows_answer + "{\"problem\":{\"detail\":\"The disk is full.\"}}\n"));
  HttpClient client = client_of(server);
  const auto outcome = upload_text(client, "/v1/licences/batch", RowFormat::ndjson, "{}\n");
  CHECK_FALSE(outcome->complete);
  CHECK(outcome->stopped == "The disk is full.");
}

TEST_CASE("a refused upload is an error with its reason") {
  CannedServer server(answer("403 Forbidden", R"({"detail":"This key may not do that."})"), true);
  HttpClient client = client_of(server);
  const auto outcome = upload_text(client, "/v1/licences/batch", RowFormat::ndjson, "{}\n");
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().code() == core::Errc::forbidden);
  CHECK(outcome.error().detail() == "This key may not do that.");
}

}  // namespace
}  // namespace badgewatch::client
