#include "api/acting_for.hpp"

#include "domain/succession.hpp"

#include <algorithm>

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

}  // namespace

core::Result<access::Credential> SucceedingPeople::authenticate(const http::RequestHead& head) {
  auto credential = identification_.authenticate(head);
  if (!credential || !credential->signed_in || credential->caller.authority.empty() ||
      is_of_account(head))
    return credential;
  const auto reference = reference_.get();
  const auto& authority = credential->caller.authority;
  const auto acting = acting_code(*reference, authority, core::uk_date(clock_.now()));
  return acting == authority ? credential : under(*credential, acting);
}

std::string acting_code(const app::Reference& reference, const std::string& code,
                        core::Date today) {
  const auto* acting = domain::acting_for(reference.authorities, code, today);
  return acting == nullptr ? code : acting->code;
}

core::Result<access::Credential> as_named(const access::Credential& credential,
                                          const http::RequestHead& head,
                                          const app::Reference& reference, core::Date today) {
  const auto& own = credential.caller.authority;
  const auto code = http::header(head.headers, authority_header);
  if (code.empty() || code == own || is_of_account(head)) return credential;
  if (own.empty() || !domain::stands_for(reference.authorities, own, code, today))
    return core::Error(
        core::Errc::forbidden,
        "Your authority does not act for the one that `Badgewatch-Authority` names.");
  return under(credential, code);
}

std::vector<access::Credential> as_formers(const access::Credential& credential,
                                           const http::RequestHead& head,
                                           const app::Reference& reference, core::Date today) {
  std::vector<access::Credential> all;
  const auto& own = credential.caller.authority;
  if (own.empty() || !http::header(head.headers, authority_header).empty()) return all;
  const auto formers = domain::formers_of(reference.authorities, own, today);
  std::transform(formers.begin(), formers.end(), std::back_inserter(all),
                 [&](const std::string& former) { return under(credential, former); });
  return all;
}

}  // namespace badgewatch::api
