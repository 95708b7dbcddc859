#include "client/run_progress.hpp"

#include "client/terminal.hpp"
#include "client/text_table.hpp"

#include <algorithm>
#include <unistd.h>

namespace badgewatch::client {

std::string run_progress_line(std::string_view phase, std::int64_t done, std::int64_t total,
                              std::size_t width) {
  std::string line(phase);
  if (total > 0) {
    constexpr std::size_t bar_width = 30;
    const auto part = std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0);
    const auto filled = static_cast<std::size_t>(part * static_cast<double>(bar_width));
    line = "[" + std::string(filled, '#') + std::string(bar_width - filled, '.') + "] " +
           right_aligned(std::to_string(static_cast<int>(part * 100)), 3) + " %  " + line + ": " +
           with_commas(static_cast<std::uint64_t>(done)) + " of " +
           with_commas(static_cast<std::uint64_t>(total)) + " compared";
  }
  return line.substr(0, width);
}

RunProgressDisplay::RunProgressDisplay(bool terminal, std::function<void(const std::string&)> write)
    : terminal_(terminal), write_(std::move(write)) {}

void RunProgressDisplay::show(std::string_view phase, std::int64_t done, std::int64_t total) {
  if (!terminal_) {
    if (shown_ == phase) return;
    shown_ = phase;
    write_(shown_ + "\n");
    return;
  }
  // The last column stays free: some terminals go on to the next line once it is written.
  const auto line = run_progress_line(phase, done, total, columns_of(STDERR_FILENO) - 1);
  if (line == shown_) return;
  shown_ = line;
  write_("\r\x1b[K" + line);
}

void RunProgressDisplay::clear() {
  if (terminal_ && !shown_.empty()) write_("\r\x1b[K");
  shown_.clear();
}

}  // namespace badgewatch::client
