#include "net/site.hpp"

#include "core/bytes.hpp"
#include "core/text.hpp"

#include <openssl/rand.h>

#include <array>
#include <ctime>
#include <stdexcept>

namespace badgewatch::net {

namespace {

GateRules gate_rules(const ServerOptions& options) {
  GateRules rules;
  if (options.hosts.empty()) return rules;
  for (const auto& host : options.hosts)
    rules.hosts.push_back(core::ascii_lower(host));
  const bool is_ipv6 = options.address.find(':') != std::string::npos;
  rules.hosts.push_back(is_ipv6 ? '[' + options.address + ']' : options.address);
  return rules;
}

// RFC 9110 section 5.6.7, whatever the locale.
std::string http_date(core::Instant now) {
  static constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = now.micros / 1'000'000;
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                 days.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                                 months.at(static_cast<std::size_t>(utc.tm_mon)),
                                 utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace

RequestIds::RequestIds() {
  std::array<std::uint8_t, 4> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("the system gives no random bytes");
  }
  prefix_ = core::hex(bytes) + '-';
}

std::string RequestIds::next() {
  return prefix_ + std::to_string(++count_);
}

Site::Site(ServerOptions server_options, http::Service& served, ServerObserver& watching)
    : options(std::move(server_options)),
      service(served),
      observer(watching),
      gate(gate_rules(options)),
      body_room(options.body_memory),
      spool_room(options.spool_bytes),
      workers(options.workers, options.queue) {
  set_date();
}

void Site::set_date() {
  if (options.clock != nullptr) date = http_date(options.clock->now());
}

}  // namespace badgewatch::net
