// Other services in memory, for tests.
#pragma once

#include "ports/sender.hpp"

#include <functional>
#include <map>
#include <mutex>

namespace badgewatch::ports {

// Thread safe.
class MemorySender final : public Sender {
public:
  using Answer = std::function<core::Result<OutgoingReply>(const OutgoingRequest&)>;

  core::Result<OutgoingReply> send(const OutgoingRequest& request,
                                   const OutgoingLimits& limits) override;

  // What answers at that address from now on. Where nothing does, nobody is there.
  void answer(const std::string& url, Answer answer);
  // A 200 with that body of application/json.
  void answer_json(const std::string& url, std::string body);
  // From now on nobody answers at all, as with a network that is down.
  void fail(bool fail);
  // How often that address was asked.
  std::size_t asked(const std::string& url) const;

private:
  mutable std::mutex mutex_;
  std::map<std::string, Answer> answers_;
  std::map<std::string, std::size_t> asked_;
  bool fail_ = false;
};

}  // namespace badgewatch::ports
