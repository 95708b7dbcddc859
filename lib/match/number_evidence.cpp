#include "match/evidence.hpp"
#include "match/words.hpp"

#include <cstdlib>

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

bool one_digit_differs(int a, int b) {
  if (std::abs(a - b) == 1) return true;
  int digits = 0;
  for (; a != 0 || b != 0; a /= 10, b /= 10) digits += a % 10 != b % 10 ? 1 : 0;
  return digits <= 1;
}

Finding compare_partial_birth_dates(const Packed& a, const Packed& b) {
  if (a.birth_year != b.birth_year) return conflict(-6, Sentence::birth_differs);
  if (a.birth_month == 0 || b.birth_month == 0) return similar(4.5, Sentence::birth_partly);
  if (a.birth_month == b.birth_month) return similar(8, Sentence::birth_partly);
  return conflict(-4, Sentence::birth_differs);
}

Finding equal_or_not(std::uint64_t a, std::uint64_t b, Finding same, Finding different) {
  if (a == 0 || b == 0) return {};
  return a == b ? same : different;
}

Finding compare_places(const Place& a, const Place& b) {
  const auto ours = text_of(a.postcode);
  const auto theirs = text_of(b.postcode);
  const bool house = a.house != 0 && a.house == b.house;
  if (ours.empty() || theirs.empty())
    return house ? similar(5, Sentence::address_same) : Finding{};
  if (ours == theirs)
    return house ? agree(9, Sentence::address_same) : similar(6, Sentence::address_postcode);
  const auto sector = ours.size() > 2 ? ours.substr(0, ours.size() - 2) : ours;
  if (theirs.size() == ours.size() && theirs.substr(0, sector.size()) == sector)
    return similar(3, Sentence::address_sector);
  return conflict(-0.5, Sentence::address_differs);
}

}  // namespace

Finding compare_birth_dates(const Packed& a, const Packed& b) {
  if (a.birth_year == 0 || b.birth_year == 0) return {};
  if (!a.has_full_birth_date() || !b.has_full_birth_date()) return compare_partial_birth_dates(a, b);
  const bool year = a.birth_year == b.birth_year;
  const bool month = a.birth_month == b.birth_month;
  const bool day = a.birth_day == b.birth_day;
  if (year && month && day) {
    const bool default_day = a.birth_day == 1 && a.birth_month == 1;
    return default_day ? agree(6.5, Sentence::birth_same_default)
                       : agree(13, Sentence::birth_same);
  }
  if (year && a.birth_month == b.birth_day && a.birth_day == b.birth_month)
    return similar(8, Sentence::birth_swapped);
  const bool one_off = (year && month && one_digit_differs(a.birth_day, b.birth_day)) ||
                       (year && day && one_digit_differs(a.birth_month, b.birth_month)) ||
                       (month && day && one_digit_differs(a.birth_year, b.birth_year));
  if (one_off) return similar(3, Sentence::birth_nearly);
  return conflict(-8, Sentence::birth_differs);
}

Finding compare_insurance_numbers(const Packed& a, const Packed& b) {
  const auto ours = text_of(a.national_insurance);
  const auto theirs = text_of(b.national_insurance);
  if (ours.empty() || theirs.empty()) return {};
  if (ours == theirs) return agree(18, Sentence::insurance_same);
  if (is_one_edit_apart(ours, theirs)) return similar(5, Sentence::insurance_nearly);
  return conflict(-8, Sentence::insurance_differs);
}

Finding compare_licences(const Packed& a, const Packed& b) {
  const auto ours = text_of(a.licence);
  const auto theirs = text_of(b.licence);
  if (ours.empty() || theirs.empty()) return {};
  if (ours == theirs) return agree(18, Sentence::licence_same);
  if (!a.gb_licence || !b.gb_licence) return {};
  // Date of birth and initials: what stays when the surname changes. Both are counted as themselves.
  if (ours.substr(5, 8) == theirs.substr(5, 8)) return similar(1, Sentence::licence_stable_part);
  if (is_one_edit_apart(ours, theirs)) return similar(6, Sentence::licence_stable_part);
  return conflict(-5, Sentence::licence_differs);
}

Finding compare_addresses(const Packed& a, const Packed& b) {
  Finding best;
  for (std::size_t i = 0; i < a.places; ++i) {
    for (std::size_t j = 0; j < b.places; ++j) {
      const auto found = compare_places(a.place[i], b.place[j]);
      if (found.verdict == Verdict::missing) continue;
      if (best.verdict == Verdict::missing || found.weight > best.weight) best = found;
    }
  }
  return best;
}

Finding compare_emails(const Packed& a, const Packed& b) {
  return equal_or_not(a.email, b.email, agree(10, Sentence::email_same),
                      conflict(-0.5, Sentence::email_differs));
}

Finding compare_telephones(const Packed& a, const Packed& b) {
  return equal_or_not(a.telephone, b.telephone, agree(10, Sentence::telephone_same),
                      conflict(-0.5, Sentence::telephone_differs));
}

}  // namespace badgewatch::match
