// What a fuzz program asks of the code under test: otherwise it stops, and the input is kept.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace badgewatch::fuzz {

inline void must(bool holds, const char* what) {
  if (holds) return;
  std::fputs(what, stderr);
  std::fputc('\n', stderr);
  std::abort();
}

}  // namespace badgewatch::fuzz
