// One connection's bytes, in and out, plain or through TLS, with a deadline on every wait. The only
// place that touches a socket.
#pragma once

#include "net/loop.hpp"
#include "net/pace.hpp"
#include "net/tls_handshake.hpp"

#include <boost/beast/core/flat_buffer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::net {

// Used on the loop's thread only.
class Wire {
public:
  // Without `tls`: plain.
  Wire(Socket socket, std::shared_ptr<TlsContext> tls);

  Executor executor() { return socket().get_executor(); }
  bool is_tls() const { return tls_ != nullptr; }
  // Of TLS, before anything else. False: nothing can be said to the client; handshake_failure().
  Task<bool> handshake(TimePoint deadline);
  std::string_view handshake_failure() const { return handshake_failure_; }
  // After the handshake.
  std::optional<http::ClientCertificate> client_certificate();

  // What has come and was not consumed. Valid until the next read or consume.
  std::string_view received() const;
  void consume(std::size_t size) { buffer_.consume(size); }

  // Waits for more bytes, at most `most` of them, until `deadline`. 0: the client has gone, or it
  // took too long (then expired()).
  Task<std::size_t> read(std::size_t most, TimePoint deadline);
  // As read(), at the client's pace.
  Task<std::size_t> read_paced(std::size_t most, Pace& pace);
  // Writes both behind one another. False: the client has gone or took too long.
  Task<bool> write(std::string head, std::string body, Pace& pace);
  // Ends the connection so that the client can still read what was written: sends the end, then
  // reads and drops what comes until the client ends too or `deadline`.
  Task<void> linger(TimePoint deadline);

  bool expired() const { return expired_; }
  // Ends the wait that is under way when its deadline has passed.
  void sweep(TimePoint now);
  // Ends it now, and every later one.
  void abort();

private:
  void arm(TimePoint deadline) { deadline_ = deadline; }
  void disarm() { deadline_ = TimePoint::max(); }
  Socket& socket();
  Task<bool> write_plain(std::string head, std::string body, Pace& pace);
  Task<bool> write_tls(std::string head, std::string body, Pace& pace);
  Task<void> end_tls(TimePoint deadline);
  Task<void> drain(TimePoint deadline);

  std::shared_ptr<TlsContext> context_;  // outlives its streams
  std::optional<Socket> plain_;
  std::unique_ptr<TlsStream> tls_;
  std::string_view handshake_failure_;
  boost::beast::flat_buffer buffer_;
  TimePoint deadline_ = TimePoint::max();
  bool expired_ = false;
};

}  // namespace badgewatch::net
