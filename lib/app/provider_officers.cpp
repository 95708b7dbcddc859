#include "app/provider_officers.hpp"

#include "core/json_writer.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

// Longer than any session: all that have not ended.
constexpr std::chrono::hours whatever_idle{24 * 366};

core::Error no_role() {
  return {core::Errc::forbidden,
          "Your identity provider gives you no role in this register. Ask who looks after it."};
}

core::Error is_disabled() {
  return {core::Errc::forbidden, "You may not sign in here any more. Ask who looks after it."};
}

std::string detail_of(std::string_view name, std::string_view value) {
  core::JsonWriter out;
  out.begin_object().member(name, value).end_object();
  return std::move(out).take();
}

std::string roles_detail(const std::vector<std::string>& roles) {
  core::JsonWriter out;
  out.begin_object().key("roles").begin_array();
  for (const auto& role : roles)
    out.value(role);
  out.end_array().end_object();
  return std::move(out).take();
}

bool are_same(std::vector<std::string> one, std::vector<std::string> other) {
  std::sort(one.begin(), one.end());
  std::sort(other.begin(), other.end());
  return one == other;
}

}  // namespace

proof::Leaf ProviderOfficers::leaf(const ports::Officer& officer, std::string kind,
                                   std::string detail) {
  return proof::make_leaf({.at = clock_.now(),
                           .kind = std::move(kind),
                           .authority = officer.authority,
                           .actor = officer.id.text(),
                           .subject = officer.id,
                           .detail = std::move(detail)},
                          clock_, randomness_);
}

core::Result<ports::Officer> ProviderOfficers::admit(const Arrival& arrival) {
  if (auto stripped = strip_elsewhere(arrival); !stripped) return stripped.error();
  if (!arrival.authority || arrival.roles.empty()) return no_role();
  auto found = officers_.of_identity(*arrival.authority, arrival.identity);
  if (!found) return found.error();
  if (!*found) return make(arrival);
  auto& officer = **found;
  if (officer.disabled_at) {
    if (auto logged = log_refusal(officer, "disabled"); !logged) return logged.error();
    return is_disabled();
  }
  if (auto renewed = renew(officer, arrival.roles); !renewed) return renewed.error();
  return std::move(officer);
}

core::Result<ports::Officer> ProviderOfficers::make(const Arrival& arrival) {
  ports::Officer officer;
  officer.id = core::new_uuid(clock_, randomness_);
  officer.authority = *arrival.authority;
  officer.name = arrival.name;
  officer.identity = arrival.identity;
  officer.roles = arrival.roles;
  officer.created_at = clock_.now();
  const auto added = officers_.add(officer, {}, {}, std::nullopt,
                                   leaf(officer, "officer_created", roles_detail(officer.roles)));
  if (added) return officer;
  if (added.error().code() != core::Errc::conflict) return added.error();
  // The same person, at the same moment, in another window.
  auto other = officers_.of_identity(officer.authority, arrival.identity);
  if (!other) return other.error();
  if (!*other) return added.error();
  if ((*other)->disabled_at) return is_disabled();
  if (auto renewed = renew(**other, arrival.roles); !renewed) return renewed.error();
  return std::move(**other);
}

core::Result<void> ProviderOfficers::renew(ports::Officer& officer,
                                           const std::vector<std::string>& roles) {
  if (are_same(officer.roles, roles)) return {};
  officer.roles = roles;
  return officers_.set_roles(officer.authority, officer.id, roles,
                             leaf(officer, "officer_roles_changed", roles_detail(roles)));
}

// What they were where they have no role now. Who has one nowhere is refused: those whom somebody
// knows are in the log.
core::Result<void> ProviderOfficers::strip_elsewhere(const Arrival& arrival) {
  const bool is_refused = !arrival.authority || arrival.roles.empty();
  for (const auto& authority : arrival.speaks_for) {
    if (!is_refused && authority == *arrival.authority) continue;
    auto found = officers_.of_identity(authority, arrival.identity);
    if (!found) return found.error();
    if (!*found) continue;
    auto& officer = **found;
    if (auto stripped = renew(officer, {}); !stripped) return stripped.error();
    if (auto ended = end_sessions(officer, Which::all); !ended) return ended.error();
    if (!is_refused) continue;
    if (auto logged = log_refusal(officer, "no_role"); !logged) return logged.error();
  }
  return {};
}

core::Result<std::size_t> ProviderOfficers::end_sessions(const ports::Officer& officer,
                                                         Which which) {
  const auto all = sessions_.list(officer.authority, officer.id, clock_.now(), whatever_idle);
  if (!all) return all.error();
  std::size_t count = 0;
  for (const auto& session : *all) {
    if (which == Which::begun_there && session.method != provider_method) continue;
    auto ended = sessions_.end(officer.authority, officer.id, session.id,
                               leaf(officer, "session_ended", detail_of("by", provider_method)));
    // Another daemon may have ended it meanwhile.
    if (!ended && ended.error().code() != core::Errc::not_found) return ended.error();
    ++count;
  }
  return count;
}

core::Result<std::size_t> ProviderOfficers::sign_out(const ports::ProviderIdentity& identity,
                                                     const std::vector<std::string>& speaks_for) {
  std::size_t count = 0;
  for (const auto& authority : speaks_for) {
    const auto found = officers_.of_identity(authority, identity);
    if (!found) return found.error();
    if (!*found) continue;
    const auto ended = end_sessions(**found, Which::begun_there);
    if (!ended) return ended.error();
    count += *ended;
  }
  return count;
}

core::Result<void> ProviderOfficers::log_refusal(const ports::Officer& officer,
                                                 std::string_view cause) {
  return log_.note({leaf(officer, "sign_in_refused", detail_of("cause", cause))});
}

}  // namespace badgewatch::app
