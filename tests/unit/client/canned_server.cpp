#include "canned_server.hpp"

#include <array>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace badgewatch::client {
namespace {

bool is_whole(const std::string& request) {
  const std::size_t end = request.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  if (request.find("chunked") < end) return request.ends_with("\r\n0\r\n\r\n");
  const std::size_t at = request.find("Content-Length: ");
  const std::size_t length = at < end ? std::stoul(request.substr(at + 16)) : 0;
  return request.size() >= end + 4 + length;
}

}  // namespace

CannedServer::CannedServer(std::string answer, bool at_once)
    : answer_(std::move(answer)), at_once_(at_once) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket_, generic, size) != 0 || ::listen(socket_, 1) != 0 ||
      ::getsockname(socket_, generic, &size) != 0)
    throw std::runtime_error("no server");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

CannedServer::~CannedServer() {
  ::shutdown(socket_, SHUT_RDWR);
  if (thread_.joinable()) thread_.join();
  ::close(socket_);
}

std::string CannedServer::url() const {
  return "http://127.0.0.1:" + std::to_string(port_);
}

const std::string& CannedServer::request() {
  if (thread_.joinable()) thread_.join();
  return request_;
}

void CannedServer::serve() {
  const int connection = ::accept(socket_, nullptr, nullptr);
  if (connection < 0) return;
  std::array<char, 4096> buffer;
  while (!is_whole(request_)) {
    if (at_once_ && request_.find("\r\n\r\n") != std::string::npos) break;
    const ssize_t count = ::recv(connection, buffer.data(), buffer.size(), 0);
    if (count <= 0) break;
    request_.append(buffer.data(), static_cast<std::size_t>(count));
  }
  for (std::size_t sent = 0; sent < answer_.size();) {
    const ssize_t count =
        ::send(connection, answer_.data() + sent, answer_.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) break;
    sent += static_cast<std::size_t>(count);
  }
  ::close(connection);
}

}  // namespace badgewatch::client
