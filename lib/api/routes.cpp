#include "api/routes.hpp"

#include "api/adjudications.hpp"
#include "api/alerts.hpp"
#include "api/checks.hpp"
#include "api/decisions.hpp"
#include "api/health.hpp"
#include "api/licences.hpp"
#include "api/log.hpp"
#include "api/uploads.hpp"

namespace badgewatch::api {

std::vector<http::Route<Action>> routes() {
  using enum access::Scope;
  return {
      {"PUT", "/v1/licences/{licence_number}", {.scope = licences, .handler = put_licence}},
      {"GET", "/v1/licences/{licence_number}", {.scope = licences, .handler = get_licence}},
      {"POST", "/v1/licences/batch", {.scope = licences, .upload = upload_licences}},
      {"POST", "/v1/decisions", {.scope = decisions, .handler = post_decision}},
      {"GET", "/v1/decisions/{id}", {.scope = decisions, .handler = get_decision}},
      {"POST", "/v1/decisions/batch", {.scope = decisions, .upload = upload_decisions}},
      {"POST", "/v1/checks", {.scope = checks, .handler = post_check}},
      {"GET", "/v1/checks/{id}", {.scope = checks, .handler = get_check}},
      {"POST", "/v1/checks/batch", {.scope = checks, .upload = upload_checks}},
      {"POST",
       "/v1/checks/{id}/hits/{hit_id}/adjudication",
       {.scope = checks, .handler = post_adjudication}},
      {"GET", "/v1/alerts", {.scope = alerts, .handler = get_alerts}},
      {"GET", "/v1/events", {.scope = alerts, .handler = get_events}},
      {"GET", "/v1/log/checkpoint", {.scope = any, .handler = get_log_checkpoint}},
      {"GET", "/v1/log/tile/{level}/{n}", {.scope = any, .handler = get_log_tile}},
      {"GET", "/v1/log/tile/{level}/{n}/{n2}", {.scope = any, .handler = get_log_tile}},
      {"GET", "/v1/log/tile/{level}/{n}/{n2}/{n3}", {.scope = any, .handler = get_log_tile}},
      {"GET", "/v1/log/tile/{level}/{n}/{n2}/{n3}/{w}", {.scope = any, .handler = get_log_tile}},
      {"GET", "/v1/log/leaves/{leaf}", {.scope = any, .handler = get_log_leaf}},
      {"GET", "/v1/log/consistency", {.scope = any, .handler = get_log_consistency}},
      {"GET", "/livez", {.immediate = get_livez}},
      {"GET", "/readyz", {.open = get_readyz}},
      {"GET", "/metrics", {.open = get_metrics}},
      {"GET", "/openapi.json", {.open = get_openapi}},
  };
}

}  // namespace badgewatch::api
