// Short ways to write people and what comes of comparing them.
#pragma once

#include "match/match.hpp"
#include "person/birth_date.hpp"
#include "person/person.hpp"

#include <string>

namespace badgewatch::match {

// A full name, perhaps a date of birth and an NI number.
inline person::Person person_of(const std::string& name, const std::string& born = "",
                                const std::string& insurance = "") {
  person::Person made;
  made.names.push_back({name, "", "", person::NameKind::current});
  made.date_of_birth = person::parse_iso_birth_date(born);
  made.national_insurance_number = insurance;
  return made;
}

inline person::Person with_licence(person::Person person, const std::string& number,
                                   const std::string& issuer = "GB") {
  person.driving_licence = person::DrivingLicence{number, issuer};
  return person;
}

inline person::Person at(person::Person person, const std::string& line,
                         const std::string& postcode) {
  person.addresses.push_back({{line}, postcode});
  return person;
}

inline person::Person also_called(person::Person person, const std::string& name) {
  person.names.push_back({name, "", "", person::NameKind::former});
  return person;
}

inline Comparison compared(const person::Person& a, const person::Person& b) {
  return compare(Profile(a), Profile(b));
}

inline Band band_between(const person::Person& a, const person::Person& b) {
  return score(Profile(a), Profile(b)).band;
}

inline const Evidence& of(const Comparison& made, Field field) {
  return made.evidence[static_cast<std::size_t>(field)];
}

}  // namespace badgewatch::match
