#include "person/name.hpp"

#include "core/text.hpp"
#include "person/unicode.hpp"
#include "person/written_text.hpp"

namespace badgewatch::person {
namespace {

struct Content {
  bool letter = false;
  bool digit = false;
};

void look_at(std::string_view text, Content& content) {
  while (!text.empty()) {
    const CodePoint c = take_code_point(text);
    if (c < 0) continue;
    content.letter = content.letter || is_letter(c);
    content.digit = content.digit || is_decimal_digit(c);
  }
}

// How the parts stand to each other; empty when they may stand so.
std::string_view wrong_form(const Name& name) {
  const bool parts = !name.given.empty() || !name.family.empty();
  if (!name.full.empty() && parts) {
    return "A name is given whole or in parts, not both.";
  }
  if (name.full.empty() && name.family.empty()) {
    return parts ? std::string_view(
                       "A name in parts needs a family name. Give a single name as 'full'.")
                 : std::string_view("A name needs 'full', or 'family' with or without 'given'.");
  }
  return {};
}

}  // namespace

Judged<Name> read_name(const Name& name) {
  Judged<Name> out{name, Standing::valid, {}};
  const auto refuse = [&out](std::string_view reason) {
    if (out.standing != Standing::refused) out.reason = reason;
    out.standing = Standing::refused;
  };
  for (std::string Name::* part : {&Name::full, &Name::given, &Name::family}) {
    auto text = read_written_text(name.*part, max_name_length);
    if (text.standing == Standing::refused) refuse(text.reason);
    out.value.*part = std::move(text.value);
  }
  if (out.standing == Standing::refused) return out;

  const Name& tidy = out.value;
  if (const auto reason = wrong_form(tidy); !reason.empty()) refuse(reason);
  if (core::code_points(tidy.given) + core::code_points(tidy.family) > max_name_length) {
    refuse("A name has at most 200 characters.");
  }
  Content content;
  for (const std::string* part : {&tidy.full, &tidy.given, &tidy.family})
    look_at(*part, content);
  if (!content.letter) refuse("A name has at least one letter, of any script.");
  if (out.standing == Standing::valid && content.digit) {
    out.standing = Standing::warned;
    out.reason = "There are digits in the name.";
  }
  return out;
}

Name name_of_family_comma_given(std::string_view text) {
  Name name;
  const auto comma = text.find(',');
  if (comma != std::string_view::npos) {
    const auto family = core::trim(text.substr(0, comma));
    const auto given = core::trim(text.substr(comma + 1));
    if (!family.empty() && !given.empty()) {
      name.family = family;
      name.given = given;
      return name;
    }
  }
  auto whole = core::trim(text);
  if (comma != std::string_view::npos && whole.back() == ',')
    whole = core::trim(whole.substr(0, whole.size() - 1));
  if (!whole.empty() && whole.front() == ',') whole = core::trim(whole.substr(1));
  name.full = whole;
  return name;
}

}  // namespace badgewatch::person
