#include "match/vocabulary.hpp"

#include "match/hash.hpp"

#include <algorithm>

namespace badgewatch::match {

namespace {

constexpr std::size_t text_chunk = 64 * 1024;
constexpr std::uint64_t seed = 22;

// Words that are one edit apart have one of these in common.
template <class Use>
void each_shortened(std::string_view text, Use&& use) {
  use(hash64(21, text));
  std::array<char, longest_word> shorter{};
  for (std::size_t left_out = 0; left_out < text.size(); ++left_out) {
    // Leaving out either of two equal neighbours gives the same.
    if (left_out > 0 && text[left_out] == text[left_out - 1]) continue;
    const auto end = std::copy_n(text.begin(), left_out, shorter.begin());
    std::copy(text.begin() + static_cast<std::ptrdiff_t>(left_out) + 1, text.end(), end);
    use(hash64(21, {shorter.data(), text.size() - 1}));
  }
}

void add_once(std::vector<std::uint32_t>& blocks, std::uint32_t block) {
  if (std::find(blocks.begin(), blocks.end(), block) == blocks.end()) blocks.push_back(block);
}

}  // namespace

std::size_t Vocabulary::slot_of(std::uint64_t hash, std::string_view text) const {
  const auto mask = slots_.size() - 1;
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  auto slot = hash & mask;
  while (slots_[slot].word != none &&
         (slots_[slot].hash != tag || words_[slots_[slot].word].text != text))
    slot = (slot + 1) & mask;
  return slot;
}

void Vocabulary::grow() {
  slots_.assign(std::max<std::size_t>(64, slots_.size() * 2), {});
  for (std::size_t id = 0; id < words_.size(); ++id) {
    const auto hash = hash64(seed, words_[id].text);
    slots_[slot_of(hash, words_[id].text)] = {static_cast<std::uint32_t>(hash >> 32),
                                              static_cast<WordId>(id)};
  }
}

std::string_view Vocabulary::kept(std::string_view text) {
  if (text.size() > text_left_) {
    text_.push_back(std::make_unique<char[]>(text_chunk));
    text_left_ = text_chunk;
  }
  char* const place = text_.back().get() + (text_chunk - text_left_);
  std::copy(text.begin(), text.end(), place);
  text_left_ -= text.size();
  return {place, text.size()};
}

WordId Vocabulary::intern(const Word& word) {
  if ((words_.size() + 1) * 4 > slots_.size() * 3) grow();
  const auto hash = hash64(seed, word.text);
  auto& slot = slots_[slot_of(hash, word.text)];
  if (slot.word != none) return slot.word;
  const auto text = kept(word.text);
  slot = {static_cast<std::uint32_t>(hash >> 32),
          static_cast<WordId>(words_.push_back({text, word.facts, word.initial}))};
  std::vector<WordId> typos;
  find_typos_of(word, typos);
  auto& blocks = typos_.emplace_back();
  for (const auto typo : typos) {
    add_once(blocks, words_[typo].facts.block);
    add_once(typos_[typo], word.facts.block);
  }
  if (text.size() >= shortest_typo)
    each_shortened(text, [&](std::uint64_t key) { shortened_.add(key, slot.word); });
  return slot.word;
}

std::optional<WordId> Vocabulary::find(std::string_view text) const {
  if (slots_.empty()) return {};
  const auto id = slots_[slot_of(hash64(seed, text), text)].word;
  return id == none ? std::nullopt : std::optional(id);
}

std::span<const std::uint32_t> Vocabulary::blocks_of_typos(const Word& word,
                                                           std::vector<std::uint32_t>& room) const {
  if (const auto known = find(word.text)) return typos_[*known];
  find_typos_of(word, room);
  for (auto& typo : room)
    typo = words_[typo].facts.block;
  std::sort(room.begin(), room.end());
  room.erase(std::unique(room.begin(), room.end()), room.end());
  return room;
}

void Vocabulary::find_typos_of(const Word& word, std::vector<WordId>& found) const {
  found.clear();
  if (word.text.size() < shortest_typo) return;
  each_shortened(word.text, [&](std::uint64_t key) {
    for (const auto id : shortened_.find(key))
      if (is_one_edit_apart(word.text, words_[id].text)) found.push_back(id);
  });
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
}

std::vector<std::pair<WordId, WordId>> Vocabulary::partings_of(std::string_view text) const {
  std::vector<std::pair<WordId, WordId>> found;
  if (slots_.empty()) return found;
  Hash64 beginning(seed);
  for (std::size_t at = 1; at < text.size(); ++at) {
    beginning.add(text[at - 1]);
    const auto first = slots_[slot_of(beginning.value(), text.substr(0, at))].word;
    if (first == none) continue;
    if (const auto second = find(text.substr(at))) found.emplace_back(first, *second);
  }
  return found;
}

std::size_t Vocabulary::memory_bytes() const {
  std::size_t typos = 0;
  for (const auto& each : typos_)
    typos += each.capacity() * sizeof(std::uint32_t);
  return words_.memory_bytes() + slots_.capacity() * sizeof(Slot) + shortened_.memory_bytes() +
         text_.size() * text_chunk + typos_.capacity() * sizeof typos_[0] + typos;
}

}  // namespace badgewatch::match
