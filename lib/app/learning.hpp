// Learns how common each word of names is among the licence holders of the register, and publishes
// it where it says something else than the table in force.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "match/frequencies.hpp"
#include "ports/feed.hpp"
#include "ports/frequencies.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace badgewatch::app {

// Of fewer, the built-in table knows more.
inline constexpr std::size_t least_people_to_learn_from = 10'000;

struct LearningRequest {
  core::Date turn;     // the night whose work it is
  bool again = false;  // although that night has done it
  std::string actor;   // in the log
  // For so many months a check can be replayed, and needs the table that it was made by.
  int replay_months = 12;
  std::function<bool()> stop;  // asked now and then
  std::size_t least_people = least_people_to_learn_from;
};

enum class Learnt {
  published,
  not_different,  // not materially: match::differs_materially()
  too_few,
  not_now  // another learns at this moment, or the turn was taken
};

struct Learning {
  Learnt outcome = Learnt::not_now;
  std::size_t people = 0;           // counted
  std::optional<double> differing;  // match::share_that_differs(); nothing: there was none to read
  std::int64_t version = 0;         // of the table that was published
};

// Streams all records once; holds one count for each word and pair of words, and a hash for each
// holder. `feed` is used for one
// snapshot.
core::Result<Learning> learn_frequencies(ports::FrequencyTables& tables, ports::Feed& feed,
                                         const LearningRequest& request, const core::Clock& clock,
                                         core::Randomness& randomness);

}  // namespace badgewatch::app
