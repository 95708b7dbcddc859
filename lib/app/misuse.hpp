// Has the rules of misuse look at what was searched, once a minute, beside the checks.
#pragma once

#include "app/lasting_fault.hpp"
#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "ports/misuse.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace badgewatch::app {

struct MisuseOptions {
  domain::MisuseTerms terms;
  std::chrono::milliseconds period{60'000};
  std::size_t batch = 2'000;  // leaves of the log in one transaction
};

// Owns one thread and its session. Of several daemons one at a time is at it.
class MisuseThread {
public:
  // `reference`, `clock` and `metrics` outlive it.
  MisuseThread(std::unique_ptr<ports::MisuseWatch> watch, const ReferenceData& reference,
               const core::Clock& clock, core::Metrics& metrics, MisuseOptions options);
  ~MisuseThread();
  MisuseThread(const MisuseThread&) = delete;
  MisuseThread& operator=(const MisuseThread&) = delete;

private:
  void run();
  void look();
  bool is_stopping();

  std::unique_ptr<ports::MisuseWatch> watch_;
  const ReferenceData& reference_;
  const core::Clock& clock_;
  core::Metrics& metrics_;
  const MisuseOptions options_;
  LastingFault failed_{core::LogLevel::warning, "searches not looked at for misuse"};
  std::mutex mutex_;
  std::condition_variable woken_;
  bool stop_ = false;
  std::thread thread_;
};

// The rules, as a step of the watch asks them.
ports::MisuseJudge misuse_judge(const domain::MisuseTerms& terms,
                                std::shared_ptr<const Reference> reference);

}  // namespace badgewatch::app
