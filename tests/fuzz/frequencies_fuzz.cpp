// A table of term frequencies of any bytes: refused, or read and written and read the same.
#include "match/frequencies.hpp"
#include "match/match.hpp"
#include "must.hpp"

#include <cstddef>
#include <cstdint>

using namespace badgewatch;
using fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto table = match::Frequencies::read({reinterpret_cast<const char*>(data), size});
  if (!table) {
    must(!table.error().detail().empty(), "a refusal has a reason");
    return 0;
  }
  const auto text = table->text();
  const auto again = match::Frequencies::read(text);
  must(again.has_value(), "a table that was written is read");
  must(again->text() == text && again->fingerprint() == table->fingerprint(), "and is the same");
  person::Person one;
  one.names.push_back({"Mohammed Khan", "", "", person::NameKind::current});
  const match::Profile profile(one, *table);
  must(match::score(profile, profile).weight >= -40, "a person is weighed");
  return 0;
}
