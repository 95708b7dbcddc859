#include "app/concern_matches.hpp"

#include <map>

namespace badgewatch::app {

namespace {

// What is missed here is told to nobody: no limit cuts it short.
constexpr match::SearchLimits unlimited{.comparisons = static_cast<std::size_t>(-1)};
constexpr double more_likely_than_not = 0.5;

ports::ConcernMatch match_of(const match::Candidate& candidate) {
  ports::ConcernMatch match;
  match.band = match::name_of(candidate.band);
  match.probability = match::probability_of(candidate.weight);
  return match;
}

const char* cause_of(proof::RowKind kind) {
  if (kind == proof::RowKind::licence) return "licence";
  return kind == proof::RowKind::decision ? "decision" : "concern";
}

void among_concerns(const PreparedRow& row, const IndexContents& contents,
                    std::vector<ports::ConcernMatch>& found) {
  for (const auto& candidate : contents.concerns.search(*row.profile, unlimited).found) {
    const auto& concern = contents.concerns.ref(candidate.record);
    const auto& reporter = contents.authority_code(concern.authority);
    if (!is_likely(candidate) || concern.id == row.event.row) continue;
    auto& match = found.emplace_back(match_of(candidate));
    match.concern = concern.id;
    match.reporter = reporter;
    match.cause = cause_of(row.event.kind);
    match.cause_id = row.event.row;
    match.cause_authority = row.authority;
  }
}

void among_holders(const PreparedRow& row, const IndexContents& contents,
                   std::vector<ports::ConcernMatch>& found) {
  for (const auto& candidate : contents.holders.search(*row.profile, unlimited).found) {
    const auto& licence = contents.holders.ref(candidate.record);
    const auto& authority = contents.authority_code(licence.authority);
    if (!is_likely(candidate) || authority == row.authority) continue;
    auto& match = found.emplace_back(match_of(candidate));
    match.concern = row.event.row;
    match.reporter = row.authority;
    match.cause = "licence";
    match.cause_id = licence.id;
    match.cause_authority = authority;
  }
}

}  // namespace

bool is_likely(const match::Candidate& candidate) {
  return candidate.band == match::Band::strong ||
         match::probability_of(candidate.weight) >= more_likely_than_not;
}

std::vector<ports::ConcernMatch> concern_matches_of(const PreparedRow& row,
                                                    const IndexContents& contents) {
  std::vector<ports::ConcernMatch> found;
  if (!row.profile) return found;
  among_concerns(row, contents, found);
  if (row.event.kind == proof::RowKind::concern) among_holders(row, contents, found);
  return found;
}

std::optional<std::vector<FoundIssuer>> issuers_of(const LiveIndex& index,
                                                   const person::Person& person,
                                                   const std::string& reporter) {
  const auto rules = index.rules();
  if (!rules) return {};
  const auto profile = rules->profile_of(person);
  using Found = std::optional<std::vector<FoundIssuer>>;
  return index.read([&](const IndexContents* contents) -> Found {
    if (contents == nullptr || contents->rules != rules) return {};
    std::map<std::string, FoundIssuer> likeliest;
    for (const auto& candidate : contents->holders.search(profile, unlimited).found) {
      const auto& licence = contents->holders.ref(candidate.record);
      const auto& authority = contents->authority_code(licence.authority);
      if (!is_likely(candidate) || authority == reporter) continue;
      const auto probability = match::probability_of(candidate.weight);
      auto& its = likeliest[authority];
      if (!its.authority.empty() && its.probability >= probability) continue;
      its = {authority, licence.id, std::string(match::name_of(candidate.band)), probability};
    }
    std::vector<FoundIssuer> issuers;
    for (auto& [code, issuer] : likeliest)
      issuers.push_back(std::move(issuer));
    return issuers;
  });
}

}  // namespace badgewatch::app
