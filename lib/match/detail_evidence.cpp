#include "match/areas.hpp"
#include "match/evidence.hpp"
#include "match/scorer.hpp"
#include "match/sounds.hpp"
#include "match/weights.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::match {

namespace {

Finding agree(double weight, Sentence sentence) {
  return {Verdict::agree, weight, sentence};
}
Finding similar(double weight, Sentence sentence) {
  return {Verdict::similar, weight, sentence};
}
Finding conflict(double weight, Sentence sentence) {
  return {Verdict::conflict, weight, sentence};
}
// Both are known, and their difference says nothing.
Finding no_evidence(Sentence sentence) {
  return {Verdict::missing, 0, sentence};
}

Finding compare_partial(const Birthday& a, const Birthday& b) {
  if (a.year != b.year) return conflict(weights::born_differs, Sentence::birth_differs);
  if (a.month == 0 || b.month == 0) return similar(weights::born_same_year, Sentence::birth_partly);
  if (a.month == b.month) return similar(weights::born_same_month, Sentence::birth_partly);
  return conflict(weights::born_differs, Sentence::birth_differs);
}

// The same up to the unit's two letters (LU1 1), or up to the inward code (LU1).
bool is_same_but_for(std::size_t last, const Place& a, const Place& b) {
  if (a.postcode.is_hash() || b.postcode.is_hash()) return false;
  const auto length = a.postcode.size();
  return length == b.postcode.size() && length >= 5 &&
         a.postcode.begins_alike(b.postcode, length - last);
}

Finding compare_areas(const Place& a, const Place& b) {
  const auto ours = postcode_area(a);
  const auto theirs = postcode_area(b);
  if (ours == 0 || theirs == 0) return no_evidence(Sentence::address_not_comparable);
  const auto region = region_of_area[ours];
  if (region != Region::none && region == region_of_area[theirs])
    return similar(weights::same_region, Sentence::address_region);
  return ours == theirs ? similar(weights::same_area, Sentence::address_area)
                        : conflict(weights::another_area, Sentence::address_elsewhere);
}

// The same house has a key of its own with the first letter (keys.cpp), which must agree.
bool is_mistyped_postcode(const Place& a, const Place& b) {
  if (a.postcode.is_hash() || b.postcode.is_hash()) return false;
  return a.postcode.text[0] == b.postcode.text[0] &&
         is_one_edit_apart(a.postcode.view(), b.postcode.view());
}

Finding compare_places(const Place& a, const Place& b) {
  const bool house = a.house != 0 && a.house == b.house;
  if (a.postcode.empty() || b.postcode.empty()) {
    if (house) return similar(weights::house_without_postcode, Sentence::address_house);
    if (a.house == 0 || b.house == 0) return {};
    return no_evidence(Sentence::address_not_comparable);
  }
  if (a.postcode == b.postcode)
    return house ? agree(weights::same_house, Sentence::address_same)
                 : similar(weights::same_postcode, Sentence::address_postcode);
  if (house && is_mistyped_postcode(a, b))
    return similar(weights::same_house_nearly, Sentence::address_house_nearly);
  if (is_same_but_for(2, a, b)) return similar(weights::same_sector, Sentence::address_sector);
  if (is_same_but_for(3, a, b)) return similar(weights::same_district, Sentence::address_district);
  return compare_areas(a, b);
}

// Great Britain's and Northern Ireland's: who moves keeps the licence, and few exchange it.
bool are_of_both_kingdoms(const Details& a, const Details& b) {
  return a.has_driver_number() && b.has_northern_irish_licence();
}

// The months of women's numbers are 51 to 62.
bool is_of_woman(const Details& details) {
  return stable_part(details)[1] >= '5';
}

Finding equal_or_not(std::uint64_t a, std::uint64_t b, Finding same, Sentence another) {
  if (a == 0 || b == 0) return {};
  return a == b ? same : no_evidence(another);
}

std::string skeleton_of_surname(const Details& details) {
  std::string surname;
  for (const char c : surname_part(details))
    if (c != '9') surname += static_cast<char>(c - 'A' + 'a');
  return skeleton(surname);
}

}  // namespace

Finding compare_birthdays(const Birthday& a, const Birthday& b) {
  if (!a.is_known() || !b.is_known()) return {};
  if (!a.is_whole() || !b.is_whole()) return compare_partial(a, b);
  if (a == b)
    return a.is_default() ? agree(weights::born_same_default, Sentence::birth_same_default)
                          : agree(weights::born_same, Sentence::birth_same);
  if (is_swapped(a, b)) return similar(weights::born_swapped, Sentence::birth_swapped);
  // That both are a 1 January says nothing, and the years differ.
  if (is_nearly(a, b) && a.is_default() && b.is_default())
    return similar(weights::born_years_nearly, Sentence::birth_years_nearly);
  if (is_nearly(a, b)) return similar(weights::born_nearly, Sentence::birth_nearly);
  if (a.year == b.year && (a.is_default() || b.is_default()))
    return similar(weights::born_same_year_default, Sentence::birth_year_default);
  return conflict(weights::born_differs, Sentence::birth_differs);
}

// An equal number says what it tells of the date already.
Finding compare_births(const Details& a, const Details& b) {
  const bool one_number = !a.licence.empty() && a.licence == b.licence;
  if (a.born.is_known() && b.born.is_known()) {
    const auto stated = compare_birthdays(a.born, b.born);
    if (one_number || stated.weight >= weights::born_corrected_by_number) return stated;
    return corrected_birthday(a) == b.born || corrected_birthday(b) == a.born
               ? similar(weights::born_corrected_by_number, Sentence::birth_corrected_by_number)
               : stated;
  }
  if (one_number) return {};
  const auto found = compare_birthdays(told_birthday(a), told_birthday(b));
  if (found.sentence == Sentence::birth_same_default) return found;
  switch (found.verdict) {
    case Verdict::agree:
      return {Verdict::agree, std::min(found.weight, weights::born_by_number),
              Sentence::birth_by_number};
    case Verdict::conflict:
      return {Verdict::conflict, found.weight, Sentence::birth_not_by_number};
    default:
      return found;
  }
}

Finding compare_insurance_numbers(const Details& a, const Details& b) {
  if (a.insurance.empty() || b.insurance.empty()) return {};
  if (a.insurance == b.insurance) return agree(weights::insurance_same, Sentence::insurance_same);
  const bool readable = !a.insurance.is_hash() && !b.insurance.is_hash();
  if (readable && is_one_edit_apart(a.insurance.view(), b.insurance.view()))
    return similar(weights::insurance_nearly, Sentence::insurance_nearly);
  return conflict(weights::insurance_differs, Sentence::insurance_differs);
}

Finding compare_licences(const Details& a, const Details& b) {
  if (a.licence.empty() || b.licence.empty()) return {};
  if (a.licence == b.licence) return agree(weights::licence_same, Sentence::licence_same);
  if (!a.has_driver_number() || !b.has_driver_number()) {
    if (a.has_issuer_of(b))
      return conflict(weights::licence_differs_abroad, Sentence::licence_differs);
    return are_of_both_kingdoms(a, b) || are_of_both_kingdoms(b, a)
               ? similar(weights::licence_of_another_issuer, Sentence::licence_of_another_issuer)
               : no_evidence(Sentence::licence_not_comparable);
  }
  const bool stable = stable_part(a) == stable_part(b);
  const bool one_mistake = (stable || changing_part(a) == changing_part(b)) &&
                           is_one_edit_apart(a.licence.view(), b.licence.view());
  if (one_mistake && last_part(a) == last_part(b))
    return similar(weights::licence_nearly, Sentence::licence_nearly);
  // The number of somebody who keeps the surname stays whole: two numbers of one surname, birth
  // date and initials are two people's.
  if (stable && surname_part(a) != surname_part(b)) {
    return skeleton_of_surname(a) == skeleton_of_surname(b)
               ? similar(weights::licence_spelled_otherwise, Sentence::licence_spelled_otherwise)
               : similar(is_of_woman(a) ? weights::licence_stable_part
                                        : weights::licence_stable_part_of_man,
                         Sentence::licence_stable_part);
  }
  // What tells namesakes apart: a mistake there and a namesake look the same.
  if (one_mistake) return similar(weights::licence_nearly_at_the_end, Sentence::licence_nearly);
  return conflict(weights::licence_differs, Sentence::licence_differs);
}

Finding compare_addresses(std::span<const Place> a, std::span<const Place> b) {
  Finding best;
  for (const auto& ours : a) {
    for (const auto& theirs : b) {
      const auto found = compare_places(ours, theirs);
      if (best.sentence == Sentence::none || found.weight > best.weight) best = found;
    }
  }
  return best;
}

Verdict verdict_of_addresses(std::span<const Place> a, std::span<const Place> b) {
  auto best = Verdict::missing;
  for (const auto& ours : a)
    for (const auto& theirs : b)
      best = std::min(best, compare_places(ours, theirs).verdict);
  return best;
}

Finding compare_emails(const Details& a, const Details& b) {
  return equal_or_not(a.email, b.email, agree(weights::email_same, Sentence::email_same),
                      Sentence::email_another);
}

Finding compare_telephones(const Details& a, const Details& b) {
  return equal_or_not(a.telephone, b.telephone,
                      agree(weights::telephone_same, Sentence::telephone_same),
                      Sentence::telephone_another);
}

// Here, where the compiler sees all of it: this is asked of every candidate.
DetailFindings compare_details(const Details& a, std::span<const Place> places_of_a,
                               const Details& b, std::span<const Place> places_of_b) {
  return {compare_births(a, b),   compare_insurance_numbers(a, b),
          compare_licences(a, b), compare_addresses(places_of_a, places_of_b),
          compare_emails(a, b),   compare_telephones(a, b)};
}

}  // namespace badgewatch::match
