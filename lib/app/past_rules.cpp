#include "app/past_rules.hpp"

#include "match/rules_with_table.hpp"

#include <charconv>

namespace badgewatch::app {

namespace {

std::optional<std::uint32_t> number_in(const std::string& hex) {
  std::uint32_t number = 0;
  const auto* const end = hex.data() + hex.size();
  const auto [stopped, error] = std::from_chars(hex.data(), end, number, 16);
  if (error != std::errc() || stopped != end) return {};
  return number;
}

bool gives(const ports::PastTable& table, const std::string& name) {
  const auto fingerprint = number_in(table.fingerprint);
  return fingerprint && match::rules_version_with_table(*fingerprint) == name;
}

}  // namespace

core::Result<PastRules> rules_named(ports::Past& past, const std::string& name) {
  if (name == match::rules_version()) return PastRules{.rules = built_in_rules()};
  const auto tables = past.tables();
  if (!tables) return tables.error();
  PastRules found;
  for (const auto& facts : *tables) {
    if (!gives(facts, name)) continue;
    found.was_erased = !facts.is_kept;
    if (!facts.is_kept) continue;
    const auto table = past.table(facts.version);
    if (!table) return table.error();
    auto rules = rules_of(*table);
    if (!rules) return rules.error();
    if ((*rules)->name != name)
      return core::Error(core::Errc::internal,
                         "A published table of frequencies is not what its row says.");
    found.rules = std::move(*rules);
    return found;
  }
  return found;
}

}  // namespace badgewatch::app
