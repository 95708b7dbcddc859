#include "client/progress.hpp"

#include "client/text_table.hpp"

#include <algorithm>
#include <cmath>

namespace badgewatch::client {
namespace {

constexpr Elapsed redraw_every{100};
constexpr Elapsed line_every{10'000};
constexpr std::size_t widest_bar = 30;
constexpr std::size_t narrowest_bar = 5;

// Empty where there is no room for it.
std::string bar(double done, std::size_t room) {
  if (room < narrowest_bar + 2) return {};
  const auto width = std::min(room - 2, widest_bar);
  const auto filled = static_cast<std::size_t>(done * static_cast<double>(width));
  return "[" + std::string(filled, '#') + std::string(width - filled, '.') + "]";
}

std::string megabytes(std::uint64_t bytes) {
  const std::uint64_t tenths = (bytes + 50'000) / 100'000;
  return with_commas(tenths / 10) + '.' + std::to_string(tenths % 10);
}

std::string rate(std::uint64_t count, Elapsed elapsed) {
  return with_commas(count * 1000 / static_cast<std::uint64_t>(elapsed.count()));
}

std::chrono::seconds whole_seconds(double seconds) {
  return std::chrono::seconds(std::llround(seconds));
}

// "2.5 of 3.0 MB, 1.2 MB/s, 0:01 left".
std::string sending(std::uint64_t sent, std::optional<std::uint64_t> total, Elapsed elapsed) {
  std::string line = megabytes(sent) + (total ? " of " + megabytes(*total) : "") + " MB";
  if (elapsed.count() == 0 || sent == 0) return line;
  const double seconds = static_cast<double>(elapsed.count()) / 1000;
  const double a_second = static_cast<double>(sent) / seconds;
  line += ", " + megabytes(static_cast<std::uint64_t>(a_second)) + " MB/s";
  if (total && *total > sent)
    line += ", " + duration_text(whole_seconds(static_cast<double>(*total - sent) / a_second)) +
            " left";
  return line;
}

// What is going on: the file is sent, the register stores its rows, then it answers them.
std::string stage(const UploadProgress& progress, std::optional<std::uint64_t> total,
                  Elapsed elapsed) {
  if (progress.rows > 0) {
    std::string line = counted(progress.rows, "row");
    if (elapsed.count() > 0) line += ", " + rate(progress.rows, elapsed) + "/s";
    if (progress.rejected > 0) line += ", " + with_commas(progress.rejected) + " rejected";
    return line;
  }
  if (total && progress.bytes_sent >= *total)
    return "sent; the register is working, " +
           duration_text(std::chrono::duration_cast<std::chrono::seconds>(elapsed));
  return sending(progress.bytes_sent, total, elapsed);
}

}  // namespace

std::string duration_text(std::chrono::seconds duration) {
  const auto two = [](std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  const std::int64_t all = duration.count();
  const std::int64_t hours = all / 3600, minutes = all / 60 % 60;
  if (hours > 0) return std::to_string(hours) + ":" + two(minutes) + ":" + two(all % 60);
  return std::to_string(minutes) + ":" + two(all % 60);
}

std::string progress_line(const UploadProgress& progress, std::optional<std::uint64_t> total_bytes,
                          Elapsed elapsed, std::size_t width) {
  std::string line = stage(progress, total_bytes, elapsed);
  if (total_bytes && *total_bytes > 0) {
    const double done =
        std::min(1.0, static_cast<double>(progress.bytes_sent) / static_cast<double>(*total_bytes));
    line = right_aligned(std::to_string(static_cast<int>(done * 100)), 4) + " %  " + line;
    line = bar(done, width - std::min(width, line.size())) + line;
  }
  return line.substr(0, width);
}

ProgressDisplay::ProgressDisplay(bool terminal, std::optional<std::uint64_t> total_bytes,
                                 std::function<Elapsed()> elapsed,
                                 std::function<void(const std::string&)> write,
                                 std::function<std::size_t()> columns)
    : terminal_(terminal),
      total_bytes_(total_bytes),
      elapsed_(std::move(elapsed)),
      write_(std::move(write)),
      columns_(std::move(columns)),
      next_(terminal ? redraw_every : line_every) {}

void ProgressDisplay::show(const UploadProgress& progress) {
  const Elapsed elapsed = elapsed_();
  if (elapsed < next_) return;
  next_ = elapsed + (terminal_ ? redraw_every : line_every);
  // The last column stays free: some terminals go on to the next line once it is written.
  const std::string line = progress_line(progress, total_bytes_, elapsed, columns_() - 1);
  write_(terminal_ ? "\r\x1b[K" + line : line + "\n");
  drawn_ = terminal_;
}

void ProgressDisplay::clear() {
  if (drawn_) write_("\r\x1b[K");
  drawn_ = false;
}

}  // namespace badgewatch::client
