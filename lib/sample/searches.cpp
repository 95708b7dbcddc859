#include "sample/searches.hpp"

#include "sample/search_diary.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace badgewatch::sample {

namespace {

constexpr int days_of_year = 365;

std::vector<SearchingAuthority> authorities_of(const SearchYearOptions& options) {
  constexpr std::size_t searches_of_authority = 8'000;
  const auto count = std::max<std::size_t>(options.searches / searches_of_authority, 8);
  std::vector<SearchingAuthority> authorities(count);
  for (std::size_t i = 0; i < count; ++i) {
    Draws draws(options.seed, i, Purpose::search);
    auto& authority = authorities[i];
    authority.code = "A" + std::to_string(i);
    authority.area = i;
    authority.saturdays = draws.chance(10);
    authority.peak = static_cast<int>(draws.below(days_of_year - 30));
    if (draws.chance(25)) authority.drivers = 200 + static_cast<int>(draws.below(1'600));
    const auto officers = 1 + draws.below(4);
    for (std::uint64_t n = 0; n < officers; ++n) {
      SearchingOfficer officer;
      officer.name = "officer-" + std::to_string(n);
      officer.own_name = SearchedPerson::name_number(draws);
      officer.begins = 7 + static_cast<int>(draws.below(3));
      officer.ends = officer.begins + 8;
      if (draws.chance(5)) officer.ends = 22;  // of the evenings
      officer.cases_a_day = 4 + 10 * draws.share();
      if (draws.chance(15)) officer.from_day = static_cast<int>(draws.below(250));
      officer.leave = static_cast<int>(draws.below(350));
      authority.officers.push_back(officer);
    }
  }
  return authorities;
}

}  // namespace

bool is_weekend(core::Date day) {
  return day.weekday() > 5;
}

core::Uuid SearchDiary::write(const SearchingAuthority& authority, const SearchingOfficer& officer,
                              core::Date day, int hour, domain::Purpose purpose,
                              std::uint64_t case_number, domain::SearchTraits traits, Draws& draws,
                              double hit_percent) {
  constexpr std::int64_t second = 1'000'000;
  domain::Search search;
  const auto number = ++written_;
  for (std::size_t i = 0; i < sizeof number; ++i)
    search.check.bytes.at(i) = static_cast<std::uint8_t>(number >> (8 * (7 - i)));
  search.authority = authority.code;
  search.actor = officer.name;
  search.day = day;
  search.hour = hour;
  const auto in_hour = static_cast<std::int64_t>(draws.below(3'600));
  search.at = {((std::int64_t{day.days_since_1970()} * 24 + hour) * 3'600 + in_hour) * second};
  search.purpose = purpose;
  search.was_hit = draws.chance(hit_percent);
  search.traits = traits;
  search.traits.case_reference = SearchedPerson::trait(6, authority.area, case_number);
  search.traits.own_name = traits.name == SearchedPerson::trait(1, officer.own_name, 0);
  // A driver who is called as somebody well-known, and was born in the same year.
  if (draws.below(50'000) == 0) search.traits.famous = true;
  year_.searches.push_back(std::move(search));
  return year_.searches.back().check;
}

SearchYear year_of_searches(const SearchYearOptions& options) {
  SearchYear year;
  year.searches.reserve(options.searches * 12 / 10);
  SearchDiary diary(options, year);
  auto authorities = authorities_of(options);
  work_a_year(authorities, diary);
  year.ordinary = year.searches.size();
  constexpr auto patterns = static_cast<int>(domain::Pattern::many_authorities) + 1;
  std::uint64_t number = 0;
  for (int pattern = 0; pattern < patterns; ++pattern)
    for (int i = 0; i < options.fishing; ++i)
      year.fishing.push_back(
          fish(static_cast<domain::Pattern>(pattern), ++number, authorities, diary));
  std::sort(year.searches.begin(), year.searches.end(), [](const auto& a, const auto& b) {
    return std::tie(a.authority, a.actor, a.at, a.check) <
           std::tie(b.authority, b.actor, b.at, b.check);
  });
  return year;
}

}  // namespace badgewatch::sample
