#include "web/form_errors.hpp"

#include "web/components.hpp"
#include "web/messages.hpp"

namespace badgewatch::web {

namespace {

bool is_at(std::string_view pointer, std::string_view place) {
  return pointer.starts_with(place) &&
         (pointer.size() == place.size() || pointer[place.size()] == '/');
}

// What the API says of a value that is not there, or not ticked.
bool is_missing(std::string_view detail) {
  return detail.starts_with("is required") || detail.starts_with("must be true:") ||
         detail.starts_with("must name at least one of") ||
         detail.starts_with("names at least one of");
}

// "must be 4 digits" goes on behind the label; a whole sentence stands by itself.
std::string sentence(const FieldPlace& place, std::string detail) {
  if (!place.missing.empty() && is_missing(detail)) return place.missing;
  if (!place.unknown.empty() && detail.starts_with("must have at most")) return place.unknown;
  // Nobody who fills three boxes writes YYYY-MM-DD.
  if (detail.starts_with("must be a date written")) detail = say("error.date");
  const auto& label = place.label;
  const bool goes_on = !detail.empty() && detail.front() >= 'a' && detail.front() <= 'z';
  return goes_on && !label.empty() ? label + " " + detail : detail;
}

}  // namespace

void FormErrors::add(std::string field, std::string text) {
  lines_.push_back({std::move(field), std::move(text)});
}

void FormErrors::take(const Answer& answer, const std::vector<FieldPlace>& places) {
  if (answer.is_being_done()) return add("", std::string(say("form.being_done")));
  if (answer.was_sent_otherwise()) return add("", std::string(say("form.sent_otherwise")));
  const auto fields = answer.fields();
  if (fields.empty()) return add("", answer.detail());
  std::vector<std::vector<Line>> found(places.size() + 1);  // in the order of the form
  for (const auto& one : fields) {
    std::size_t best = places.size();
    for (std::size_t i = 0; i < places.size(); ++i) {
      const bool closer =
          best == places.size() || places[i].pointer.size() > places[best].pointer.size();
      if (is_at(one.pointer, places[i].pointer) && closer) best = i;
    }
    const auto place = best < places.size() ? places[best] : FieldPlace{};
    found[best].push_back({place.field, sentence(place, one.detail)});
  }
  for (auto& lines : found)
    for (auto& line : lines)
      lines_.push_back(std::move(line));
}

std::string FormErrors::of(std::string_view field) const {
  for (const auto& one : lines_)
    if (one.field == field) return one.text;
  return {};
}

Part FormErrors::summary() const {
  ErrorSummary summary{.title = std::string(say("error.summary")), .errors = {}};
  for (const auto& one : lines_)
    summary.errors.push_back({one.text, one.field.empty() ? "" : "#" + one.field});
  return component(summary);
}

}  // namespace badgewatch::web
