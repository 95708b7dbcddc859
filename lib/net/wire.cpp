#include "net/wire.hpp"

#include <boost/asio/buffer.hpp>

#include <array>

namespace badgewatch::net {

namespace asio = boost::asio;

namespace {

using Pieces = std::array<asio::const_buffer, 2>;

Pieces pieces_behind(const std::string& head, const std::string& body, std::size_t sent) {
  const auto of_head = std::min(sent, head.size());
  return {asio::buffer(head) + of_head, asio::buffer(body) + (sent - of_head)};
}

}  // namespace

Wire::Wire(Socket socket, std::shared_ptr<TlsContext> tls) : context_(std::move(tls)) {
  boost::system::error_code ignored;
  socket.set_option(Tcp::no_delay(true), ignored);
  socket.non_blocking(true, ignored);
  if (context_) {
    tls_ = std::make_unique<TlsStream>(std::move(socket), context_->context);
  } else {
    plain_.emplace(std::move(socket));
  }
}

Socket& Wire::socket() {
  return tls_ ? tls_->next_layer() : *plain_;
}

Task<bool> Wire::handshake(TimePoint deadline) {
  arm(deadline);
  const auto [error] = co_await tls_->async_handshake(TlsStream::server, as_outcome);
  disarm();
  if (error) handshake_failure_ = expired_ ? "tls_too_slow" : net::handshake_failure(*tls_, error);
  co_return !error;
}

std::optional<http::ClientCertificate> Wire::client_certificate() {
  return tls_ ? net::client_certificate(*tls_) : std::nullopt;
}

std::string_view Wire::received() const {
  const auto data = buffer_.cdata();
  return {static_cast<const char*>(data.data()), data.size()};
}

Task<std::size_t> Wire::read(std::size_t most, TimePoint deadline) {
  // A large body's room is given back before the next request.
  if (buffer_.size() == 0 && buffer_.capacity() > 4 * most) buffer_.shrink_to_fit();
  arm(deadline);
  const auto room = buffer_.prepare(most);
  std::size_t size = 0;
  if (tls_) {
    const auto [error, got] = co_await tls_->async_read_some(room, as_outcome);
    size = error ? 0 : got;
  } else {
    const auto [error, got] = co_await plain_->async_read_some(room, as_outcome);
    size = error ? 0 : got;
  }
  disarm();
  // What came just before it was cut is worked on for nobody, who sends it again.
  if (!socket().is_open()) size = 0;
  buffer_.commit(size);
  co_return size;
}

Task<std::size_t> Wire::read_paced(std::size_t most, Pace& pace) {
  const auto deadline = pace.begin_wait(SteadyClock::now());
  const auto size = co_await read(most, deadline);
  pace.end_wait(SteadyClock::now(), size);
  co_return size;
}

Task<bool> Wire::write(std::string head, std::string body, Pace& pace) {
  if (tls_) co_return co_await write_tls(std::move(head), std::move(body), pace);
  co_return co_await write_plain(std::move(head), std::move(body), pace);
}

Task<bool> Wire::write_plain(std::string head, std::string body, Pace& pace) {
  const auto total = head.size() + body.size();
  boost::system::error_code error;
  // Most answers fit into the socket's buffer at once and need no turn of the loop.
  std::size_t sent = plain_->write_some(pieces_behind(head, body, 0), error);
  if (error && error != asio::error::would_block) co_return false;
  while (sent < total) {
    arm(pace.begin_wait(SteadyClock::now()));
    const auto rest = pieces_behind(head, body, sent);
    const auto [failure, size] = co_await plain_->async_write_some(rest, as_outcome);
    disarm();
    if (failure) co_return false;
    pace.end_wait(SteadyClock::now(), size);
    sent += size;
  }
  co_return true;
}

// Each write makes one record of at most 16 KiB, so head and body go together. OpenSSL must be
// given the same bytes again when it asks for them, which only the asynchronous calls see to.
Task<bool> Wire::write_tls(std::string head, std::string body, Pace& pace) {
  std::string all = std::move(head);
  all += body;
  body = {};
  std::size_t sent = 0;
  while (sent < all.size()) {
    arm(pace.begin_wait(SteadyClock::now()));
    const auto rest = asio::buffer(all) + sent;
    const auto [failure, size] = co_await tls_->async_write_some(rest, as_outcome);
    disarm();
    if (failure) co_return false;
    pace.end_wait(SteadyClock::now(), size);
    sent += size;
  }
  co_return true;
}

Task<void> Wire::linger(TimePoint deadline) {
  if (tls_) co_await end_tls(deadline);
  boost::system::error_code ignored;
  socket().shutdown(Socket::shutdown_send, ignored);
  co_await drain(deadline);
}

// Says the end inside TLS, without which a client cannot tell it from a cut.
Task<void> Wire::end_tls(TimePoint deadline) {
  arm(deadline);
  co_await tls_->async_shutdown(as_outcome);
  disarm();
}

Task<void> Wire::drain(TimePoint deadline) {
  constexpr std::size_t most = 64 * 1024;
  buffer_.consume(buffer_.size());
  const auto room = buffer_.prepare(most);
  bool more = !expired_;
  while (more) {
    arm(deadline);
    const auto [error, size] = co_await socket().async_read_some(room, as_outcome);
    disarm();
    more = !error && size > 0;
  }
}

void Wire::sweep(TimePoint now) {
  if (now < deadline_) return;
  expired_ = true;
  abort();
}

void Wire::abort() {
  boost::system::error_code ignored;
  socket().close(ignored);
}

}  // namespace badgewatch::net
