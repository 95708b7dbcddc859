// What an authority holds about people, read for a person who asks (UK GDPR article 15).
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/licence.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace badgewatch::ports {

struct Caller;

// A check whose subject is still kept.
struct OwnSearch {
  core::Uuid id;
  std::string request;  // canonical JSON
};

struct LicenceState {
  std::int64_t version = 0;
  core::Instant since;
  domain::Licence licence;
  std::string actor = {};  // who put it, by id; empty where that was not noted yet
};

struct HeldLicence {
  core::Uuid id;
  LicenceState now;
  std::vector<LicenceState> earlier;  // as far as kept, oldest first
};

// Thread safe. Own rows alone.
class SubjectRecords {
public:
  virtual ~SubjectRecords() = default;
  // In the order of their ids behind `after`, at most `limit`.
  virtual core::Result<std::vector<OwnSearch>> searches(const Caller& caller,
                                                        const core::Uuid& after,
                                                        std::size_t limit) = 0;
  // All of them as they are now, whatever their status, in the order of their ids behind `after`,
  // at most `limit`.
  virtual core::Result<std::vector<HeldLicence>> every_licence(const Caller& caller,
                                                               const core::Uuid& after,
                                                               std::size_t limit) = 0;
  // Those of these ids that are there, in the order of their ids.
  virtual core::Result<std::vector<HeldLicence>> licences(const Caller& caller,
                                                          std::span<const core::Uuid> ids) = 0;
};

}  // namespace badgewatch::ports
