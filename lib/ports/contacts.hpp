// How each authority is asked for more, as it says itself.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/authority.hpp"
#include "domain/duty.hpp"
#include "proof/leaf.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

struct Caller;

struct KeptContact {
  std::string authority;
  core::Uuid id;  // what the duty to confirm it is about
  domain::Contact contact;
  core::Instant confirmed_at;
  core::Date review_by;
};

// Thread safe.
class Contacts {
public:
  virtual ~Contacts() = default;
  // Of every authority that has said one, in no order; without `id` and `review_by`.
  virtual core::Result<std::vector<KeptContact>> all() = 0;
  // The caller's own; nothing where it has said none.
  virtual core::Result<std::optional<KeptContact>> own(const Caller& caller) = 0;
  // In one transaction with its leaf: takes the place of what was there, ends the duty to confirm
  // that, and opens `review`, which is about the contact, for the next time. Its id is that of the
  // first one that was kept.
  virtual core::Result<KeptContact> keep(const Caller& caller, const KeptContact& contact,
                                         domain::Duty review, core::Date today,
                                         const proof::Leaf& leaf) = 0;
};

}  // namespace badgewatch::ports
