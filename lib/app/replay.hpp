// An old check asked anew, of the register as it was then and by the code that answers checks
// today.
#pragma once

#include "core/result.hpp"
#include "core/uuid.hpp"
#include "ports/past.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::app {

enum class ReplayResult { same, different, not_reproducible };
std::string_view name_of(ReplayResult result);

struct ReplayOptions {
  core::Hash query_key{};  // CheckOptions::query_key and ::pair_key
  core::Hash pair_key{};
  // Of those who signed receipts; without it signatures are not looked at.
  std::optional<core::Hash> receipt_key;
};

struct Replay {
  ReplayResult result = ReplayResult::different;
  std::string authority;  // whose check it was
  // One JSON object on one line: what was stored and what comes today, the result, and either where
  // they differ or why there is none. Holds what the hits of a CHECK hold.
  std::string text;
};

// `different` where what is kept contradicts itself as well: the answer, its receipt and the log's
// leaf are held against one another. Errc::not_found for no check; Errc::unavailable when the
// database does not answer; Errc::internal when what is stored cannot be opened or read.
core::Result<Replay> replay_check(ports::Past& past, const core::Uuid& check,
                                  const ReplayOptions& options);

}  // namespace badgewatch::app
