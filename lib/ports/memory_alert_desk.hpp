// Alerts as people work on them, in memory, for tests.
#pragma once

#include "ports/alert_desk.hpp"

#include <mutex>
#include <utility>
#include <vector>

namespace badgewatch::ports {

// Thread safe.
class MemoryAlertDesk final : public AlertDesk {
public:
  core::Result<std::vector<Alert>> list(const Caller& caller, const AlertQuery& query) override;
  core::Result<std::vector<Alert>> of_licence(const Caller& caller, const core::Uuid& licence,
                                              std::size_t limit) override;
  core::Result<std::vector<AlertCount>> counts(const Caller& caller) override;
  core::Result<AlertInFull> find(const Caller& caller, const core::Uuid& id) override;
  core::Result<AlertInFull> change(const Caller& caller, const core::Uuid& id,
                                   const AlertChangeMade& wanted, const proof::Leaf& leaf) override;

  // Numbers it.
  void add(const std::string& authority, Alert alert);

private:
  AlertInFull* of(const Caller& caller, const core::Uuid& id);

  std::mutex mutex_;
  std::vector<std::pair<std::string, AlertInFull>> alerts_;
};

}  // namespace badgewatch::ports
