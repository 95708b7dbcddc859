// What this register asks of other services over HTTPS.
#pragma once

#include "core/result.hpp"
#include "core/secret.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace badgewatch::ports {

struct OutgoingRequest {
  std::string method = "GET";  // or POST
  std::string url;             // absolute, without user, password and fragment
  // Without Content-Length and Host. Values may be secrets: nothing of them is logged or told.
  std::vector<std::pair<std::string, core::Secret>> headers = {};
  core::Secret body = {};
};

// What came back, whatever its status. A redirect is an answer: it is not followed.
struct OutgoingReply {
  int status = 0;
  std::string media_type;  // type and subtype in lower case, without parameters
  std::string body;
  std::optional<std::chrono::seconds> retry_after = {};  // from now, as Retry-After says
};

// Bounds of one exchange, from the first look at the name to the last byte.
struct OutgoingLimits {
  std::chrono::milliseconds time{5'000};
  std::size_t body = 256UL * 1024;
};

// Thread safe. Waits, so never on an I/O thread.
class Sender {
public:
  virtual ~Sender() = default;
  // Errc::unavailable when no whole answer came within the limits: nobody there, a certificate that
  // is not trusted, too slow, too long. Errc::invalid for an address that is not asked at all. The
  // sentence says which, and nothing that the other side sent.
  virtual core::Result<OutgoingReply> send(const OutgoingRequest& request,
                                           const OutgoingLimits& limits) = 0;
};

}  // namespace badgewatch::ports
