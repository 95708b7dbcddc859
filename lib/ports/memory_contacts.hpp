// How each authority is asked for more, in memory.
#pragma once

#include "ports/contacts.hpp"
#include "ports/unit_of_work.hpp"

#include <map>
#include <mutex>

namespace badgewatch::ports {

// Thread safe. Duties and leaves are kept for tests to look at.
class MemoryContacts final : public Contacts {
public:
  core::Result<std::vector<KeptContact>> all() override {
    const std::lock_guard lock(mutex_);
    std::vector<KeptContact> found;
    for (const auto& [authority, one] : contacts_)
      found.push_back(one);
    return found;
  }

  core::Result<std::optional<KeptContact>> own(const Caller& caller) override {
    const std::lock_guard lock(mutex_);
    const auto found = contacts_.find(caller.authority);
    return found == contacts_.end() ? std::optional<KeptContact>() : std::optional(found->second);
  }

  core::Result<KeptContact> keep(const Caller& caller, const KeptContact& contact,
                                 domain::Duty review, core::Date today,
                                 const proof::Leaf& leaf) override {
    const std::lock_guard lock(mutex_);
    auto kept = contact;
    const auto before = contacts_.find(caller.authority);
    if (before != contacts_.end()) kept.id = before->second.id;
    for (auto& duty : duties)
      if (duty.authority == caller.authority && duty.state == domain::DutyState::open)
        duty = domain::close_duty(duty, today).value();
    review.about.id = kept.id;
    duties.push_back(std::move(review));
    leaves.push_back(leaf);
    contacts_[caller.authority] = kept;
    return kept;
  }

  std::vector<domain::Duty> duties;
  std::vector<proof::Leaf> leaves;

private:
  std::mutex mutex_;
  std::map<std::string, KeptContact> contacts_;
};

}  // namespace badgewatch::ports
