// Memory for large arrays in the system's large pages, where it gives them: who looks up scattered
// items waits less for their addresses to be translated.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <sys/mman.h>

namespace badgewatch::match {

struct FreeBlock {
  void operator()(std::byte* block) const { std::free(block); }
};
using LargeBlock = std::unique_ptr<std::byte[], FreeBlock>;

inline constexpr std::size_t large_page = std::size_t{2} << 20;

constexpr std::size_t in_large_pages(std::size_t bytes) {
  return (bytes + large_page - 1) / large_page * large_page;
}

// At least so many bytes, not set to anything, and at the beginning of a line of the cache. What is
// much smaller than a large page takes no more than it needs.
inline LargeBlock large_block(std::size_t bytes) {
  constexpr std::size_t line = 64;
  const bool large = bytes > large_page / 2;
  const auto size = large ? in_large_pages(bytes) : (bytes + line - 1) / line * line;
  auto* const block = static_cast<std::byte*>(std::aligned_alloc(large ? large_page : line, size));
  if (block == nullptr) throw std::bad_alloc();
  if (large) madvise(block, size, MADV_HUGEPAGE);  // a wish: without it all is as right
  return LargeBlock(block);
}

}  // namespace badgewatch::match
