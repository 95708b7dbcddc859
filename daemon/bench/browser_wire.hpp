// A browser as far as a measurement needs it: one kept connection, cookies, one request after
// another.
#pragma once

#include "bench/http_wire.hpp"
#include "bench/measure.hpp"

#include <map>
#include <string>
#include <string_view>

namespace badgewatch::bench {

struct PageReply {
  int status = 0;
  std::string head;
  std::string body;
  Clock::duration took{};  // from the first byte sent to the last one received
};

// What a browser sends with a request of a page that it shows.
struct PageRequest {
  std::string method = "GET";
  std::string target;     // with its query
  std::string body = {};  // JSON where it begins with `{`, else a form
  std::string csrf = {};  // as the header that the API asks for
};

// The raw bytes of a base32 text (RFC 4648, without padding); empty where it is none.
std::string bytes_of_base32(std::string_view text);

// Used by one thread.
class BrowserWire {
public:
  explicit BrowserWire(Endpoint endpoint) : endpoint_(std::move(endpoint)) {}
  ~BrowserWire();
  BrowserWire(const BrowserWire&) = delete;
  BrowserWire& operator=(const BrowserWire&) = delete;

  // Errc::unavailable when nothing answers, or not within 60 seconds. Keeps the cookies that come.
  core::Result<PageReply> send(const PageRequest& request);

private:
  core::Result<void> connect();
  core::Result<PageReply> send_once(const PageRequest& request);
  std::string text_of(const PageRequest& request) const;
  void keep_cookies(std::string_view head);

  Endpoint endpoint_;
  int socket_ = -1;
  std::map<std::string, std::string> cookies_;
};

}  // namespace badgewatch::bench
