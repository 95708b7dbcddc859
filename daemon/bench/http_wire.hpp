// HTTP/1.1 as far as a load generator needs it: requests made beforehand, replies counted.
#pragma once

#include "client/target.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <netinet/in.h>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::bench {

struct Endpoint {
  sockaddr_in address{};
  std::string host;    // as the Host header has it
  std::string prefix;  // of the path, perhaps empty
};

// Errc::invalid unless it is http:// on 127.0.0.0/8 or localhost: nobody is to be loaded by
// mistake.
core::Result<Endpoint> read_endpoint(std::string_view base_url);

std::string post_request(const Endpoint& endpoint, std::string_view path, const core::Secret& key,
                         std::string_view body);

struct WireReply {
  int status = 0;
  std::string_view body;   // into the buffer
  std::size_t length = 0;  // of head and body
  bool closes = false;
};

enum class Wire { whole, partial, bad };

// Reads the reply at the front of `buffer`. Bad where it is no reply with a Content-Length.
Wire read_reply(std::string_view buffer, WireReply& reply);

}  // namespace badgewatch::bench
