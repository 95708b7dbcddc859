// Any two people: who is compared with whom makes no difference, a comparison and its score agree,
// and one more field that agrees never lowers the weight.
#include "match/match.hpp"
#include "must.hpp"
#include "people_of_bytes.hpp"

#include <cmath>

using namespace badgewatch;
using fuzz::must;

namespace {

constexpr double rounding = 1e-9;

void compares(const match::Profile& a, const match::Profile& b) {
  const auto ours = match::compare(a, b);
  const auto theirs = match::compare(b, a);
  const auto scored = match::score(a, b);
  must(std::isfinite(ours.weight) && ours.probability >= 0 && ours.probability <= 1, "a number");
  must(std::abs(ours.weight - theirs.weight) < rounding && ours.band == theirs.band, "symmetrical");
  must(std::abs(scored.weight - ours.weight) < rounding && scored.band == ours.band, "one score");
  must(ours.evidence.size() == 7, "every field is explained");
  for (const auto& one : ours.evidence)
    must(!one.note.empty(), "every field is explained");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider bytes(data, size);
  auto a = fuzz::person_of(bytes);
  auto b = fuzz::person_of(bytes);
  const match::Profile ours(a);
  const match::Profile theirs(b);
  compares(ours, theirs);
  compares(ours, ours);
  if (a.email.empty() || b.email.empty()) {
    const auto before = match::score(ours, theirs).weight;
    a.email = b.email = "both@example.org";
    must(match::score(match::Profile(a), match::Profile(b)).weight >= before - rounding,
         "a field that agrees never lowers the weight");
  }
  return 0;
}
