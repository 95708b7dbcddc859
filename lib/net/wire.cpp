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

Wire::Wire(Socket socket) : socket_(std::move(socket)) {
  boost::system::error_code ignored;
  socket_.set_option(Tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
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
  const auto [error, size] = co_await socket_.async_read_some(room, as_outcome);
  disarm();
  if (error) co_return 0;
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
  const auto total = head.size() + body.size();
  boost::system::error_code error;
  // Most answers fit into the socket's buffer at once and need no turn of the loop.
  std::size_t sent = socket_.write_some(pieces_behind(head, body, 0), error);
  if (error && error != asio::error::would_block) co_return false;
  while (sent < total) {
    arm(pace.begin_wait(SteadyClock::now()));
    const auto rest = pieces_behind(head, body, sent);
    const auto [failure, size] = co_await socket_.async_write_some(rest, as_outcome);
    disarm();
    if (failure) co_return false;
    pace.end_wait(SteadyClock::now(), size);
    sent += size;
  }
  co_return true;
}

Task<void> Wire::linger(TimePoint deadline) {
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  std::size_t size = 1;
  while (size > 0) {
    buffer_.consume(buffer_.size());
    size = co_await read(64 * 1024, deadline);
  }
}

void Wire::sweep(TimePoint now) {
  if (now < deadline_) return;
  expired_ = true;
  abort();
}

void Wire::abort() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace badgewatch::net
