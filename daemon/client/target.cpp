#include "client/target.hpp"

#include "core/text.hpp"

#include <boost/url/parse.hpp>

#include <arpa/inet.h>
#include <fstream>
#include <optional>
#include <sys/stat.h>

namespace badgewatch::client {
namespace {

// Boost 1.81 reads http://127.0.0.1.example as the address 127.0.0.1 and the path ".example"; such
// a path, which no URL with an authority may have, is refused here.
std::optional<boost::urls::url_view> parse(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  if (!url || url->host().empty()) return std::nullopt;
  if (!url->encoded_path().empty() && !url->encoded_path().starts_with('/')) return std::nullopt;
  return *url;
}

bool is_this_machine(const boost::urls::url_view& url) {
  const std::string host(url.host());
  in_addr address{};
  return host == "localhost" || host == "[::1]" ||
         (host.starts_with("127.") && ::inet_pton(AF_INET, host.c_str(), &address) == 1);
}

core::Error invalid(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

}  // namespace

core::Result<std::string> read_base_url(std::string_view text) {
  const auto url = parse(core::trim(text));
  if (!url || url->has_query() || url->has_fragment() || url->has_userinfo())
    return invalid("The register's address must be of the form https://register.example.");
  const bool https = url->scheme_id() == boost::urls::scheme::https;
  const bool http = url->scheme_id() == boost::urls::scheme::http;
  if (!https && !(http && is_this_machine(*url)))
    return invalid(
        "The register's address must begin with https://, because the key would cross "
        "the network in the clear (http:// is taken for this machine only).");
  std::string base(core::trim(text));
  while (base.ends_with('/'))
    base.pop_back();
  return base;
}

bool is_loopback(std::string_view base_url) {
  const auto url = parse(base_url);
  return url && is_this_machine(*url);
}

core::Result<core::Secret> read_key_file(const std::string& path) {
  struct stat state{};
  std::ifstream file(path);
  if (!file || ::stat(path.c_str(), &state) != 0 || !S_ISREG(state.st_mode))
    return invalid("The key file cannot be read.");
  if ((state.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return invalid("Other users may read the key file: chmod 600 it.");
  std::string line;
  std::getline(file, line);
  const std::string_view key = core::trim(line);
  if (key.empty() || !core::is_ascii(key)) return invalid("The key file holds no key.");
  return core::Secret(std::string(key));
}

}  // namespace badgewatch::client
