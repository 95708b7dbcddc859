#include "badgewatch/pinned_keys.hpp"

#include <fstream>

namespace badgewatch::cli {
namespace {

core::Error invalid(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

bool is_public_key(std::string_view base64) {
  const auto bytes = core::from_base64(base64);
  return bytes && bytes->size() == std::tuple_size_v<core::Hash>;
}

}  // namespace

core::Result<PinnedKeys> read_pinned_keys(const std::string& path) {
  std::ifstream file(path);
  if (!file) return invalid("The file of the register's keys cannot be read: " + path);
  PinnedKeys keys;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    const auto blank = line.find(' ');
    const auto kind = line.substr(0, blank);
    const auto value = blank == std::string::npos ? std::string() : line.substr(blank + 1);
    const auto log = proof::parse_verifier_key(value);
    if (kind == "log" && log && !keys.log)
      keys.log = log;
    else if (kind == "receipt" && is_public_key(value))
      keys.receipts.push_back(value);
    else
      return invalid(path + ":" + std::to_string(number) +
                     ": this is none of the lines that `badgewatchd audit keys` prints.");
  }
  return keys;
}

}  // namespace badgewatch::cli
