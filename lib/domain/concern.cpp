#include "domain/concern.hpp"

#include "domain/census_codes.hpp"
#include "domain/named.hpp"
#include "domain/succession.hpp"

#include <algorithm>

namespace badgewatch::domain {

namespace {

constexpr Names<ConcernCategory, 9> categories{{{ConcernCategory::sexual_offence, "a"},
                                                {ConcernCategory::harassment, "b"},
                                                {ConcernCategory::harm, "c"},
                                                {ConcernCategory::risk_of_harm, "d"},
                                                {ConcernCategory::equality_offence, "e"},
                                                {ConcernCategory::discrimination, "f"},
                                                {ConcernCategory::threats, "g"},
                                                {ConcernCategory::road_safety, "h"},
                                                {ConcernCategory::otherwise_unsuitable, "i"}}};

constexpr Names<ConcernSource, 8> sources{{{ConcernSource::complaint, "complaint"},
                                           {ConcernSource::police, "police"},
                                           {ConcernSource::own_officer, "own_officer"},
                                           {ConcernSource::operator_of_vehicles, "operator"},
                                           {ConcernSource::another_agency, "another_agency"},
                                           {ConcernSource::court, "court"},
                                           {ConcernSource::media, "media"},
                                           {ConcernSource::other, "other"}}};

constexpr Names<ConcernOutcome, 5> outcomes{{{ConcernOutcome::suspended, "suspended"},
                                             {ConcernOutcome::revoked, "revoked"},
                                             {ConcernOutcome::warned, "warned"},
                                             {ConcernOutcome::no_action, "no_action"},
                                             {ConcernOutcome::not_ours, "not_ours"}}};

constexpr Names<IssuerState, 4> states{{{IssuerState::to_consider, "to_consider"},
                                        {IssuerState::considered, "considered"},
                                        {IssuerState::to_review, "to_review"},
                                        {IssuerState::transferred, "transferred"}}};

constexpr Names<ConcernMove, 2> moves{
    {{ConcernMove::consider, "consider"}, {ConcernMove::transfer, "transfer"}}};

constexpr Names<Routing, 3> routings{{{Routing::pending, "pending"},
                                      {Routing::routed, "routed"},
                                      {Routing::no_issuer_found, "no_issuer_found"}}};

using Problems = std::vector<core::FieldProblem>;

void check_days(const Concern& concern, core::Date today, Problems& problems) {
  const auto wrong = [&](const char* pointer, const char* detail) {
    problems.push_back({pointer, detail});
  };
  if (today < concern.became_aware_on) wrong("/became_aware_on", "is in the future");
  if (concern.observed_from && today < *concern.observed_from)
    wrong("/observed_from", "is in the future");
  if (concern.observed_to && today < *concern.observed_to)
    wrong("/observed_to", "is in the future");
  if (concern.observed_from && concern.became_aware_on < *concern.observed_from) {
    wrong("/observed_from", "is behind the day on which the authority became aware of it");
    wrong("/became_aware_on", "is before what was observed");
  }
  if (concern.observed_to && !concern.observed_from)
    wrong("/observed_from", "is required where `observed_to` is there");
  if (concern.observed_from && concern.observed_to &&
      *concern.observed_to < *concern.observed_from) {
    wrong("/observed_from", "is behind `observed_to`");
    wrong("/observed_to", "is before `observed_from`");
  }
}

void check_trait(const std::optional<RecordedTrait>& trait, std::string_view name,
                 bool (*is_code)(std::string_view), Problems& problems) {
  const auto pointer = "/" + std::string(name);
  if (!trait)
    return problems.push_back(
        {pointer,
         "is required in a concern about child sexual exploitation: a code of the census "
         "of 2021, or `not_stated` or `not_known` with a reason"});
  const bool is_missing = trait->code == "not_stated" || trait->code == "not_known";
  if (!is_missing && !is_code(trait->code))
    problems.push_back({pointer + "/code",
                        "is no code of the census of 2021, nor `not_stated` or "
                        "`not_known`"});
  if (is_missing && trait->missing.empty())
    problems.push_back({pointer + "/reason", "is required: say why it is not recorded"});
  if (!is_missing && !trait->missing.empty())
    problems.push_back({pointer + "/reason", "belongs to `not_stated` and `not_known` alone"});
}

}  // namespace

std::string_view name_of(ConcernCategory value) {
  return name_in(categories, value);
}
std::string_view name_of(ConcernSource value) {
  return name_in(sources, value);
}
std::string_view name_of(ConcernOutcome value) {
  return name_in(outcomes, value);
}
std::string_view name_of(IssuerState value) {
  return name_in(states, value);
}
std::string_view name_of(ConcernMove value) {
  return name_in(moves, value);
}
std::string_view name_of(Routing value) {
  return name_in(routings, value);
}
std::optional<ConcernCategory> concern_category_named(std::string_view name) {
  return named_in(categories, name);
}
std::optional<ConcernSource> concern_source_named(std::string_view name) {
  return named_in(sources, name);
}
std::optional<ConcernOutcome> concern_outcome_named(std::string_view name) {
  return named_in(outcomes, name);
}
std::optional<IssuerState> issuer_state_named(std::string_view name) {
  return named_in(states, name);
}
std::optional<Routing> routing_named(std::string_view name) {
  return named_in(routings, name);
}

std::vector<core::FieldProblem> check_concern(const Concern& concern,
                                              const ConcernStatistics& statistics,
                                              const std::string& reporter,
                                              const Authorities& authorities, core::Date today) {
  Problems problems;
  check_days(concern, today, problems);
  if (concern.categories.empty())
    problems.push_back({"/categories", "names at least one of \"a\" to \"i\""});
  if (!concern.issuer.empty()) {
    const auto* issuer = authorities.with_code(concern.issuer);
    const auto* acting = acting_for(authorities, concern.issuer, today);
    if (issuer != acting)
      problems.push_back({"/issuer", "has ended: " + acting->code + " acts for it"});
    else if (issuer == nullptr || !issuer->in_force(today))
      problems.push_back({"/issuer", "is no licensing authority of today"});
    else if (concern.issuer == reporter)
      problems.push_back({"/issuer", "is your own authority, which needs not be told"});
  }
  if (concern.is_about_child_sexual_exploitation) {
    check_trait(statistics.ethnicity, "ethnicity", is_ethnicity_code, problems);
    check_trait(statistics.nationality, "nationality", is_nationality_code, problems);
  } else {
    const char* alone = "is asked for in a concern about child sexual exploitation alone";
    if (statistics.ethnicity) problems.push_back({"/ethnicity", alone});
    if (statistics.nationality) problems.push_back({"/nationality", alone});
  }
  return problems;
}

bool owes_sharing(const Authority& reporter, const Authority* issuer) {
  return reporter.nation == Nation::england &&
         (issuer == nullptr || issuer->nation != Nation::northern_ireland);
}

bool owes_considering(const Authority& issuer) {
  return issuer.nation == Nation::england;
}

std::vector<ConcernMove> possible_moves(IssuerState state) {
  switch (state) {
    case IssuerState::to_consider:
    case IssuerState::to_review:
      return {ConcernMove::consider, ConcernMove::transfer};
    case IssuerState::considered:
    case IssuerState::transferred:
      return {};
  }
  return {};
}

core::Result<void> check_move(IssuerState state, ConcernMove wanted) {
  const auto possible = possible_moves(state);
  if (std::find(possible.begin(), possible.end(), wanted) != possible.end()) return {};
  std::string text =
      "This cannot be done to a concern that is " + std::string(name_of(state)) + ". ";
  if (possible.empty())
    return core::Error(core::Errc::conflict, text + "Nothing more is possible.");
  text += "Possible: ";
  for (std::size_t i = 0; i < possible.size(); ++i)
    text += (i == 0 ? "" : ", ") + std::string(name_of(possible[i]));
  return core::Error(core::Errc::conflict, text + ".");
}

std::vector<core::FieldProblem> check_consideration(const Consideration& consideration,
                                                    core::Date received_on, core::Date today) {
  Problems problems;
  if (today < consideration.on) problems.push_back({"/on", "is in the future"});
  if (consideration.on < received_on)
    problems.push_back({"/on", "is before " + received_on.iso() + ", when the concern came"});
  return problems;
}

bool comes_back(IssuerState state, const std::optional<ConcernOutcome>& outcome) {
  return state == IssuerState::considered && outcome == ConcernOutcome::no_action;
}

}  // namespace badgewatch::domain
