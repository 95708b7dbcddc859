#include "app/rules.hpp"

namespace badgewatch::app {

SharedRules built_in_rules() {
  static const auto rules = std::make_shared<const Rules>();
  return rules;
}

core::Result<SharedRules> rules_of(const ports::FrequencyTable& table) {
  auto frequencies = match::Frequencies::read(table.text);
  if (!frequencies)
    return core::Error(core::Errc::internal,
                       "The published table of frequencies is not of its form.");
  Rules rules;
  rules.frequencies = std::move(*frequencies);
  rules.name = match::rules_version(rules.frequencies);
  rules.version = table.version;
  rules.learnt_at = table.learnt_at;
  return std::make_shared<const Rules>(std::move(rules));
}

core::Result<SharedRules> published_rules(ports::Feed& feed) {
  const auto table = feed.frequencies();
  if (!table) return table.error();
  if (!*table) return built_in_rules();
  return rules_of(**table);
}

}  // namespace badgewatch::app
