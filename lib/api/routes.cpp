#include "api/routes.hpp"

#include "api/adjudications.hpp"
#include "api/alerts.hpp"
#include "api/case_outcomes.hpp"
#include "api/checks.hpp"
#include "api/clients.hpp"
#include "api/column_mappings.hpp"
#include "api/concerns.hpp"
#include "api/contacts.hpp"
#include "api/decision_changes.hpp"
#include "api/decisions.hpp"
#include "api/disclosures.hpp"
#include "api/duties.hpp"
#include "api/events.hpp"
#include "api/health.hpp"
#include "api/holds.hpp"
#include "api/identity_providers.hpp"
#include "api/invitation.hpp"
#include "api/keys.hpp"
#include "api/licence_history.hpp"
#include "api/licences.hpp"
#include "api/log.hpp"
#include "api/mail_addresses.hpp"
#include "api/misuse.hpp"
#include "api/officers.hpp"
#include "api/own_lists.hpp"
#include "api/reconciliations.hpp"
#include "api/rectifications.hpp"
#include "api/register.hpp"
#include "api/rosters.hpp"
#include "api/session.hpp"
#include "api/sign_in.hpp"
#include "api/subject_access.hpp"
#include "api/token.hpp"
#include "api/undecided_hits.hpp"
#include "api/uploads.hpp"
#include "api/webhooks.hpp"

#include <stdexcept>

namespace badgewatch::api {

namespace {

std::vector<http::Route<Action>> calls() {
  return {
      {"PUT", "/v1/licences/{licence_number}", {.handler = put_licence}},
      {"GET", "/v1/licences/{licence_number}", {.handler = get_licence}},
      {"GET", "/v1/licences/{licence_number}/history", {.handler = get_licence_history}},
      {"GET", "/v1/licences/{licence_number}/elsewhere", {.handler = get_licence_elsewhere}},
      {"POST", "/v1/licences/batch", {.upload = upload_licences}},
      {"GET", "/v1/column-mappings", {.handler = get_column_mappings}},
      {"GET", "/v1/column-mappings/{name}", {.handler = get_column_mapping}},
      {"PUT", "/v1/column-mappings/{name}", {.handler = put_column_mapping}},
      {"DELETE", "/v1/column-mappings/{name}", {.handler = delete_column_mapping}},
      {"POST", "/v1/decisions", {.handler = post_decision}},
      {"GET", "/v1/decisions", {.handler = get_decisions}},
      {"GET", "/v1/decisions/{id}", {.handler = get_decision}},
      {"POST", "/v1/decisions/{id}/changes", {.handler = post_decision_change}},
      {"GET", "/v1/decisions/{id}/seen-by", {.handler = get_seen_by}},
      {"POST", "/v1/decisions/batch", {.upload = upload_decisions}},
      {"POST", "/v1/checks", {.handler = post_check}},
      {"GET", "/v1/checks", {.handler = get_checks}},
      {"GET", "/v1/checks/{id}", {.handler = get_check}},
      {"POST", "/v1/checks/batch", {.upload = upload_checks}},
      {"POST", "/v1/checks/{id}/hits/{hit_id}/adjudication", {.handler = post_adjudication}},
      {"POST", "/v1/checks/{id}/outcome", {.handler = post_case_outcome}},
      {"GET", "/v1/undecided-hits", {.handler = get_undecided_hits}},
      {"GET", "/v1/reports/grants", {.handler = get_grants}},
      {"POST", "/v1/rectification-requests", {.handler = post_rectification}},
      {"GET", "/v1/rectification-requests", {.handler = get_rectifications}},
      {"GET", "/v1/rectification-requests/{id}", {.handler = get_rectification}},
      {"POST", "/v1/rectification-requests/{id}/answer", {.handler = post_rectification_answer}},
      {"POST",
       "/v1/rectification-requests/{id}/extension",
       {.handler = post_rectification_extension}},
      {"POST",
       "/v1/rectification-requests/{id}/withdrawal",
       {.handler = post_rectification_withdrawal}},
      {"POST", "/v1/duties/{id}/clock", {.handler = post_duty_clock}},
      {"GET", "/v1/contact", {.handler = get_contact}},
      {"PUT", "/v1/contact", {.handler = put_contact}},
      {"POST", "/v1/subject-requests", {.handler = post_subject_request}},
      {"POST", "/v1/subject-requests/{id}/bundle", {.handler = post_subject_bundle}},
      {"POST", "/v1/disclosure-requests", {.handler = post_disclosure}},
      {"GET", "/v1/disclosure-requests", {.handler = get_disclosures}},
      {"GET", "/v1/disclosure-requests/{id}", {.handler = get_disclosure}},
      {"POST", "/v1/disclosure-requests/{id}/answer", {.handler = post_disclosure_answer}},
      {"POST", "/v1/disclosure-requests/{id}/had-regard", {.handler = post_disclosure_regard}},
      {"POST", "/v1/disclosure-requests/{id}/withdrawal", {.handler = post_disclosure_withdrawal}},
      {"POST", "/v1/disclosure-requests/{id}/messages", {.handler = post_disclosure_message}},
      {"POST",
       "/v1/disclosure-requests/{id}/attachments",
       {.handler = post_disclosure_attachment, .body_limit = largest_file_body}},
      {"GET",
       "/v1/disclosure-requests/{id}/attachments/{attachment_id}",
       {.handler = get_disclosure_attachment}},
      {"GET", "/v1/alerts", {.handler = get_alerts}},
      {"GET", "/v1/alert-counts", {.handler = get_alert_counts}},
      {"GET", "/v1/licences/{licence_number}/alerts", {.handler = get_licence_alerts}},
      {"GET", "/v1/alerts/{id}", {.handler = get_alert}},
      {"POST", "/v1/alerts/{id}/changes", {.handler = post_alert_change}},
      {"GET", "/v1/events", {.handler = get_events}},
      {"GET", "/v1/misuse/flags", {.handler = get_misuse_flags}},
      {"POST", "/v1/misuse/flags/{id}/review", {.handler = post_flag_review}},
      {"GET", "/v1/misuse/sample", {.handler = get_misuse_sample}},
      {"POST", "/v1/misuse/sample/{id}/review", {.handler = post_sample_review}},
      {"POST", "/v1/concerns", {.handler = post_concern}},
      {"GET", "/v1/concerns", {.handler = get_concerns}},
      {"GET", "/v1/concerns/{id}", {.handler = get_concern}},
      {"POST", "/v1/concerns/{id}/changes", {.handler = post_concern_change}},
      {"GET", "/v1/reports/concerns", {.handler = get_concern_report}},
      {"GET", "/v1/duties", {.handler = get_duties}},
      {"GET", "/v1/reports/lateness", {.handler = get_lateness}},
      {"GET", "/v1/holds", {.handler = get_holds}},
      {"POST", "/v1/holds/{id}/release", {.handler = post_hold_release}},
      {"POST", "/v1/reconciliations", {.handler = post_reconciliation}},
      {"GET", "/v1/reconciliations", {.handler = get_reconciliations}},
      {"GET", "/v1/reconciliations/{id}", {.handler = get_reconciliation}},
      {"GET", "/v1/reconciliations/{id}/report", {.handler = get_reconciliation_report}},
      {"POST", "/v1/rosters", {.upload = upload_roster}},
      {"GET", "/v1/rosters/{id}", {.handler = get_roster}},
      {"POST", "/v1/rosters/{id}/apply", {.handler = post_roster_application}},
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
      {"GET", "/v1/webhooks", {.handler = get_webhooks}},
      {"POST", "/v1/webhooks", {.handler = post_webhook}},
      {"GET", "/v1/webhooks/{id}", {.handler = get_webhook}},
      {"DELETE", "/v1/webhooks/{id}", {.handler = delete_webhook}},
      {"POST", "/v1/webhooks/{id}/key", {.handler = post_webhook_key}},
      {"POST", "/v1/webhooks/{id}/test", {.handler = post_webhook_test}},
      {"POST", "/v1/webhooks/{id}/replay", {.handler = post_webhook_replay}},
      {"PUT", "/v1/webhooks/{id}/state", {.handler = put_webhook_state}},
      {"GET", "/v1/webhooks/{id}/attempts", {.handler = get_webhook_attempts}},
      {"GET", "/v1/mail-addresses", {.handler = get_mail_addresses}},
      {"POST", "/v1/mail-addresses", {.handler = post_mail_address}},
      {"GET", "/v1/mail-addresses/{id}", {.handler = get_mail_address}},
      {"PUT", "/v1/mail-addresses/{id}", {.handler = put_mail_address}},
      {"DELETE", "/v1/mail-addresses/{id}", {.handler = delete_mail_address}},
      {"POST", "/v1/mail-addresses/{id}/code", {.handler = post_mail_code}},
      {"POST", "/v1/mail-addresses/{id}/test", {.handler = post_mail_test}},
      {"POST", "/v1/mail-addresses/{id}/confirmation", {.handler = post_mail_confirmation}},
      {"GET", "/v1/mail-addresses/{id}/attempts", {.handler = get_mail_attempts}},
      {"GET", "/v1/officers", {.handler = get_officers}},
      {"POST", "/v1/officers", {.handler = post_officer}},
      {"GET", "/v1/officers/{id}", {.handler = get_officer}},
      {"PUT", "/v1/officers/{id}/roles", {.handler = put_officer_roles}},
      {"POST", "/v1/officers/{id}/invitation", {.handler = post_officer_invitation}},
      {"POST", "/v1/officers/{id}/enable", {.handler = post_officer_enable}},
      {"DELETE", "/v1/officers/{id}/sessions", {.handler = delete_officer_sessions}},
      {"DELETE", "/v1/officers/{id}", {.handler = delete_officer}},
      {"GET", "/v1/session", {.handler = get_session}},
      {"DELETE", "/v1/session", {.handler = delete_session}},
      {"POST", "/v1/session/step-up", {.handler = post_step_up}},
      {"PUT", "/v1/session/password", {.handler = put_password}},
      {"POST", "/v1/session/totp", {.handler = post_totp}},
      {"POST", "/v1/session/totp/confirmation", {.handler = post_totp_confirmation}},
      {"POST", "/v1/session/recovery-codes", {.handler = post_recovery_codes}},
      {"GET", "/v1/sessions", {.handler = get_sessions}},
      {"DELETE", "/v1/sessions/{id}", {.handler = delete_session_of_mine}},
      {"POST", "/v1/session", {.anyone = post_session}},
      {"POST", "/v1/invitation", {.anyone = post_invitation}},
      {"POST", "/v1/invitation/confirmation", {.anyone = post_invitation_confirmation}},
      {"POST", "/v1/token", {.anyone = post_token}},
      {"GET", "/v1/identity-providers", {.visitor = get_identity_providers}},
      {"GET", "/v1/identity-providers/{provider}/sign-in", {.visitor = get_provider_sign_in}},
      {"GET", "/v1/identity-providers/{provider}/callback", {.visitor = get_provider_callback}},
      {"GET", "/v1/identity-providers/{provider}/jwks", {.visitor = get_provider_jwks}},
      {"POST", "/v1/identity-providers/{provider}/logout", {.visitor = post_provider_logout}},
      {"GET", "/v1/register", {.handler = get_register}},
      {"GET", "/v1/authorities", {.handler = get_authorities}},
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
