// Patterns of searches that a supervisor should ask about. None of them proves anything, and none
// blocks anybody: a person looks at the case files and says what it was.
//
// Pure, and of what is given alone: the order of the searches does not matter, nor how often or
// when on that day the rules are asked, since later searches of a day can only add to what is
// flagged.
#pragma once

#include "core/working_days.hpp"
#include "domain/search.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::domain {

enum class Pattern {
  many_people,       // far more different people than he or his colleagues usually search
  shared_interest,   // one person, searched by several officers, none under another's case
  famous_name,       // a name on the list of well-known people
  neighbours,        // several people of one postcode, or one surname and neighbourhood
  own_name,          // the officer's own
  walking,           // one name with many dates of birth or numbers
  out_of_hours,      // when neither he nor his authority usually works
  one_case,          // one case reference for many people of different names
  repeated,          // one person again and again over months, never found
  many_authorities,  // one person, searched by many authorities in a week: for the operator
};

enum class Review { explained, misuse, referred };

std::string_view name_of(Pattern value);
std::optional<Pattern> pattern_named(std::string_view name);
std::string_view name_of(Review value);
std::optional<Review> review_named(std::string_view name);

// From what on something is flagged. Days are UK days.
struct MisuseTerms {
  int people_a_day = 40;          // different people: never flagged below
  int people_a_week = 100;        // likewise, in seven days
  double times_own = 2.5;         // as many as on his fullest day (or week) before
  double times_peers = 2.5;       // as on three of four days of his authority
  int officers_of_one = 3;        // who searched one person within 30 days
  int neighbours = 4;             // people within 14 days
  int variants = 5;               // of one name on one day
  double share = 0.02;            // of all that he searched: neighbours and variants by chance
  int searches_out_of_hours = 3;  // on one day
  int people_of_a_case = 6;       // of different names, within 40 days
  int days_of_one = 4;            // on which he searched one person, over at least 60 days
  int authorities_of_one = 6;     // that searched one person within seven days
};

// What of the past the rules want, in days; the day itself is the last of them.
inline constexpr int days_of_actor = 40;  // more than a month, for what runs once in one
inline constexpr int days_of_person = 183;

// How his authority works: all who ask for it, on the days before.
struct Peers {
  int usual_people = 0;  // on three of four days of anybody, not more different people than so
  int days = 0;          // on how many days of anybody that stands
  // Of a hundred searches, those in each hour; of working days first, then of the others. Without
  // the runs of systems over all who are licensed.
  std::array<double, 48> hours{};
};

struct HourOfDay {
  core::Date day;
  int hour = 0;
  int searches = 0;
};

// `people`: how many different people, of each actor and day. `hours`: without those `in_term`.
Peers peers_of(std::vector<int> people, std::span<const HourOfDay> hours,
               const core::WorkingDays& working_days);

struct Flag {
  std::string authority;  // empty: for the operator
  std::string actor;
  core::Date day;
  Pattern pattern = Pattern::many_people;
  std::string sentence;            // what was seen, without anything about the person
  std::vector<core::Uuid> checks;  // the last ones, at most `most_checks_named`
  friend bool operator==(const Flag&, const Flag&) = default;
};

inline constexpr std::size_t most_checks_named = 50;

// What one actor did on `day`, by his own searches of that day and the days before.
std::vector<Flag> flags_of_actor(std::span<const Search> his, const Peers& peers, core::Date day,
                                 const MisuseTerms& terms, const core::WorkingDays& working_days);

// Who searched one person on `day`, by all searches of that person, of whatever authority.
std::vector<Flag> flags_of_person(std::span<const Search> searches, core::Date day,
                                  const MisuseTerms& terms);

}  // namespace badgewatch::domain
