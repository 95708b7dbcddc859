// A roster of licensed drivers that looks like Britain's, and adverse decisions about some of them
// under other spellings. Nobody in it exists. For demos, benchmarks and tests, never for serving.
#pragma once

#include "core/date.hpp"
#include "domain/decision.hpp"
#include "domain/licence.hpp"
#include "sample/people.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::sample {

struct SampleOptions {
  std::uint64_t seed = 1;
  std::size_t drivers = 20'000;  // people; there are about 1.02 times as many licences
  core::Date today;
};

struct SampleLicence {
  std::string authority;
  domain::Licence licence;
  std::uint64_t person = 0;
};

// Immutable, safe from any thread. The same options give the same roster on every machine; licences
// are made one by one as they are asked for, in the order of their holders.
class Roster {
public:
  explicit Roster(SampleOptions options);

  const SampleOptions& options() const { return options_; }
  const People& people() const { return people_; }

  void each_licence(const std::function<void(const SampleLicence&)>& take) const;
  // Those of one authority: as above, without making the others.
  void each_licence_of(std::string_view authority,
                       const std::function<void(const SampleLicence&)>& take) const;
  // One person's, in the order of issue; `person` may be past the drivers, who are not licensed.
  std::vector<SampleLicence> licences_of(std::uint64_t person) const;

  // Codes of the authorities that have a licence in it, in alphabetical order.
  std::vector<std::string> authorities() const;

private:
  // People by authority, in ascending order; found once, when first asked for.
  struct Holders {
    std::once_flag found;
    std::map<std::string, std::vector<std::uint64_t>, std::less<>> of;
  };
  const Holders& holders() const;
  SampleLicence licence(const Identity& identity, const Area& issuer, std::size_t place) const;
  void describe_licence(SampleLicence& sample, Draws& draws) const;
  person::Person holder(const Identity& identity, std::size_t place, Draws& draws) const;

  SampleOptions options_;
  People people_;
  std::shared_ptr<Holders> holders_;
};

}  // namespace badgewatch::sample
