// A fault that lasts is said when it begins, when it changes and once a minute: not at each try.
#pragma once

#include "core/log.hpp"

#include <chrono>
#include <string>

namespace badgewatch::app {

// Used by one thread.
class LastingFault {
public:
  LastingFault(core::LogLevel level, std::string_view event) : level_(level), event_(event) {}

  void say(const std::string& reason) {
    const auto now = std::chrono::steady_clock::now();
    if (reason == reason_ && now < again_) return;
    core::log(level_, event_, {{"reason", std::string_view(reason)}});
    reason_ = reason;
    again_ = now + std::chrono::minutes(1);
  }
  void is_over() { reason_.clear(); }

private:
  core::LogLevel level_;
  std::string_view event_;
  std::string reason_;
  std::chrono::steady_clock::time_point again_;
};

}  // namespace badgewatch::app
