// Entity tags and If-Match, RFC 9110 sections 8.8.3 and 13.1.1.
#pragma once

#include "core/result.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::http {

// The strong tag of a version: "7" in its quotes.
std::string strong_etag(std::int64_t version);

// What If-Match asks for.
class IfMatch {
public:
  static IfMatch anything() { return IfMatch(true, {}); }
  static IfMatch one_of(std::vector<std::string> tags) { return IfMatch(false, std::move(tags)); }

  // `etag` with its quotes; empty when the thing does not exist, which nothing matches, not even *.
  bool allows(std::string_view etag) const;

private:
  IfMatch(bool any, std::vector<std::string> tags) : any_(any), tags_(std::move(tags)) {}

  bool any_;
  std::vector<std::string> tags_;
};

// Nothing when the header is absent. Weak tags are kept out: they never match strongly.
// Errc::malformed for what is no list of tags.
core::Result<std::optional<IfMatch>> read_if_match(const Headers& headers);

}  // namespace badgewatch::http
