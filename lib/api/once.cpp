#include "api/once.hpp"

#include "http/idempotency.hpp"
#include "proof/hash.hpp"

namespace badgewatch::api {

core::Result<std::optional<ports::IdempotencyKey>> idempotency_key(const http::Request& request) {
  auto key = http::read_idempotency_key(request.head.headers);
  if (!key) return key.error();
  if (!*key) return std::optional<ports::IdempotencyKey>();
  const auto fingerprint = proof::sha256({core::as_bytes(request.head.method), core::as_bytes("\n"),
                                          core::as_bytes(request.head.path), core::as_bytes("\n"),
                                          core::as_bytes(request.body)});
  return std::optional(ports::IdempotencyKey{std::move(**key), fingerprint});
}

http::Response once_answer(app::Answered answered) {
  auto response = json_answer(answered.answer.status, std::move(answered.answer.body),
                              std::move(answered.answer.headers));
  if (answered.replayed) response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

}  // namespace badgewatch::api
