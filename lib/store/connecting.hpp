// A connection that somebody waits for, and may give up.
#pragma once

#include "core/result.hpp"

#include <soci/soci.h>

#include <chrono>
#include <memory>
#include <string>

namespace badgewatch::store {

class Ending;

// Waits for as long as the text's connect_timeout (10 seconds where it names none) and
// `beyond_it`, and in an ending (it may be null) as that says; then it is Errc::unavailable. SOCI
// asks the server for something as soon as it is connected, waits for that without end, and nobody
// knows its socket before. So it connects on a thread of its own, which stays with a server that
// fell silent just then, until that answers or is gone.
core::Result<std::unique_ptr<soci::session>> connect(const std::string& conninfo,
                                                     std::chrono::milliseconds beyond_it,
                                                     Ending* ending);

}  // namespace badgewatch::store
