// Everything that the pages say by themselves: messages/en.txt, so that another language is another
// file. What the register says of a person, a rule or a field comes from below, in English.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace badgewatch::web {

// The build looks at each call: a key that the catalogue lacks ends it.
std::string_view say(std::string_view key);
// With each {name} replaced.
std::string say(std::string_view key,
                std::initializer_list<std::pair<std::string_view, std::string_view>> values);
// Of a word of the register's ("under_appeal"); the word itself where the catalogue has none, since
// there may be newer ones.
std::string say_of(std::string_view front, std::string_view word);

}  // namespace badgewatch::web
