#include "match/pair.hpp"

#include "match/evidence.hpp"

#include <algorithm>
#include <concepts>
#include <vector>

namespace badgewatch::match {

namespace {

// The same bytes on every machine.
void append(std::string& text, std::unsigned_integral auto number) {
  for (std::size_t i = 0; i < sizeof number; ++i)
    text.push_back(static_cast<char>(number >> (8 * i) & 0xFF));
}

template <std::size_t Size>
void append(std::string& text, const Packed<Size>& packed) {
  text.append(packed.text.data(), Size);
}

// Sorted, each once: neither order nor repetition says anything.
std::string joined(std::vector<std::string> parts, char between) {
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  std::string text;
  for (const auto& part : parts)
    text.append(part).push_back(between);
  return text;
}

std::string words_of(const WordList& name) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < name.count; ++i)
    words.emplace_back(name.word[i]->text);
  std::sort(words.begin(), words.end());
  std::string text;
  for (const auto& word : words)
    text.append(word).push_back(' ');
  return text;
}

std::string names_of(const NameList& names) {
  std::vector<std::string> each;
  for (std::size_t i = 0; i < names.count; ++i)
    each.push_back(words_of(names.name[i]));
  return joined(std::move(each), '\n');
}

std::string places_of(std::span<const Place> places) {
  std::vector<std::string> each;
  for (const auto& place : places) {
    std::string text;
    append(text, place.postcode);
    append(text, place.house);
    each.push_back(std::move(text));
  }
  return joined(std::move(each), '\n');
}

// What has one length comes first, so that no two people have one text.
std::string text_of(const Compared& person) {
  const auto& details = person.details;
  std::string text;
  append(text, static_cast<std::uint16_t>(details.born.year));
  append(text, details.born.month);
  append(text, details.born.day);
  append(text, details.insurance);
  append(text, details.licence);
  append(text, details.email);
  append(text, details.telephone);
  append(text, static_cast<std::uint8_t>(person.names.other_script));
  const auto places = places_of(person.places);
  append(text, static_cast<std::uint8_t>(places.size()));
  return text + places + names_of(person.names);
}

}  // namespace

std::string pair_of(const Compared& a, const Compared& b) {
  auto first = text_of(a);
  auto second = text_of(b);
  if (second < first) std::swap(first, second);
  std::string text;
  for (const auto verdict :
       {verdict_of_names(a.names, b.names), compare_births(a.details, b.details).verdict,
        compare_insurance_numbers(a.details, b.details).verdict,
        compare_licences(a.details, b.details).verdict, verdict_of_addresses(a.places, b.places),
        compare_emails(a.details, b.details).verdict,
        compare_telephones(a.details, b.details).verdict})
    append(text, static_cast<std::uint8_t>(verdict));
  append(text, static_cast<std::uint32_t>(first.size()));
  return text + first + second;
}

}  // namespace badgewatch::match
