// How far a run of reconciliation is: one line that is redrawn on a terminal, a line for each phase
// elsewhere.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace badgewatch::client {

// "[######........]  45 %  entries: 45,000 of 100,000 compared"; without a bar while nothing can be
// counted. Never longer than `width`.
std::string run_progress_line(std::string_view phase, std::int64_t done, std::int64_t total,
                              std::size_t width);

class RunProgressDisplay {
public:
  // `write` prints text as it stands.
  RunProgressDisplay(bool terminal, std::function<void(const std::string&)> write);

  void show(std::string_view phase, std::int64_t done, std::int64_t total);
  // Removes the redrawn line.
  void clear();

private:
  bool terminal_;
  std::function<void(const std::string&)> write_;
  std::string shown_;  // the phase, or the whole line
};

}  // namespace badgewatch::client
