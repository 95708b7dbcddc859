#include "match/packed.hpp"

#include "match/hash.hpp"
#include "person/driving_licence.hpp"
#include "person/email.hpp"
#include "person/name_tokens.hpp"
#include "person/national_insurance_number.hpp"
#include "person/postcode.hpp"
#include "person/telephone.hpp"

#include <algorithm>
#include <cstring>

namespace badgewatch::match {

namespace {

// words: for each name a count byte, then for each word a flag byte, a length byte, the facts, the
// text.
constexpr std::uint8_t flag_initial = 1;
constexpr std::uint8_t flag_particle = 2;

template <std::size_t Size>
std::array<char, Size> fixed(std::string_view text) {
  std::array<char, Size> made{};
  std::copy_n(text.begin(), std::min(text.size(), Size), made.begin());
  return made;
}

void append_word(std::string& words, const person::NameToken& token) {
  const auto text = std::string_view(token.text).substr(0, 60);
  const auto facts = facts_of(text);
  words += static_cast<char>((token.initial ? flag_initial : 0) |
                             (token.particle ? flag_particle : 0));
  words += static_cast<char>(text.size());
  char raw[sizeof facts];
  std::memcpy(raw, &facts, sizeof facts);
  words.append(raw, sizeof facts);
  words.append(text);
}

void append_name(std::string& words, const person::NameTokens& tokens) {
  const auto count = std::min(tokens.whole.size(), max_words_compared);
  words += static_cast<char>(count);
  for (std::size_t i = 0; i < count; ++i) append_word(words, tokens.whole[i]);
}

std::uint32_t house_of(const person::Address& address) {
  std::string text;
  for (const auto& line : address.lines) text += line + " ";
  const auto words = person::ascii_words(text);
  const auto digit = words.find_first_of("0123456789");
  if (digit == std::string::npos) return 0;
  // The number, and the first letters of the street behind it.
  const auto space = std::min(words.find(' ', digit), words.size());
  const auto street = std::string_view(words).substr(std::min(space + 1, words.size()));
  return hash32(hash32(2, std::string_view(words).substr(digit, space - digit)),
                street.substr(0, std::min<std::size_t>(4, street.size()))) |
         1U;
}

}  // namespace

Packed pack(const person::Person& person) {
  Packed packed;
  std::size_t names = 0;
  for (const auto& name : person.names) {
    if (names == max_names_compared) break;
    const auto tokens = person::tokens_of(name);
    if (tokens.whole.empty()) continue;
    append_name(packed.words, tokens);
    ++names;
  }
  packed.words.shrink_to_fit();
  if (person.date_of_birth) {
    packed.birth_year = static_cast<std::int16_t>(person.date_of_birth->year);
    packed.birth_month = static_cast<std::uint8_t>(person.date_of_birth->month);
    packed.birth_day = static_cast<std::uint8_t>(person.date_of_birth->day);
  }
  packed.national_insurance = fixed<12>(
      person::comparable_national_insurance_number(person.national_insurance_number));
  if (person.driving_licence) {
    packed.licence = fixed<20>(person::comparable_licence_number(person.driving_licence->number));
    packed.gb_licence =
        person.driving_licence->issuer == "GB" && text_of(packed.licence).size() == 16;
  }
  for (const auto& address : person.addresses) {
    if (packed.places == Packed::max_places) break;
    const auto house = house_of(address);
    if (address.postcode.empty() && house == 0) continue;
    packed.place[packed.places++] = {fixed<8>(address.postcode), house};
  }
  if (!person.email.empty()) packed.email = hash64(3, person::comparable_email(person.email)) | 1;
  const auto telephone = person::comparable_telephone(person.telephone);
  if (!telephone.empty()) packed.telephone = hash64(4, telephone) | 1;
  return packed;
}

void read_names(const Packed& packed, NameList& names) {
  names.count = 0;
  const char* place = packed.words.data();
  const char* const end = place + packed.words.size();
  while (place < end) {
    auto& name = names.name[names.count++];
    name.count = static_cast<unsigned char>(*place++);
    for (std::size_t i = 0; i < name.count; ++i) {
      auto& word = name.word[i];
      const auto flags = static_cast<unsigned char>(*place++);
      const auto length = static_cast<unsigned char>(*place++);
      word.initial = (flags & flag_initial) != 0;
      word.particle = (flags & flag_particle) != 0;
      std::memcpy(&word.facts, place, sizeof word.facts);
      place += sizeof word.facts;
      word.text = {place, length};
      place += length;
    }
  }
}

}  // namespace badgewatch::match
