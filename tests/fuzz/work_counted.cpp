#include "work_counted.hpp"

namespace {

std::uint64_t comparisons = 0;

}  // namespace

std::uint64_t badgewatch::fuzz::comparisons_so_far() {
  return comparisons;
}

// Clang calls these before each comparison and switch of what is built with trace-cmp.
extern "C" {
#define BW_COUNT(name, type) \
  void name(type, type) {    \
    ++comparisons;           \
  }
BW_COUNT(__sanitizer_cov_trace_cmp1, std::uint8_t)
BW_COUNT(__sanitizer_cov_trace_cmp2, std::uint16_t)
BW_COUNT(__sanitizer_cov_trace_cmp4, std::uint32_t)
BW_COUNT(__sanitizer_cov_trace_cmp8, std::uint64_t)
BW_COUNT(__sanitizer_cov_trace_const_cmp1, std::uint8_t)
BW_COUNT(__sanitizer_cov_trace_const_cmp2, std::uint16_t)
BW_COUNT(__sanitizer_cov_trace_const_cmp4, std::uint32_t)
BW_COUNT(__sanitizer_cov_trace_const_cmp8, std::uint64_t)
#undef BW_COUNT
void __sanitizer_cov_trace_switch(std::uint64_t, std::uint64_t*) {
  ++comparisons;
}
}
