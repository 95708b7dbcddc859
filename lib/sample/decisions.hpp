// Adverse decisions for a roster, and the truth about them: who of the roster they are about.
#pragma once

#include "domain/decision.hpp"
#include "sample/roster.hpp"
#include "sample/spellings.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace badgewatch::sample {

struct SampleDecision {
  std::string authority;  // who decided; never one that licenses the same person here
  domain::Decision decision;
  std::uint64_t person = 0;
  std::vector<Change> changes;  // how it writes the person differently; empty: as licensed
};

// What a search must say of a decision and a licence of one person.
enum class Expectation {
  strong,    // an equal identifier, the same birth date, at most two changes and none of surname
  possible,  // an equal identifier, or the same birth date and one usual change of the name
  hard,      // no identifier in common and more changed: measured, never demanded
};

struct TruthLicence {
  SampleLicence licence;
  bool same_national_insurance_number = false;
  bool same_driving_licence = false;
  Expectation expect = Expectation::hard;
};

// One person's decision and licences.
struct TruthPair {
  std::size_t decision = 0;  // its place in Planted::decisions
  std::vector<TruthLicence> licences;
};

// A decision about somebody who has a licensee's name and birth date and is another person: never
// `strong`.
struct Decoy {
  std::size_t decision = 0;
  std::vector<SampleLicence> licences;
};

struct Planted {
  std::vector<SampleDecision> decisions;  // your_reference DEMO-1, DEMO-2, ... in this order
  std::vector<TruthPair> pairs;
  std::vector<Decoy> decoys;
};

// One decision for every 50 drivers: half about drivers of the roster, a twentieth decoys, the rest
// about people whom nobody licenses. DEMO-1, where the roster has someone for it, has another
// spelling, the names swapped and the same NI number, so that a first check has something to show.
Planted plant_decisions(const Roster& roster);

}  // namespace badgewatch::sample
