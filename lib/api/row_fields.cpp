#include "api/row_fields.hpp"

#include <utility>

namespace badgewatch::api {

std::optional<std::string_view> RowFields::cell(std::string_view column) const {
  const auto found = row_.cell(column);
  if (found && !found->empty()) return mapping_.our_word(column, *found);
  const std::string_view otherwise = mapping_.default_of(column);
  return otherwise.empty() ? found : std::optional(otherwise);
}

std::string_view RowFields::required(std::string_view column) {
  const std::string_view text = cell(column).value_or(std::string_view());
  if (text.empty()) problem(column, "is required");
  return text;
}

std::optional<core::Date> RowFields::optional_date(std::string_view column) {
  const std::string_view text = cell(column).value_or(std::string_view());
  if (text.empty()) return {};
  const auto date = parse_date(text, mapping_.dates());
  if (!date) {
    const bool day_first = mapping_.dates().size() > 1 || mapping_.dates()[0] == DateForm::dmy;
    problem(column, day_first ? "must be a day of the calendar, written YYYY-MM-DD or DD/MM/YYYY"
                              : "must be a day of the calendar, written YYYY-MM-DD");
  }
  return date;
}

std::optional<core::Date> RowFields::date(std::string_view column) {
  if (required(column).empty()) return {};
  return optional_date(column);
}

void RowFields::problem(std::string_view column, std::string detail) {
  problems_.push_back({core::child_pointer("", column), std::move(detail)});
}

void check_row_authority(std::string_view words, const RowContext& context,
                         core::Problems& problems) {
  if (words.empty()) return;
  const domain::Authority* named = context.authorities.named(words, context.today);
  if (!named) {
    problems.push_back({"/authority", "is no licensing authority that is known here"});
  } else if (named->code != context.authority) {
    problems.push_back(
        {"/authority", "is another authority: send only your own records, under your own key"});
  }
}

}  // namespace badgewatch::api
