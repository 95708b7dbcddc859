// A client that sends exactly the bytes it is told, and understands just enough of the answers.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::test {

struct Answer {
  int status = 0;
  std::string head;
  std::string body;
  // Of that field, lower-case name; empty when it is not there.
  std::string field(std::string_view name) const;
};

// Not thread safe; no call waits longer than `patience`.
class RawClient {
public:
  // Throws when there is no connection to be had.
  explicit RawClient(std::uint16_t port, const char* from = nullptr);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // False when the server has ended the connection.
  bool send(std::string_view bytes);
  // The next answer; nothing when the connection ends before it. `bodiless`: to a HEAD.
  std::optional<Answer> receive(bool bodiless = false);
  // Everything until the server ends the connection; nothing if it does not.
  std::optional<std::string> receive_all();
  // Whether the server ends the connection without another byte.
  bool is_ended();
  void send_end();
  // Ends it with a reset, without a farewell.
  void reset();

  std::chrono::milliseconds patience{10'000};

private:
  bool receive_more();
  std::optional<std::string> take_chunked();

  int socket_;
  std::string received_;
  bool failed_ = false;
};

}  // namespace badgewatch::test
