// A person as a council writes one: PERSON of the API. Values stand as they were given; how each is
// read, checked and normalised stands in the file of its name (names.hpp, birth_date.hpp, ...).
#pragma once

#include "core/date.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::person {

enum class NameKind { current, former, alias };

// Either `full`, or `family` with or without `given`. UTF-8, NFC.
struct Name {
  std::string full;
  std::string given;
  std::string family;
  NameKind kind = NameKind::current;
  friend bool operator==(const Name&, const Name&) = default;
};

// A date of birth, perhaps only its year, or its year and month.
struct BirthDate {
  int year = 0;
  unsigned month = 0;  // 0: not known
  unsigned day = 0;    // 0: not known
  friend auto operator<=>(const BirthDate&, const BirthDate&) = default;
};

struct DrivingLicence {
  std::string number;
  std::string issuer = "GB";  // GB, NI or an ISO 3166-1 alpha-2 code
  friend bool operator==(const DrivingLicence&, const DrivingLicence&) = default;
};

struct Address {
  std::vector<std::string> lines;
  std::string postcode;
  friend bool operator==(const Address&, const Address&) = default;
};

struct Person {
  std::vector<Name> names;
  std::optional<BirthDate> date_of_birth;
  std::string national_insurance_number;  // empty: not given; likewise below
  std::optional<DrivingLicence> driving_licence;
  std::vector<Address> addresses;
  std::string email;
  std::string telephone;
  friend bool operator==(const Person&, const Person&) = default;
};

}  // namespace badgewatch::person
