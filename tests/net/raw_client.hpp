// A client that sends exactly the bytes it is told, plain or inside TLS, and understands just
// enough of the answers.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <cstdint>
#include <memory>
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
  explicit RawClient(std::uint16_t port, const char* from = nullptr, SSL_CTX* tls = nullptr);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // Whether TLS's handshake was done, as far as the client can see. Of TLS 1.3 a server that
  // dislikes the client's certificate says so afterwards.
  bool is_greeted() const { return greeted_; }
  const SSL* tls() const { return tls_.get(); }
  // False when the server has ended the connection.
  bool send(std::string_view bytes);
  // The next answer; nothing when the connection ends before it. `bodiless`: to a HEAD.
  std::optional<Answer> receive(bool bodiless = false);
  // What has come, once it holds that text; nothing if it does not come. For answers without an
  // end.
  std::optional<std::string> receive_until(std::string_view text);
  // Everything until the server ends the connection; nothing if it does not.
  std::optional<std::string> receive_all();
  // Whether the server ends the connection without another byte.
  bool is_ended();
  void send_end();
  // Ends it with a reset, without a farewell.
  void reset();

  std::chrono::milliseconds patience{10'000};

private:
  struct FreeTls {
    void operator()(SSL* tls) const { SSL_free(tls); }
  };

  void greet(SSL_CTX* context);
  bool receive_more();
  std::ptrdiff_t receive_bytes(char* out, std::size_t size);
  std::optional<std::string> take_chunked();

  int socket_;
  std::unique_ptr<SSL, FreeTls> tls_;
  bool greeted_ = false;
  std::string received_;
  bool failed_ = false;
};

}  // namespace badgewatch::test
