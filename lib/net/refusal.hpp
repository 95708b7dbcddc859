// Why the server does not take a request.
#pragma once

#include "core/error.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace badgewatch::net {

// `reason` is a fixed word for counting ("bare_line_feed"); `error` is what the client is told.
struct Refusal {
  std::string_view reason;
  core::Error error;
};

inline Refusal malformed(std::string_view reason, std::string detail) {
  return {reason, core::Error(core::Errc::malformed, std::move(detail))};
}

}  // namespace badgewatch::net
