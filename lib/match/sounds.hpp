// How a word in a to z sounds, roughly, in whatever language it is.
#pragma once

#include <string>
#include <string_view>

namespace badgewatch::match {

// The consonants, with what is often confused written alike: "kaur" and "cour" give "kr".
std::string skeleton(std::string_view word);

// The word with what clerks write in several ways written in one: "jameel" and "jamil", "yousuf"
// and "yusuf", "sandhu" and "sandu". Words of one reading have one skeleton; "jamal" and "jamil"
// differ.
std::string reading(std::string_view word);

}  // namespace badgewatch::match
