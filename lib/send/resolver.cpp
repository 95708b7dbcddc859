#include "send/resolver.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <future>
#include <memory>
#include <netdb.h>
#include <thread>

namespace badgewatch::send {

namespace {

using Addresses = std::vector<core::IpAddress>;
constexpr int most_under_way = 64;

std::atomic<int>& under_way() {
  static std::atomic<int> count{0};
  return count;
}

void add(const addrinfo& entry, Addresses& addresses) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  if (entry.ai_family == AF_INET)
    bytes = &reinterpret_cast<const sockaddr_in*>(entry.ai_addr)->sin_addr;
  if (entry.ai_family == AF_INET6)
    bytes = &reinterpret_cast<const sockaddr_in6*>(entry.ai_addr)->sin6_addr;
  if (bytes == nullptr || inet_ntop(entry.ai_family, bytes, text.data(), text.size()) == nullptr)
    return;
  const auto address = core::IpAddress::read(text.data());
  if (address && std::find(addresses.begin(), addresses.end(), *address) == addresses.end())
    addresses.push_back(*address);
}

Addresses ask_system(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  Addresses addresses;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return addresses;
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owned(found, freeaddrinfo);
  for (const auto* entry = found; entry != nullptr; entry = entry->ai_next)
    add(*entry, addresses);
  return addresses;
}

}  // namespace

core::Result<Addresses> SystemResolver::resolve(const std::string& host,
                                                std::chrono::milliseconds time) {
  if (++under_way() > most_under_way) {
    --under_way();
    return core::Error(core::Errc::unavailable, "Names are not found at the moment.");
  }
  auto answer = std::make_shared<std::promise<Addresses>>();
  auto future = answer->get_future();
  std::thread([answer, host] {
    auto found = ask_system(host);
    --under_way();
    answer->set_value(std::move(found));
  }).detach();
  if (future.wait_for(time) != std::future_status::ready)
    return core::Error(core::Errc::unavailable, "The name of the host was not found in time.");
  auto addresses = future.get();
  if (addresses.empty())
    return core::Error(core::Errc::unavailable, "The name of the host is not known.");
  return addresses;
}

}  // namespace badgewatch::send
