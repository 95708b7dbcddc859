// What linking found, held against the truth.
#pragma once

#include "bench/measure.hpp"
#include "bench/ranking.hpp"
#include "match/match.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::bench {

struct FoundPair {
  double weight = 0;
  match::Band band = match::Band::none;
  bool same_person = false;
};

// One name group's part.
struct GroupCount {
  std::size_t planted = 0;
  std::size_t missed = 0;     // planted, and not even possible
  std::size_t strangers = 0;  // entries about nobody who is licensed
  std::size_t alerts = 0;     // pairs, possible or better, of two people
};

class LinkageResult {
public:
  // One entry of the list: whom it is about, of what group, and what was found for it.
  void add(const std::string& group, std::optional<std::uint64_t> driver,
           const match::SearchResult& found);

  // Everything, one line each.
  void say_all(std::size_t drivers) const;

private:
  void say_points() const;
  void say_groups() const;
  void say_calibration() const;

  std::vector<FoundPair> pairs_;
  std::map<std::string, GroupCount> groups_;
  std::size_t planted_ = 0;
  std::size_t entries_ = 0;
};

}  // namespace badgewatch::bench
