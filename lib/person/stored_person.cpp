#include "core/json.hpp"
#include "person/birth_date.hpp"
#include "person/person_json.hpp"

#include <array>

namespace badgewatch::person {
namespace {

constexpr std::array<std::string_view, 3> kind_names{"current", "former", "alias"};

void write_name(core::JsonWriter& out, const Name& name) {
  out.begin_object();
  if (!name.full.empty()) out.member("full", name.full);
  if (!name.given.empty()) out.member("given", name.given);
  if (!name.family.empty()) out.member("family", name.family);
  out.member("kind", kind_names[static_cast<std::size_t>(name.kind)]).end_object();
}

void write_address(core::JsonWriter& out, const Address& address) {
  out.begin_object();
  if (!address.lines.empty()) {
    out.key("lines").begin_array();
    for (const auto& line : address.lines)
      out.value(line);
    out.end_array();
  }
  if (!address.postcode.empty()) out.member("postcode", address.postcode);
  out.end_object();
}

// Reads what write_person wrote, front to back and without making a tree of it. Each function is
// false where the text is of another form; white space is.
class StoredText {
public:
  explicit StoredText(std::string_view text) : rest_(text) {}

  bool read(Person& person) {
    if (!take("{") || !member(R"("names":)")) return false;
    const bool names_read = list([this, &person] { return name(person.names.emplace_back()); });
    return names_read && birth_date(person) &&
           optional_text(R"("national_insurance_number":)", person.national_insurance_number) &&
           licence(person) && addresses(person) && contact(person) && take("}") && rest_.empty();
  }

private:
  bool take(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  // `key` is quoted and ends with its colon. The comma before it, where there is one, goes too.
  bool member(std::string_view key) {
    const std::size_t comma = rest_.starts_with(',') ? 1 : 0;
    if (!rest_.substr(comma).starts_with(key)) return false;
    rest_.remove_prefix(comma + key.size());
    return true;
  }

  template <class Item>
  bool list(Item item) {
    if (!take("[")) return false;
    if (take("]")) return true;
    do {
      if (!item()) return false;
    } while (take(","));
    return take("]");
  }

  bool text(std::string& out) {
    if (!rest_.starts_with('"')) return false;
    const auto end = rest_.find_first_of("\"\\", 1);
    if (end == std::string_view::npos) return false;
    if (rest_[end] == '\\') return escaped_text(out);
    out = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool escaped_text(std::string& out) {
    std::size_t end = 1;
    while (end < rest_.size() && rest_[end] != '"')
      end += rest_[end] == '\\' ? 2 : 1;
    if (end >= rest_.size()) return false;
    const auto json = core::parse_json(rest_.substr(0, end + 1));
    if (!json || json->string() == nullptr) return false;
    out = *json->string();
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool optional_text(std::string_view key, std::string& out) { return !member(key) || text(out); }

  bool name(Name& out) {
    std::string kind;
    const bool read = take("{") && optional_text(R"("full":)", out.full) &&
                      optional_text(R"("given":)", out.given) &&
                      optional_text(R"("family":)", out.family) && member(R"("kind":)") &&
                      text(kind) && take("}");
    if (!read) return false;
    for (std::size_t i = 0; i < kind_names.size(); ++i) {
      if (kind != kind_names[i]) continue;
      out.kind = static_cast<NameKind>(i);
      return true;
    }
    return false;
  }

  bool birth_date(Person& person) {
    if (!member(R"("date_of_birth":)")) return true;
    std::string iso;
    if (!text(iso)) return false;
    person.date_of_birth = parse_iso_birth_date(iso);
    return person.date_of_birth.has_value();
  }

  bool licence(Person& person) {
    if (!member(R"("driving_licence_number":)")) return true;
    auto& licence = person.driving_licence.emplace();
    return take("{") && member(R"("number":)") && text(licence.number) && member(R"("issuer":)") &&
           text(licence.issuer) && take("}");
  }

  bool address(Address& out) {
    if (!take("{")) return false;
    if (member(R"("lines":)") && !list([this, &out] { return text(out.lines.emplace_back()); })) {
      return false;
    }
    return optional_text(R"("postcode":)", out.postcode) && take("}");
  }

  bool addresses(Person& person) {
    return !member(R"("addresses":)") ||
           list([this, &person] { return address(person.addresses.emplace_back()); });
  }

  bool contact(Person& person) {
    if (!member(R"("contact":)")) return true;
    return take("{") && optional_text(R"("email":)", person.email) &&
           optional_text(R"("telephone":)", person.telephone) && take("}");
  }

  std::string_view rest_;
};

}  // namespace

void write_warnings(core::JsonWriter& writer, const Warnings& warnings) {
  if (warnings.empty()) return;
  writer.key("warnings").begin_array();
  for (const auto& one : warnings)
    writer.begin_object().member("pointer", one.pointer).member("detail", one.detail).end_object();
  writer.end_array();
}

void write_person(core::JsonWriter& writer, const Person& person) {
  writer.begin_object().key("names").begin_array();
  for (const auto& name : person.names)
    write_name(writer, name);
  writer.end_array();
  if (person.date_of_birth) writer.member("date_of_birth", iso_text(*person.date_of_birth));
  if (!person.national_insurance_number.empty()) {
    writer.member("national_insurance_number", person.national_insurance_number);
  }
  if (person.driving_licence) {
    writer.key("driving_licence_number").begin_object();
    writer.member("number", person.driving_licence->number);
    writer.member("issuer", person.driving_licence->issuer).end_object();
  }
  if (!person.addresses.empty()) {
    writer.key("addresses").begin_array();
    for (const auto& address : person.addresses)
      write_address(writer, address);
    writer.end_array();
  }
  if (!person.email.empty() || !person.telephone.empty()) {
    writer.key("contact").begin_object();
    if (!person.email.empty()) writer.member("email", person.email);
    if (!person.telephone.empty()) writer.member("telephone", person.telephone);
    writer.end_object();
  }
  writer.end_object();
}

core::Result<Person> read_stored_person(std::string_view text) {
  Person person;
  if (!StoredText(text).read(person)) {
    return core::Error(core::Errc::internal, "A stored person is not of its form.");
  }
  return person;
}

}  // namespace badgewatch::person
