#include "domain/register_figures.hpp"

#include "domain/named.hpp"

namespace badgewatch::domain {

namespace {

using enum FigureSection;

constexpr Names<FigureSection, 3> sections{
    {{loopholes, "loopholes"}, {completeness, "completeness"}, {impossible, "impossible_values"}}};

constexpr std::array figures{
    Figure{"loophole.several_councils", "quality.licences", loopholes,
           "Licences of people whom another council licenses too"},
    Figure{"refused_elsewhere_licensed_here", "quality.licences", loopholes,
           "Strong matches of your licences with refusals and revocations by others"},
    Figure{"refused_here_licensed_elsewhere", "entries", loopholes,
           "Your refusals and revocations of people whom another council licenses"},
    Figure{"loophole.far_from_home", "loophole.with_home", loopholes,
           "Licences of people who live in another region than most of your licensees"},
    Figure{"loophole.surrendered_elsewhere_licensed_here", "quality.licences", loopholes,
           "Your licences of people who surrendered an earlier one elsewhere"},
    Figure{"loophole.surrendered_here_licensed_elsewhere", "loophole.surrendered", loopholes,
           "Licences surrendered to you whose holder another council licensed later"},
    Figure{"loophole.grants_without_search", "loophole.grants", loopholes,
           "Grants of the last year without a search of the register for that person"},
    Figure{"loophole.entries_late", "loophole.entries", loopholes,
           "Your entries of the last year that came after their 5 working days"},
    Figure{"loophole.hits_undecided", "loophole.checks_hit", loopholes,
           "Your checks of the last year with a hit on which nobody has decided"},
    Figure{"quality.date_of_birth", "quality.licences", completeness, "Date of birth", true},
    Figure{"quality.national_insurance_number", "quality.licences", completeness,
           "National Insurance number", true},
    Figure{"quality.driving_licence_number", "quality.licences", completeness,
           "Driving licence number", true},
    Figure{"quality.postcode", "quality.licences", completeness, "Postcode", true},
    Figure{"quality.telephone", "quality.licences", completeness, "Telephone", true},
    Figure{"quality.email", "quality.licences", completeness, "E-mail address", true},
    Figure{"quality.granted_on", "quality.licences", completeness, "Day of the grant", true},
    Figure{"quality.expires_on", "quality.licences", completeness, "Day of the expiry", true},
    Figure{"quality.duplicates", "quality.licences", impossible,
           "Licences of one class whose holder has another one of yours"},
    Figure{"quality.expired_but_current", "quality.licences", impossible,
           "Licences called current whose day of expiry is past"},
    Figure{"quality.granted_after_expiry", "quality.licences", impossible,
           "Licences that expire before they are granted"},
    Figure{"quality.granted_too_young", "quality.licences", impossible,
           "Licences granted to somebody under 18"},
    Figure{"quality.older_than_100", "quality.licences", impossible,
           "Licences of somebody older than 100"},
    Figure{"quality.other_birth_date_in_number", "quality.licences", impossible,
           "Driving licence numbers that tell another date of birth"},
};

}  // namespace

std::string_view name_of(FigureSection value) {
  return name_in(sections, value);
}

std::span<const Figure> register_figures() {
  return figures;
}

std::vector<std::string_view> figures_of_bad_data() {
  std::vector<std::string_view> names;
  for (const auto& figure : figures)
    if (figure.section == impossible) names.push_back(figure.name);
  return names;
}

std::optional<std::int64_t> shown_outside(std::int64_t count) {
  if (count > 0 && count < fewest_shown) return {};
  return count;
}

}  // namespace badgewatch::domain
