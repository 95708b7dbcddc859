#include "domain/alert.hpp"

#include "domain/named.hpp"

namespace badgewatch::domain {

namespace {

constexpr Names<AlertKind, 20> kinds{
    {{AlertKind::licensee_matched, "licensee_matched"},
     {AlertKind::earlier_check_contradicted, "earlier_check_contradicted"},
     {AlertKind::entry_changed, "entry_changed"},
     {AlertKind::concern_about_licensee, "concern_about_licensee"},
     {AlertKind::concern_considered, "concern_considered"},
     {AlertKind::concerns_joined, "concerns_joined"},
     {AlertKind::concern_came_back, "concern_came_back"},
     {AlertKind::duty_due, "duty_due"},
     {AlertKind::disclosure_asked, "disclosure_asked"},
     {AlertKind::disclosure_answered, "disclosure_answered"},
     {AlertKind::disclosure_message, "disclosure_message"},
     {AlertKind::rectification_asked, "rectification_asked"},
     {AlertKind::rectification_answered, "rectification_answered"},
     {AlertKind::entries_held, "entries_held"},
     {AlertKind::webhook_disabled, "webhook_disabled"},
     {AlertKind::dual_licence, "dual_licence"},
     {AlertKind::applicant_pending_elsewhere, "applicant_pending_elsewhere"},
     {AlertKind::revoked_without_entry, "revoked_without_entry"},
     {AlertKind::data_quality, "data_quality"},
     {AlertKind::mail_address_disabled, "mail_address_disabled"}}};

constexpr Names<AlertState, 5> states{{{AlertState::raised, "raised"},
                                       {AlertState::seen, "seen"},
                                       {AlertState::acknowledged, "acknowledged"},
                                       {AlertState::acted, "acted"},
                                       {AlertState::dismissed, "dismissed"}}};

}  // namespace

std::string_view name_of(AlertKind value) {
  return name_in(kinds, value);
}
std::string_view name_of(AlertState value) {
  return name_in(states, value);
}
std::optional<AlertKind> alert_kind_named(std::string_view name) {
  return named_in(kinds, name);
}
std::optional<AlertState> alert_state_named(std::string_view name) {
  return named_in(states, name);
}

}  // namespace badgewatch::domain
