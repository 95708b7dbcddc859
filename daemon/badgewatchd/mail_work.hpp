// Mail of a daemon: what administrators keep of it, the writing of letters, and the sending.
#pragma once

#include "app/letter_making.hpp"
#include "app/mail_addresses.hpp"
#include "app/mail_delivery.hpp"
#include "app/reference_data.hpp"
#include "config/config.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "core/uuid.hpp"
#include "jobs/delivery.hpp"
#include "jobs/repeated.hpp"
#include "store/store.hpp"

#include <memory>
#include <optional>

namespace badgewatch::daemon {

// For a serving daemon: the calls of administrators, and where there is a relay a thread that makes
// letters of alerts by the register's own time. All outlive it.
class MailDesk {
public:
  MailDesk(const Config& config, store::Store& store, const app::ReferenceData& reference,
           const core::Clock& clock, core::Randomness& randomness);

  app::MailAddresses& calls() { return calls_; }

private:
  app::MailAddresses calls_;
  std::optional<app::LetterMaking> letters_;
  // Last: its thread ends before all that it uses.
  std::optional<jobs::Repeated> writing_;
};

// Sends, with threads and sessions of its own, so that a dead relay holds up nobody else. All
// outlive it.
class MailWork {
public:
  MailWork(const Config& config, store::Store& store, core::Randomness& randomness,
           core::Metrics& metrics);

private:
  jobs::DeliveryWork work(const Config& config);

  // The world's time: a relay's pauses are not the register's.
  const core::SystemClock clock_;
  std::unique_ptr<ports::MailOutbox> outbox_;
  app::MailDelivery delivery_;
  jobs::DeliveryJob job_;
};

// None without a relay.
std::unique_ptr<MailWork> mail_work(const Config& config, store::Store& store,
                                    core::Randomness& randomness, core::Metrics& metrics);

}  // namespace badgewatch::daemon
