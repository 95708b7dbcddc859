// From the loop to a worker and back: one post there, one post back.
#pragma once

#include "net/loop.hpp"
#include "net/workers.hpp"

#include <boost/asio/async_result.hpp>

#include <optional>
#include <type_traits>

namespace badgewatch::net {

// A job for which a coroutine waits; it lives in the coroutine's frame.
class AwaitedJob : public Job {
public:
  void done(bool ran) noexcept final;

private:
  friend Task<bool> on_worker(Workers& workers, AwaitedJob& job, Admission admission);

  // Boost 1.81's any_completion_handler recurses without end when it is moved into, so the
  // handler is kept as what it is.
  using Resume = boost::asio::async_result<std::decay_t<decltype(use_task)>, void()>::handler_type;
  std::optional<Executor> executor_;
  std::optional<Resume> resume_;
  bool ran_ = false;
};

// Runs the job on a worker. False when it was not run: the queue is full, or the pool was emptied.
// Cannot be cancelled, so that the frame outlives the job.
Task<bool> on_worker(Workers& workers, AwaitedJob& job, Admission admission);

}  // namespace badgewatch::net
