#include "core/ip_address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>

namespace badgewatch::core {
namespace {

using Bytes16 = std::array<std::uint8_t, 16>;

constexpr std::array<std::uint8_t, 12> v4_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned v4_prefix_bits = 96;

void clear_behind(Bytes16& bytes, unsigned bits) {
  for (unsigned i = 0; i < bytes.size(); ++i) {
    const unsigned kept = bits <= i * 8 ? 0 : std::min(bits - i * 8, 8U);
    bytes.at(i) &= static_cast<std::uint8_t>(0xff00U >> kept);
  }
}

std::optional<unsigned> read_bits(std::string_view text, unsigned most) {
  unsigned bits = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, bits);
  const bool leading_zero = text.size() > 1 && text.front() == '0';
  if (error != std::errc() || stop != end || bits > most || leading_zero) return {};
  return bits;
}

}  // namespace

std::optional<IpAddress> IpAddress::read(std::string_view text) {
  if (text.empty() || text.size() >= INET6_ADDRSTRLEN) return {};
  if (text.find('\0') != std::string_view::npos) return {};
  const std::string zero_ended(text);
  IpAddress out;
  std::copy(v4_prefix.begin(), v4_prefix.end(), out.bytes_.begin());
  if (::inet_pton(AF_INET, zero_ended.c_str(), &out.bytes_.at(12)) == 1) return out;
  if (::inet_pton(AF_INET6, zero_ended.c_str(), out.bytes_.data()) == 1) return out;
  return {};
}

bool IpAddress::is_v4() const {
  return std::equal(v4_prefix.begin(), v4_prefix.end(), bytes_.begin());
}

bool IpAddress::is_loopback() const {
  if (is_v4()) return bytes_[12] == 127;
  Bytes16 one{};
  one.back() = 1;
  return bytes_ == one;
}

std::string IpAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (is_v4())
    ::inet_ntop(AF_INET, &bytes_.at(12), out.data(), out.size());
  else
    ::inet_ntop(AF_INET6, bytes_.data(), out.data(), out.size());
  return out.data();
}

std::string IpAddress::limit_group() const {
  if (is_v4()) return text();
  IpAddress first = *this;
  clear_behind(first.bytes_, 64);
  return first.text() + "/64";
}

std::optional<Network> Network::read(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = IpAddress::read(text.substr(0, slash));
  if (!address) return {};
  Network out;
  out.first_ = *address;
  if (slash == std::string_view::npos) return out;
  const unsigned before = address->is_v4() ? v4_prefix_bits : 0;
  const auto bits = read_bits(text.substr(slash + 1), 128 - before);
  if (!bits) return {};
  out.bits_ = before + *bits;
  auto cleared = address->bytes_;
  clear_behind(cleared, out.bits_);
  if (cleared != address->bytes_) return {};
  return out;
}

bool Network::contains(const IpAddress& address) const {
  if (address.is_v4() != first_.is_v4()) return false;
  auto bytes = address.bytes_;
  clear_behind(bytes, bits_);
  return bytes == first_.bytes_;
}

}  // namespace badgewatch::core
