#include "send/targets.hpp"

#include "send/public_address.hpp"

#include <algorithm>
#include <curl/curl.h>
#include <memory>
#include <new>

namespace badgewatch::send {

namespace {

constexpr std::size_t longest_url = 2'000;
constexpr std::string_view usual_port = "443";

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, FreeUrl>;

core::Error refused(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

std::string part_of(CURLU* url, CURLUPart part, unsigned flags) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  std::string out(text);
  curl_free(text);
  return out;
}

bool is_plain(const std::string& url) {
  return url.size() <= longest_url && url.find_first_of("\\#") == std::string::npos &&
         std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_name(const std::string& host) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool plain = std::all_of(host.begin(), host.end(), [&](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.';
  });
  // The last label of a name has a letter that is no digit's: 127.1 and 0x7f000001 are numbers.
  const auto last = host.substr(host.rfind('.') + 1);
  return plain && !host.empty() && !last.empty() && is_letter(last.front());
}

core::Result<Target> read_target(const std::string& text) {
  if (!text.starts_with("https://")) return refused("must begin with https://");
  const Url url(curl_url());
  if (!url) throw std::bad_alloc();
  // libcurl takes one slash more as none.
  if (!is_plain(text) || text.starts_with("https:///") ||
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK)
    return refused("is no address of the form https://HOST/PATH, without a user and a fragment");
  Target target;
  target.host = part_of(url.get(), CURLUPART_HOST, 0);
  target.port = part_of(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (!is_name(target.host))
    return refused("must name its host: a number has no certificate of its own");
  return target;
}

}  // namespace

bool Targets::is_allowed(const core::IpAddress& address) const {
  return std::any_of(rules_.allowed.begin(), rules_.allowed.end(),
                     [&](const auto& network) { return network.contains(address); });
}

core::Result<void> Targets::check_addresses(const Target& target) const {
  bool all_allowed = true;
  for (const auto& address : target.addresses) {
    if (is_allowed(address)) continue;
    all_allowed = false;
    if (const auto kind = not_public(address))
      return refused("leads to " + address.text() + ", which is " + std::string(*kind) +
                     ": nothing is sent there");
  }
  if (target.port != usual_port && !all_allowed) return refused("must be on port 443");
  return {};
}

core::Result<Target> Targets::find(const std::string& url, std::chrono::milliseconds time) const {
  auto target = read_target(url);
  if (!target) return target;
  auto addresses = resolver_.resolve(target->host, std::min(time, rules_.time));
  if (!addresses) return addresses.error();
  target->addresses = std::move(*addresses);
  if (auto may = check_addresses(*target); !may) return may.error();
  return target;
}

core::Result<void> Targets::check(const std::string& url) {
  const auto found = find(url, rules_.time);
  if (found) return {};
  // A name that is not there is the owner's to mend.
  if (found.error().code() == core::Errc::unavailable)
    return refused("cannot be checked: " + found.error().detail());
  return found.error();
}

}  // namespace badgewatch::send
