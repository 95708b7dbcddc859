#include "api/routes.hpp"

#include "api/adjudications.hpp"
#include "api/alerts.hpp"
#include "api/checks.hpp"
#include "api/clients.hpp"
#include "api/decisions.hpp"
#include "api/events.hpp"
#include "api/health.hpp"
#include "api/keys.hpp"
#include "api/licences.hpp"
#include "api/log.hpp"
#include "api/token.hpp"
#include "api/uploads.hpp"

#include <stdexcept>

namespace badgewatch::api {

namespace {

std::vector<http::Route<Action>> calls() {
  return {
      {"PUT", "/v1/licences/{licence_number}", {.handler = put_licence}},
      {"GET", "/v1/licences/{licence_number}", {.handler = get_licence}},
      {"POST", "/v1/licences/batch", {.upload = upload_licences}},
      {"POST", "/v1/decisions", {.handler = post_decision}},
      {"GET", "/v1/decisions/{id}", {.handler = get_decision}},
      {"POST", "/v1/decisions/batch", {.upload = upload_decisions}},
      {"POST", "/v1/checks", {.handler = post_check}},
      {"GET", "/v1/checks/{id}", {.handler = get_check}},
      {"POST", "/v1/checks/batch", {.upload = upload_checks}},
      {"POST", "/v1/checks/{id}/hits/{hit_id}/adjudication", {.handler = post_adjudication}},
      {"GET", "/v1/alerts", {.handler = get_alerts}},
      {"GET", "/v1/events", {.handler = get_events}},
      {"GET", "/v1/log/checkpoint", {.handler = get_log_checkpoint}},
      {"GET", "/v1/log/tile/{level}/{n}", {.handler = get_log_tile}},
      {"GET", "/v1/log/tile/{level}/{n}/{n2}", {.handler = get_log_tile}},
      {"GET", "/v1/log/tile/{level}/{n}/{n2}/{n3}", {.handler = get_log_tile}},
      {"GET", "/v1/log/tile/{level}/{n}/{n2}/{n3}/{w}", {.handler = get_log_tile}},
      {"GET", "/v1/log/leaves/{leaf}", {.handler = get_log_leaf}},
      {"GET", "/v1/log/consistency", {.handler = get_log_consistency}},
      {"GET", "/v1/keys", {.handler = get_keys}},
      {"POST", "/v1/keys", {.handler = post_key}},
      {"DELETE", "/v1/keys/{id}", {.handler = delete_key}},
      {"GET", "/v1/clients", {.handler = get_clients}},
      {"POST", "/v1/clients", {.handler = post_client}},
      {"GET", "/v1/clients/{id}", {.handler = get_client}},
      {"PUT", "/v1/clients/{id}/jwks", {.handler = put_client_jwks}},
      {"DELETE", "/v1/clients/{id}", {.handler = delete_client}},
      {"POST", "/v1/token", {.anyone = post_token}},
      {"GET", "/livez", {.immediate = get_livez}},
      {"GET", "/readyz", {.open = get_readyz}},
      {"GET", "/metrics", {.open = get_metrics}},
      {"GET", "/openapi.json", {.open = get_openapi}},
  };
}

const access::Permission& permission_for(const http::Route<Action>& call) {
  const auto* permission = access::permission_of(call.method, call.pattern);
  const auto name = call.method + " " + call.pattern;
  if (permission == nullptr) throw std::logic_error(name + " has no row in access/permissions.cpp");
  const bool asks = call.action.handler != nullptr || call.action.upload != nullptr;
  if (asks == (permission->scope == access::Scope::none))
    throw std::logic_error(name + " is open to everybody by one of the two and not by the other");
  return *permission;
}

}  // namespace

std::vector<http::Route<Action>> routes() {
  auto all = calls();
  for (auto& call : all)
    call.action.permission = &permission_for(call);
  return all;
}

}  // namespace badgewatch::api
