// Work that is done again and again, on a thread of its own.
#pragma once

#include "core/result.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace badgewatch::jobs {

struct RepeatedOptions {
  std::string name;  // of the thread and in the log, 15 characters at most
  std::chrono::milliseconds period{1'000};
  std::chrono::milliseconds after_error{10'000};
};

class Repeated {
public:
  // `work` says whether there is more to do, which is done at once. What fails is logged, once
  // while it is the same, and tried again.
  Repeated(RepeatedOptions options, std::function<core::Result<bool>()> work);
  // Waits for work that is being done.
  ~Repeated();
  Repeated(const Repeated&) = delete;
  Repeated& operator=(const Repeated&) = delete;

private:
  void run();
  std::chrono::milliseconds do_work();

  const RepeatedOptions options_;
  const std::function<core::Result<bool>()> work_;
  std::string said_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace badgewatch::jobs
