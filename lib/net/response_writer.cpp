#include "net/response_writer.hpp"

#include "net/field_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace badgewatch::net {

namespace {

struct Default {
  std::string_view name;
  std::string_view value;
};
// What a browser may do with an answer that says nothing else: show it, and load, frame or send
// nothing.
constexpr std::array<Default, 4> defaults = {
    {{"x-content-type-options", "nosniff"},
     {"cache-control", "no-store"},
     {"referrer-policy", "no-referrer"},
     {"content-security-policy",
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}}};
constexpr std::string_view https_only = "max-age=31536000; includeSubDomains";

constexpr std::array<std::string_view, 6> own_fields = {
    "content-length", "transfer-encoding", "connection",
    "date",           "x-request-id",      "strict-transport-security"};

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "";
  }
}

bool is_sendable(std::string_view name, std::string_view value) {
  const auto is_own = [name](std::string_view own) { return http::same_name(own, name); };
  if (!is_token(name) || std::any_of(own_fields.begin(), own_fields.end(), is_own)) return false;
  return std::none_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
  });
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void append_framing(std::string& out, const http::Response& response, BodyFraming framing) {
  if (!may_have_body(response.status)) return;
  if (framing == BodyFraming::length) {
    append_field(out, "content-length", std::to_string(response.body.size()));
  } else if (framing == BodyFraming::chunked) {
    append_field(out, "transfer-encoding", "chunked");
  }
}

}  // namespace

bool may_have_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

std::string response_head(const http::Response& response, const HeadOptions& options) {
  std::string out;
  out.reserve(512);
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  out.append(reason(response.status)).append("\r\n");
  for (const auto& [name, value] : response.headers) {
    if (is_sendable(name, value)) append_field(out, name, value);
  }
  for (const auto& [name, value] : defaults) {
    if (http::header(response.headers, name).empty()) append_field(out, name, value);
  }
  if (options.https) append_field(out, "strict-transport-security", https_only);
  append_framing(out, response, options.framing);
  if (!options.date.empty()) append_field(out, "date", options.date);
  if (!options.request_id.empty()) append_field(out, "x-request-id", options.request_id);
  if (!options.connection.empty()) append_field(out, "connection", options.connection);
  out.append("\r\n");
  return out;
}

std::string as_chunk(std::string_view body) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), body.size(), 16).ptr;
  std::string out;
  out.reserve(body.size() + 20);
  out.append(digits.data(), end).append("\r\n").append(body).append("\r\n");
  return out;
}

}  // namespace badgewatch::net
