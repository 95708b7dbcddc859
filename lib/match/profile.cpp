#include "match/profile.hpp"

#include "person/driver_number.hpp"
#include "person/driving_licence.hpp"
#include "person/name_tokens.hpp"
#include "person/script.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace badgewatch::match {

namespace {

std::size_t counted(const person::NameTokens& tokens) {
  return std::min(tokens.whole.size(), max_words_compared);
}

std::string_view compared_part(const person::NameToken& token) {
  return std::string_view(token.text).substr(0, longest_word);
}

bool is_latin(const person::Name& name) {
  return person::is_latin_text(name.full) && person::is_latin_text(name.given) &&
         person::is_latin_text(name.family);
}

std::optional<person::DriverNumber> driver_number_of(const person::Person& person) {
  if (!person.driving_licence) return {};
  if (const auto& issuer = person.driving_licence->issuer; !issuer.empty() && issuer != "GB")
    return {};
  return person::decode_driver_number(
      person::comparable_licence_number(person.driving_licence->number));
}

// Of a driver number in another surname than a current name's, issued before the surname changed or
// after it: that name with the first five letters of this surname.
std::vector<person::Name> names_in_number(const person::Person& person,
                                          const std::optional<person::DriverNumber>& number) {
  if (!number) return {};
  std::vector<person::Name> names;
  for (const auto& name : person.names) {
    if (name.kind != person::NameKind::current || name.given.empty()) continue;
    if (person::agreement_with_surname(*number, name) == person::Agreement::differs)
      names.push_back({"", name.given, number->surname_key, person::NameKind::former});
  }
  return names;
}

// A number has the initials of the first two given names, whatever a record leaves out of them.
GivenNames given_names_of(const person::Name& name, const person::NameTokens& tokens,
                          const std::optional<person::DriverNumber>& number) {
  const bool known = !name.given.empty();
  if (known && tokens.given.size() != 1) return GivenNames::several;
  const auto said = known ? GivenNames::one : GivenNames::unknown;
  if (!number || number->initials.size() != 1 || name.kind != person::NameKind::current)
    return said;
  if (!known && tokens.whole.size() != 2) return said;
  const auto begins = [&](const person::NameToken& token) {
    return token.text[0] - 'a' == number->initials[0] - 'A';
  };
  const auto& words = known ? tokens.given : tokens.whole;
  return std::any_of(words.begin(), words.end(), begins) &&
                 person::agreement_with_surname(*number, name) == person::Agreement::agrees
             ? GivenNames::one_by_number
             : said;
}

}  // namespace

Profile::Data::Data(const person::Person& person, const Frequencies& frequencies)
    : table(frequencies.fingerprint()), places(places_of(person)) {
  details = details_of(person, places);
  const auto number = driver_number_of(person);
  std::vector<person::NameTokens> names;
  std::size_t letters = 0;
  std::size_t all_words = 0;
  bool has_current = false;
  const auto add = [&](const person::Name& name) {
    auto tokens = person::tokens_of(name);
    if (tokens.whole.empty() || names.size() == max_names_compared) return;
    other_script = other_script || !is_latin(name);
    if (!has_current && name.kind == person::NameKind::current) {
      shown = static_cast<std::uint8_t>(names.size());
      has_current = true;
    }
    for (std::size_t i = 0; i < counted(tokens); ++i)
      letters += compared_part(tokens.whole[i]).size();
    all_words += counted(tokens);
    lengths.push_back(
        {static_cast<std::uint16_t>(counted(tokens)), 0, given_names_of(name, tokens, number)});
    names.push_back(std::move(tokens));
  };
  for (const auto& name : person.names)
    add(name);
  for (const auto& name : names_in_number(person, number))
    add(name);
  // Neither grows again: the views stay valid.
  text.reserve(letters);
  words.reserve(all_words);
  for (std::size_t n = 0; n < names.size(); ++n) {
    auto& length = lengths[n];
    for (std::size_t i = 0; i < length.words; ++i) {
      const auto& token = names[n].whole[i];
      const auto part = compared_part(token);
      const auto begin = text.size();
      text.append(part);
      if (token.particle) length.particles = static_cast<std::uint16_t>(length.particles | 1U << i);
      words.push_back(
          {std::string_view(text).substr(begin), frequencies.facts_of(part), token.initial});
    }
  }
}

NameList Profile::Data::names() const {
  NameList list;
  list.other_script = other_script;
  const Word* next = words.data();
  for (const auto& length : lengths) {
    auto& name = list.name[list.count++];
    name.count = static_cast<std::uint8_t>(length.words);
    name.particles = length.particles;
    name.given = length.given;
    for (std::size_t i = 0; i < length.words; ++i)
      name.word[i] = next++;
  }
  return list;
}

Profile::Profile(const person::Person& person, const Frequencies& frequencies)
    : data_(std::make_unique<Data>(person, frequencies)) {}
Profile::~Profile() = default;
Profile::Profile(Profile&&) noexcept = default;
Profile& Profile::operator=(Profile&&) noexcept = default;

std::uint32_t Profile::table() const {
  return data_->table;
}

}  // namespace badgewatch::match
