// Making a cluster's data folder, once.
#pragma once

#include "cluster/placement.hpp"
#include "core/result.hpp"

#include <functional>
#include <string>

namespace badgewatch::cluster {

// Runs initdb where there are no data yet, else only checks that these programs can read what is
// there. All or nothing: an interrupted attempt leaves no data folder and is swept away by the
// next. Takes some seconds the first time; `stop` is asked meanwhile, and true gives it up.
core::Result<void> initialise(const Placement& placement, const std::string& programs,
                              const std::function<bool()>& stop);

}  // namespace badgewatch::cluster
