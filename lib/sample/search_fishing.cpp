// Those who fish: each a little otherwise, some slowly.
#include "sample/search_diary.hpp"

#include <algorithm>

namespace badgewatch::sample {

namespace {

using domain::Purpose;

class Fisher {
public:
  Fisher(domain::Pattern pattern, std::uint64_t number,
         std::vector<SearchingAuthority>& authorities, SearchDiary& diary)
      : authorities_(authorities),
        diary_(diary),
        draws_(diary.options().seed, 2'000'000 + number, sample::Purpose::search) {
    fishing_.pattern = pattern;
    const bool needs_colleagues = pattern == domain::Pattern::shared_interest;
    do {
      authority_ = &authorities_[draws_.below(authorities_.size())];
    } while (needs_colleagues && authority_->officers.size() < 3);
    officer_ = &authority_->officers[draws_.below(authority_->officers.size())];
    constexpr int days_left = 170;  // for the slowest
    const int begins = std::max(30, officer_->from_day + 30);
    day_ = begins + static_cast<int>(draws_.below(
                        static_cast<std::uint64_t>(std::max(1, 365 - days_left - begins))));
    while (is_weekend(date(day_)))
      ++day_;
  }

  Fishing fish() && {
    using enum domain::Pattern;
    switch (fishing_.pattern) {
      case many_people:
        many_people_searched();
        break;
      case shared_interest:
        shared();
        break;
      case famous_name:
        famous();
        break;
      case neighbours:
        neighbourhood();
        break;
      case own_name:
        own();
        break;
      case walking:
        walk();
        break;
      case out_of_hours:
        by_night();
        break;
      case one_case:
        under_one_case();
        break;
      case repeated:
        again_and_again();
        break;
      case many_authorities:
        everywhere();
        break;
    }
    return std::move(fishing_);
  }

private:
  int from_to(int least, int most) {
    return least + static_cast<int>(draws_.below(static_cast<std::uint64_t>(most - least + 1)));
  }
  core::Date date(int day) const { return diary_.options().first.plus_days(day); }
  core::Date working_date(int day) const {
    while (is_weekend(date(day)))
      ++day;
    return date(day);
  }
  SearchedPerson somebody() {
    return SearchedPerson(diary_.options().seed, diary_.new_person(), authority_->area);
  }
  int in_hours() { return officer_->begins + from_to(0, 7); }
  std::uint64_t made_up_case() { return SearchDiary::new_case(*authority_); }

  void search(core::Date day, int hour, std::uint64_t case_number, domain::SearchTraits traits) {
    const auto purpose = draws_.chance(50) ? Purpose::new_application : Purpose::investigation;
    fishing_.checks.push_back(
        diary_.write(*authority_, *officer_, day, hour, purpose, case_number, traits, draws_, 1));
  }

  // All in a day, or some more each day of a week.
  void many_people_searched() {
    const bool at_once = draws_.chance(70);
    const int days = at_once ? 1 : from_to(5, 7);
    const int people = at_once ? from_to(80, 200) : from_to(50, 70);
    for (int day = 0; day < days; ++day)
      for (int i = 0; i < people; ++i)
        search(date(day_ + day), in_hours(), made_up_case(), somebody().traits());
  }

  void shared() {
    const auto person = somebody();
    const auto count =
        std::min<std::size_t>(authority_->officers.size(), static_cast<std::size_t>(from_to(3, 6)));
    for (std::size_t i = 0; i < count; ++i) {
      officer_ = &authority_->officers[i];
      search(working_date(day_ + from_to(0, 20)), in_hours(), made_up_case(), person.traits());
    }
  }

  void famous() {
    for (int i = from_to(1, 3); i > 0; --i) {
      auto traits = somebody().traits();
      traits.famous = true;
      search(working_date(day_ + from_to(0, 3)), in_hours(), made_up_case(), traits);
    }
  }

  void neighbourhood() {
    const auto street = somebody().postcode();
    const int people = from_to(4, 8);
    const int within_days = from_to(0, 10);
    for (int i = 0; i < people; ++i) {
      auto person = somebody();
      person.move_to(street);
      search(working_date(day_ + from_to(0, within_days)), in_hours(), made_up_case(),
             person.traits());
    }
  }

  void own() {
    auto relative = somebody();
    relative.take_name(officer_->own_name);
    search(date(day_), in_hours(), made_up_case(), relative.traits());
  }

  // One in twelve takes days over it.
  void walk() {
    const auto person = somebody();
    const int variants = from_to(5, 30);
    const bool slowly = draws_.chance(8);
    for (int i = 0; i < variants; ++i)
      search(slowly ? working_date(day_ + i) : date(day_), in_hours(), made_up_case(),
             person.traits(static_cast<std::uint64_t>(i)));
  }

  void by_night() {
    const bool at_night = draws_.chance(70);
    auto day = date(day_);
    while (!at_night && !is_weekend(day))
      day = day.plus_days(1);
    const int hour = at_night ? from_to(0, 4) : from_to(9, 21);
    for (int i = from_to(3, 15); i > 0; --i)
      search(day, hour, made_up_case(), somebody().traits());
  }

  void under_one_case() {
    const auto number = made_up_case();
    const int within_days = from_to(0, 14);
    for (int i = from_to(6, 20); i > 0; --i)
      search(working_date(day_ + from_to(0, within_days)), in_hours(), number, somebody().traits());
  }

  void again_and_again() {
    const auto person = somebody();
    const int times = from_to(4, 9);
    const int apart = std::max(22, from_to(60, 150) / (times - 1));
    for (int i = 0; i < times && day_ + i * apart < 360; ++i)
      search(working_date(day_ + i * apart), in_hours(), made_up_case(), person.traits());
  }

  void everywhere() {
    const auto person = somebody();
    const auto from = draws_.below(authorities_.size());
    const auto count =
        std::min<std::size_t>(authorities_.size(), static_cast<std::size_t>(from_to(6, 12)));
    for (std::size_t i = 0; i < count; ++i) {
      authority_ = &authorities_[(from + i) % authorities_.size()];
      officer_ = &authority_->officers.front();
      search(working_date(day_ + from_to(0, 3)), in_hours(), made_up_case(), person.traits());
    }
  }

  std::vector<SearchingAuthority>& authorities_;
  SearchDiary& diary_;
  Draws draws_;
  SearchingAuthority* authority_ = nullptr;
  const SearchingOfficer* officer_ = nullptr;
  int day_ = 0;
  Fishing fishing_;
};

}  // namespace

Fishing fish(domain::Pattern pattern, std::uint64_t number,
             std::vector<SearchingAuthority>& authorities, SearchDiary& diary) {
  return Fisher(pattern, number, authorities, diary).fish();
}

}  // namespace badgewatch::sample
