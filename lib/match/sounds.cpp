#include "match/sounds.hpp"

namespace badgewatch::match {

namespace {

char confused_with(char c) {
  switch (c) {
    case 'c':
    case 'q':
      return 'k';
    case 'z':
    case 'x':
      return 's';
    case 'v':
      return 'b';
    case 'p':
      return 'f';
    case 'd':
      return 't';
    case 'j':
      return 'g';
    default:
      return c;
  }
}

bool is_dropped(char c) {
  return std::string_view("aeiouyhw").find(c) != std::string_view::npos;
}

bool is_vowel(char c) {
  return std::string_view("aeiou").find(c) != std::string_view::npos;
}

// An h behind these is written or not: khalid, sandhu, gandhi; not behind c and s, whose sound it
// changes.
bool swallows_h(char c) {
  return std::string_view("bdgjklmnrtz").find(c) != std::string_view::npos;
}

char plain_letter(char c) {
  switch (c) {
    case 'y':
      return 'i';
    case 'w':
      return 'u';
    case 'c':
    case 'q':
      return 'k';
    default:
      return c;
  }
}

// What two vowels, one behind the other, are read as; 0 where each is read.
char read_together(char first, char second) {
  if (first == second) return first == 'e' ? 'i' : first == 'o' ? 'u' : first;
  if (first == 'o' && second == 'u') return 'u';
  if (first == 'i' && second == 'e') return 'i';
  if ((first == 'a' || first == 'e') && second == 'i') return 'e';
  return '\0';
}

}  // namespace

std::string skeleton(std::string_view word) {
  std::string made;
  for (const char c : word) {
    if (is_dropped(c)) {
      if (made.empty()) made += 'a';
      continue;
    }
    const char written = confused_with(c);
    if (made.empty() || made.back() != written) made += written;
  }
  return made;
}

std::string reading(std::string_view word) {
  std::string made;
  for (std::size_t i = 0; i < word.size(); ++i) {
    char c = plain_letter(word[i]);
    if (c == 'h') {
      if (!made.empty() && i > 0 && word[i - 1] == 'p') {
        made.back() = 'f';
        continue;
      }
      if (i + 1 == word.size() || (!made.empty() && swallows_h(made.back()))) continue;
    }
    if (made.empty()) {
      made += c;
    } else if (is_vowel(c) && is_vowel(made.back())) {
      if (const char one = read_together(made.back(), c); one != '\0') {
        made.back() = one;
      } else {
        made += c;
      }
    } else if (c != made.back()) {
      made += c;
    }
  }
  return made;
}

}  // namespace badgewatch::match
