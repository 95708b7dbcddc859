// What officers and systems do when nobody fishes.
#include "sample/search_diary.hpp"

#include <algorithm>
#include <cmath>

namespace badgewatch::sample {

namespace {

using domain::Purpose;

constexpr int days_of_year = 365;

class Worker {
public:
  Worker(SearchingAuthority& authority, std::vector<SearchingAuthority>& all, SearchDiary& diary)
      : authority_(authority),
        all_(all),
        diary_(diary),
        draws_(diary.options().seed, 1'000'000 + authority.area, sample::Purpose::search) {}

  void work() {
    for (int day = 0; day < days_of_year; ++day) {
      const auto date = diary_.options().first.plus_days(day);
      const bool saturday = date.weekday() == 6 && authority_.saturdays;
      for (auto& officer : authority_.officers) {
        const bool away = day < officer.from_day ||
                          (day >= officer.leave && day < officer.leave + 14) || draws_.chance(4);
        if (!away && (!is_weekend(date) || (saturday && draws_.chance(50)))) work_day(officer, day);
        if (draws_.chance(0.05)) overtime(officer, day);
      }
      if (authority_.drivers > 0 && date.day() == 2) ask_about_everybody(date);
    }
  }

private:
  void work_day(SearchingOfficer& officer, int day) {
    double cases = officer.cases_a_day * (0.6 + 0.8 * draws_.share());
    if (day >= authority_.peak && day < authority_.peak + 21) cases *= 1.8;
    if (day >= officer.leave + 14 && day < officer.leave + 17) cases *= 1.6;  // what has piled up
    for (int i = 0; i < static_cast<int>(std::lround(cases)); ++i)
      handle_case(officer, day, hour_of(officer));
  }

  int hour_of(const SearchingOfficer& officer) {
    const int hour =
        officer.begins +
        static_cast<int>(draws_.below(static_cast<std::uint64_t>(officer.ends - officer.begins)));
    return draws_.chance(0.3) ? std::min(hour + 3, 21) : hour;
  }

  // Some evening or Saturday, to get something done.
  void overtime(SearchingOfficer& officer, int day) {
    const auto cases = 1 + draws_.below(4);
    for (std::uint64_t i = 0; i < cases; ++i)
      handle_case(officer, day, 20);
  }

  void handle_case(SearchingOfficer& officer, int day, int hour) {
    const auto number = SearchDiary::new_case(authority_);
    SearchedPerson person(diary_.options().seed, diary_.new_person(), authority_.area);
    const auto purpose = draws_.chance(60) ? Purpose::renewal : Purpose::new_application;
    search(officer, day, hour, purpose, number, person.traits());
    if (draws_.chance(3)) search(officer, day, hour, purpose, number, person.traits(1));
    if (draws_.chance(1)) search(officer, day, hour, purpose, number, person.traits(2));
    if (draws_.chance(4)) under_former_name(officer, day, hour, number, person);
    if (draws_.chance(15)) look_again(officer, day, number, person);
    if (draws_.chance(2)) relatives(officer, day, hour, person);
    if (draws_.chance(1)) partners(officer, day, hour, number);
    if (draws_.chance(0.05)) investigate(officer, day, number, person);
    if (draws_.chance(1)) apply_elsewhere(day, person);
  }

  void under_former_name(const SearchingOfficer& officer, int day, int hour, std::uint64_t number,
                         SearchedPerson person) {
    person.take_name(SearchedPerson::name_number(draws_));
    search(officer, day, hour, Purpose::new_application, number, person.traits());
  }

  // The same officer, or a colleague who works on the case too.
  void look_again(const SearchingOfficer& officer, int day, std::uint64_t number,
                  const SearchedPerson& person) {
    const auto* who = &officer;
    if (draws_.chance(40)) who = &authority_.officers[draws_.below(authority_.officers.size())];
    search(*who, day + 1 + static_cast<int>(draws_.below(20)), who->begins + 2, Purpose::renewal,
           number, person.traits());
  }

  void relatives(const SearchingOfficer& officer, int day, int hour, const SearchedPerson& person) {
    const auto count = 1 + draws_.below(2);
    for (std::uint64_t i = 0; i < count; ++i) {
      SearchedPerson relative(diary_.options().seed, diary_.new_person(), authority_.area);
      relative.move_to(person.postcode());
      relative.take_name(person.name() / 7 * 7 + draws_.below(7));
      search(officer, day, hour, Purpose::renewal, SearchDiary::new_case(authority_),
             relative.traits());
    }
  }

  // Of a firm, under the firm's case.
  void partners(const SearchingOfficer& officer, int day, int hour, std::uint64_t number) {
    const auto count = 1 + draws_.below(4);
    for (std::uint64_t i = 0; i < count; ++i) {
      const SearchedPerson partner(diary_.options().seed, diary_.new_person(), authority_.area);
      search(officer, day, hour, Purpose::new_application, number, partner.traits());
    }
  }

  void investigate(const SearchingOfficer& officer, int day, std::uint64_t number,
                   const SearchedPerson& person) {
    for (int i = 1; i <= 3; ++i)
      search(officer, day + 14 * i + static_cast<int>(draws_.below(5)), officer.begins + 1,
             Purpose::investigation, number, person.traits());
  }

  void apply_elsewhere(int day, const SearchedPerson& person) {
    const auto count = 1 + draws_.below(3);
    for (std::uint64_t i = 0; i < count; ++i) {
      auto& other = all_[draws_.below(all_.size())];
      write(other, other.officers.front(), day + static_cast<int>(draws_.below(30)),
            other.officers.front().begins + 1, Purpose::new_application,
            SearchDiary::new_case(other), person.traits());
    }
  }

  void ask_about_everybody(core::Date date) {
    SearchingOfficer system;
    system.name = "system";
    system.own_name = ~std::uint64_t{0};
    for (int i = 0; i < authority_.drivers; ++i) {
      constexpr std::uint64_t drivers_begin = 1'000'000'000;
      const SearchedPerson driver(
          diary_.options().seed,
          drivers_begin + authority_.area * 10'000 + static_cast<std::uint64_t>(i),
          authority_.area);
      diary_.write(authority_, system, date, 1 + i * 4 / authority_.drivers, Purpose::in_term,
                   std::uint64_t{1'000'000'000} + static_cast<std::uint64_t>(i), driver.traits(),
                   draws_);
    }
  }

  void search(const SearchingOfficer& officer, int day, int hour, Purpose purpose,
              std::uint64_t number, const domain::SearchTraits& traits) {
    write(authority_, officer, day, hour, purpose, number, traits);
  }

  void write(const SearchingAuthority& authority, const SearchingOfficer& officer, int day,
             int hour, Purpose purpose, std::uint64_t number, const domain::SearchTraits& traits) {
    auto date = diary_.options().first.plus_days(day);
    if (hour < 20 && !authority.saturdays)
      while (is_weekend(date))
        date = date.plus_days(1);
    if (date < diary_.options().first.plus_days(days_of_year))
      diary_.write(authority, officer, date, hour, purpose, number, traits, draws_);
  }

  SearchingAuthority& authority_;
  std::vector<SearchingAuthority>& all_;
  SearchDiary& diary_;
  Draws draws_;
};

}  // namespace

void work_a_year(std::vector<SearchingAuthority>& authorities, SearchDiary& diary) {
  for (auto& authority : authorities)
    Worker(authority, authorities, diary).work();
}

}  // namespace badgewatch::sample
