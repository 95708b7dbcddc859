// All licences of the nation looked at once: how complete they are, what cannot be, whom several
// councils license, and who was granted one without a search. Counts alone come of it.
#pragma once

#include "app/dual_licences.hpp"
#include "app/live_index.hpp"
#include "ports/reconciliations.hpp"

#include <mutex>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace badgewatch::app {

struct SurveyTerms {
  core::Date today;
  // A grant from that day on is looked for among the searches; nothing where none are known.
  std::optional<core::Date> grants_since;
  core::Hash trait_key{};  // of keyed hashes of searches
};

class LicenceSurvey {
public:
  // `contents` outlives it and stays as it is. `searches`: who was searched for, by whom.
  LicenceSurvey(const IndexContents& contents, const ports::SearchedPeople& searches,
                const SurveyTerms& terms);

  // Thread safe. Each licence of the nation once, of whatever status.
  void take(const std::vector<ports::LicenceRow>& rows);
  // Once all were taken, and no more: nothing can be taken behind it.
  ports::RunCounts counts();
  // Behind counts(): what is strongly one person's at two authorities that both license him now,
  // each once.
  std::vector<DualLicence> dual_licences() const;

private:
  struct Facts {
    std::string_view authority;
    domain::LicenceClass licence_class = domain::LicenceClass::private_hire;
    std::optional<core::Date> granted_on;
    bool is_in_force = false;  // current or suspended
  };
  struct Pair {
    core::Uuid one;
    core::Uuid other;
    double probability = 0;
  };
  // What one batch comes to, before it is added under the lock.
  struct Part {
    ports::RunCounts counts;
    std::vector<std::pair<core::Uuid, Facts>> facts;
    std::vector<Pair> same;         // one person, both licensed
    std::vector<Pair> surrendered;  // `one` was, `other` is licensed
    // By authority and region of the home.
    std::map<std::pair<std::string, std::string_view>, std::int64_t> homes;
  };

  void look_at(const ports::LicenceRow& row, Part& part) const;
  void look_for_others(const ports::LicenceRow& row, std::vector<Pair>& found) const;
  void count_quality(const ports::LicenceRow& row, Part& part) const;
  void count_grant(const ports::LicenceRow& row, Part& part) const;
  std::string_view code_of(const std::string& authority);
  void count_pairs();
  void count_surrendered();
  void count_homes();

  const IndexContents& contents_;
  const SurveyTerms terms_;
  std::set<std::pair<std::string, std::int64_t>> searched_;
  std::mutex mutex_;
  Part all_;
  std::set<std::string, std::less<>> codes_;
  std::unordered_map<core::Uuid, Facts> facts_;
};

}  // namespace badgewatch::app
