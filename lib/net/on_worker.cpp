#include "net/on_worker.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

namespace badgewatch::net {

void AwaitedJob::done(bool ran) noexcept {
  ran_ = ran;
  const Executor executor = *executor_;
  auto resume = std::move(*resume_);
  boost::asio::post(executor, std::move(resume));
}

Task<bool> on_worker(Workers& workers, AwaitedJob& job, Admission admission) {
  job.executor_ = co_await boost::asio::this_coro::executor;
  auto start = [&workers, &job, admission](auto handler) {
    job.resume_.emplace(std::move(handler));
    if (!workers.submit(job, admission)) job.done(false);
  };
  co_await boost::asio::async_initiate<decltype(use_task), void()>(std::move(start), use_task);
  co_return job.ran_;
}

}  // namespace badgewatch::net
