#include "bench/browser_wire.hpp"

#include "core/text.hpp"

#include <array>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace badgewatch::bench {

namespace {

core::Error no_answer(std::string_view target) {
  return {core::Errc::unavailable, "The register gave no answer to " + std::string(target) + "."};
}

}  // namespace

std::string bytes_of_base32(std::string_view text) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string bytes;
  unsigned held = 0;
  unsigned bits = 0;
  for (const char letter : text) {
    if (letter == '=') break;
    const auto value = alphabet.find(letter);
    if (value == std::string_view::npos) return {};
    held = (held << 5) | static_cast<unsigned>(value);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>((held >> bits) & 0xff);
    held &= (1U << bits) - 1;
  }
  return bytes;
}

BrowserWire::~BrowserWire() {
  if (socket_ >= 0) ::close(socket_);
}

core::Result<void> BrowserWire::connect() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{60, 0};
  const int at_once = 1;
  (void)::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  (void)::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  (void)::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&endpoint_.address),
                sizeof endpoint_.address) == 0)
    return {};
  return core::Error(core::Errc::unavailable, "Nothing listens at " + endpoint_.host + ".");
}

std::string BrowserWire::text_of(const PageRequest& request) const {
  std::string text = request.method + " " + endpoint_.prefix + request.target +
                     " HTTP/1.1\r\nHost: " + endpoint_.host +
                     "\r\nSec-Fetch-Site: same-origin\r\nAccept-Encoding: identity\r\n";
  std::string cookies;
  for (const auto& [name, value] : cookies_)
    cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
  if (!cookies.empty()) text += "Cookie: " + cookies + "\r\n";
  if (!request.csrf.empty()) text += "X-CSRF-Token: " + request.csrf + "\r\n";
  if (request.method != "GET") {
    const bool is_json = request.body.starts_with("{");
    text += std::string("Content-Type: ") +
            (is_json ? "application/json" : "application/x-www-form-urlencoded") +
            "\r\nContent-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  return text + "\r\n" + request.body;
}

void BrowserWire::keep_cookies(std::string_view head) {
  constexpr std::string_view field = "set-cookie:";
  for (const std::string_view line : core::split(head, '\n')) {
    if (!core::ascii_lower(line.substr(0, field.size())).starts_with(field)) continue;
    const auto cookie = core::trim(line.substr(field.size()));
    const auto pair = cookie.substr(0, cookie.find(';'));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    cookies_[std::string(pair.substr(0, equals))] = std::string(pair.substr(equals + 1));
  }
}

// A connection that was kept may have been closed meanwhile: then a new one is taken, once.
core::Result<PageReply> BrowserWire::send(const PageRequest& request) {
  const bool was_kept = socket_ >= 0;
  if (was_kept)
    if (auto answer = send_once(request)) return answer;
  if (auto connected = connect(); !connected) return connected.error();
  return send_once(request);
}

core::Result<PageReply> BrowserWire::send_once(const PageRequest& request) {
  const auto text = text_of(request);
  const auto begun = Clock::now();
  std::size_t sent = 0;
  while (sent < text.size()) {
    const auto size = ::send(socket_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (size <= 0) return no_answer(request.target);
    sent += static_cast<std::size_t>(size);
  }
  std::string received;
  std::array<char, 64 * 1024> part{};
  WireReply reply;
  auto state = Wire::partial;
  while (state == Wire::partial) {
    const auto size = ::recv(socket_, part.data(), part.size(), 0);
    if (size <= 0) return no_answer(request.target);
    received.append(part.data(), static_cast<std::size_t>(size));
    state = read_reply(received, reply);
  }
  const auto took = Clock::now() - begun;
  if (state == Wire::bad) return no_answer(request.target);
  PageReply answer{reply.status, received.substr(0, reply.length - reply.body.size()),
                   std::string(reply.body), took};
  keep_cookies(answer.head);
  if (reply.closes) {
    ::close(socket_);
    socket_ = -1;
  }
  return answer;
}

}  // namespace badgewatch::bench
