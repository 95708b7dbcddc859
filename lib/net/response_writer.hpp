// The bytes of an answer's head.
#pragma once

#include "http/message.hpp"

#include <string>
#include <string_view>

namespace badgewatch::net {

enum class BodyFraming {
  length,   // Content-Length
  chunked,  // Transfer-Encoding: chunked
  close,    // until the connection ends, for HTTP/1.0
};

struct HeadOptions {
  BodyFraming framing = BodyFraming::length;
  std::string_view connection = {};  // what Connection says; empty: no such field
  std::string_view date = {};        // of the Date field; empty: none
  std::string_view request_id = {};
  bool https = false;  // the client is told to come by HTTPS for a year, there and at subdomains
};

// Status line and fields up to the empty line. Adds what every answer has (nosniff, no-store,
// no-referrer, a content security policy that allows nothing) unless the response has it. Fields
// that belong to the connection, and fields whose value could end the line, are left out.
std::string response_head(const http::Response& response, const HeadOptions& options);

// 1xx, 204 and 304 have no body.
bool may_have_body(int status);

// `body` as one chunk of a chunked answer; not for an empty one, which would be the last.
std::string as_chunk(std::string_view body);
inline constexpr std::string_view last_chunk = "0\r\n\r\n";

}  // namespace badgewatch::net
