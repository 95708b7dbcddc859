// Reference data as loaded: authorities, working days, statutory periods.
#pragma once

#include "core/result.hpp"
#include "core/working_days.hpp"
#include "domain/authority.hpp"
#include "domain/periods.hpp"
#include "proof/leaf.hpp"

#include <memory>
#include <string>
#include <vector>

namespace badgewatch::ports {

// One file of config/reference/, as text.
struct ReferenceFile {
  std::string kind;  // "authorities", "bank_holidays", "statutory_periods"
  std::string version;
  std::string text;
};

// Thread safe.
class ReferenceStore {
public:
  virtual ~ReferenceStore() = default;
  virtual core::Result<std::vector<ReferenceFile>> load() = 0;
  // Replaces those kinds, through the feed. Nothing happens for a text that is there already.
  virtual core::Result<void> replace(const std::vector<ReferenceFile>& files,
                                     const proof::Leaf& leaf, core::Instant now) = 0;
};

}  // namespace badgewatch::ports
