#include "raw_client.hpp"

#include <openssl/err.h>

#include <arpa/inet.h>
#include <csignal>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace badgewatch::test {

namespace {

sockaddr_in address_of(const char* host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  ::inet_pton(AF_INET, host, &address.sin_addr);
  return address;
}

}  // namespace

std::string Answer::field(std::string_view name) const {
  const std::string wanted = "\r\n" + std::string(name) + ": ";
  const auto at = head.find(wanted);
  if (at == std::string::npos) return {};
  const auto begin = at + wanted.size();
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

RawClient::RawClient(std::uint16_t port, const char* from, SSL_CTX* tls)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (from != nullptr) {
    const auto own = address_of(from, 0);
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0) {
      throw std::runtime_error("cannot bind");
    }
  }
  const auto address = address_of("127.0.0.1", port);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("cannot connect");
  }
  if (tls != nullptr) greet(tls);
}

// OpenSSL writes to the socket without MSG_NOSIGNAL.
void RawClient::greet(SSL_CTX* context) {
  static const auto ignored = std::signal(SIGPIPE, SIG_IGN);
  static_cast<void>(ignored);
  const timeval time{static_cast<time_t>(patience.count() / 1000), 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  tls_.reset(SSL_new(context));
  SSL_set_fd(tls_.get(), socket_);
  greeted_ = SSL_connect(tls_.get()) == 1;
  ERR_clear_error();
}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto size = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                           : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

void RawClient::send_end() {
  if (tls_) SSL_shutdown(tls_.get());
  ::shutdown(socket_, SHUT_WR);
}

void RawClient::reset() {
  const linger hard{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  ::close(socket_);
  socket_ = -1;
}

bool RawClient::receive_more() {
  pollfd ready{socket_, POLLIN, 0};
  const bool is_there = tls_ && SSL_pending(tls_.get()) > 0;
  if (!is_there && ::poll(&ready, 1, static_cast<int>(patience.count())) != 1) {
    failed_ = true;
    return false;
  }
  std::vector<char> buffer(64 * 1024);
  const auto size = receive_bytes(buffer.data(), buffer.size());
  if (size < 0) failed_ = true;
  if (size <= 0) return false;
  received_.append(buffer.data(), static_cast<std::size_t>(size));
  return true;
}

// 0 at the end, less than that for a connection that failed. TLS without a farewell is a failure.
std::ptrdiff_t RawClient::receive_bytes(char* out, std::size_t size) {
  if (!tls_) return ::recv(socket_, out, size, 0);
  const int got = SSL_read(tls_.get(), out, static_cast<int>(size));
  if (got > 0) return got;
  const bool farewell = SSL_get_error(tls_.get(), got) == SSL_ERROR_ZERO_RETURN;
  ERR_clear_error();
  return farewell ? 0 : -1;
}

std::optional<Answer> RawClient::receive(bool bodiless) {
  std::size_t end = std::string::npos;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive_more()) return std::nullopt;
  }
  Answer answer;
  answer.head = received_.substr(0, end + 2);
  received_.erase(0, end + 4);
  answer.status = std::stoi(answer.head.substr(9, 3));
  if (bodiless || answer.status < 200) return answer;
  if (answer.field("transfer-encoding") == "chunked") {
    auto body = take_chunked();
    if (!body) return std::nullopt;
    answer.body = std::move(*body);
    return answer;
  }
  const auto length = answer.field("content-length");
  const auto size = length.empty() ? 0 : std::stoul(length);
  while (received_.size() < size) {
    if (!receive_more()) return std::nullopt;
  }
  answer.body = received_.substr(0, size);
  received_.erase(0, size);
  return answer;
}

std::optional<std::string> RawClient::take_chunked() {
  std::string body;
  while (true) {
    std::size_t end = std::string::npos;
    while ((end = received_.find("\r\n")) == std::string::npos) {
      if (!receive_more()) return std::nullopt;
    }
    const auto size = std::stoul(received_.substr(0, end), nullptr, 16);
    while (received_.size() < end + 2 + size + 2) {
      if (!receive_more()) return std::nullopt;
    }
    body.append(received_, end + 2, size);
    received_.erase(0, end + 2 + size + 2);
    if (size == 0) return body;
  }
}

std::optional<std::string> RawClient::receive_until(std::string_view text) {
  while (received_.find(text) == std::string::npos)
    if (!receive_more()) return std::nullopt;
  return std::exchange(received_, {});
}

std::optional<std::string> RawClient::receive_all() {
  while (receive_more()) {
  }
  if (failed_) return std::nullopt;
  return std::exchange(received_, {});
}

bool RawClient::is_ended() {
  return received_.empty() && !receive_more() && !failed_;
}

}  // namespace badgewatch::test
