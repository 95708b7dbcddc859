// How the register itself stands, and how licences have been, in a serving daemon.
#pragma once

#include "api/register_calls.hpp"
#include "app/head_reads.hpp"
#include "config/config.hpp"
#include "core/clock.hpp"
#include "store/store.hpp"

namespace badgewatch::daemon {

class RegisterWork {
public:
  // All outlive it.
  RegisterWork(const Config& config, store::Store& store, const app::LiveIndex& index,
               app::HeadReads& heads, const core::Clock& clock, core::Randomness& randomness);

  api::RegisterCalls& calls() { return calls_; }

private:
  app::RecordLooks looks_;
  app::SessionEnds session_ends_;
  api::RegisterCalls calls_;
};

}  // namespace badgewatch::daemon
