#include "web/credential_fields.hpp"

#include "access/scope.hpp"
#include "core/text.hpp"
#include "web/admin.hpp"
#include "web/messages.hpp"
#include "web/wording.hpp"

#include <array>

namespace badgewatch::web {

namespace {

// The others are given by the register's operator alone.
constexpr std::array<access::Scope, 7> given_here = {
    access::Scope::checks,     access::Scope::licences,    access::Scope::decisions,
    access::Scope::alerts,     access::Scope::disclosures, access::Scope::concerns,
    access::Scope::supervision};

std::string box_of(access::Scope scope) {
  return "scope_" + std::string(name_of(scope));
}

}  // namespace

std::vector<Part> credential_fields(const Visit& visit, const FormErrors& errors) {
  Checkboxes boxes{.id = "scopes",
                   .legend = std::string(say("credential.scopes")),
                   .boxes = {},
                   .error = errors.of("scopes"),
                   .hint = std::string(say("credential.scopes.hint"))};
  for (const auto scope : given_here)
    boxes.boxes.push_back({.name = box_of(scope),
                           .value = "yes",
                           .text = say_of("scope.", name_of(scope)),
                           .checked = !visit.typed(box_of(scope)).empty()});
  return {component(Input{.name = "name",
                          .label = std::string(say("credential.name")),
                          .value = visit.typed("name"),
                          .error = errors.of("name"),
                          .hint = std::string(say("credential.name.hint")),
                          .autocomplete = "off"}),
          component(boxes),
          component(TextArea{.name = "networks",
                             .label = std::string(say("credential.networks")),
                             .value = visit.typed("networks"),
                             .error = errors.of("networks"),
                             .hint = std::string(say("credential.networks.hint")),
                             .rows = 3})};
}

void write_credential(core::JsonWriter& out, const Visit& visit) {
  const auto name = visit.typed("name");
  if (!core::trim(name).empty()) out.member("name", core::trim(name));
  out.key("scopes").begin_array();
  for (const auto scope : given_here)
    if (!visit.typed(box_of(scope)).empty()) out.value(name_of(scope));
  out.end_array().key("networks").begin_array();
  const auto networks = visit.typed("networks");
  for (const auto line : core::split(networks, '\n'))
    if (!core::trim(line).empty()) out.value(core::trim(line));
  out.end_array();
}

std::vector<FieldPlace> credential_places() {
  return {{"/name", "name", std::string(say("credential.name")),
           std::string(say("credential.name.missing"))},
          {"/scopes", "scopes", std::string(say("credential.scopes")),
           std::string(say("credential.scopes.missing"))},
          {"/networks", "networks", std::string(say("credential.networks"))}};
}

std::string credential_state(const JsonView& credential) {
  const auto revoked = credential["revoked_at"].text();
  return revoked.empty() ? std::string(say("credential_state.in_force"))
                         : say("credential_state.ended", {{"time", time_text(revoked)}});
}

SummaryList credential_facts(const JsonView& credential) {
  SummaryList list;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) list.rows.push_back({std::string(key), value});
  };
  const auto networks = listed_plain(credential["networks"]);
  const auto used = credential["last_used_at"].text();
  add(say("credential.name"), credential["name"].text());
  add(say("key.prefix"), credential["prefix"].text());
  add(say("credential.scopes"), listed(credential["scopes"], "scope."));
  add(say("credential.networks"),
      networks.empty() ? std::string(say("credential.anywhere")) : networks);
  add(say("admin.made"), time_text(credential["created_at"].text()));
  add(say("credential.last_used"),
      used.empty() ? std::string(say("admin.never")) : time_text(used));
  const auto import = credential["import_until"].text();
  add(say("key.import"), import.empty() ? "" : time_text(import));
  add(say("credential.state"), credential_state(credential));
  return list;
}

Table credential_table(std::string_view caption, const core::JsonArray& all,
                       const std::string& place) {
  Table table{.caption = std::string(caption),
              .head = {{std::string(say("credential.name"))},
                       {std::string(say("credential.scopes"))},
                       {std::string(say("credential.networks"))},
                       {std::string(say("credential.last_used"))},
                       {std::string(say("credential.state"))}},
              .rows = {},
              .first_is_header = true};
  for (const auto& item : all) {
    const JsonView one(item);
    const auto networks = listed_plain(one["networks"]);
    const auto used = one["last_used_at"].text();
    table.rows.push_back({{.text = one["name"].text(), .href = place + one["id"].text()},
                          {listed(one["scopes"], "scope.")},
                          {networks.empty() ? std::string(say("credential.anywhere")) : networks},
                          {used.empty() ? std::string(say("admin.never")) : time_text(used)},
                          {credential_state(one)}});
  }
  return table;
}

}  // namespace badgewatch::web
