// Writes under an Idempotency-Key: the first answer comes again.
#pragma once

#include "api/answers.hpp"
#include "app/once.hpp"

namespace badgewatch::api {

// Nothing where none was sent; Errc::malformed where it is not of its form.
core::Result<std::optional<ports::IdempotencyKey>> idempotency_key(const http::Request& request);

// With `Idempotency-Replayed` where it is an earlier answer.
http::Response once_answer(app::Answered answered);

}  // namespace badgewatch::api
