#include "ports/memory_sender.hpp"

namespace badgewatch::ports {

core::Result<OutgoingReply> MemorySender::send(const OutgoingRequest& request,
                                               const OutgoingLimits& limits) {
  Answer answer;
  {
    const std::lock_guard lock(mutex_);
    ++asked_[request.url];
    const auto found = answers_.find(request.url);
    if (fail_ || found == answers_.end())
      return core::Error(core::Errc::unavailable, "Nothing answers there.");
    answer = found->second;
  }
  auto reply = answer(request);
  if (reply && reply->body.size() > limits.body)
    return core::Error(core::Errc::unavailable, "The answer is too long.");
  return reply;
}

void MemorySender::answer(const std::string& url, Answer answer) {
  const std::lock_guard lock(mutex_);
  answers_[url] = std::move(answer);
}

void MemorySender::answer_json(const std::string& url, std::string body) {
  answer(url, [body = std::move(body)](const OutgoingRequest&) -> core::Result<OutgoingReply> {
    return OutgoingReply{200, "application/json", body};
  });
}

void MemorySender::fail(bool fail) {
  const std::lock_guard lock(mutex_);
  fail_ = fail;
}

std::size_t MemorySender::asked(const std::string& url) const {
  const std::lock_guard lock(mutex_);
  const auto found = asked_.find(url);
  return found == asked_.end() ? 0 : found->second;
}

}  // namespace badgewatch::ports
