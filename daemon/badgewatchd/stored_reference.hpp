// The reference data as the register works by them.
#pragma once

#include "app/reference.hpp"
#include "store/store.hpp"

namespace badgewatch::daemon {

// The versions that were published last, with what authorities keep of whom to ask.
core::Result<app::Reference> stored_reference(store::Store& store);

}  // namespace badgewatch::daemon
