#include "access/password.hpp"
#include "core/text.hpp"

#include <zxcvbn.h>

namespace badgewatch::access {

namespace {

// Guesses that somebody needs who knows lists of used passwords, keyboards, dates and the owner:
// 10^12, of which argon2id makes thousands of years and the lock-out more.
constexpr double fewest_guesses_log2 = 40;

// The estimate takes the third power of the length. What begins well enough is good.
constexpr std::size_t bytes_looked_at = 100;

// What is tried first at a taxi licensing register, and is in no list of common passwords.
constexpr std::string_view words_of_the_trade =
    "badgewatch badge watch taxi cab driver hackney carriage private hire licence licensing "
    "license "
    "officer council borough county city register revocation";

bool is_part_of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Its words of three letters and more, lower case.
void add_words(std::vector<std::string>& words, std::string_view text) {
  std::string word;
  for (const char c : core::ascii_lower(text) + " ") {
    if (is_part_of_word(c)) {
      word += c;
      continue;
    }
    if (word.size() >= 3) words.push_back(word);
    word.clear();
  }
}

double guesses_log2(std::string_view password, const std::vector<std::string>& own) {
  std::vector<std::string> words;
  add_words(words, words_of_the_trade);
  for (const auto& text : own)
    add_words(words, text);
  std::vector<const char*> list;
  for (const auto& word : words)
    list.push_back(word.c_str());
  list.push_back(nullptr);
  const core::Secret beginning{std::string(password.substr(0, bytes_looked_at))};
  return ZxcvbnMatch(beginning.reveal().c_str(), list.data(), nullptr);
}

}  // namespace

std::optional<std::string> fault_of_password(std::string_view password,
                                             const std::vector<std::string>& own) {
  if (!core::is_valid_utf8(password) || password.find('\0') != std::string_view::npos)
    return "must be text";
  const auto length = core::code_points(password);
  if (length < shortest_password || length > longest_password)
    return "must have " + std::to_string(shortest_password) + " to " +
           std::to_string(longest_password) + " characters";
  // However long, it is somebody's telephone or birthday.
  if (password.find_first_not_of("0123456789 -+/.()") == std::string::npos)
    return "must not be a number alone";
  if (guesses_log2(password, own) < fewest_guesses_log2)
    return "is guessed too soon: it is, or is made of, what everybody tries first, a pattern, or "
           "your own names; three or four words that have nothing to do with each other are better";
  return {};
}

}  // namespace badgewatch::access
