#include "person/person_columns.hpp"

#include "core/text.hpp"
#include "person/birth_date.hpp"
#include "person/driving_licence.hpp"
#include "person/email.hpp"
#include "person/name.hpp"
#include "person/name_tokens.hpp"
#include "person/national_insurance_number.hpp"
#include "person/parts_reading.hpp"
#include "person/postcode.hpp"
#include "person/telephone.hpp"
#include "person/written_text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace badgewatch::person {

namespace {

constexpr std::array<std::string_view, 15> known_columns{"full_name",
                                                         "given_names",
                                                         "family_name",
                                                         "former_names",
                                                         "date_of_birth",
                                                         "national_insurance_number",
                                                         "driving_licence_number",
                                                         "driving_licence_issuer",
                                                         "address_1",
                                                         "address_2",
                                                         "address_3",
                                                         "address_4",
                                                         "postcode",
                                                         "email",
                                                         "telephone"};

constexpr std::array<std::string_view, 4> address_columns{"address_1", "address_2", "address_3",
                                                          "address_4"};

std::vector<std::string> sorted_words(const Name& name) {
  const NameTokens tokens = tokens_of(name);
  std::vector<std::string> words;
  for (const NameToken& token : tokens.whole)
    words.push_back(token.text);
  std::sort(words.begin(), words.end());
  return words;
}

class Row {
public:
  Row(const Columns& columns, const WrittenForms& forms, core::Date today, const Findings& findings)
      : columns_(columns), forms_(forms), today_(today), findings_(findings) {}

  Person read() {
    read_names();
    read_birth_date();
    if (const auto number = cell("national_insurance_number"); !number.empty())
      person_.national_insurance_number =
          findings_.take(read_national_insurance_number(number), "/national_insurance_number");
    if (const auto number = cell("driving_licence_number"); !number.empty())
      person_.driving_licence = findings_.take(
          read_driving_licence(number, cell("driving_licence_issuer")), "/driving_licence_number");
    read_address();
    if (const auto email = cell("email"); !email.empty())
      person_.email = findings_.take(read_email(email), "/email");
    if (const auto telephone = cell("telephone"); !telephone.empty())
      person_.telephone = findings_.take(read_telephone(telephone), "/telephone");
    compare_with_driver_number(
        person_, [] { return std::string("/driving_licence_number"); }, findings_);
    return std::move(person_);
  }

private:
  std::string_view cell(std::string_view column) const {
    const auto value = columns_(column);
    return value ? core::trim(*value) : std::string_view();
  }

  Name full_name(std::string_view text, NameKind kind) const {
    Name name;
    if (forms_.names == NameOrder::family_comma_given)
      name = name_of_family_comma_given(text);
    else
      name.full = text;
    name.kind = kind;
    return name;
  }

  void add_name(const Name& name, std::string pointer) {
    person_.names.push_back(findings_.take(read_name(name), std::move(pointer)));
  }

  void read_names() {
    Name parts;
    parts.given = cell("given_names");
    parts.family = cell("family_name");
    const auto full = cell("full_name");
    if (!parts.family.empty()) {
      add_name(parts, "/family_name");
    } else if (!parts.given.empty() && full.empty()) {
      findings_.refuse("/family_name",
                       "Given names need a family name. Put a single name in full_name.");
      return;
    }
    if (!full.empty() && parts.family.empty()) {
      add_name(full_name(full, NameKind::current), "/full_name");
    } else if (!full.empty() && !says_the_same(full, parts)) {
      add_name(full_name(full, NameKind::alias), "/full_name");
    }
    if (person_.names.empty()) {
      findings_.refuse("/full_name",
                       "A person needs a name: full_name, or family_name with given_names.");
      return;
    }
    read_former_names();
  }

  void read_former_names() {
    for (const auto former : core::split(cell("former_names"), ';')) {
      const auto text = core::trim(former);
      if (text.empty()) continue;
      if (person_.names.size() == max_names) {
        findings_.refuse("/former_names", "A person has at most 20 names.");
        return;
      }
      add_name(full_name(text, NameKind::former), "/former_names");
    }
  }

  // The same words, in whatever order.
  bool says_the_same(std::string_view full, const Name& parts) const {
    return sorted_words(full_name(full, NameKind::current)) == sorted_words(parts);
  }

  void read_birth_date() {
    const auto text = cell("date_of_birth");
    if (text.empty()) return;
    const auto read = forms_.day_first_dates ? read_written_birth_date : read_iso_birth_date;
    const auto date = findings_.take(read(text, today_), "/date_of_birth");
    if (date.year != 0) person_.date_of_birth = date;
  }

  void read_address() {
    Address address;
    for (const auto column : address_columns) {
      const auto text = cell(column);
      if (text.empty()) continue;
      auto line = findings_.take(read_written_text(text, max_address_line_length),
                                 "/" + std::string(column));
      if (!line.empty()) address.lines.push_back(std::move(line));
    }
    if (const auto postcode = cell("postcode"); !postcode.empty())
      address.postcode = findings_.take(read_postcode(postcode), "/postcode");
    if (!address.lines.empty() || !address.postcode.empty())
      person_.addresses.push_back(std::move(address));
  }

  const Columns& columns_;
  const WrittenForms& forms_;
  core::Date today_;
  const Findings& findings_;
  Person person_;
};

}  // namespace

std::span<const std::string_view> person_columns() {
  return known_columns;
}

Person read_person_columns(const Columns& columns, const WrittenForms& forms, core::Date today,
                           core::Problems& problems, Warnings& warnings) {
  const Findings findings{Reading::strict, problems, warnings};
  return Row(columns, forms, today, findings).read();
}

}  // namespace badgewatch::person
