#include "bench/http_wire.hpp"

#include "core/text.hpp"

#include <boost/url/parse.hpp>

#include <arpa/inet.h>
#include <charconv>

namespace badgewatch::bench {
namespace {

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

core::Result<Endpoint> read_endpoint(std::string_view base_url) {
  const core::Error refused(core::Errc::invalid,
                            "Only http:// addresses of this machine are loaded.");
  const auto url = boost::urls::parse_uri(base_url);
  if (!url || url->scheme_id() != boost::urls::scheme::http) return refused;
  if (!client::is_loopback(base_url)) return refused;
  const std::string host = url->host() == "localhost" ? "127.0.0.1" : std::string(url->host());
  Endpoint endpoint;
  endpoint.address.sin_family = AF_INET;
  endpoint.address.sin_port = htons(url->has_port() ? url->port_number() : 80);
  if (::inet_pton(AF_INET, host.c_str(), &endpoint.address.sin_addr) != 1) return refused;
  endpoint.host = std::string(url->encoded_host_and_port());
  endpoint.prefix = std::string(url->encoded_path());
  while (endpoint.prefix.ends_with('/'))
    endpoint.prefix.pop_back();
  return endpoint;
}

std::string post_request(const Endpoint& endpoint, std::string_view path, const core::Secret& key,
                         std::string_view body) {
  std::string text =
      "POST " + endpoint.prefix + std::string(path) + " HTTP/1.1\r\nHost: " + endpoint.host +
      "\r\nAuthorization: Bearer " + key.reveal() +
      "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n";
  text += body;
  return text;
}

Wire read_reply(std::string_view buffer, WireReply& reply) {
  const std::size_t end = buffer.find("\r\n\r\n");
  if (end == std::string_view::npos) return buffer.size() > 65536 ? Wire::bad : Wire::partial;
  const std::string_view head = buffer.substr(0, end);
  if (!head.starts_with("HTTP/1.1 ") || head.size() < 12) return Wire::bad;
  const auto status = number(head.substr(9, 3));
  if (!status) return Wire::bad;
  reply.status = static_cast<int>(*status);
  reply.closes = false;
  std::optional<std::size_t> length;
  for (const std::string_view raw : core::split(head, '\n')) {
    const std::size_t colon = raw.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string name = core::ascii_lower(raw.substr(0, colon));
    const std::string_view value = core::trim(raw.substr(colon + 1));
    if (name == "content-length") length = number(value);
    if (name == "connection") reply.closes = core::ascii_lower(value) == "close";
  }
  if (!length) return Wire::bad;
  reply.length = end + 4 + *length;
  if (buffer.size() < reply.length) return Wire::partial;
  reply.body = buffer.substr(end + 4, *length);
  return Wire::whole;
}

}  // namespace badgewatch::bench
