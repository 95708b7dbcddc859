#include "person/person_json.hpp"

#include "core/text.hpp"
#include "person/birth_date.hpp"
#include "person/driving_licence.hpp"
#include "person/email.hpp"
#include "person/name.hpp"
#include "person/national_insurance_number.hpp"
#include "person/parts_reading.hpp"
#include "person/postcode.hpp"
#include "person/telephone.hpp"
#include "person/written_text.hpp"

#include <limits>
#include <optional>

namespace badgewatch::person {
namespace {

using core::Json;
using core::JsonReader;

std::string item_pointer(const std::string& list, std::size_t index) {
  return core::child_pointer(list, std::to_string(index));
}

// Where a member of the object stands, for whoever has to say it.
auto pointer_in(const JsonReader& reader, std::string_view key) {
  return [&reader, key] { return reader.pointer_to(key); };
}

// Text of any content, trimmed: what it may hold is judged by the rule of its field. Blank text is
// absent.
std::optional<std::string> text_of(JsonReader& reader, std::string_view key) {
  const Json* json = reader.member(key);
  if (json == nullptr) return std::nullopt;
  if (json->string() == nullptr) {
    reader.problem(key, "must be text");
    return std::nullopt;
  }
  const std::string_view text = core::trim(*json->string());
  if (text.empty()) return std::nullopt;
  return std::string(text);
}

// A list that is too long is refused by the strict reading only.
const core::JsonArray* list_of(JsonReader& reader, std::string_view key, std::size_t most,
                               const Findings& findings) {
  const bool strict = findings.reading == Reading::strict;
  return reader.optional_array(key, strict ? most : std::numeric_limits<std::size_t>::max());
}

void read_one_name(const Json& json, const std::string& pointer, Person& person,
                   const Findings& findings) {
  JsonReader reader(json, pointer, findings.problems);
  if (!reader.is_object()) return;
  Name name;
  name.full = text_of(reader, "full").value_or("");
  name.given = text_of(reader, "given").value_or("");
  name.family = text_of(reader, "family").value_or("");
  if (const auto kind = reader.optional_choice("kind", {"current", "former", "alias"})) {
    name.kind = static_cast<NameKind>(*kind);
  }
  reader.finish();
  name = findings.take(read_name(name), pointer);
  const bool says_something = !name.full.empty() || !name.given.empty() || !name.family.empty();
  if (says_something) person.names.push_back(std::move(name));
}

void read_names(JsonReader& reader, Person& person, const Findings& findings) {
  const auto problems_before = findings.problems.size();
  const auto* names = list_of(reader, "names", max_names, findings);
  if (findings.problems.size() > problems_before) return;
  const std::string pointer = reader.pointer_to("names");
  if (names == nullptr || names->empty()) {
    findings.refuse(pointer, "A person needs at least one name.");
    return;
  }
  for (std::size_t i = 0; i < names->size(); ++i) {
    read_one_name((*names)[i], item_pointer(pointer, i), person, findings);
  }
}

void read_birth_date(JsonReader& reader, Person& person, core::Date today,
                     const Findings& findings) {
  const auto text = text_of(reader, "date_of_birth");
  if (!text) return;
  const BirthDate date =
      findings.take(read_iso_birth_date(*text, today), pointer_in(reader, "date_of_birth"));
  if (date.year != 0) person.date_of_birth = date;
}

void read_insurance_number(JsonReader& reader, Person& person, const Findings& findings) {
  constexpr std::string_view key = "national_insurance_number";
  const auto text = text_of(reader, key);
  if (!text) return;
  person.national_insurance_number =
      findings.take(read_national_insurance_number(*text), pointer_in(reader, key));
}

void read_licence(JsonReader& reader, Person& person, const Findings& findings) {
  constexpr std::string_view key = "driving_licence_number";
  const Json* json = reader.member(key);
  if (json == nullptr) return;
  JsonReader licence(*json, reader.pointer_to(key), findings.problems);
  if (!licence.is_object()) return;
  const auto number = text_of(licence, "number");
  const auto issuer = text_of(licence, "issuer").value_or("");
  licence.finish();
  if (!number) {
    if (!issuer.empty()) findings.refuse(licence.pointer_to("number"), "The number is missing.");
    return;
  }
  const std::string_view judged =
      is_licence_issuer(core::ascii_upper(issuer)) || issuer.empty() ? "number" : "issuer";
  person.driving_licence =
      findings.take(read_driving_licence(*number, issuer), pointer_in(licence, judged));
  compare_with_driver_number(person, pointer_in(licence, "number"), findings);
}

void read_lines(JsonReader& reader, Address& address, const Findings& findings) {
  const auto* lines = list_of(reader, "lines", max_address_lines, findings);
  if (lines == nullptr) return;
  for (std::size_t i = 0; i < lines->size(); ++i) {
    const auto pointer = [&] { return item_pointer(reader.pointer_to("lines"), i); };
    const std::string* text = (*lines)[i].string();
    if (text == nullptr) {
      reader.problems().push_back({pointer(), "must be text"});
      continue;
    }
    std::string line = findings.take(read_written_text(*text, max_address_line_length), pointer);
    if (!line.empty()) address.lines.push_back(std::move(line));
  }
}

void read_addresses(JsonReader& reader, Person& person, const Findings& findings) {
  const auto* addresses = list_of(reader, "addresses", max_addresses, findings);
  if (addresses == nullptr) return;
  const std::string pointer = reader.pointer_to("addresses");
  for (std::size_t i = 0; i < addresses->size(); ++i) {
    JsonReader item((*addresses)[i], item_pointer(pointer, i), findings.problems);
    Address address;
    read_lines(item, address, findings);
    if (const auto postcode = text_of(item, "postcode")) {
      address.postcode = findings.take(read_postcode(*postcode), pointer_in(item, "postcode"));
    }
    item.finish();
    const bool says_something = !address.lines.empty() || !address.postcode.empty();
    if (says_something) person.addresses.push_back(std::move(address));
  }
}

void read_contact(JsonReader& reader, Person& person, const Findings& findings) {
  const Json* json = reader.member("contact");
  if (json == nullptr) return;
  JsonReader contact(*json, reader.pointer_to("contact"), findings.problems);
  if (const auto email = text_of(contact, "email")) {
    person.email = findings.take(read_email(*email), pointer_in(contact, "email"));
  }
  if (const auto telephone = text_of(contact, "telephone")) {
    person.telephone = findings.take(read_telephone(*telephone), pointer_in(contact, "telephone"));
  }
  contact.finish();
}

}  // namespace

Person read_person(const Json& json, const std::string& pointer, Reading reading, core::Date today,
                   core::Problems& problems, Warnings& warnings) {
  const Findings findings{reading, problems, warnings};
  JsonReader reader(json, pointer, problems);
  Person person;
  if (!reader.is_object()) return person;
  static_cast<void>(reader.member("id"));
  read_names(reader, person, findings);
  read_birth_date(reader, person, today, findings);
  read_insurance_number(reader, person, findings);
  read_licence(reader, person, findings);
  read_addresses(reader, person, findings);
  read_contact(reader, person, findings);
  reader.finish();
  return person;
}

}  // namespace badgewatch::person
