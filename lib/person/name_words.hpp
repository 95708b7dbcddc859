// The small words in names that are not names by themselves.
#pragma once

#include <string_view>

namespace badgewatch::person {

// All take lower-case ASCII.

// Mr, Mrs, Dr, Rev: a title wherever it leads a name.
bool is_title(std::string_view word);
// Haji and its spellings: leads a name as a title, and is a name too.
bool is_title_and_name(std::string_view word);
// Jr, Snr, II, OBE: behind a name.
bool is_suffix(std::string_view word);

// de, van, bin, al, ap: a word that one record has and another leaves out.
bool is_particle(std::string_view word);
// Particles that are also given names when they come first: Ben, Abu, Van, Le, Do.
bool is_particle_and_name(std::string_view word);

// mc, mac, fitz: written with or without a space before the rest of the surname.
bool joins_next(std::string_view word);
// What stands behind O' in Irish surnames: connor, brien, neill. Tells "John O Connor" from
// "John O Smith".
bool is_irish_stem(std::string_view word);

}  // namespace badgewatch::person
