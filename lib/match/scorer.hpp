// The one scorer: compare() and the index score through it, so that they cannot differ.
#pragma once

#include "match/details.hpp"
#include "match/evidence.hpp"
#include "match/match.hpp"

#include <span>

namespace badgewatch::match {

// All fields but the names.
struct DetailFindings {
  Finding born;
  Finding insurance;
  Finding licence;
  Finding address;
  Finding email;
  Finding telephone;
};

struct Findings : DetailFindings {
  NameFinding name;
};

DetailFindings compare_details(const Details& a, std::span<const Place> places_of_a,
                               const Details& b, std::span<const Place> places_of_b);

// What names can bring at most, before they are compared.
struct NameBound {
  double weight = 0;
  bool namesake = true;  // NameFinding::full
};

// The same date, or its swap: beside it an equal name makes two people possible, and a nearly equal
// NI number says something.
bool may_be_namesakes(const Finding& born);

// What a name that a driver number shows to be complete brings more, beside such a date.
double most_of_complete_name(const Finding& born);

// False when no names within `bound` could make the pair possible.
bool may_be_possible(const DetailFindings& found, const NameBound& bound);

// What the pair can weigh at most.
double most_weight(const DetailFindings& found, const NameBound& bound);

// Puts the fields in relation: what repeats another is not counted twice.
Findings weighed(const DetailFindings& details, const NameFinding& name);

Score score_of(const Findings& findings);

}  // namespace badgewatch::match
