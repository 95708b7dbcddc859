#include "match/explanation.hpp"

namespace badgewatch::match {

namespace {

std::string_view not_known(Field field) {
  switch (field) {
    case Field::name:
      return "Name: not known of both";
    case Field::date_of_birth:
      return "Born: not known of both";
    case Field::national_insurance_number:
      return "NI number: not known of both";
    case Field::driving_licence_number:
      return "Driving licence number: not known of both";
    case Field::address:
      return "Address: not known of both";
    case Field::email:
      return "E-mail: not known of both";
    case Field::telephone:
      return "Telephone: not known of both";
  }
  return {};
}

std::string_view fixed_sentence(Field field, Sentence sentence) {
  switch (sentence) {
    case Sentence::none:
      return not_known(field);
    case Sentence::names_same:
      return "Name: agrees";
    case Sentence::names_spelling:
      return "Name: spellings of one name";
    case Sentence::names_similar:
      return "Name: written slightly differently";
    case Sentence::names_partly:
      return "Name: agrees in part, differs in part";
    case Sentence::names_differ:
      return "Name: differs";
    case Sentence::names_other_script:
      return "Name: written in another script, so the letters cannot be compared";
    case Sentence::other_name_same:
      return "Name: agrees with a former or other name";
    case Sentence::other_name_spelling:
      return "Name: a spelling of a former or other name";
    case Sentence::other_name_similar:
      return "Name: much like a former or other name";
    case Sentence::birth_same:
      return "Born: on the same day";
    case Sentence::birth_same_default:
      return "Born: both on a 1 January, which is often written when the day is not known";
    case Sentence::birth_swapped:
      return "Born: day and month swapped";
    case Sentence::birth_nearly:
      return "Born: one part of the date differs slightly";
    case Sentence::birth_years_nearly:
      return "Born: both on a 1 January, which is often written when the day is not known, of "
             "years "
             "that differ slightly";
    case Sentence::birth_partly:
      return "Born: agrees as far as it is known";
    case Sentence::birth_year_default:
      return "Born: in the same year; one date is a 1 January, which is often written when the day "
             "is "
             "not known";
    case Sentence::birth_by_number:
      return "Born: the driving licence number of one says the other's day";
    case Sentence::birth_corrected_by_number:
      return "Born: on different days, but the driving licence number of one says the other's day";
    case Sentence::birth_not_by_number:
      return "Born: the driving licence number of one says another day";
    case Sentence::birth_differs:
      return "Born: on different days";
    case Sentence::insurance_same:
      return "NI number: the same";
    case Sentence::insurance_nearly:
      return "NI number: one character differs";
    case Sentence::insurance_differs:
      return "NI numbers differ";
    case Sentence::licence_same:
      return "Driving licence number: the same";
    case Sentence::licence_stable_part:
      return "Driving licence number: differs only as after a change of surname";
    case Sentence::licence_spelled_otherwise:
      return "Driving licence numbers differ, of which the surname is only spelled otherwise";
    case Sentence::licence_nearly:
      return "Driving licence number: one character differs";
    case Sentence::licence_differs:
      return "Driving licence numbers differ";
    case Sentence::licence_of_another_issuer:
      return "Driving licence numbers: of two issuers; few exchange theirs";
    case Sentence::licence_not_comparable:
      return "Driving licence numbers: cannot be compared, one is not a GB number";
    case Sentence::address_same:
      return "Address: the same house";
    case Sentence::address_house:
      return "Address: the same house number and street name";
    case Sentence::address_house_nearly:
      return "Address: the same house number and street name, and one character of the postcode "
             "differs";
    case Sentence::address_postcode:
      return "Address: the same postcode";
    case Sentence::address_sector:
      return "Address: the same neighbourhood";
    case Sentence::address_district:
      return "Address: the same postcode district";
    case Sentence::address_area:
      return "Address: another one, in the same postcode area";
    case Sentence::address_region:
      return "Address: another one, in the same part of the country";
    case Sentence::address_elsewhere:
      return "Address: in another part of the country, which counts little: people move";
    case Sentence::address_not_comparable:
      return "Address: another one, which counts neither for nor against: people move";
    case Sentence::email_same:
      return "E-mail: the same";
    case Sentence::email_another:
      return "E-mail: another one, which counts neither for nor against";
    case Sentence::telephone_same:
      return "Telephone: the same";
    case Sentence::telephone_another:
      return "Telephone: another one, which counts neither for nor against";
  }
  return {};
}

}  // namespace

std::string explain(Field field, Sentence sentence) {
  return std::string(fixed_sentence(field, sentence));
}

}  // namespace badgewatch::match
