#include "app/search_traits.hpp"

#include "core/text.hpp"
#include "person/birth_date.hpp"
#include "person/name_tokens.hpp"
#include "person/postcode.hpp"
#include "proof/hash.hpp"

#include <cstring>

namespace badgewatch::app {

namespace {

class Hasher {
public:
  explicit Hasher(const core::Hash& key) : key_(key) {}

  // Parts are told apart by their lengths, purposes by their names.
  domain::Trait operator()(std::string_view purpose,
                           std::initializer_list<std::string_view> parts) const {
    std::string text(purpose);
    for (const auto part : parts)
      text.append(1, '\0').append(std::to_string(part.size())).append(1, ':').append(part);
    const auto hash = proof::keyed_hash(key_, {core::as_bytes(text)});
    domain::Trait trait = 0;
    std::memcpy(&trait, hash.data(), sizeof trait);
    return trait == 0 ? 1 : trait;
  }

private:
  const core::Hash& key_;
};

const person::Name* shown_name(const person::Person& person) {
  for (const auto& name : person.names)
    if (name.kind == person::NameKind::current) return &name;
  return person.names.empty() ? nullptr : &person.names.front();
}

// Of a name known only in full, its last word.
std::string surname_of(const person::Name& name) {
  if (!name.family.empty())
    return core::join(name_words({.full = name.family, .given = {}, .family = {}}), " ");
  const auto tokens = person::tokens_of(name).whole;
  return tokens.empty()
             ? ""
             : core::join(name_words({.full = tokens.back().text, .given = {}, .family = {}}), " ");
}

std::string_view first_postcode(const person::Person& person) {
  for (const auto& address : person.addresses)
    if (!address.postcode.empty()) return address.postcode;
  return {};
}

bool is_own_name(const ports::Caller& caller, const std::vector<std::string>& words) {
  return caller.is_person && words.size() > 1 &&
         name_words({.full = caller.label, .given = {}, .family = {}}) == words;
}

struct Named {
  std::string text;
  std::string born;
};

Named named(const person::Person& person, const std::vector<std::string>& words) {
  return {core::join(words, " "),
          person.date_of_birth ? person::iso_text(*person.date_of_birth) : ""};
}

domain::Trait person_trait(const Hasher& hash, const Named& who) {
  return hash("person", {who.text, who.born});
}

}  // namespace

domain::Trait person_trait(const person::Person& person, const core::Hash& key) {
  const auto* name = shown_name(person);
  if (name == nullptr) return 0;
  return person_trait(Hasher(key), named(person, name_words(*name)));
}

domain::SearchTraits traits_of(const ports::Caller& caller, const domain::CheckRequest& request,
                               const WellKnown& well_known, const core::Hash& key) {
  const Hasher hash(key);
  const auto& person = request.subject;
  domain::SearchTraits traits;
  traits.by_person = caller.is_person;
  traits.case_reference = hash("case", {core::trim(request.case_reference)});
  const auto* name = shown_name(person);
  const auto postcode = first_postcode(person);
  if (!postcode.empty()) traits.postcode = hash("postcode", {postcode});
  if (name == nullptr) return traits;

  const auto words = name_words(*name);
  const auto [text, born] = named(person, words);
  traits.name = hash("name", {text});
  traits.person = person_trait(hash, {text, born});
  traits.particulars =
      hash("particulars", {text, born, person.national_insurance_number,
                           person.driving_licence ? person.driving_licence->number : ""});
  if (const auto parts = person::parts_of_postcode(postcode))
    traits.household = hash("household", {surname_of(*name), parts->sector});
  traits.famous = well_known.holds(person);
  traits.own_name = is_own_name(caller, words);
  return traits;
}

}  // namespace badgewatch::app
