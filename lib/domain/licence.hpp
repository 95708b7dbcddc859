// A driver's licence record, as its licensing authority pushes it.
#pragma once

#include "core/date.hpp"
#include "core/uuid.hpp"
#include "person/person.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::domain {

enum class LicenceClass { hackney_carriage, private_hire, dual };
enum class LicenceStatus { applied, current, suspended, revoked, refused, expired, surrendered };

std::string_view name_of(LicenceClass value);
std::string_view name_of(LicenceStatus value);
std::optional<LicenceClass> licence_class_named(std::string_view name);
std::optional<LicenceStatus> licence_status_named(std::string_view name);

// Whether an entry about the holder concerns the authority now: current, suspended or applied.
bool is_watched(LicenceStatus status);
// Whether the holder is licensed by it: current or suspended.
bool is_in_force(LicenceStatus status);

struct Licence {
  std::string licence_number;
  LicenceClass licence_class = LicenceClass::private_hire;
  LicenceStatus status = LicenceStatus::current;
  std::optional<core::Date> granted_on;
  std::optional<core::Date> expires_on;
  person::Person holder;
  friend bool operator==(const Licence&, const Licence&) = default;
};

}  // namespace badgewatch::domain
