// What each field says for or against both records being one person. Weights are log2 odds.
#pragma once

#include "match/details.hpp"
#include "match/match.hpp"
#include "match/words.hpp"

#include <span>

namespace badgewatch::match {

// Of one field: what it says, and which sentence explains it (explanation.hpp).
enum class Sentence {
  none,
  names_same,
  names_spelling,
  names_similar,
  names_partly,
  names_differ,
  names_other_script,
  other_name_same,
  other_name_spelling,
  other_name_similar,
  birth_same,
  birth_same_default,
  birth_swapped,
  birth_nearly,
  birth_years_nearly,
  birth_partly,
  birth_year_default,
  birth_by_number,
  birth_corrected_by_number,
  birth_not_by_number,
  birth_differs,
  insurance_same,
  insurance_nearly,
  insurance_differs,
  licence_same,
  licence_stable_part,
  licence_spelled_otherwise,
  licence_nearly,
  licence_differs,
  licence_of_another_issuer,
  licence_not_comparable,
  address_same,
  address_house,
  address_house_nearly,
  address_postcode,
  address_sector,
  address_district,
  address_area,
  address_region,
  address_elsewhere,
  address_not_comparable,
  email_same,
  email_another,
  telephone_same,
  telephone_another,
};

struct Finding {
  Verdict verdict = Verdict::missing;
  double weight = 0;
  Sentence sentence = Sentence::none;
};

struct NameFinding : Finding {
  // Two words or more agree as spellings of one name, or both names have one word only and that
  // agrees; nothing contradicts.
  bool full = false;
  // As `full`, and no word is in one of them only.
  bool same = false;
  // Nothing contradicts.
  bool whole = false;
  // Of all that both names have, only what stands last agrees.
  bool only_surname = false;
  // No word is in one of them only, and a driver number says that there is no further given name.
  bool complete = false;
  // One of both people has a name in another script than Latin, the other has none.
  bool other_script = false;
  // Which of their names lie side by side.
  std::uint8_t our_name = 0;
  std::uint8_t their_name = 0;
};

NameFinding compare_names(const NameList& ours, const NameList& theirs);
// The most that any other name, or names, can weigh beside this, or these.
double most_weight_of(const WordList& name);
double most_weight_of(const NameList& names);

Finding compare_birthdays(const Birthday& a, const Birthday& b);
// As they are stated, or as a driver number tells them that the other person has not.
Finding compare_births(const Details& a, const Details& b);
Finding compare_insurance_numbers(const Details& a, const Details& b);
Finding compare_licences(const Details& a, const Details& b);
Finding compare_addresses(std::span<const Place> a, std::span<const Place> b);
Finding compare_emails(const Details& a, const Details& b);
Finding compare_telephones(const Details& a, const Details& b);

// The best verdict that any two of their names, or of their addresses, give: unlike that of a
// comparison it does not hang on which two weigh most, nor on which words are common.
Verdict verdict_of_names(const NameList& a, const NameList& b);
Verdict verdict_of_addresses(std::span<const Place> a, std::span<const Place> b);

}  // namespace badgewatch::match
