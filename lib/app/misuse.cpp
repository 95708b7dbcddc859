#include "app/misuse.hpp"

#include "app/background.hpp"

namespace badgewatch::app {

ports::MisuseJudge misuse_judge(const domain::MisuseTerms& terms,
                                std::shared_ptr<const Reference> reference) {
  return {.of_actor =
              [terms, reference](const ports::ActorDay& one) {
                const auto peers =
                    domain::peers_of(one.people_of_days, one.hours, reference->calendar);
                return domain::flags_of_actor(one.his, peers, one.day, terms, reference->calendar);
              },
          .of_person =
              [terms](const ports::PersonDay& one) {
                return domain::flags_of_person(one.searches, one.day, terms);
              }};
}

MisuseThread::MisuseThread(std::unique_ptr<ports::MisuseWatch> watch,
                           const ReferenceData& reference, const core::Clock& clock,
                           core::Metrics& metrics, MisuseOptions options)
    : watch_(std::move(watch)),
      reference_(reference),
      clock_(clock),
      metrics_(metrics),
      options_(options),
      thread_([this] { run(); }) {}

MisuseThread::~MisuseThread() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  woken_.notify_all();
  thread_.join();
}

bool MisuseThread::is_stopping() {
  const std::lock_guard lock(mutex_);
  return stop_;
}

// All that has come since it last looked.
void MisuseThread::look() {
  const auto judge = misuse_judge(options_.terms, reference_.get());
  while (!is_stopping()) {
    const auto step = watch_->step(options_.batch, clock_.now(), judge);
    if (!step) {
      failed_.say(step.error().detail());
      metrics_.count("badgewatch_misuse_failures_total");
      return;
    }
    failed_.is_over();
    if (!step->mine) return;
    metrics_.count("badgewatch_misuse_flags_total", {}, static_cast<double>(step->flags));
    if (step->leaves < options_.batch) return;
  }
}

void MisuseThread::run() {
  give_way("misuse");
  for (;;) {
    const auto next = std::chrono::steady_clock::now() + options_.period;
    look();
    std::unique_lock lock(mutex_);
    if (woken_.wait_until(lock, next, [this] { return stop_; })) return;
  }
}

}  // namespace badgewatch::app
