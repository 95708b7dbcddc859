#include "access/password.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::access {

namespace {

// What people choose again and again. A password that is one or several of these words, with digits
// and signs before, between or behind, is as good as in every list.
constexpr std::array common_words = {
    "password",   "passwort",  "passphrase",    "passcode",  "letmein",
    "welcome",    "admin",     "administrator", "login",     "qwerty",
    "qwertyuiop", "asdfghjkl", "asdf",          "zxcvbnm",   "iloveyou",
    "dragon",     "monkey",    "sunshine",      "princess",  "football",
    "baseball",   "superman",  "batman",        "master",    "shadow",
    "michael",    "charlie",   "trustno",       "starwars",  "whatever",
    "computer",   "internet",  "secret",        "changeme",  "default",
    "temporary",  "temp",      "test",          "testing",   "guest",
    "user",       "root",      "hello",         "liverpool", "arsenal",
    "chelsea",    "everton",   "manchester",    "united",    "rangers",
    "celtic",     "london",    "birmingham",    "leeds",     "england",
    "scotland",   "wales",     "ireland",       "council",   "borough",
    "city",       "county",    "licensing",     "licence",   "license",
    "taxi",       "cab",       "driver",        "register",  "badgewatch",
    "badge",      "watch",     "officer",       "spring",    "summer",
    "autumn",     "winter",    "january",       "february",  "march",
    "april",      "may",       "june",          "july",      "august",
    "september",  "october",   "november",      "december",  "monday",
    "tuesday",    "wednesday", "thursday",      "friday",    "saturday",
    "sunday",     "love",      "baby",          "angel",     "flower",
    "cheese",     "chocolate", "the",           "my",        "is",
    "abc",        "abcd",      "abcdef",        "one",       "two",
    "three",      "new",
};
constexpr std::string_view rows =
    "1234567890 qwertyuiop asdfghjkl zxcvbnm abcdefghijklmnopqrstuvwxyz "
    "0987654321 1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm poiuytrewq lkjhgfdsa mnbvcxz "
    "zyxwvutsrqponmlkjihgfedcba";

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

// So few letters beside the common words tell nothing.
constexpr std::size_t fewest_own_letters = 6;

// Text with signs and digits read as the letters that they stand for: p4$$w0rd is password.
// Anything else is a blank, so that places stay the same.
std::string read_as_letters(std::string_view text) {
  constexpr std::string_view from = "0134578@$!|";
  constexpr std::string_view to = "oleastbasil";
  std::string out;
  for (const char c : text) {
    const auto at = from.find(c);
    const char letter = at == std::string_view::npos ? c : to[at];
    out += is_letter(letter) ? letter : ' ';
  }
  return out;
}

// How many letters of `text` are left when these words are taken out, however they are written.
// Nothing when none of them is in it.
std::optional<std::size_t> letters_beside(std::string_view text, std::vector<std::string> words) {
  std::sort(words.begin(), words.end(),
            [](const auto& a, const auto& b) { return a.size() > b.size(); });
  auto letters = read_as_letters(text);
  bool found = false;
  for (const auto& word : words) {
    for (auto at = letters.find(word); at != std::string::npos; at = letters.find(word, at)) {
      letters.replace(at, word.size(), word.size(), '_');
      found = true;
    }
  }
  if (!found) return {};
  std::size_t left = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (is_letter(text[i]) && letters[i] != '_') ++left;
  return left;
}

// "abcabcabcabc", "111111111111".
bool repeats(std::string_view text) {
  for (std::size_t period = 1; period <= 4 && period < text.size(); ++period) {
    bool same = true;
    for (std::size_t i = period; same && i < text.size(); ++i)
      same = text[i] == text[i - period];
    if (same) return true;
  }
  return false;
}

// Three characters in a row along a keyboard's or the alphabet's, and little else.
bool walks(std::string_view text) {
  std::size_t along = 0;
  for (std::size_t i = 0; i + 3 <= text.size(); ++i)
    if (rows.find(text.substr(i, 3)) != std::string_view::npos) ++along;
  return along * 2 >= text.size();
}

std::vector<std::string> words_of(const std::vector<std::string>& own) {
  std::vector<std::string> words(common_words.begin(), common_words.end());
  for (const auto& text : own) {
    std::string word;
    for (const char c : core::ascii_lower(text) + " ") {
      if (is_letter(c)) {
        word += c;
        continue;
      }
      if (word.size() >= 3) words.push_back(word);
      word.clear();
    }
  }
  return words;
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
  const auto plain = core::ascii_lower(password);
  if (repeats(plain) || walks(plain)) return "is a pattern that is guessed at once";
  // However long, it is somebody's telephone or birthday.
  if (plain.find_first_not_of("0123456789 -+/.()") == std::string::npos)
    return "must not be a number alone";
  const auto own_letters = letters_beside(plain, words_of(own));
  if (own_letters && *own_letters < fewest_own_letters)
    return "is made of words that everybody tries first, or of your own names";
  return {};
}

}  // namespace badgewatch::access
