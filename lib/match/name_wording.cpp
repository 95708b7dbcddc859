#include "match/name_wording.hpp"

#include "match/alignment.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace badgewatch::match {

namespace {

struct Phrase {
  Likeness likeness = Likeness::none;
  std::string_view first;    // behind two words
  std::string_view further;  // before two more of which the same is true
};

constexpr std::array phrases{
    Phrase{Likeness::spelling, " are spellings of one name", ", so are "},
    Phrase{Likeness::doubtful, " may be spellings of one name", ", so may "},
    Phrase{Likeness::relative, " are forms of one name", ", so are "},
    Phrase{Likeness::typo, " are one typing error apart", ", so are "},
    Phrase{Likeness::sound, " are written much alike", ", so are "},
};

std::string capitalised(std::string_view word) {
  std::string text(word);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string joined_by(std::string_view between, const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) {
    if (!all.empty()) all += between;
    all += text;
  }
  return all;
}

// "Ali, Raza and Khan"
std::string listed(std::vector<std::string> words) {
  if (words.size() < 2) return joined_by("", words);
  const auto last = std::move(words.back());
  words.pop_back();
  return joined_by(", ", words) + " and " + last;
}

std::vector<std::string> texts_of(const LeftWords& left) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < left.count; ++i)
    texts.push_back(capitalised(left.word[i]->text));
  return texts;
}

class Wording {
public:
  Wording(const WordList& ours, const WordList& theirs)
      : ours_(ours), theirs_(theirs), alignment_(ours, theirs) {
    pairs_.assign(alignment_.pairs().begin(), alignment_.pairs().end());
    std::sort(pairs_.begin(), pairs_.end(),
              [](const auto& one, const auto& other) { return one.ours < other.ours; });
  }

  std::string text() const;

private:
  using Pair = Alignment::Pair;

  std::string ours(std::size_t place) const { return capitalised(ours_.word[place]->text); }
  std::string theirs(std::size_t place) const { return capitalised(theirs_.word[place]->text); }
  std::vector<std::string> same() const;
  std::string alike(const Phrase& phrase) const;
  std::string initials() const;
  std::string alone() const;

  const WordList& ours_;
  const WordList& theirs_;
  const Alignment alignment_;
  std::vector<Pair> pairs_;  // in the order of our words
};

std::vector<std::string> Wording::same() const {
  std::vector<std::string> words;
  for (const auto& pair : pairs_)
    if (pair.likeness == Likeness::same) words.push_back(ours(pair.ours));
  return words;
}

// What agrees in that way, two words that the other writes as one as spellings.
std::string Wording::alike(const Phrase& phrase) const {
  std::string text;
  const auto add = [&](const std::string& one, const std::string& other) {
    const auto both = one + " and " + other;
    if (text.empty())
      text = both + std::string(phrase.first);
    else
      text += std::string(phrase.further) + both;
  };
  for (const auto& pair : pairs_)
    if (pair.likeness == phrase.likeness) add(ours(pair.ours), theirs(pair.theirs));
  if (phrase.likeness != Likeness::spelling) return text;
  for (const auto& [of_ours, first, whole] : alignment_.joined()) {
    if (of_ours)
      add(ours(first) + ' ' + ours(first + 1U), theirs(whole));
    else
      add(ours(whole), theirs(first) + ' ' + theirs(first + 1U));
  }
  return text;
}

std::string Wording::initials() const {
  std::string text;
  for (const auto& pair : pairs_) {
    if (pair.likeness != Likeness::initial) continue;
    auto initial = ours(pair.ours);
    auto word = theirs(pair.theirs);
    if (!ours_.word[pair.ours]->initial) std::swap(initial, word);
    text += (text.empty() ? "" : ", and ") + initial +
            (text.empty() ? " may stand for " : " for ") + word;
  }
  return text;
}

std::string Wording::alone() const {
  auto words = texts_of(alignment_.left_of_ours());
  if (words.empty()) words = texts_of(alignment_.left_of_theirs());
  if (words.empty()) return {};
  const std::string_view are = words.size() == 1 ? " is" : " are";
  return listed(std::move(words)) + std::string(are) + " in one of them only";
}

std::string Wording::text() const {
  std::vector<std::string> parts;
  for (const auto& phrase : phrases)
    parts.push_back(alike(phrase));
  const auto is_empty = [](const std::string& part) { return part.empty(); };
  const bool exact = std::all_of(parts.begin(), parts.end(), is_empty);
  const auto our_left = texts_of(alignment_.left_of_ours());
  const auto their_left = texts_of(alignment_.left_of_theirs());
  const bool differ = !our_left.empty() && !their_left.empty();
  const auto agreeing = same();
  const auto lead = [&]() -> std::string {
    if (differ) return agreeing.empty() ? "" : "agrees in " + listed(agreeing);
    return exact ? "agrees" : "";
  };
  parts.insert(parts.begin(), lead());
  parts.push_back(initials());
  parts.push_back(differ
                      ? joined_by(" ", our_left) + " and " + joined_by(" ", their_left) + " differ"
                      : alone());
  if (alignment_.is_in_another_order()) parts.emplace_back("the words stand in another order");
  std::erase_if(parts, is_empty);
  return "Name: " + joined_by("; ", parts);
}

}  // namespace

std::string wording_of(const WordList& ours, const WordList& theirs) {
  return Wording(ours, theirs).text();
}

}  // namespace badgewatch::match
