#include "match/scorer.hpp"

#include "match/weights.hpp"

#include <algorithm>

namespace badgewatch::match {

namespace {

bool agrees(const Finding& finding) {
  return finding.verdict == Verdict::agree;
}
bool conflicts(const Finding& finding) {
  return finding.verdict == Verdict::conflict;
}

bool is_house(const Finding& address) {
  return address.sentence == Sentence::address_same ||
         address.sentence == Sentence::address_house ||
         address.sentence == Sentence::address_house_nearly;
}

double sum(const DetailFindings& found) {
  return weights::prior + found.born.weight + found.insurance.weight + found.licence.weight +
         found.address.weight + found.email.weight + found.telephone.weight;
}

bool has_equal_identifier(const DetailFindings& found) {
  return agrees(found.insurance) || agrees(found.licence);
}

// Names and date of birth alone, however exact, are never strong.
bool is_strong(const Findings& found) {
  const bool conflict = conflicts(found.name) || conflicts(found.born) ||
                        conflicts(found.insurance) || conflicts(found.licence);
  if (!has_equal_identifier(found) || conflict) return false;
  return agrees(found.name) || agrees(found.born);
}

// Who has this name and this birthday is asked about, whatever the numbers say. Where no number
// speaks against it, so is who has a longer or shorter form of the name that is not borne by too
// many, or day and month swapped, or was born that day and has a name in another script, which
// nobody can compare by its letters.
bool is_namesake(const Findings& found, double weight) {
  if (!may_be_namesakes(found.born)) return false;
  const bool another_number = conflicts(found.insurance) || conflicts(found.licence);
  if (found.name.other_script && agrees(found.born) && !another_number) return true;
  const bool swapped = found.born.sentence == Sentence::birth_swapped;
  if (another_number) return !swapped && found.name.same;
  if (found.name.same) return true;
  return found.name.full && found.born.sentence == Sentence::birth_same &&
         weight >= weights::namesake_from;
}

// A number that is nearly the same is a typing error only where the rest could be the person.
bool may_be_mistyped(const DetailFindings& details, const NameFinding& name) {
  if (details.born.sentence == Sentence::birth_same_default) return name.full;
  return may_be_namesakes(details.born) && !conflicts(name);
}

}  // namespace

bool may_be_namesakes(const Finding& born) {
  return agrees(born) || born.sentence == Sentence::birth_swapped;
}

bool may_be_possible(const DetailFindings& found, const NameBound& bound) {
  if (has_equal_identifier(found)) return true;
  return (bound.namesake && may_be_namesakes(found.born)) ||
         most_weight(found, bound) >= weights::possible_from;
}

double most_of_complete_name(const Finding& born) {
  return may_be_namesakes(born) ? weights::complete_by_number : 0;
}

double most_weight(const DetailFindings& found, const NameBound& bound) {
  return sum(found) + bound.weight + most_of_complete_name(found.born);
}

Findings weighed(const DetailFindings& details, const NameFinding& name) {
  Findings found{details, name};
  if (found.name.complete) found.name.weight += most_of_complete_name(found.born);
  if (found.name.only_surname && is_house(found.address) && agrees(found.born))
    found.name.weight = std::min(found.name.weight, weights::surname_of_twins);
  // An equal driver number says surname, date of birth and initials once more.
  if (found.licence.sentence == Sentence::licence_same) {
    if (found.name.weight > 0) found.name.weight /= 2;
    if (found.born.weight > 0) found.born.weight /= 2;
  }
  if (found.insurance.sentence == Sentence::insurance_nearly && !may_be_mistyped(details, name))
    found.insurance.weight = 0;
  return found;
}

Score score_of(const Findings& found) {
  const double weight = sum(found) + found.name.weight;
  if (is_strong(found)) return {weight, Band::strong};
  const bool possible =
      has_equal_identifier(found) || weight >= weights::possible_from || is_namesake(found, weight);
  return {weight, possible ? Band::possible : Band::none};
}

}  // namespace badgewatch::match
