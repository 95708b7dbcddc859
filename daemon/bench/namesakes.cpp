#include "bench/namesakes.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <unordered_map>

namespace badgewatch::bench {

namespace {

constexpr std::size_t every = 6;

using Trigrams = std::vector<std::uint32_t>;  // sorted, each once

Trigrams trigrams_of(std::string_view text) {
  Trigrams found;
  std::string word;
  const auto take = [&] {
    if (word.empty()) return;
    const auto padded = "  " + word + " ";
    for (std::size_t i = 0; i + 3 <= padded.size(); ++i)
      found.push_back(static_cast<std::uint32_t>(static_cast<unsigned char>(padded[i]) << 16 |
                                                 static_cast<unsigned char>(padded[i + 1]) << 8 |
                                                 static_cast<unsigned char>(padded[i + 2])));
    word.clear();
  };
  for (const char c : text) {
    const bool small = c >= 'a' && c <= 'z';
    const bool large = c >= 'A' && c <= 'Z';
    if (small || large || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
      word += large ? static_cast<char>(c - 'A' + 'a') : c;
    else
      take();
  }
  take();
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

double similarity(const Trigrams& a, const Trigrams& b) {
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    common += a[i] == b[j] ? 1 : 0;
    const bool first = a[i] <= b[j];
    const bool second = b[j] <= a[i];
    i += first ? 1 : 0;
    j += second ? 1 : 0;
  }
  const auto all = a.size() + b.size() - common;
  return all == 0 ? 0 : static_cast<double>(common) / static_cast<double>(all);
}

std::string name_of(const LabelledPerson& one) {
  return one.person.names.empty() ? std::string() : one.person.names.front().full;
}

// Who is nearest to whom: only people who share a trigram are looked at.
class Nearest {
public:
  explicit Nearest(const std::vector<LabelledPerson>& people) : people_(people) {
    for (std::size_t i = 0; i < people.size(); ++i) {
      trigrams_.push_back(trigrams_of(name_of(people[i])));
      for (const auto trigram : trigrams_.back())
        having_[trigram].push_back(i);
    }
  }

  // Of another cluster and another name; the place of `one` itself when there is nobody.
  std::size_t to(std::size_t one) const {
    std::unordered_map<std::size_t, std::size_t> common;
    for (const auto trigram : trigrams_[one])
      for (const auto other : having_.at(trigram))
        ++common[other];
    std::size_t nearest = one;
    double most = 0;
    for (const auto& [other, count] : common) {
      if (people_[other].cluster == people_[one].cluster) continue;
      const auto likeness = similarity(trigrams_[one], trigrams_[other]);
      if (likeness >= 1 || likeness < most || (likeness == most && other > nearest)) continue;
      most = likeness;
      nearest = other;
    }
    return nearest;
  }

private:
  const std::vector<LabelledPerson>& people_;
  std::vector<Trigrams> trigrams_;
  std::map<std::uint32_t, std::vector<std::size_t>> having_;
};

}  // namespace

std::vector<NamePair> namesake_pairs(const std::vector<LabelledPerson>& people) {
  std::unordered_map<std::size_t, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < people.size(); ++i)
    members[people[i].cluster].push_back(i);
  const Nearest nearest(people);
  std::vector<NamePair> pairs;
  for (std::size_t i = 0; i < people.size(); i += every) {
    const auto name = name_of(people[i]);
    if (name.empty()) continue;
    for (const auto other : members[people[i].cluster]) {
      const auto spelling = name_of(people[other]);
      if (spelling.empty() || spelling == name) continue;
      pairs.push_back({name, spelling, true});
      break;
    }
    if (const auto other = nearest.to(i); other != i)
      pairs.push_back({name, name_of(people[other]), false});
  }
  return pairs;
}

std::vector<NamePair> pairs_of_clusters(const std::vector<LabelledPerson>& people) {
  constexpr std::size_t drawn = 20;
  std::map<std::size_t, std::vector<std::string>> clusters;
  for (const auto& one : people)
    clusters[one.cluster].push_back(name_of(one));
  std::mt19937_64 draws(1);
  std::vector<NamePair> pairs;
  for (const auto& [cluster, names] : clusters) {
    for (std::size_t i = 0; names.size() > 1 && i < names.size(); ++i) {
      for (std::size_t j = i + 1; j < names.size(); ++j)
        pairs.push_back({names[i], names[j], true});
      NamePair other{names[i], {}, false};
      double most = -1;
      for (std::size_t n = 0; n < drawn; ++n) {
        const auto& one = people[draws() % people.size()];
        const auto likeness = trigram_similarity(names[i], name_of(one));
        if (one.cluster == cluster || likeness <= most) continue;
        most = likeness;
        other.b = name_of(one);
      }
      pairs.push_back(std::move(other));
    }
  }
  return pairs;
}

match::Profile profile_of_name(const std::string& full) {
  person::Person one;
  one.names.push_back({full, "", "", person::NameKind::current});
  return match::Profile(one);
}

double trigram_similarity(std::string_view a, std::string_view b) {
  return similarity(trigrams_of(a), trigrams_of(b));
}

}  // namespace badgewatch::bench
