// The kinds of alerts that pages offer, in the order in which they are offered.
#pragma once

#include <array>
#include <string_view>

namespace badgewatch::web {

inline constexpr std::array<std::string_view, 20> alert_kinds = {"licensee_matched",
                                                                 "earlier_check_contradicted",
                                                                 "entry_changed",
                                                                 "concern_about_licensee",
                                                                 "concern_considered",
                                                                 "concerns_joined",
                                                                 "concern_came_back",
                                                                 "duty_due",
                                                                 "disclosure_asked",
                                                                 "disclosure_answered",
                                                                 "disclosure_message",
                                                                 "rectification_asked",
                                                                 "rectification_answered",
                                                                 "dual_licence",
                                                                 "applicant_pending_elsewhere",
                                                                 "revoked_without_entry",
                                                                 "data_quality",
                                                                 "entries_held",
                                                                 "webhook_disabled",
                                                                 "mail_address_disabled"};

}  // namespace badgewatch::web
