// Drivers and a revocation list, each with the lacks and mistakes that records have, and the truth
// about both: for measuring how well they are linked.
#pragma once

#include "person/person.hpp"
#include "sample/roster.hpp"
#include "sample/spellings.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace badgewatch::sample {

struct LinkageOptions {
  std::uint64_t seed = 1;
  std::size_t drivers = 400'000;
  std::size_t entries = 100'000;
  std::size_t planted = 20'000;  // entries about drivers; the others are about strangers
  core::Date today;
};

struct ListEntry {
  person::Person subject;
  std::optional<std::uint64_t> driver;  // whom it is about
  std::string culture;                  // whose names the subject bears
};

// Immutable, safe from any thread. Drivers and entries are made one by one, in any order. Beside
// the changes of spellings.hpp: birth dates and numbers that are missing, shortened or mistyped,
// people who have moved, and strangers who live with a driver and share the surname.
class Linkage {
public:
  explicit Linkage(const LinkageOptions& options);

  const LinkageOptions& options() const { return options_; }
  // As licensed. `driver` is below options().drivers.
  person::Person driver(std::uint64_t driver) const;
  std::string culture_of(std::uint64_t driver) const;
  // `place` is below options().entries; the planted come first.
  ListEntry entry(std::size_t place) const;

private:
  person::Person written(const Identity& identity, Draws& draws) const;
  const Area* moved_to(const Area& home, Draws& draws) const;

  LinkageOptions options_;
  Roster roster_;
};

}  // namespace badgewatch::sample
