// What each field says for or against both records being one person. Weights are log2 odds.
#pragma once

#include "match/packed.hpp"

#include <string>

namespace badgewatch::match {

// Of one field: what it says, and which sentence explains it (explanation.hpp).
enum class Sentence {
  none,
  names_same,
  names_spelling,
  names_similar,
  names_partly,
  names_differ,
  birth_same,
  birth_same_default,
  birth_swapped,
  birth_nearly,
  birth_partly,
  birth_differs,
  insurance_same,
  insurance_nearly,
  insurance_differs,
  licence_same,
  licence_stable_part,
  licence_differs,
  address_same,
  address_postcode,
  address_sector,
  address_differs,
  email_same,
  email_differs,
  telephone_same,
  telephone_differs,
};

struct Finding {
  Verdict verdict = Verdict::missing;
  double weight = 0;
  Sentence sentence = Sentence::none;
};

struct NameFinding : Finding {
  // Two words or more agree as spellings of one name, or both names have one word only; nothing
  // contradicts.
  bool full = false;
  // The pair of words that differ most in writing and still agree, for the explanation.
  std::string_view ours;
  std::string_view theirs;
};

NameFinding compare_names(const Packed& a, const Packed& b);
Finding compare_birth_dates(const Packed& a, const Packed& b);
Finding compare_insurance_numbers(const Packed& a, const Packed& b);
Finding compare_licences(const Packed& a, const Packed& b);
Finding compare_addresses(const Packed& a, const Packed& b);
Finding compare_emails(const Packed& a, const Packed& b);
Finding compare_telephones(const Packed& a, const Packed& b);

}  // namespace badgewatch::match
