// What the program ends with (sysexits.h).
#pragma once

namespace badgewatch::matcher {

enum Exit : int {
  exit_done = 0,
  exit_missed = 1,  // verify: the index missed a pair
  exit_usage = 64,
  exit_bad_lines = 65,  // the others were compared
  exit_no_input = 66,
  exit_not_written = 74,
};

}  // namespace badgewatch::matcher
