// What came of reading one value: it, whether the register may take it, and why not.
#pragma once

#include <string_view>

namespace badgewatch::person {

enum class Standing {
  valid,
  warned,   // usable, and kept; `reason` says what is odd about it
  refused,  // not of its form; `reason` says what is wrong
};

// `value` is tidied where it could be read. A refused value stands as it was given, trimmed, where
// its type can hold that. `reason` is a sentence for an officer, lives for ever, never repeats the
// value, and is empty when valid.
template <class T>
struct Judged {
  T value{};
  Standing standing = Standing::valid;
  std::string_view reason{};
};

}  // namespace badgewatch::person
