#include "ports/memory_cases.hpp"

#include "ports/memory_state.hpp"

namespace badgewatch::ports {

namespace {

bool is_corrected(const std::vector<std::pair<std::string, CaseOutcomeRecord>>& all,
                  const CaseOutcomeRecord& record) {
  return std::any_of(all.begin(), all.end(),
                     [&](const auto& other) { return other.second.corrects == record.id; });
}

bool is_within(core::Date day, core::Date from, core::Date to) {
  return from <= day && day <= to;
}

bool is_granted(domain::LicenceStatus status) {
  return status != domain::LicenceStatus::applied && status != domain::LicenceStatus::refused;
}

}  // namespace

core::Result<std::vector<CaseOutcomeRecord>> MemoryCaseOutcomes::of_check(const Caller& caller,
                                                                          const core::Uuid& check) {
  const std::lock_guard lock(register_.mutex_);
  std::vector<CaseOutcomeRecord> found;
  for (const auto& [authority, one] : register_.state_->case_outcomes)
    if (authority == caller.authority && one.check == check) found.push_back(one);
  return found;
}

core::Result<Grants> MemoryCaseOutcomes::grants(const GrantsWanted& wanted,
                                                const proof::Leaf& leaf) {
  const std::lock_guard lock(register_.mutex_);
  auto& state = *register_.state_;
  state.leaves.push_back(leaf);
  const auto is_among = [](std::span<const Caller> callers, const std::string& authority) {
    return std::any_of(callers.begin(), callers.end(),
                       [&](const Caller& one) { return one.authority == authority; });
  };
  Grants found;
  std::vector<CaseOutcomeRecord> standing;
  for (const auto& [authority, one] : state.case_outcomes) {
    const auto& outcome = one.outcome;
    if (!domain::is_grant(outcome.result) || is_corrected(state.case_outcomes, one)) continue;
    if (is_among(wanted.house, authority)) standing.push_back(one);
    if (!is_among(wanted.listed, authority) ||
        !is_within(outcome.decided_on, wanted.from, wanted.to))
      continue;
    if (outcome.licence_number.empty()) ++found.without_licence_number;
    if (one.undecided > 0 && ++found.against_undecided_count <= wanted.most)
      found.against_undecided.push_back(one);
  }
  std::vector<BegunLicence> begun;
  for (const auto& [id, row] : state.licences) {
    const auto& licence = row.licence;
    if (!is_among(wanted.listed, row.authority) || !is_granted(licence.status) ||
        !licence.granted_on || !is_within(*licence.granted_on, wanted.from, wanted.to))
      continue;
    begun.push_back(
        {{id, row.authority, licence.licence_number, licence.status, *licence.granted_on}, {}});
    for (const auto& one : standing)
      if (one.outcome.licence_number == licence.licence_number)
        begun.back().searches.push_back({one.searched_on, one.outcome.decided_on});
  }
  if (auto judged =
          judge_each_once(std::move(begun), wanted.listed.front().authority, wanted, found);
      !judged)
    return judged.error();
  return found;
}

core::Result<std::vector<Rectification>> MemoryRectifications::list(
    const Caller& caller, std::optional<domain::RectificationState> state, std::int64_t after,
    std::size_t limit) {
  const std::lock_guard lock(register_.mutex_);
  std::vector<Rectification> found;
  for (const auto& [id, one] : register_.state_->rectifications) {
    const auto sides = one.sides_of(caller.authority);
    if ((!sides.received && !sides.recorded) || one.number <= after) continue;
    if (!state || one.state == *state) found.push_back(one);
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  if (found.size() > limit) found.resize(limit);
  return found;
}

core::Result<Rectification> MemoryRectifications::find(const Caller& caller, const core::Uuid& id) {
  const std::lock_guard lock(register_.mutex_);
  const auto& all = register_.state_->rectifications;
  const auto found = all.find(id);
  if (found == all.end()) return no_such_rectification();
  const auto sides = found->second.sides_of(caller.authority);
  if (!sides.received && !sides.recorded) return no_such_rectification();
  return found->second;
}

core::Result<std::vector<OwnSearch>> MemorySubjectRecords::searches(const Caller& caller,
                                                                    const core::Uuid& after,
                                                                    std::size_t limit) {
  const std::lock_guard lock(register_.mutex_);
  std::vector<OwnSearch> found;
  for (const auto& [id, record] : register_.state_->checks)
    if (record.authority == caller.authority && after < id && found.size() < limit)
      found.push_back({id, record.request});
  return found;
}

core::Result<std::vector<HeldLicence>> MemorySubjectRecords::every_licence(const Caller& caller,
                                                                           const core::Uuid& after,
                                                                           std::size_t limit) {
  const std::lock_guard lock(register_.mutex_);
  std::vector<HeldLicence> found;
  for (const auto& [id, row] : register_.state_->licences)
    if (row.authority == caller.authority && after < id && found.size() < limit)
      found.push_back({id, {row.version, {}, row.licence}, {}});
  return found;
}

core::Result<std::vector<HeldLicence>> MemorySubjectRecords::licences(
    const Caller& caller, std::span<const core::Uuid> ids) {
  const auto all = every_licence(caller, {}, static_cast<std::size_t>(-1));
  std::vector<HeldLicence> found;
  for (const auto& one : *all)
    if (std::find(ids.begin(), ids.end(), one.id) != ids.end()) found.push_back(one);
  return found;
}

}  // namespace badgewatch::ports
