// What the program ends with: the check's own words, and sysexits.h for the rest.
#pragma once

#include "client/render_check.hpp"
#include "core/error.hpp"

namespace badgewatch::cli {

enum Exit : int {
  exit_done = 0,  // a check: no match, proven
  exit_possible = 10,
  exit_match = 11,
  exit_indeterminate = 12,
  exit_log_forked = 20,   // the log does not go on from what was seen
  exit_log_shrunk = 21,   // the log is shorter than what was seen
  exit_not_genuine = 22,  // a signature or proof that does not hold
  exit_usage = 64,
  exit_rows_rejected = 65,
  exit_unavailable = 69,  // no answer, cut off, or not proven: ask again
  exit_refused = 77,
};

constexpr Exit exit_of(client::CheckWord word) {
  switch (word) {
    case client::CheckWord::no_match:
      return exit_done;
    case client::CheckWord::possible_match:
      return exit_possible;
    case client::CheckWord::match:
      return exit_match;
    case client::CheckWord::indeterminate:
      return exit_indeterminate;
    case client::CheckWord::unproven:
      return exit_unavailable;
  }
  return exit_indeterminate;
}

constexpr Exit exit_of(core::Errc code) {
  using core::Errc;
  switch (code) {
    case Errc::unauthenticated:
    case Errc::forbidden:
      return exit_refused;
    case Errc::malformed:
    case Errc::invalid:
    case Errc::not_found:
    case Errc::method_not_allowed:
    case Errc::conflict:
    case Errc::precondition_failed:
    case Errc::key_reused:
    case Errc::too_large:
    case Errc::unsupported_media_type:
      return exit_usage;
    case Errc::still_running:
    case Errc::too_many_requests:
    case Errc::unavailable:
    case Errc::freshness_unproven:
    case Errc::internal:
      return exit_unavailable;
  }
  return exit_unavailable;
}

}  // namespace badgewatch::cli
