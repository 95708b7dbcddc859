// People who have much in common by chance: a few words, days and numbers, and their usual
// mistakes, so that every way in which two records can be possible comes up often.
#pragma once

#include "match/match.hpp"
#include "person/person.hpp"

#include <rapidcheck.h>

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace badgewatch::match::crowd {

rc::Gen<person::Name> any_name();
rc::Gen<person::Person> anyone();
// Nobody's usual record: empty, one letter, very long, other scripts, digits, no words at all.
rc::Gen<person::Person> anyone_odd();

using Found = std::set<RecordId>;

// What the exhaustive comparison rates possible or better.
Found exhaustive(const Profile& query, const std::vector<Profile>& everyone);
Found searched(const Index& index, const Profile& query);

std::vector<Profile> profiles_of(const std::vector<person::Person>& people);
// Filed in this order: record n is person n.
Index index_of(const std::vector<Profile>& profiles);

}  // namespace badgewatch::match::crowd
