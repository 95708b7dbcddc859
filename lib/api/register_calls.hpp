// What the calls about the register itself, about how a licence has been, and about who is signed
// in work with.
#pragma once

#include "app/live_index.hpp"
#include "app/record_looks.hpp"
#include "app/session_ends.hpp"
#include "core/result.hpp"
#include "ports/reference.hpp"
#include "ports/subject_records.hpp"

#include <cstdint>
#include <functional>

namespace badgewatch::api {

// Of what has passed its last day and waits for the next purge.
struct PastItsDay {
  std::int64_t decisions = 0;
  std::int64_t concerns = 0;
  std::int64_t checks = 0;
  std::int64_t officers = 0;
  std::int64_t outcomes = 0;  // of cases
};

struct RegisterCalls {
  ports::ReferenceStore& reference;
  ports::SubjectRecords& held;
  app::RecordLooks& looks;
  app::SessionEnds& session_ends;
  const app::LiveIndex& index;
  bool names_issuers;  // the policy `reverse_locator` is on
  std::function<core::Result<std::int64_t>()> feed_end;
  std::function<core::Result<PastItsDay>()> past_its_day;
};

}  // namespace badgewatch::api
