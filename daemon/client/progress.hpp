// How far a long upload is: one line that is redrawn on a terminal, a line now and then elsewhere.
#pragma once

#include "client/upload.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace badgewatch::client {

using Elapsed = std::chrono::milliseconds;

// "[#####.....]  45 %  2.5 of 5.6 MB, 1.2 MB/s, 0:03 left" while it is sent, then, as the register
// answers only once it has all of it, "[##########] 100 %  9,012 rows, 3,021/s, 2 rejected".
// Without a total (a pipe) there is neither bar nor time left. Never longer than `width`: a line
// that wraps could not be redrawn.
std::string progress_line(const UploadProgress& progress, std::optional<std::uint64_t> total_bytes,
                          Elapsed elapsed, std::size_t width = 100);

// "1:02:03" or "2:03".
std::string duration_text(std::chrono::seconds duration);

class ProgressDisplay {
public:
  // `elapsed` tells the time since the start; `write` prints text as it stands; `columns` tells how
  // wide the terminal is now.
  ProgressDisplay(
      bool terminal, std::optional<std::uint64_t> total_bytes, std::function<Elapsed()> elapsed,
      std::function<void(const std::string&)> write,
      std::function<std::size_t()> columns = [] { return std::size_t{101}; });

  // Prints at most 10 times a second on a terminal, each 10 seconds elsewhere.
  void show(const UploadProgress& progress);
  // Removes the redrawn line.
  void clear();

private:
  bool terminal_;
  std::optional<std::uint64_t> total_bytes_;
  std::function<Elapsed()> elapsed_;
  std::function<void(const std::string&)> write_;
  std::function<std::size_t()> columns_;
  Elapsed next_;
  bool drawn_ = false;
};

}  // namespace badgewatch::client
