// People out of a fuzzer's bytes. Their fields are near those of others, so that comparisons meet.
#pragma once

#include "person/person.hpp"

#include <array>
#include <fuzzer/FuzzedDataProvider.h>
#include <string>

namespace badgewatch::fuzz {

inline std::string text_of(FuzzedDataProvider& bytes) {
  static constexpr std::array known{"Mohammed",
                                    "Muhammad Ali",
                                    "Md",
                                    "Khan",
                                    "Chowdhury",
                                    "Choudhury",
                                    "Abdul Rahman",
                                    "Abdur-Rehman",
                                    "O'Brien",
                                    "J",
                                    "de Silva",
                                    "محمد",
                                    "Иванова",
                                    "ਸਿੰਘ",
                                    "चौधरी",
                                    "\u202eKhan",
                                    "\xff\xfe",
                                    "QQ123456C",
                                    "QQ123465C",
                                    "KHAN9803145MI9AB",
                                    "LU1 1AA",
                                    "1 High Street",
                                    "a@example.org",
                                    "07700 900123",
                                    ""};
  if (bytes.ConsumeBool()) return bytes.PickValueInArray(known);
  return bytes.ConsumeRandomLengthString(64);
}

inline person::Person person_of(FuzzedDataProvider& bytes) {
  person::Person one;
  for (int names = bytes.ConsumeIntegralInRange(0, 3); names > 0; --names) {
    person::Name name;
    if (bytes.ConsumeBool()) {
      name.full = text_of(bytes) + " " + text_of(bytes);
    } else {
      name.given = text_of(bytes);
      name.family = text_of(bytes);
    }
    name.kind = static_cast<person::NameKind>(bytes.ConsumeIntegralInRange(0, 2));
    one.names.push_back(std::move(name));
  }
  if (bytes.ConsumeBool())
    one.date_of_birth = person::BirthDate{bytes.ConsumeIntegralInRange(1979, 1981),
                                          bytes.ConsumeIntegralInRange(0U, 3U),
                                          bytes.ConsumeIntegralInRange(0U, 4U)};
  if (one.date_of_birth && one.date_of_birth->month == 0) one.date_of_birth->day = 0;
  if (bytes.ConsumeBool()) one.national_insurance_number = text_of(bytes);
  if (bytes.ConsumeBool())
    one.driving_licence = person::DrivingLicence{text_of(bytes), bytes.ConsumeBool() ? "GB" : "PL"};
  if (bytes.ConsumeBool()) one.addresses.push_back({{text_of(bytes)}, text_of(bytes)});
  if (bytes.ConsumeBool()) one.email = text_of(bytes);
  if (bytes.ConsumeBool()) one.telephone = text_of(bytes);
  return one;
}

}  // namespace badgewatch::fuzz
