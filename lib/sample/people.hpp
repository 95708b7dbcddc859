// The people of a roster: anyone of them by number, without making the others.
#pragma once

#include "core/date.hpp"
#include "person/person.hpp"
#include "sample/draws.hpp"
#include "sample/tables.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace badgewatch::sample {

// Who someone is, before any office wrote it down.
struct Identity {
  std::uint64_t number = 0;
  const Culture* culture = nullptr;
  const Area* home = nullptr;
  bool woman = false;
  std::vector<std::string> given;
  std::string family;
  std::string former_family;  // empty: none
  core::Date born;
  std::string national_insurance_number;   // empty: the digits behind QQ ran out
  person::DrivingLicence driving_licence;  // an empty number: none that nobody else has
};

// Where people are licensed and live.
struct Licensing {
  std::vector<const Area*> issuers;  // one to three, all different, the first one first
  const Area* home = nullptr;
};

// Immutable, safe from any thread. Each call costs microseconds and depends on nothing but the
// seed, the day and the person's number.
class People {
public:
  People(std::uint64_t seed, core::Date today);

  Licensing licensing(std::uint64_t number) const;
  Identity identity(std::uint64_t number) const;
  person::Address address(const Identity& identity, std::uint64_t move) const;
  // Empty for people past the 989,999 that QQ, which is never issued, has digits for.
  std::string national_insurance_number(std::uint64_t number) const;
  // Empty for people past the 17,000 numbers that Ofcom keeps for drama.
  std::string telephone(std::uint64_t number) const;

  // A number for an identity other than its own (a namesake's, or one in another surname), unique
  // in its last three characters like any other.
  person::DrivingLicence driving_licence(const Identity& identity) const;

  const std::vector<const Area*>& areas() const { return areas_; }
  // An area that is in force, by weight.
  const Area* any_area(Draws& draws) const { return everywhere_.pick(draws); }
  // One of `area`'s region, by weight; perhaps itself.
  const Area* neighbour(const Area& area, Draws& draws) const;

private:
  struct Birth {
    core::Date day;
    const Culture* culture = nullptr;
    bool woman = false;
    friend bool operator==(const Birth&, const Birth&) = default;
  };
  Birth birth(std::uint64_t number, const Area& home) const;
  void name(Identity& identity) const;
  bool shares_driver_number(const Identity& identity) const;
  std::uint64_t six_digits(std::uint64_t number) const;

  std::uint64_t seed_;
  core::Date today_;
  std::vector<const Area*> areas_;
  const Area* wolverhampton_ = nullptr;
  Weighted<const Area*> everywhere_;
  std::map<std::string, Weighted<const Area*>, std::less<>> by_region_;
};

}  // namespace badgewatch::sample
