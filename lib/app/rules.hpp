// The rules that people are compared by: this release's, with one table of frequencies.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "match/frequencies.hpp"
#include "match/match.hpp"
#include "ports/feed.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace badgewatch::app {

struct Rules {
  match::Frequencies frequencies = match::Frequencies::built_in();
  std::string name = match::rules_version(frequencies);  // as proofs name them
  std::int64_t version = 0;                              // of the published table; 0: built in
  core::Instant learnt_at;

  match::Profile profile_of(const person::Person& person) const {
    return match::Profile(person, frequencies);
  }
  bool made(const match::Profile& profile) const {
    return profile.table() == frequencies.fingerprint();
  }
};

// Immutable, shared by all that is made by them.
using SharedRules = std::shared_ptr<const Rules>;

// Those of this release alone.
SharedRules built_in_rules();

// Those of a published table. Errc::internal when it is not of its form.
core::Result<SharedRules> rules_of(const ports::FrequencyTable& table);

// Those of the table that is published, or the built-in ones before the first. Errc::unavailable
// when the database does not answer; another error when the table is there and cannot be read.
core::Result<SharedRules> published_rules(ports::Feed& feed);

}  // namespace badgewatch::app
