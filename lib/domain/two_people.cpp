#include "domain/two_people.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <vector>

namespace badgewatch::domain {

namespace {

core::Error invalid(const char* pointer, const char* detail) {
  return {core::Errc::invalid,
          "Two different people of the authority are needed.",
          {{pointer, detail}}};
}

constexpr const char* same_person = "is the person who decided it: another one has to approve";
constexpr const char* own_name_only =
    "is not you: the other person approves it from a session of their own";

bool parts_words(char one) {
  const auto byte = static_cast<unsigned char>(one);
  const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
  return byte < 0x80 && !is_letter;
}

// The words of a name in one order: "Archer, A." and "A Archer" are one.
std::vector<std::string> words_of(const std::string& name) {
  std::vector<std::string> words;
  std::string word;
  for (const char one : core::fold(name) + " ") {
    if (!parts_words(one)) {
      word += one;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  std::sort(words.begin(), words.end());
  return words;
}

// Who signs in this very call.
struct Named {
  std::optional<Signatory> decided;
  std::optional<Signatory> approved;
};

core::Result<Named> named_in(const Signing& signing) {
  Named named;
  if (!signing.decided_by.empty()) named.decided = Signatory{signing.decided_by, {}};
  if (!signing.approved_by.empty()) named.approved = Signatory{signing.approved_by, {}};
  if (named.decided && named.approved && is_same_person(*named.decided, *named.approved))
    return invalid("/approved_by", same_person);
  if (!signing.acting) {
    if (!named.decided && !named.approved)
      return invalid("/decided_by", "is required: who of your authority decided it");
    return named;
  }
  if (named.decided && !is_same_person(*named.decided, *signing.acting))
    return invalid("/decided_by", own_name_only);
  if (named.approved && !is_same_person(*named.approved, *signing.acting))
    return invalid("/approved_by", own_name_only);
  (named.approved ? named.approved : named.decided) = signing.acting;
  return named;
}

}  // namespace

bool is_same_person(const Signatory& a, const Signatory& b) {
  if (!a.session.empty() && a.session == b.session) return true;
  return words_of(a.name) == words_of(b.name);
}

core::Result<Signatures> signatures_of(const Signing& signing,
                                       const std::optional<Signatory>& proposed) {
  auto named = named_in(signing);
  if (!named) return named.error();
  auto& [decided, approved] = *named;
  if (decided && approved) return Signatures{*decided, approved};
  const auto& only = decided ? *decided : *approved;
  if (!proposed) return Signatures{only, {}};
  if (is_same_person(only, *proposed))
    return invalid(decided ? "/decided_by" : "/approved_by",
                   "has proposed it: another person has to approve");
  return Signatures{*proposed, only};
}

}  // namespace badgewatch::domain
