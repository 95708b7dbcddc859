// From any script to plain ASCII letters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace badgewatch::person {

// Of text in another script than Latin no more than this is read, so that long text costs no more.
inline constexpr std::size_t max_transliterated_code_points = 400;

// Lower-case ASCII: "Łukasz" lukasz, "Иван" ivan. White space and hyphens of any kind become ' '
// and '-', apostrophes of any kind become ', marks that are not seen go, and what has no ASCII form
// becomes a space; other ASCII stays. Thread safe: one transliterator a thread, made at first need
// (some milliseconds).
std::string to_ascii(std::string_view text);

// True when every letter is Latin, so that to_ascii keeps the spelling and does not guess at
// sounds.
bool is_latin_text(std::string_view text);

}  // namespace badgewatch::person
