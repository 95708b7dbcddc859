// What is seen of one actor alone.
#include "domain/misuse.hpp"
#include "domain/search_list.hpp"

#include <map>
#include <set>

namespace badgewatch::domain {

namespace {

constexpr int days_of_neighbours = 14;
constexpr int week = 7;
constexpr int days_of_habit = 10;        // that somebody must have worked before he has habits
constexpr int hours_begin = 7;           // nobody is asked why he searched on a working day
constexpr int hours_end = 20;            // between these
constexpr double open_from_percent = 2;  // of an authority's searches about an hour: it works then
constexpr double times_usual_day = 1.5;
constexpr int first_times = 5;  // the floor, for whom nobody can be compared with

std::string text(int number) {
  return std::to_string(number);
}

class Actor {
public:
  Actor(std::span<const Search> his, const Peers& peers, core::Date day, const MisuseTerms& terms,
        const core::WorkingDays& working_days)
      : all_(within(his, day, days_of_actor)),
        peers_(peers),
        day_(day),
        terms_(terms),
        working_days_(working_days) {
    for (const auto* search : all_)
      days_[search->day].push_back(search);
    if (const auto found = days_.find(day); found != days_.end()) today_ = found->second;
  }

  std::vector<Flag> flags() && {
    if (today_.empty()) return {};
    many_people();
    famous_name();
    own_name();
    neighbours();
    walking();
    one_case();
    out_of_hours();
    return std::move(flags_);
  }

private:
  void raise(Pattern pattern, std::string sentence, SearchList list) {
    std::sort(list.begin(), list.end(), is_earlier);
    list.erase(std::unique(list.begin(), list.end()), list.end());
    flags_.push_back({.authority = today_.front()->authority,
                      .actor = today_.front()->actor,
                      .day = day_,
                      .pattern = pattern,
                      .sentence = std::move(sentence),
                      .checks = checks_of(list, most_checks_named)});
  }

  // Of the last `days` days.
  SearchList last(int days) const {
    SearchList list;
    for (const auto* search : all_)
      if (search->day > day_.plus_days(-days)) list.push_back(search);
    return list;
  }

  SearchList before(const SearchList& list) const {
    SearchList earlier;
    for (const auto* search : list)
      if (search->day != day_) earlier.push_back(search);
    return earlier;
  }

  // How many people he searched on the fullest of his days before.
  int fullest_day() const {
    int fullest = 0;
    for (const auto& [day, searches] : days_)
      if (day != day_) fullest = std::max(fullest, people_in(searches));
    return fullest;
  }

  // The middle one of his days before a week ago.
  int usual_day() const {
    std::vector<int> people;
    for (const auto& [day, searches] : days_)
      if (day <= day_.plus_days(-week)) people.push_back(people_in(searches));
    if (people.empty()) return 0;
    std::sort(people.begin(), people.end());
    return people[people.size() / 2];
  }

  void many_people() {
    const int people = people_in(today_);
    const int fullest = fullest_day();
    if (is_too_many(people, terms_.people_a_day, fullest, peers_.usual_people)) {
      raise(Pattern::many_people,
            text(people) +
                " different people were searched in one day; on no day of the forty "
                "before were there more than " +
                text(fullest) +
                ", and on three of four days of the authority's others not more than " +
                text(peers_.usual_people) + ".",
            today_);
      return;
    }
    const auto seven = last(week);
    const int of_week = people_in(seven);
    int fullest_week = 0;
    for (int back = 1; back * week < days_of_actor; ++back) {
      SearchList list;
      for (const auto* search : all_)
        if (search->day <= day_.plus_days(-back * week) &&
            search->day > day_.plus_days(-(back + 1) * week))
          list.push_back(search);
      fullest_week = std::max(fullest_week, people_in(list));
    }
    constexpr int days_a_week = 5;
    // A week stays full for days behind the day that filled it.
    const bool adds = people > times_usual_day * usual_day();
    if (adds &&
        is_too_many(of_week, terms_.people_a_week, fullest_week, peers_.usual_people * days_a_week))
      raise(Pattern::many_people,
            text(of_week) +
                " different people were searched in seven days; in no week of the three "
                "before were there more than " +
                text(fullest_week) + ".",
            seven);
  }

  bool is_too_many(int people, int floor, int own, int of_peers) const {
    if (people < floor) return false;
    if (own == 0 && peers_.days < days_of_habit) return people >= first_times * floor;
    return people > terms_.times_own * own && people > terms_.times_peers * of_peers;
  }

  void famous_name() {
    SearchList famous;
    for (const auto* search : today_)
      if (search->traits.famous) famous.push_back(search);
    if (famous.empty()) return;
    raise(Pattern::famous_name,
          "A name on the list of well-known people was searched " +
              text(static_cast<int>(famous.size())) + (famous.size() == 1 ? " time." : " times."),
          famous);
  }

  void own_name() {
    SearchList own;
    std::set<core::Date> days_before;
    for (const auto* search : all_) {
      if (!search->traits.own_name) continue;
      if (search->day == day_)
        own.push_back(search);
      else
        days_before.insert(search->day);
    }
    // Of a common name: he has met namesakes before, and will again.
    constexpr std::size_t common = 3;
    if (own.empty() || days_before.size() >= common) return;
    raise(Pattern::own_name, "The officer searched somebody of the officer's own full name.", own);
  }

  // What chance brings to one who searches many is more: by his days before, so that nothing that
  // he searches later on a day takes a flag of that day back.
  int at_least(int floor, int people_before) const {
    return std::max(floor, static_cast<int>(terms_.share * people_before) + 1);
  }

  void neighbours() {
    const auto list = last(days_of_neighbours);
    const int enough =
        at_least(terms_.neighbours, std::max(people_in(before(list)), fullest_day()));
    const auto look = [&](auto trait, std::string_view what) {
      int most = 0;
      SearchList seen;
      for (const auto& group : grouped(list, trait)) {
        const int people = names_in(group);  // a wrong date is no other person
        if (people < enough || people == names_in(before(group))) continue;
        most = std::max(most, people);
        seen.insert(seen.end(), group.begin(), group.end());
      }
      if (most == 0) return false;
      raise(Pattern::neighbours,
            text(most) + " different people " + std::string(what) +
                " were searched within fourteen days.",
            std::move(seen));
      return true;
    };
    if (look([](const Search& one) { return one.traits.postcode; }, "of one postcode")) return;
    look([](const Search& one) { return one.traits.household; },
         "of one surname and neighbourhood");
  }

  void walking() {
    constexpr int more_in_days = 2;
    if (walking(today_, terms_.variants, "one day")) return;
    walking(last(days_of_neighbours), terms_.variants + more_in_days, "fourteen days");
  }

  bool walking(const SearchList& list, int floor, std::string_view time) {
    const auto variants = [](const SearchList& some) {
      return count_different(some, [](const Search& one) { return one.traits.particulars; });
    };
    const int enough = at_least(floor, std::max(people_in(before(list)), fullest_day()));
    int most = 0;
    SearchList seen;
    for (const auto& group : grouped(list, [](const Search& one) { return one.traits.name; })) {
      const int different = variants(group);
      if (different < enough || different == variants(before(group))) continue;
      most = std::max(most, different);
      seen.insert(seen.end(), group.begin(), group.end());
    }
    if (most == 0) return false;
    raise(Pattern::walking,
          "One name was searched within " + std::string(time) + " with " + text(most) +
              " different dates of birth or numbers.",
          std::move(seen));
    return true;
  }

  void one_case() {
    const auto by_case = [](const Search& one) { return one.traits.case_reference; };
    const int usual = usual_case(grouped(before(all_), by_case));
    int most = 0;
    SearchList seen;
    for (const auto& group : grouped(all_, by_case)) {
      const int names = names_in(group);
      if (names == names_in(before(group))) continue;  // nothing that was not flagged before
      if (names < terms_.people_of_a_case || names <= terms_.times_own * usual) continue;
      most = std::max(most, names);
      seen.insert(seen.end(), group.begin(), group.end());
    }
    if (most == 0) return;
    raise(Pattern::one_case,
          "One case reference was given for " + text(most) +
              " people of different names within forty days.",
          std::move(seen));
  }

  static int names_in(const SearchList& list) {
    return count_different(list, [](const Search& one) { return one.traits.name; });
  }

  // How many people nine of ten of these cases do not exceed.
  static int usual_case(const std::vector<SearchList>& cases) {
    if (cases.empty()) return 0;
    std::vector<int> names;
    names.reserve(cases.size());
    for (const auto& group : cases)
      names.push_back(names_in(group));
    std::sort(names.begin(), names.end());
    return names[(names.size() - 1) * 9 / 10];
  }

  void out_of_hours() {
    int worked = 0;
    // On how many days he searched in each hour, as Peers counts them.
    std::array<int, 48> habit{};
    for (const auto& [day, searches] : days_) {
      if (day == day_) continue;
      ++worked;
      std::array<bool, 48> hours{};
      for (const auto* search : searches)
        hours.at(hour_of(day, search->hour)) = true;
      for (std::size_t i = 0; i < hours.size(); ++i)
        habit.at(i) += hours.at(i) ? 1 : 0;
    }
    if (worked < days_of_habit) return;
    const bool working = working_days_.is_working_day(day_);
    SearchList unusual;
    for (const auto* search : today_) {
      if (working && search->hour >= hours_begin && search->hour < hours_end) continue;
      if (is_open(search->hour)) continue;
      int days = 0;
      for (int hour = std::max(search->hour - 1, 0); hour <= std::min(search->hour + 1, 23); ++hour)
        days = std::max(days, habit.at(hour_of(day_, hour)));
      if (days < 2) unusual.push_back(search);
    }
    if (static_cast<int>(unusual.size()) < terms_.searches_out_of_hours) return;
    raise(Pattern::out_of_hours,
          text(static_cast<int>(unusual.size())) +
              " searches were made at hours when neither this officer nor the authority usually "
              "works.",
          unusual);
  }

  // Whether his authority works about that hour on such days.
  bool is_open(int hour) const {
    double percent = 0;
    for (int near = std::max(hour - 2, 0); near <= std::min(hour + 2, 23); ++near)
      percent += peers_.hours.at(hour_of(day_, near));
    return percent >= open_from_percent;
  }

  std::size_t hour_of(core::Date day, int hour) const {
    return static_cast<std::size_t>(hour + (working_days_.is_working_day(day) ? 0 : 24));
  }

  SearchList all_;
  std::map<core::Date, SearchList> days_;
  SearchList today_;
  const Peers& peers_;
  core::Date day_;
  const MisuseTerms& terms_;
  const core::WorkingDays& working_days_;
  std::vector<Flag> flags_;
};

}  // namespace

std::vector<Flag> flags_of_actor(std::span<const Search> his, const Peers& peers, core::Date day,
                                 const MisuseTerms& terms, const core::WorkingDays& working_days) {
  return Actor(his, peers, day, terms, working_days).flags();
}

}  // namespace badgewatch::domain
