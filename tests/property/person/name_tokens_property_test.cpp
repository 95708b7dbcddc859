#include "person/name_tokens.hpp"
#include "person/script.hpp"
#include "written_values.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace badgewatch::person;

namespace {

bool is_plain(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

void holds_promises(const std::vector<NameToken>& tokens) {
  RC_ASSERT(tokens.size() <= max_name_tokens);
  for (const NameToken& token : tokens) {
    RC_ASSERT(is_plain(token.text));
    RC_ASSERT(!token.initial || token.text.size() == 1);
    RC_ASSERT(!(token.initial && token.particle));
  }
  RC_ASSERT(tokens.empty() || std::any_of(tokens.begin(), tokens.end(),
                                          [](const NameToken& token) { return !token.particle; }));
}

std::string repeated(const std::string& piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i)
    text += piece;
  return text;
}

}  // namespace

TEST_CASE("tokens of any text are plain, bounded and never all particles") {
  REQUIRE(rc::check([] {
    Name name;
    if (*rc::gen::arbitrary<bool>()) {
      name.full = *any_text();
    } else {
      name.given = *any_text();
      name.family = *any_text();
    }
    const NameTokens tokens = tokens_of(name);
    holds_promises(tokens.whole);
    holds_promises(tokens.given);
    holds_promises(tokens.family);
    if (name.full.empty() && tokens.given.size() + tokens.family.size() <= max_name_tokens) {
      auto joined = tokens.given;
      joined.insert(joined.end(), tokens.family.begin(), tokens.family.end());
      RC_ASSERT((joined == tokens.whole));
    }
  }));
}

TEST_CASE("capitals make no difference to tokens") {
  REQUIRE(rc::check([] {
    const auto letters = rc::gen::elementOf(std::string("abcdeomnrst' -."));
    Name small;
    small.full = *rc::gen::container<std::string>(letters);
    Name capitals = small;
    std::transform(small.full.begin(), small.full.end(), capitals.full.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    RC_ASSERT((tokens_of(small) == tokens_of(capitals)));
  }));
}

TEST_CASE("words of words are the same words") {
  REQUIRE(rc::check([] {
    const std::string words = ascii_words(*any_text());
    RC_ASSERT(ascii_words(words) == words);
  }));
}

// A Cyrillic letter sends the whole text through ICU; without it the table is used.
TEST_CASE("the table of Latin letters says what ICU says") {
  REQUIRE(rc::check([] {
    std::string latin;
    const auto letters = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0xC0, 0x24F));
    for (const int c : letters) {
      if (c == 0xD7 || c == 0xF7) continue;
      latin += static_cast<char>(0xC0 | c >> 6);
      latin += static_cast<char>(0x80 | (c & 0x3F));
    }
    RC_ASSERT(is_latin_text(latin));
    RC_ASSERT(to_ascii(latin + " б") == to_ascii(latin) + " b");
  }));
}

TEST_CASE("very long text is read in bounded work") {
  for (const char* piece : {"a", "a ", "O ", "mc ", "'", "\u0301", "é", "محمد", "李", "😀",
                            "\u202E", "\u0378", "\xff", "İ", "ਸਿੰਘ "}) {
    INFO(piece);
    Name name;
    name.full = repeated(piece, 10'000);
    const NameTokens tokens = tokens_of(name);
    CHECK(tokens.whole.size() <= max_name_tokens);
    CHECK(ascii_words(name.full).size() <= name.full.size());
  }
}
