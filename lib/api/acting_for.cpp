#include "api/acting_for.hpp"

#include "domain/succession.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::api {

namespace {

// One's own account and sessions stay with the authority that keeps them.
bool is_of_account(const http::RequestHead& head) {
  return head.path.starts_with("/v1/session");
}

access::Credential under(const access::Credential& credential, std::string_view code) {
  auto acting = credential;
  acting.caller.authority = code;
  return acting;
}

// A former one's code, for whoever has its records by now.
access::Credential for_former(const access::Credential& credential, std::string_view code) {
  auto acting = under(credential, code);
  acting.caller.acting = credential.caller.authority;
  return acting;
}

// Whether who has only what shares name may ask that under the former code: for the matters that
// hang on a person, and for nothing new. The rest is the heir's.
bool is_within_share(const http::RequestHead& head) {
  constexpr std::array fronts{"/v1/licences",       "/v1/decisions",
                              "/v1/concerns",       "/v1/disclosure-requests",
                              "/v1/undecided-hits", "/v1/rectification-requests"};
  return std::any_of(fronts.begin(), fronts.end(), [&](std::string_view front) {
    if (!head.path.starts_with(front)) return false;
    const auto behind = std::string_view(head.path).substr(front.size());
    if (behind.empty()) return head.method == "GET" || front == fronts.back();
    return behind.starts_with('/') && behind != "/batch";
  });
}

// Whether it may act under the former code for what the request asks.
bool may_act(const access::Credential& credential, std::string_view former,
             const http::RequestHead& head, const app::Reference& reference, core::Date today) {
  const auto& own = credential.caller.authority;
  if (domain::stands_for(reference.authorities, own, former, today)) return true;
  const auto formers = domain::formers_of(reference.authorities, own, today);
  return std::find(formers.begin(), formers.end(), former) != formers.end() &&
         is_within_share(head);
}

}  // namespace

core::Result<access::Credential> SucceedingPeople::authenticate(const http::RequestHead& head) {
  auto credential = identification_.authenticate(head);
  if (!credential || !credential->signed_in || credential->caller.authority.empty() ||
      is_of_account(head))
    return credential;
  const auto reference = reference_.get();
  const auto& authority = credential->caller.authority;
  const auto acting = acting_code(*reference, authority, core::uk_date(clock_.now()),
                                  credential->signed_in->officer);
  return acting == authority ? credential : under(*credential, acting);
}

std::string acting_code(const app::Reference& reference, const std::string& code, core::Date today,
                        const core::Uuid& officer) {
  const auto* acting = domain::acting_for(reference.authorities, code, today, officer);
  return acting == nullptr ? code : acting->code;
}

core::Result<access::Credential> as_named(const access::Credential& credential,
                                          const http::RequestHead& head,
                                          const app::Reference& reference, core::Date today) {
  const auto& own = credential.caller.authority;
  const auto code = http::header(head.headers, authority_header);
  if (code.empty() || code == own || is_of_account(head)) return credential;
  if (own.empty() || !may_act(credential, code, head, reference, today))
    return core::Error(
        core::Errc::forbidden,
        "Your authority does not act for the one that `Badgewatch-Authority` names.");
  return for_former(credential, code);
}

std::vector<access::Credential> as_formers(const access::Credential& credential,
                                           const http::RequestHead& head,
                                           const app::Reference& reference, core::Date today) {
  std::vector<access::Credential> all;
  const auto& own = credential.caller.authority;
  if (own.empty() || !http::header(head.headers, authority_header).empty()) return all;
  for (const auto& former : domain::formers_of(reference.authorities, own, today))
    if (may_act(credential, former, head, reference, today))
      all.push_back(for_former(credential, former));
  return all;
}

}  // namespace badgewatch::api
