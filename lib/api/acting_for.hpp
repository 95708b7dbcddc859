// Under which authority's code a call is made, once authorities have ended and others act for them.
//
// People of a former authority act as those of the one that acts for it now. Its systems go on with
// the records that they kept, under its code, and reach nothing else. Whoever is of the successor
// reaches a former one's matter by its id, and its lists by naming it in `Badgewatch-Authority`; of
// a divided one, the matters that went to it.
#pragma once

#include "access/credential.hpp"
#include "app/reference_data.hpp"
#include "core/clock.hpp"

#include <vector>

namespace badgewatch::api {

inline constexpr std::string_view authority_header = "Badgewatch-Authority";

// Thread safe. What it is made of outlives it.
class SucceedingPeople final : public access::Identification {
public:
  SucceedingPeople(access::Identification& identification, const app::ReferenceData& reference,
                   const core::Clock& clock)
      : identification_(identification), reference_(reference), clock_(clock) {}

  // A person acts for whoever acts for their authority today; their account stays where it is.
  core::Result<access::Credential> authenticate(const http::RequestHead& head) override;

private:
  access::Identification& identification_;
  const app::ReferenceData& reference_;
  const core::Clock& clock_;
};

// For whom that officer of the authority acts on that day.
std::string acting_code(const app::Reference& reference, const std::string& code, core::Date today,
                        const core::Uuid& officer);

// As the request's header says, where it does. Errc::forbidden for a code for which it may not act,
// or not for that.
core::Result<access::Credential> as_named(const access::Credential& credential,
                                          const http::RequestHead& head,
                                          const app::Reference& reference, core::Date today);

// Of each former authority for which it acts, where the request names none: under these a matter
// that is not its own may be.
std::vector<access::Credential> as_formers(const access::Credential& credential,
                                           const http::RequestHead& head,
                                           const app::Reference& reference, core::Date today);

}  // namespace badgewatch::api
