#include "web/places.hpp"

#include "domain/succession.hpp"
#include "web/messages.hpp"
#include "web/wording.hpp"

#include <array>
#include <utility>

namespace badgewatch::web {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> fronts = {{
    {"check", "/checks/"},
    {"concern", "/concerns/"},
    {"disclosure_request", "/requests/"},
    {"rectification_request", "/corrections/"},
    {"alert", "/alerts/"},
}};

}  // namespace

std::string place_of(std::string_view type, std::string_view id) {
  if (id.empty()) return {};
  for (const auto& [name, front] : fronts)
    if (name == type) return std::string(front) + std::string(id);
  return {};
}

SummaryList contact_of(const Visit& visit, std::string_view code, std::string_view record) {
  SummaryList list;
  list.rows.push_back({std::string(say("contact.authority")), authority_text(visit, code, record)});
  const auto reference = visit.parts.reference.get();
  const auto* authority =
      domain::acting_for(reference->authorities, code, visit.today(), core::Uuid::parse(record));
  if (authority == nullptr) return list;
  const auto& ask = authority->ask;
  const auto add = [&](std::string_view key, const std::string& value, const std::string& href) {
    if (!value.empty()) list.rows.push_back({std::string(key), value, href});
  };
  add(say("contact.team"), ask.team, "");
  add(say("contact.email"), ask.email, "mailto:" + ask.email);
  add(say("contact.telephone"), ask.telephone, "");
  add(say("contact.url"), ask.url, ask.url);
  return list;
}

}  // namespace badgewatch::web
