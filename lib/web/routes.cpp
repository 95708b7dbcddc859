#include "web/account.hpp"
#include "web/admin.hpp"
#include "web/alert.hpp"
#include "web/alerts.hpp"
#include "web/api_pages.hpp"
#include "web/ask_disclosure.hpp"
#include "web/certificate.hpp"
#include "web/check_answer.hpp"
#include "web/check_form.hpp"
#include "web/check_many.hpp"
#include "web/clients.hpp"
#include "web/concern.hpp"
#include "web/concern_form.hpp"
#include "web/concern_statistics.hpp"
#include "web/concerns.hpp"
#include "web/correction.hpp"
#include "web/corrections.hpp"
#include "web/decision_change.hpp"
#include "web/decision_form.hpp"
#include "web/decision_life.hpp"
#include "web/decisions.hpp"
#include "web/decisions_upload.hpp"
#include "web/driver_history.hpp"
#include "web/drivers.hpp"
#include "web/duties.hpp"
#include "web/figures.hpp"
#include "web/grants.hpp"
#include "web/help.hpp"
#include "web/home.hpp"
#include "web/invitation.hpp"
#include "web/keys.hpp"
#include "web/lateness.hpp"
#include "web/licences_upload.hpp"
#include "web/mail_address.hpp"
#include "web/mail_addresses.hpp"
#include "web/mapping.hpp"
#include "web/mapping_form.hpp"
#include "web/mappings.hpp"
#include "web/officer.hpp"
#include "web/officers.hpp"
#include "web/own_contact.hpp"
#include "web/own_factors.hpp"
#include "web/register_standing.hpp"
#include "web/reports.hpp"
#include "web/request.hpp"
#include "web/requests.hpp"
#include "web/roster.hpp"
#include "web/runs.hpp"
#include "web/search_log.hpp"
#include "web/search_review.hpp"
#include "web/sign_in.hpp"
#include "web/site.hpp"
#include "web/step_up.hpp"
#include "web/undecided_hits.hpp"
#include "web/webhook.hpp"
#include "web/webhooks.hpp"

#include <stdexcept>

namespace badgewatch::web {

std::vector<http::Route<PageAction>> pages() {
  std::vector<http::Route<PageAction>> all = {
      {"GET", "/", {show_home, false, "GET", "/v1/session"}},
      {"GET", "/alerts", {show_alerts, false, "GET", "/v1/alerts"}},
      {"GET", "/alerts/{id}", {show_alert, false, "GET", "/v1/alerts/{id}"}},
      {"POST", "/alerts/{id}/changes", {do_alert_change, false, "POST", "/v1/alerts/{id}/changes"}},
      {"GET", "/check", {show_check_form, false, "POST", "/v1/checks"}},
      {"POST", "/check", {do_check, false, "POST", "/v1/checks"}},
      {"GET", "/checks/{id}", {show_check, false, "GET", "/v1/checks/{id}"}},
      {"GET", "/checks/{id}/certificate", {show_certificate, false, "GET", "/v1/checks/{id}"}},
      {"POST",
       "/checks/{id}/hits/{hit}/finding",
       {do_decide_hit, false, "POST", "/v1/checks/{id}/hits/{hit_id}/adjudication"}},
      {"GET",
       "/checks/{id}/hits/{hit}/request",
       {show_ask_disclosure, false, "POST", "/v1/disclosure-requests"}},
      {"POST",
       "/checks/{id}/hits/{hit}/request",
       {do_ask_disclosure, false, "POST", "/v1/disclosure-requests"}},
      {"GET", "/concerns", {show_concerns, false, "GET", "/v1/concerns"}},
      {"GET", "/concerns/new", {show_concern_form, false, "POST", "/v1/concerns"}},
      {"POST", "/concerns/new", {do_report_concern, false, "POST", "/v1/concerns"}},
      {"GET", "/concerns/{id}", {show_concern, false, "GET", "/v1/concerns/{id}"}},
      {"POST",
       "/concerns/{id}/changes",
       {do_concern_change, false, "POST", "/v1/concerns/{id}/changes"}},
      {"GET", "/requests", {show_requests, false, "GET", "/v1/disclosure-requests"}},
      {"GET", "/requests/{id}", {show_request, false, "GET", "/v1/disclosure-requests/{id}"}},
      {"POST",
       "/requests/{id}/messages",
       {do_request_message, false, "POST", "/v1/disclosure-requests/{id}/messages"}},
      {"POST",
       "/requests/{id}/answer",
       {do_request_answer, false, "POST", "/v1/disclosure-requests/{id}/answer"}},
      {"POST",
       "/requests/{id}/had-regard",
       {do_request_had_regard, false, "POST", "/v1/disclosure-requests/{id}/had-regard"}},
      {"POST",
       "/requests/{id}/withdrawal",
       {do_request_withdraw, false, "POST", "/v1/disclosure-requests/{id}/withdrawal"}},
      {"POST",
       "/requests/{id}/attachments",
       {do_request_attachment, false, "POST", "/v1/disclosure-requests/{id}/attachments",
        largest_form_with_file}},
      {"GET", "/duties", {show_duties, false, "GET", "/v1/duties"}},
      {"GET", "/undecided-hits", {show_undecided_hits, false, "GET", "/v1/undecided-hits"}},
      {"GET", "/corrections", {show_corrections, false, "GET", "/v1/rectification-requests"}},
      {"GET",
       "/corrections/{id}",
       {show_correction, false, "GET", "/v1/rectification-requests/{id}"}},
      {"POST",
       "/corrections/{id}/answer",
       {do_answer_correction, false, "POST", "/v1/rectification-requests/{id}/answer"}},
      {"POST",
       "/corrections/{id}/extension",
       {do_extend_correction, false, "POST", "/v1/rectification-requests/{id}/extension"}},
      {"POST",
       "/corrections/{id}/withdrawal",
       {do_withdraw_correction, false, "POST", "/v1/rectification-requests/{id}/withdrawal"}},
      {"GET", "/check-many", {show_check_many, false, "POST", "/v1/checks/batch"}},
      {"POST",
       "/check-many",
       {do_check_many, false, "POST", "/v1/checks/batch", largest_form_with_file}},
      {"POST",
       "/check-many/results",
       {do_download_results, false, "POST", "/v1/checks/batch", largest_form_with_file}},
      {"GET", "/searches", {show_search_log, false, "GET", "/v1/checks"}},
      {"GET", "/searches/review", {show_search_review, false, "GET", "/v1/misuse/flags"}},
      {"POST",
       "/searches/review/{kind}/{id}",
       {do_review_search, false, "POST", "/v1/misuse/flags/{id}/review"}},
      {"GET", "/drivers", {show_drivers, false, "GET", "/v1/licences/{licence_number}"}},
      {"POST", "/drivers", {do_look_up_driver, false, "GET", "/v1/licences/{licence_number}"}},
      {"POST",
       "/drivers/history",
       {do_show_driver_history, false, "GET", "/v1/licences/{licence_number}/history"}},
      {"POST",
       "/drivers/elsewhere",
       {do_show_driver_elsewhere, false, "GET", "/v1/licences/{licence_number}/elsewhere"}},
      {"GET", "/drivers/upload", {show_licences_upload, false, "POST", "/v1/licences/batch"}},
      {"POST",
       "/drivers/upload",
       {do_upload_licences, false, "POST", "/v1/licences/batch", largest_form_with_file}},
      {"GET", "/drivers/roster", {show_roster_form, false, "POST", "/v1/rosters"}},
      {"POST",
       "/drivers/roster",
       {do_compare_roster, false, "POST", "/v1/rosters", largest_form_with_file}},
      {"GET", "/drivers/roster/{id}", {show_roster, false, "GET", "/v1/rosters/{id}"}},
      {"POST", "/drivers/roster/{id}", {do_apply_roster, false, "POST", "/v1/rosters/{id}/apply"}},
      {"GET", "/decisions", {show_decisions, false, "GET", "/v1/decisions"}},
      {"POST", "/decisions", {do_look_up_decisions, false, "GET", "/v1/decisions"}},
      {"GET", "/decisions/new", {show_decision_form, false, "POST", "/v1/decisions"}},
      {"POST", "/decisions/new", {do_enter_decision, false, "POST", "/v1/decisions"}},
      {"GET", "/decisions/upload", {show_decisions_upload, false, "POST", "/v1/decisions/batch"}},
      {"POST",
       "/decisions/upload",
       {do_upload_decisions, false, "POST", "/v1/decisions/batch", largest_form_with_file}},
      {"GET", "/decisions/{id}", {show_decision, false, "GET", "/v1/decisions/{id}"}},
      {"GET",
       "/decisions/{id}/change/{change}",
       {show_decision_change, false, "POST", "/v1/decisions/{id}/changes"}},
      {"POST",
       "/decisions/{id}/change/{change}",
       {do_change_decision, false, "POST", "/v1/decisions/{id}/changes"}},
      {"GET", "/reports", {show_reports, false, "GET", "/v1/session"}},
      {"POST", "/reports/runs", {do_ask_run, false, "POST", "/v1/reconciliations"}},
      {"GET", "/reports/runs/{id}", {show_run, false, "GET", "/v1/reconciliations/{id}"}},
      {"GET",
       "/reports/runs/{id}/differences.csv",
       {show_run_csv, false, "GET", "/v1/reconciliations/{id}"}},
      {"GET",
       "/reports/runs/{id}/figures",
       {show_figures, false, "GET", "/v1/reconciliations/{id}/report"}},
      {"GET",
       "/reports/runs/{id}/figures.csv",
       {show_figures_csv, false, "GET", "/v1/reconciliations/{id}/report"}},
      {"GET",
       "/reports/runs/{id}/figures.html",
       {show_figures_alone, false, "GET", "/v1/reconciliations/{id}/report"}},
      {"GET", "/reports/loopholes", {show_loopholes, false, "GET", "/v1/reconciliations"}},
      {"GET", "/reports/loopholes.csv", {show_loopholes_csv, false, "GET", "/v1/reconciliations"}},
      {"GET", "/reports/data-quality", {show_data_quality, false, "GET", "/v1/reconciliations"}},
      {"GET",
       "/reports/data-quality.csv",
       {show_data_quality_csv, false, "GET", "/v1/reconciliations"}},
      {"GET", "/reports/lateness", {show_lateness, false, "GET", "/v1/reports/lateness"}},
      {"GET", "/reports/lateness.csv", {show_lateness_csv, false, "GET", "/v1/reports/lateness"}},
      {"GET", "/reports/grants", {show_grants, false, "GET", "/v1/reports/grants"}},
      {"GET", "/reports/grants.csv", {show_grants_csv, false, "GET", "/v1/reports/grants"}},
      {"GET", "/reports/concerns", {show_concern_statistics, false, "GET", "/v1/reports/concerns"}},
      {"GET",
       "/reports/concerns.csv",
       {show_concern_statistics_csv, false, "GET", "/v1/reports/concerns"}},
      {"GET", "/help", {show_help, true}},
      {"GET", "/help/tour", {show_tour, true}},
      {"GET", "/help/{topic}", {show_help_topic, true}},
      {"GET", "/help/api", {show_api, true}},
      {"GET", "/help/api/{operation}", {show_api_operation, true}},
      {"GET", "/help/api/schemas/{schema}", {show_api_schema, true}},
      {"GET", "/admin", {show_admin, false, "GET", "/v1/session"}},
      {"GET", "/admin/officers", {show_officers, false, "GET", "/v1/officers"}},
      {"GET", "/admin/officers/new", {show_officer_form, false, "POST", "/v1/officers"}},
      {"POST", "/admin/officers/new", {do_invite_officer, false, "POST", "/v1/officers"}},
      {"GET", "/admin/officers/{id}", {show_officer, false, "GET", "/v1/officers/{id}"}},
      {"POST",
       "/admin/officers/{id}/roles",
       {do_set_roles, false, "PUT", "/v1/officers/{id}/roles"}},
      {"POST",
       "/admin/officers/{id}/invitation",
       {do_invite_again, false, "POST", "/v1/officers/{id}/invitation"}},
      {"POST",
       "/admin/officers/{id}/enable",
       {do_enable_officer, false, "POST", "/v1/officers/{id}/enable"}},
      {"POST",
       "/admin/officers/{id}/sign-out",
       {do_sign_officer_out, false, "DELETE", "/v1/officers/{id}/sessions"}},
      {"POST",
       "/admin/officers/{id}/disable",
       {do_disable_officer, false, "DELETE", "/v1/officers/{id}"}},
      {"GET", "/admin/keys", {show_keys, false, "GET", "/v1/keys"}},
      {"GET", "/admin/keys/new", {show_key_form, false, "POST", "/v1/keys"}},
      {"POST", "/admin/keys/new", {do_make_key, false, "POST", "/v1/keys"}},
      {"GET", "/admin/keys/{id}", {show_key, false, "GET", "/v1/keys"}},
      {"POST", "/admin/keys/{id}/end", {do_revoke_key, false, "DELETE", "/v1/keys/{id}"}},
      {"GET", "/admin/clients", {show_clients, false, "GET", "/v1/clients"}},
      {"GET", "/admin/clients/new", {show_client_form, false, "POST", "/v1/clients"}},
      {"POST", "/admin/clients/new", {do_register_client, false, "POST", "/v1/clients"}},
      {"GET", "/admin/clients/{id}", {show_client, false, "GET", "/v1/clients/{id}"}},
      {"POST",
       "/admin/clients/{id}/keys",
       {do_replace_client_keys, false, "PUT", "/v1/clients/{id}/jwks"}},
      {"POST", "/admin/clients/{id}/end", {do_end_client, false, "DELETE", "/v1/clients/{id}"}},
      {"GET", "/admin/mail", {show_mail_addresses, false, "GET", "/v1/mail-addresses"}},
      {"GET", "/admin/mail/new", {show_mail_address_form, false, "POST", "/v1/mail-addresses"}},
      {"POST", "/admin/mail/new", {do_add_mail_address, false, "POST", "/v1/mail-addresses"}},
      {"GET", "/admin/mail/{id}", {show_mail_address, false, "GET", "/v1/mail-addresses/{id}"}},
      {"POST",
       "/admin/mail/{id}/confirmation",
       {do_confirm_mail_address, false, "POST", "/v1/mail-addresses/{id}/confirmation"}},
      {"POST",
       "/admin/mail/{id}/code",
       {do_send_mail_code, false, "POST", "/v1/mail-addresses/{id}/code"}},
      {"POST",
       "/admin/mail/{id}/test",
       {do_test_mail_address, false, "POST", "/v1/mail-addresses/{id}/test"}},
      {"POST",
       "/admin/mail/{id}/settings",
       {do_set_mail_address, false, "PUT", "/v1/mail-addresses/{id}"}},
      {"POST",
       "/admin/mail/{id}/state",
       {do_set_mail_state, false, "PUT", "/v1/mail-addresses/{id}"}},
      {"POST",
       "/admin/mail/{id}/remove",
       {do_remove_mail_address, false, "DELETE", "/v1/mail-addresses/{id}"}},
      {"GET", "/admin/webhooks", {show_webhooks, false, "GET", "/v1/webhooks"}},
      {"GET", "/admin/webhooks/new", {show_webhook_form, false, "POST", "/v1/webhooks"}},
      {"POST", "/admin/webhooks/new", {do_add_webhook, false, "POST", "/v1/webhooks"}},
      {"GET", "/admin/webhooks/{id}", {show_webhook, false, "GET", "/v1/webhooks/{id}"}},
      {"POST",
       "/admin/webhooks/{id}/test",
       {do_test_webhook, false, "POST", "/v1/webhooks/{id}/test"}},
      {"POST",
       "/admin/webhooks/{id}/key",
       {do_rotate_webhook_key, false, "POST", "/v1/webhooks/{id}/key"}},
      {"POST",
       "/admin/webhooks/{id}/state",
       {do_set_webhook_state, false, "PUT", "/v1/webhooks/{id}/state"}},
      {"POST",
       "/admin/webhooks/{id}/replay",
       {do_replay_webhook, false, "POST", "/v1/webhooks/{id}/replay"}},
      {"POST",
       "/admin/webhooks/{id}/remove",
       {do_remove_webhook, false, "DELETE", "/v1/webhooks/{id}"}},
      {"GET", "/admin/register", {show_register, false, "GET", "/v1/register"}},
      {"GET", "/admin/authorities", {show_authorities, false, "GET", "/v1/register"}},
      {"GET", "/admin/contact", {show_own_contact, false, "PUT", "/v1/contact"}},
      {"POST", "/admin/contact", {do_say_contact, false, "PUT", "/v1/contact"}},
      {"GET", "/admin/mappings", {show_mappings, false, "GET", "/v1/column-mappings"}},
      {"GET",
       "/admin/mappings/new",
       {show_heading_row, false, "PUT", "/v1/column-mappings/{name}"}},
      {"POST",
       "/admin/mappings/new",
       {do_read_heading_row, false, "PUT", "/v1/column-mappings/{name}", largest_form_with_file}},
      {"POST",
       "/admin/mappings/make",
       {do_make_mapping, false, "PUT", "/v1/column-mappings/{name}"}},
      {"GET",
       "/admin/mappings/named/{name}",
       {show_mapping, false, "GET", "/v1/column-mappings/{name}"}},
      {"GET",
       "/admin/mappings/named/{name}/change",
       {show_mapping_change, false, "PUT", "/v1/column-mappings/{name}"}},
      {"POST",
       "/admin/mappings/named/{name}/change",
       {do_change_mapping, false, "PUT", "/v1/column-mappings/{name}"}},
      {"POST",
       "/admin/mappings/named/{name}/remove",
       {do_remove_mapping, false, "DELETE", "/v1/column-mappings/{name}"}},
      {"GET", "/invitation", {show_invitation, true}},
      {"POST", "/invitation", {do_take_invitation, true}},
      {"POST", "/invitation/code", {do_confirm_invitation, true}},
      {"GET", "/sign-in", {show_sign_in, true}},
      {"POST", "/sign-in", {do_sign_in, true}},
      {"POST", "/sign-out", {do_sign_out, false, "DELETE", "/v1/session"}},
      {"GET", "/account", {show_account, false, "GET", "/v1/sessions"}},
      {"POST", "/account/sign-out", {do_end_session, false, "DELETE", "/v1/sessions/{id}"}},
      {"GET", "/account/password", {show_own_password, false, "PUT", "/v1/session/password"}},
      {"POST", "/account/password", {do_change_password, false, "PUT", "/v1/session/password"}},
      {"GET", "/account/app", {show_own_app, false, "POST", "/v1/session/totp"}},
      {"POST", "/account/app", {do_propose_app, false, "POST", "/v1/session/totp"}},
      {"POST",
       "/account/app/code",
       {do_confirm_app, false, "POST", "/v1/session/totp/confirmation"}},
      {"GET",
       "/account/recovery-codes",
       {show_own_codes, false, "POST", "/v1/session/recovery-codes"}},
      {"POST",
       "/account/recovery-codes",
       {do_make_codes, false, "POST", "/v1/session/recovery-codes"}},
      {"GET", "/step-up", {show_step_up, false, "POST", "/v1/session/step-up"}},
      {"POST", "/step-up", {do_step_up, false, "POST", "/v1/session/step-up"}},
  };
  for (const auto& page : all) {
    const auto& action = page.action;
    if (action.open || access::permission_of(action.method, action.pattern) != nullptr) continue;
    throw std::logic_error(page.method + " " + page.pattern + " is for a call without a row");
  }
  return all;
}

}  // namespace badgewatch::web
