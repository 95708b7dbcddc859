#include "badgewatchd/officer_issue.hpp"

#include "access/totp.hpp"
#include "badgewatchd/admin_act.hpp"

namespace badgewatch::daemon {

namespace {

core::Result<ports::LocalFactors> new_factors(const Environment& environment,
                                              const HashPassword& hash, IssuedOfficer& issued) {
  issued.password = access::new_password(environment.randomness);
  issued.totp_secret = access::new_totp_secret(environment.randomness);
  issued.recovery_codes = access::new_recovery_codes(environment.randomness);
  auto hashed = hash(issued.password);
  if (!hashed) return hashed.error();
  return ports::LocalFactors{std::move(*hashed), issued.totp_secret, {}};
}

}  // namespace

core::Result<IssuedOfficer> issue_officer(store::Store& store, const Environment& environment,
                                          const HashPassword& hash, const std::string& authority,
                                          const access::OfficerWanted& wanted) {
  IssuedOfficer issued;
  issued.officer =
      access::make_officer(authority, wanted, environment.clock, environment.randomness);
  const auto factors = new_factors(environment, hash, issued);
  if (!factors) return factors.error();
  const auto added = store.officers().add(
      issued.officer, *factors, access::recovery_code_hashes(issued.recovery_codes), {},
      operator_leaf(environment, "officer_created", authority, issued.officer.id));
  if (!added) return added.error();
  return issued;
}

core::Result<IssuedOfficer> reissue_officer(store::Store& store, const Environment& environment,
                                            const HashPassword& hash,
                                            const ports::Officer& officer) {
  IssuedOfficer issued;
  issued.officer = officer;
  const auto factors = new_factors(environment, hash, issued);
  if (!factors) return factors.error();
  const auto codes = access::recovery_code_hashes(issued.recovery_codes);
  const auto done = store.local_accounts().reissue(
      officer.authority, officer.id, *factors, codes,
      operator_leaf(environment, "officer_reset", officer.authority, officer.id));
  if (!done) return done.error();
  return issued;
}

}  // namespace badgewatch::daemon
