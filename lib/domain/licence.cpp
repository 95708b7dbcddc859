#include "domain/licence.hpp"

#include "domain/named.hpp"

namespace badgewatch::domain {

namespace {

constexpr Names<LicenceClass, 3> classes{{{LicenceClass::hackney_carriage, "hackney_carriage"},
                                          {LicenceClass::private_hire, "private_hire"},
                                          {LicenceClass::dual, "dual"}}};

constexpr Names<LicenceStatus, 7> statuses{{{LicenceStatus::applied, "applied"},
                                            {LicenceStatus::current, "current"},
                                            {LicenceStatus::suspended, "suspended"},
                                            {LicenceStatus::revoked, "revoked"},
                                            {LicenceStatus::refused, "refused"},
                                            {LicenceStatus::expired, "expired"},
                                            {LicenceStatus::surrendered, "surrendered"}}};

}  // namespace

std::string_view name_of(LicenceClass value) {
  return name_in(classes, value);
}
std::string_view name_of(LicenceStatus value) {
  return name_in(statuses, value);
}
std::optional<LicenceClass> licence_class_named(std::string_view name) {
  return named_in(classes, name);
}
std::optional<LicenceStatus> licence_status_named(std::string_view name) {
  return named_in(statuses, name);
}

bool is_in_force(LicenceStatus status) {
  return status == LicenceStatus::current || status == LicenceStatus::suspended;
}

bool is_watched(LicenceStatus status) {
  switch (status) {
    case LicenceStatus::applied:
    case LicenceStatus::current:
    case LicenceStatus::suspended:
      return true;
    case LicenceStatus::revoked:
    case LicenceStatus::refused:
    case LicenceStatus::expired:
    case LicenceStatus::surrendered:
      return false;
  }
  return true;
}

}  // namespace badgewatch::domain
