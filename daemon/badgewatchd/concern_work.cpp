#include "badgewatchd/concern_work.hpp"

#include "app/concerns.hpp"

namespace badgewatch::daemon {

app::WatcherOptions watcher_options(const Config& config, const core::Hash& pair_key,
                                    const app::ReferenceData& reference, const core::Clock& clock) {
  app::WatcherOptions options;
  options.pair_key = pair_key;
  options.shares_pointers = config.policies.concern_pointers.enabled;
  options.consider_duty = [&](const std::string& issuer, const core::Uuid& concern) {
    return app::consider_duty(*reference.get(), issuer, concern, core::uk_date(clock.now()));
  };
  options.review_duty = [&](const core::Uuid& concern, const std::string& occasion) {
    return app::review_duty(*reference.get(), concern, occasion, core::uk_date(clock.now()));
  };
  return options;
}

}  // namespace badgewatch::daemon
