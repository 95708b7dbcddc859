// Asking again where the register says "not yet".
#pragma once

#include "client/http_client.hpp"

#include <chrono>
#include <functional>

namespace badgewatch::client {

// Asks, and after each 503 waits as long as its Retry-After says (a second where it says nothing)
// and asks again, until `patience` is used up by waiting. The last answer. `wait` returns false to
// give up at once.
core::Result<Reply> ask_patiently(const std::function<core::Result<Reply>()>& ask,
                                  std::chrono::seconds patience,
                                  const std::function<bool(std::chrono::seconds)>& wait);

}  // namespace badgewatch::client
