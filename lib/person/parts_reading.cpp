#include "person/parts_reading.hpp"

#include "person/driver_number.hpp"

#include <algorithm>

namespace badgewatch::person {

void compare_with_driver_number(const Person& person, const std::function<std::string()>& pointer,
                                const Findings& findings) {
  if (!person.driving_licence || person.driving_licence->issuer != "GB") return;
  const auto number = decode_driver_number(person.driving_licence->number);
  if (!number) return;
  if (person.date_of_birth &&
      agreement_with_birth_date(*number, *person.date_of_birth) == Agreement::differs) {
    findings.warn(pointer(), "The driver number says another date of birth than the one given.");
  }
  const bool no_name_agrees =
      !person.names.empty() &&
      std::all_of(person.names.begin(), person.names.end(), [&number](const Name& name) {
        return agreement_with_surname(*number, name) == Agreement::differs;
      });
  if (no_name_agrees) {
    findings.warn(pointer(),
                  "The driver number says another surname than the names given. Is there a former "
                  "name?");
  }
}

}  // namespace badgewatch::person
