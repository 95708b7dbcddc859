// Concerns: what is wrong with one, who has which duty, and what an issuer may do in which state.
#include "domain/concern.hpp"

#include "domain/census_codes.hpp"
#include "domain/small_numbers.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace badgewatch;
using core::Date;
using domain::ConcernMove;
using domain::ConcernOutcome;
using domain::IssuerState;
using domain::Nation;

namespace {

Date day(std::string_view iso) {
  return Date::parse_iso(iso).value();
}

domain::Authority authority(std::string code, Nation nation) {
  domain::Authority made;
  made.code = std::move(code);
  made.nation = nation;
  made.starts_on = day("2000-01-01");
  return made;
}

domain::Authorities authorities() {
  return domain::Authorities({authority("LDS", Nation::england), authority("WLV", Nation::england),
                              authority("CRF", Nation::wales), authority("GLG", Nation::scotland),
                              authority("NID", Nation::northern_ireland)});
}

domain::Concern concern() {
  domain::Concern made;
  made.became_aware_on = day("2026-11-23");
  made.categories = {domain::ConcernCategory::harm};
  return made;
}

std::vector<std::string> wrong(const domain::Concern& one,
                               const domain::ConcernStatistics& statistics = {}) {
  std::vector<std::string> pointers;
  for (const auto& problem :
       domain::check_concern(one, statistics, "LDS", authorities(), day("2026-11-27")))
    pointers.push_back(problem.pointer);
  std::sort(pointers.begin(), pointers.end());
  return pointers;
}

}  // namespace

TEST_CASE("Dates out of order are named on both sides") {
  CHECK(wrong(concern()).empty());
  auto one = concern();
  one.became_aware_on = day("2026-11-28");
  CHECK(wrong(one) == std::vector<std::string>{"/became_aware_on"});
  one = concern();
  one.observed_from = day("2026-11-24");
  CHECK(wrong(one) == std::vector<std::string>{"/became_aware_on", "/observed_from"});
  one.observed_from = day("2026-11-20");
  one.observed_to = day("2026-11-19");
  CHECK(wrong(one) == std::vector<std::string>{"/observed_from", "/observed_to"});
  one.observed_from.reset();
  CHECK(wrong(one) == std::vector<std::string>{"/observed_from"});
}

TEST_CASE("A concern names a category, and no issuer that is none or the reporter itself") {
  auto one = concern();
  one.categories.clear();
  CHECK(wrong(one) == std::vector<std::string>{"/categories"});
  one = concern();
  one.issuer = "XYZ";
  CHECK(wrong(one) == std::vector<std::string>{"/issuer"});
  one.issuer = "LDS";
  CHECK(wrong(one) == std::vector<std::string>{"/issuer"});
  one.issuer = "WLV";
  CHECK(wrong(one).empty());
}

TEST_CASE("Of child sexual exploitation alone, and then, ethnicity and nationality are recorded") {
  auto one = concern();
  using domain::RecordedTrait;
  CHECK(wrong(one, {.ethnicity = RecordedTrait{"4", ""}, .nationality = {}}) ==
        std::vector<std::string>{"/ethnicity"});
  one.is_about_child_sexual_exploitation = true;
  CHECK(wrong(one) == std::vector<std::string>{"/ethnicity", "/nationality"});
  CHECK(wrong(one, {RecordedTrait{"4", ""}, RecordedTrait{"GB", ""}}).empty());
  CHECK(wrong(one, {RecordedTrait{"20", ""}, RecordedTrait{"gb", ""}}) ==
        std::vector<std::string>{"/ethnicity/code", "/nationality/code"});
  CHECK(wrong(one, {RecordedTrait{"not_stated", ""}, RecordedTrait{"not_known", "No file."}}) ==
        std::vector<std::string>{"/ethnicity/reason"});
  CHECK(wrong(one, {RecordedTrait{"4", "Seen."}, RecordedTrait{"GB", ""}}) ==
        std::vector<std::string>{"/ethnicity/reason"});
}

TEST_CASE("The codes are those of the lists, whole") {
  std::size_t groups = 0;
  for (int code = 0; code < 40; ++code)
    groups += domain::is_ethnicity_code(std::to_string(code)) ? 1U : 0U;
  CHECK(groups == 19);
  CHECK_FALSE(domain::is_ethnicity_code("-8"));
  std::size_t countries = 0;
  for (char first = 'A'; first <= 'Z'; ++first)
    for (char second = 'A'; second <= 'Z'; ++second)
      countries += domain::is_nationality_code(std::string{first, second}) ? 1U : 0U;
  CHECK(countries == 249);
  for (const auto* code : {"GB", "PK", "IE", "PL", "SO", "ZW"})
    CHECK(domain::is_nationality_code(code));
  CHECK_FALSE(domain::is_nationality_code("XX"));
  CHECK_FALSE(domain::is_nationality_code("GBR"));
}

TEST_CASE("Each nation has the duties that it really has") {
  const auto all = authorities();
  const auto of = [&](const char* code) { return all.with_code(code); };
  CHECK(domain::owes_sharing(*of("LDS"), nullptr));
  CHECK(domain::owes_sharing(*of("LDS"), of("GLG")));
  CHECK_FALSE(domain::owes_sharing(*of("LDS"), of("NID")));
  for (const auto* code : {"CRF", "GLG", "NID"}) {
    CHECK_FALSE(domain::owes_sharing(*of(code), of("WLV")));
    CHECK_FALSE(domain::owes_considering(*of(code)));
  }
  CHECK(domain::owes_considering(*of("WLV")));
}

TEST_CASE("Every state and move: what is not possible names the state and what is") {
  for (const auto state : {IssuerState::to_consider, IssuerState::considered,
                           IssuerState::to_review, IssuerState::transferred}) {
    const auto possible = domain::possible_moves(state);
    const bool is_open = state == IssuerState::to_consider || state == IssuerState::to_review;
    CHECK(possible.empty() == !is_open);
    for (const auto move : {ConcernMove::consider, ConcernMove::transfer}) {
      const auto may = domain::check_move(state, move);
      CHECK(may.has_value() == is_open);
      if (may) continue;
      CHECK(may.error().code() == core::Errc::conflict);
      CHECK(may.error().detail().find(name_of(state)) != std::string::npos);
    }
    for (const auto outcome : {ConcernOutcome::suspended, ConcernOutcome::no_action})
      CHECK(domain::comes_back(state, outcome) ==
            (state == IssuerState::considered && outcome == ConcernOutcome::no_action));
  }
}

TEST_CASE("It is considered between its receipt and today") {
  const auto pointers = [](const char* on) {
    return domain::check_consideration({ConcernOutcome::warned, day(on), "", ""}, day("2026-11-24"),
                                       day("2026-11-27"))
        .size();
  };
  CHECK(pointers("2026-11-23") == 1);
  CHECK(pointers("2026-11-24") == 0);
  CHECK(pointers("2026-11-27") == 0);
  CHECK(pointers("2026-11-28") == 1);
}

TEST_CASE("No small count is shown, nor what it could be reckoned from") {
  using Shown = std::vector<std::optional<std::int64_t>>;
  const auto shown = [](std::vector<std::int64_t> parts) { return domain::shown_parts(parts); };
  CHECK(shown({0, 5, 19}) == Shown{0, 5, 19});
  CHECK(shown({3, 5, 19}) == Shown{std::nullopt, std::nullopt, 19});
  CHECK(shown({3, 4, 19}) == Shown{std::nullopt, std::nullopt, 19});
  CHECK(shown({3, 0}) == Shown{std::nullopt, 0});
  CHECK(shown({}).empty());
}
