// Requests that two servers could read differently, and what this one says to each. One rule of the
// contract a line; the reason is what the metrics count.
#include "raw_client.hpp"
#include "test_certificates.hpp"
#include "test_service.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using badgewatch::net::ServerOptions;
using badgewatch::test::becomes;
using badgewatch::test::quick_options;
using badgewatch::test::RawClient;
using badgewatch::test::Running;

namespace {

struct Case {
  std::string name;
  std::string bytes;
  int status;
  std::string reason;
};

std::string get(std::string_view target, std::string_view fields = "") {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

std::string post(std::string_view fields, std::string_view body) {
  return "POST /x HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

std::string chunked(std::string_view body) {
  return post("Transfer-Encoding: chunked\r\n", body);
}

const std::string nul(1, '\0');

const std::vector<Case>& refused_framing() {
  static const std::vector<Case> cases = {
      {"TE and CL", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400,
       "two_framings"},
      {"CL and TE", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
       "two_framings"},
      {"gzip coding and CL", post("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n", "hello"), 400,
       "two_framings"},
      {"gzip coding", post("Transfer-Encoding: gzip\r\n", "GET /y HTTP/1.1\r\nHost: a\r\n\r\n"),
       400, "transfer_coding"},
      {"identity", post("Transfer-Encoding: identity\r\n", "x"), 400, "transfer_coding"},
      {"xchunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400, "transfer_coding"},
      {"gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400,
       "transfer_coding"},
      {"chunked twice in one", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 400,
       "transfer_coding"},
      {"chunked twice in two",
       post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
       "transfer_coding"},
      {"chunked with a comma", post("Transfer-Encoding: chunked,\r\n", "0\r\n\r\n"), 400,
       "transfer_coding"},
      {"quoted chunked", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 400,
       "transfer_coding"},
      {"chunked with a parameter", post("Transfer-Encoding: chunked;a=b\r\n", "0\r\n\r\n"), 400,
       "transfer_coding"},
      {"empty coding", post("Transfer-Encoding:\r\n", "0\r\n\r\n"), 400, "transfer_coding"},
      {"chunked on HTTP/1.0",
       "POST /x HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
       "transfer_coding"},
      {"two lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"), 400,
       "content_length"},
      {"the same length twice", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), 400,
       "content_length"},
      {"a list of lengths", post("Content-Length: 5, 5\r\n", "hello"), 400, "content_length"},
      {"a plus", post("Content-Length: +5\r\n", "hello"), 400, "content_length"},
      {"a minus", post("Content-Length: -5\r\n", "hello"), 400, "content_length"},
      {"a leading zero", post("Content-Length: 05\r\n", "hello"), 400, "content_length"},
      {"two zeros", post("Content-Length: 00\r\n", ""), 400, "content_length"},
      {"hex", post("Content-Length: 0x5\r\n", "hello"), 400, "content_length"},
      {"a space inside", post("Content-Length: 5 0\r\n", "hello"), 400, "content_length"},
      {"an empty length", post("Content-Length: \r\n", ""), 400, "content_length"},
      {"20 digits", post("Content-Length: 18446744073709551621\r\n", "hello"), 400,
       "content_length"},
      {"a body on GET", get("/x", "Content-Length: 5\r\n") + "hello", 400, "body_on_get"},
      {"chunks on GET", get("/x", "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400,
       "body_on_get"},
      {"a body on HEAD", "HEAD /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", 400,
       "body_on_get"},
      {"a strange expectation", post("Expect: 200-maybe\r\nContent-Length: 1\r\n", "x"), 400,
       "expect"},
  };
  return cases;
}

const std::vector<Case>& refused_chunks() {
  static const std::vector<Case> cases = {
      {"a chunk extension", chunked("5;a=b\r\nhello\r\n0\r\n\r\n"), 400, "chunk_extension"},
      {"an extension without value", chunked("5;a\r\nhello\r\n0\r\n\r\n"), 400, "chunk_extension"},
      {"an extension on the last chunk", chunked("5\r\nhello\r\n0;a=b\r\n\r\n"), 400,
       "chunk_extension"},
      {"LF in a quoted extension", chunked("5;a=\"\n\"\r\nhello\r\n0\r\n\r\n"), 400, ""},
      {"a space behind the size", chunked("5 \r\nhello\r\n0\r\n\r\n"), 400, ""},
      {"a space before the size", chunked(" 5\r\nhello\r\n0\r\n\r\n"), 400, "body_framing"},
      {"a size with 0x", chunked("0x5\r\nhello\r\n0\r\n\r\n"), 400, ""},
      {"a size with a sign", chunked("+5\r\nhello\r\n0\r\n\r\n"), 400, "body_framing"},
      {"a size that is none", chunked("z\r\nhello\r\n0\r\n\r\n"), 400, "body_framing"},
      {"an empty size", chunked("\r\nhello\r\n0\r\n\r\n"), 400, "body_framing"},
      {"a size that overflows", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n"), 400, ""},
      {"LF behind the size", chunked("5\nhello\r\n0\r\n\r\n"), 400, ""},
      {"CR behind the size", chunked("5\rhello\r\n0\r\n\r\n"), 400, ""},
      {"LF behind the chunk", chunked("5\r\nhello\n0\r\n\r\n"), 400, ""},
      {"a chunk longer than its size", chunked("4\r\nhello\r\n0\r\n\r\n"), 400, "body_framing"},
      {"a trailer", chunked("5\r\nhello\r\n0\r\nAuthorization: Bearer x\r\n\r\n"), 400, "trailer"},
      {"a trailer after no chunk", chunked("0\r\nX: y\r\n\r\n"), 400, "trailer"},
      {"a trailer with a length", chunked("0\r\nContent-Length: 5\r\n\r\n"), 400, ""},
      {"a size without end", chunked(std::string(70'000, '0')), 400, ""},
  };
  return cases;
}

const std::vector<Case>& refused_lines() {
  static const std::vector<Case> cases = {
      {"no Host", "GET /x HTTP/1.1\r\n\r\n", 400, "host"},
      {"no Host on HTTP/1.0", "GET /x HTTP/1.0\r\n\r\n", 400, "host"},
      {"two Hosts", get("/x", "Host: b\r\n"), 400, "host"},
      {"the same Host twice", get("/x", "host: a\r\n"), 400, "host"},
      {"an empty Host", "GET /x HTTP/1.1\r\nHost:\r\n\r\n", 400, "host"},
      {"a Host with a user", "GET /x HTTP/1.1\r\nHost: me@a\r\n\r\n", 400, "host"},
      {"a Host with a path", "GET /x HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, "host"},
      {"a Host with a comma", "GET /x HTTP/1.1\r\nHost: a, b\r\n\r\n", 400, "host"},
      {"a Host with a bad port", "GET /x HTTP/1.1\r\nHost: a:8o\r\n\r\n", 400, "host"},
      {"LF behind the request line", "GET /x HTTP/1.1\nHost: a\r\n\r\n", 400, "bare_line_feed"},
      {"LF behind a field", "GET /x HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400, "bare_line_feed"},
      {"LF as the empty line", "GET /x HTTP/1.1\r\nHost: a\r\n\n", 400, "bare_line_feed"},
      {"LF alone", "GET /x HTTP/1.1\n\n", 400, "bare_line_feed"},
      {"CR in a value", get("/x", "X: a\rb\r\n"), 400, "control_in_header"},
      {"CR as a line end", "GET /x HTTP/1.1\rHost: a\r\n\r\n", 400, "control_in_header"},
      {"NUL in a value", get("/x", "X: a" + nul + "b\r\n"), 400, "control_in_header"},
      {"DEL in a value", get("/x", "X: a\x7f\r\n"), 400, "control_in_header"},
      {"a folded field", get("/x", "X: a\r\n b\r\n"), 400, "folded_field"},
      {"a field folded with a tab", get("/x", "X: a\r\n\tb\r\n"), 400, "folded_field"},
      {"a folded coding", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400,
       "folded_field"},
      {"a fold behind the request line", "GET /x HTTP/1.1\r\n Host: a\r\n\r\n", 400,
       "folded_field"},
      {"a space before the colon", post("Content-Length : 5\r\n", "hello"), 400, "field_line"},
      {"a tab before the colon", post("Transfer-Encoding\t: chunked\r\n", "0\r\n\r\n"), 400,
       "field_line"},
      {"no colon", get("/x", "Nothing\r\n"), 400, "field_line"},
      {"no name", get("/x", ": value\r\n"), 400, "field_line"},
      {"a name with a byte over 127", get("/x", "X\xC3\xA9: y\r\n"), 400, "field_line"},
      {"two credentials", get("/x", "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), 400,
       "double_field"},
      {"two content types", post("Content-Type: a/b\r\ncontent-type: c/d\r\n", ""), 400,
       "double_field"},
      {"an empty line in front", "\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request_line"},
      {"nothing but an empty line", "\r\n\r\n", 400, "request_line"},
      {"no version", "GET /x\r\nHost: a\r\n\r\n", 400, "request_line"},
      {"HTTP/2", "GET /x HTTP/2.0\r\nHost: a\r\n\r\n", 400, "version"},
      {"HTTP/1.2", "GET /x HTTP/1.2\r\nHost: a\r\n\r\n", 400, "version"},
      {"http in small letters", "GET /x http/1.1\r\nHost: a\r\n\r\n", 400, "version"},
      {"the second version's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "version"},
      {"two spaces", "GET  /x HTTP/1.1\r\nHost: a\r\n\r\n", 400, ""},
      {"a tab between", "GET\t/x HTTP/1.1\r\nHost: a\r\n\r\n", 400, ""},
      {"a space behind", "GET /x HTTP/1.1 \r\nHost: a\r\n\r\n", 400, "version"},
      {"an unknown method", "BREW /x HTTP/1.1\r\nHost: a\r\n\r\n", 405, "method"},
      {"a method in small letters", "get /x HTTP/1.1\r\nHost: a\r\n\r\n", 405, "method"},
      {"CONNECT", "CONNECT /x HTTP/1.1\r\nHost: a\r\n\r\n", 405, "method"},
      {"TRACE", "TRACE /x HTTP/1.1\r\nHost: a\r\n\r\n", 405, "method"},
      {"a method that is no token", "G[T /x HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request_line"},
  };
  return cases;
}

const std::vector<Case>& refused_targets() {
  static const std::vector<Case> cases = {
      {"absolute form", get("http://a/x"), 400, "target_form"},
      {"authority form", get("a:80"), 400, "target_form"},
      {"asterisk form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400, "target_form"},
      {"an encoded NUL", get("/x%00y"), 400, "control_in_target"},
      {"an encoded NUL in the query", get("/x?a=%00"), 400, "control_in_target"},
      {"an encoded line end", get("/x%0d%0aX:%20y"), 400, "control_in_target"},
      {"an encoded DEL", get("/x%7f"), 400, "control_in_target"},
      {"a tab", get("/x\ty"), 400, "target_bytes"},
      {"a space", get("/x y"), 400, "target_bytes"},
      {"a byte over 127", get("/caf\xC3\xA9"), 400, "target_bytes"},
      {"a quote", get("/x\"y"), 400, "target_bytes"},
      {"a backslash", get("/a\\b"), 400, "target_bytes"},
      {"a dot segment", get("/a/../b"), 400, "dot_segment"},
      {"a dot segment at the end", get("/a/."), 400, "dot_segment"},
      {"an encoded dot segment", get("/a/%2e%2E/b"), 400, "dot_segment"},
      {"a fragment", get("/a#b"), 400, "fragment"},
      {"half an escape", get("/a%4"), 400, "bad_percent"},
      {"a bad escape", get("/a%zz"), 400, "bad_percent"},
      {"a bad escape in the query", get("/a?b=%g0"), 400, "bad_percent"},
      {"bytes that are no UTF-8", get("/a%ff"), 400, "target_not_utf8"},
      {"an overlong slash", get("/a%c0%afb"), 400, "target_not_utf8"},
  };
  return cases;
}

const std::vector<Case>& refused_sizes() {
  static const std::vector<Case> cases = {
      {"a body over the plan's limit", post("Content-Length: 1001\r\n", ""), 413, "body_too_large"},
      {"a body far over it", post("Content-Length: 9999999999999999999\r\n", ""), 413,
       "body_too_large"},
      {"chunks over the limit", chunked("3e9\r\n"), 413, "body_too_large"},
      {"many chunks over the limit", chunked("1f4\r\n" + std::string(500, 'x') + "\r\n1f5\r\n"),
       413, "body_too_large"},
      {"a header over 16 KiB", get("/x", "X: " + std::string(17'000, 'x') + "\r\n"), 413,
       "header_too_large"},
      {"a request line over 16 KiB", get("/" + std::string(17'000, 'x')), 413, "header_too_large"},
      {"a header that does not end", "GET /" + std::string(17'000, 'x'), 413, "header_too_large"},
      {"too many fields",
       get("/x",
           [] {
             std::string fields;
             for (int i = 0; i < 100; ++i)
               fields += "X: y\r\n";
             return fields;
           }()),
       400, "too_many_fields"},
  };
  return cases;
}

void check_refused(const std::vector<Case>& cases, SSL_CTX* tls, const ServerOptions& options) {
  Running running(options);
  for (const auto& one : cases) {
    INFO(one.name);
    const int before = running.observer.refusals(one.reason);
    RawClient client(running.port(), nullptr, tls);
    // What follows must not be taken for a request of its own.
    client.send(one.bytes + get("/smuggled"));
    client.send_end();
    const auto answer = client.receive();
    REQUIRE(answer.has_value());
    CHECK(answer->status == one.status);
    CHECK(answer->field("connection") == "close");
    CHECK(answer->field("allow").empty() == (one.status != 405));
    CHECK(answer->field("content-type") == "application/problem+json");
    CHECK(client.is_ended());
    if (!one.reason.empty()) CHECK(running.observer.refusals(one.reason) == before + 1);
  }
  CHECK(running.service.handled == 0);
  CHECK(running.service.opened == 0);
}

// Plain, and inside TLS.
void check_refused(const std::vector<Case>& cases) {
  check_refused(cases, nullptr, quick_options());
  badgewatch::test::TestAuthority authority;
  const auto tls = badgewatch::test::client_tls(authority);
  auto options = quick_options();
  options.tls = authority.server();
  check_refused(cases, tls.get(), options);
}

}  // namespace

TEST_CASE("Framing that could be read in two ways is refused") {
  check_refused(refused_framing());
}

TEST_CASE("Chunks that could be read in two ways are refused") {
  check_refused(refused_chunks());
}

TEST_CASE("Lines and fields that could be read in two ways are refused") {
  check_refused(refused_lines());
}

TEST_CASE("Targets that could be read in two ways are refused") {
  check_refused(refused_targets());
}

TEST_CASE("What is too large is refused before it is read") {
  check_refused(refused_sizes());
}

TEST_CASE("What looks strange but is clear is taken") {
  Running running(quick_options());
  const std::vector<Case> cases = {
      {"a plain GET", get("/x"), 200, "GET /x  "},
      {"a length of zero on GET", get("/x", "Content-Length: 0\r\n"), 200, "GET /x  "},
      {"a POST without a body", post("", ""), 200, "POST /x  "},
      {"a length of zero", post("Content-Length: 0\r\n", ""), 200, "POST /x  "},
      {"a length", post("Content-Length: 5\r\n", "hello"), 200, "POST /x  hello"},
      {"space around a length", post("Content-Length: \t5 \r\n", "hello"), 200, "POST /x  hello"},
      {"a body at the limit", post("Content-Length: 1000\r\n", std::string(1000, 'x')), 200,
       "POST /x  " + std::string(1000, 'x')},
      {"chunks", chunked("5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n"), 200, "POST /x  hello!"},
      {"Chunked in capitals", post("Transfer-Encoding: CHUNKED\r\n", "1\r\n!\r\n0\r\n\r\n"), 200,
       "POST /x  !"},
      {"a chunk size with zeros", chunked("0005\r\nhello\r\n000\r\n\r\n"), 200, "POST /x  hello"},
      {"no chunk but the last", chunked("0\r\n\r\n"), 200, "POST /x  "},
      {"a Host with a port", "GET /x HTTP/1.1\r\nHost: a:80\r\n\r\n", 200, "GET /x  "},
      {"a Host of IPv6", "GET /x HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 200, "GET /x  "},
      {"an empty field", get("/x", "X:\r\n"), 200, "GET /x  "},
      {"bytes over 127 in a value", get("/x", "X: caf\xC3\xA9\r\n"), 200, "GET /x  "},
      {"an escaped space", get("/PHD%2012"), 200, "GET /PHD%2012  "},
      {"an escaped percent", get("/a%2541"), 200, "GET /a%2541  "},
      {"escaped UTF-8", get("/caf%C3%A9"), 200, "GET /caf%C3%A9  "},
      {"an escaped slash", get("/2024%2F17"), 200, "GET /2024%2F17  "},
      {"an escaped backslash", get("/a%5Cb"), 200, "GET /a%5Cb  "},
      {"a query as sent", get("/x?a=%2F&b=c?d"), 200, "GET /x a=%2F&b=c?d "},
      {"dots that are no segment", get("/a..b/.../c"), 200, "GET /a..b/.../c  "},
      {"two slashes", get("/a//b"), 200, "GET /a//b  "},
  };
  for (const auto& one : cases) {
    INFO(one.name);
    RawClient client(running.port());
    client.send(one.bytes);
    const auto answer = client.receive();
    REQUIRE(answer.has_value());
    CHECK(answer->status == one.status);
    CHECK(answer->body == one.reason);
    CHECK(answer->field("connection").empty());
  }
  CHECK(running.service.handled == static_cast<int>(cases.size()));
}

TEST_CASE("The table of refusals is as long as the rules need") {
  const auto count = refused_framing().size() + refused_chunks().size() + refused_lines().size() +
                     refused_targets().size() + refused_sizes().size();
  CHECK(count >= 120);
}

TEST_CASE("Only the named hosts are served when there is a list") {
  auto options = quick_options();
  options.hosts = {"Register.example"};
  Running running(options);
  const auto status = [&running](const std::string& host) {
    RawClient client(running.port());
    client.send("GET /x HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    return client.receive().value().status;
  };
  CHECK(status("register.example") == 200);
  CHECK(status("REGISTER.example:8480") == 200);
  CHECK(status("127.0.0.1:8480") == 200);
  CHECK(status("other.example") == 400);
  CHECK(status("register.example.other") == 400);
}
