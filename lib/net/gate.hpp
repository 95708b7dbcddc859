// The framing gate: what a request's header must be before any parser sees it. Boost 1.81's Beast
// lets requests through that a proxy in front may frame otherwise (smuggling), so everything that
// decides where a request ends is decided here, from the bytes as they came. Pure functions.
#pragma once

#include "http/message.hpp"
#include "net/refusal.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace badgewatch::net {

// Looks for the end of a header in bytes that arrive bit by bit; linear in their number.
class HeaderEnd {
public:
  enum class State { wanting, found, bare_line_feed };
  // `bytes` begins where it began the last time and may have grown. In the state `found` size() is
  // the header's length with its empty line.
  State look(std::string_view bytes);
  State state() const { return state_; }
  std::size_t size() const { return scanned_; }

private:
  State state_ = State::wanting;
  std::size_t scanned_ = 0;
};

enum class Framing { none, length, chunked };

struct GatedHead {
  http::RequestHead head;  // without peer and request_id
  bool http_1_1 = true;
  Framing framing = Framing::none;
  std::uint64_t length = 0;  // of Framing::length
  bool expects_continue = false;
  bool keep_alive = true;  // what the client asks for
};

// The methods that are taken, as in Allow.
inline constexpr std::string_view known_methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

struct GateRules {
  // What Host may say without its port, in lower case; empty: anything.
  std::vector<std::string> hosts;
  std::size_t max_fields = 100;
};

// `header` ends with its empty line. Takes HTTP/1.1, and HTTP/1.0 without transfer coding. A
// refusal means that the connection must be closed, since where the next request begins is unknown.
std::variant<GatedHead, Refusal> check_head(std::string_view header, const GateRules& rules);

}  // namespace badgewatch::net
