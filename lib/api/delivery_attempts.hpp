// A page of the log of deliveries to an endpoint, of webhooks and of mail.
#pragma once

#include "http/message.hpp"
#include "ports/outbox.hpp"

#include <cstdint>
#include <vector>

namespace badgewatch::api {

// `after` is the cursor that was asked with.
http::Response attempts_answer(const std::vector<ports::DeliveryAttempt>& attempts,
                               std::int64_t after);

}  // namespace badgewatch::api
