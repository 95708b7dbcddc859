#include "badgewatch/push_command.hpp"

#include "badgewatch/output.hpp"
#include "badgewatch/rejected_rows.hpp"
#include "client/http_client.hpp"
#include "client/progress.hpp"
#include "client/terminal.hpp"
#include "client/text_table.hpp"
#include "client/upload.hpp"
#include "core/json_writer.hpp"

#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <iostream>
#include <sys/stat.h>
#include <unistd.h>

namespace badgewatch::cli {
namespace {

using Clock = std::chrono::steady_clock;

core::Error invalid(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

core::Result<client::RowFormat> format_of(const PushOptions& options) {
  std::string format = options.format;
  if (format.empty()) {
    const std::size_t dot = options.file.rfind('.');
    format = dot == std::string::npos ? "" : options.file.substr(dot + 1);
  }
  if (format == "csv") return client::RowFormat::csv;
  if (format == "ndjson" || format == "jsonl") return client::RowFormat::ndjson;
  return invalid("Is it csv or ndjson? Say so with --format.");
}

core::Result<std::string> path_of(const PushOptions& options, client::RowFormat format) {
  std::string path = "/v1/" + options.what + "/batch";
  if (options.mapping.empty()) return path;
  if (format != client::RowFormat::csv) return invalid("A mapping is for the columns of a csv.");
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-_";
  if (options.mapping.find_first_not_of(allowed) != std::string::npos)
    return invalid("A mapping's name has small letters, digits, - and _ only.");
  return path + "?mapping=" + options.mapping;
}

// The file, or standard input.
class Input {
public:
  explicit Input(const std::string& file)
      : descriptor_(file == "-" ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() {
    if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
  }

  bool opened() const { return descriptor_ >= 0; }
  // Nothing for a pipe.
  std::optional<std::uint64_t> size() const {
    struct stat state{};
    if (::fstat(descriptor_, &state) != 0 || !S_ISREG(state.st_mode)) return std::nullopt;
    const off_t at = ::lseek(descriptor_, 0, SEEK_CUR);
    return static_cast<std::uint64_t>(state.st_size - (at > 0 ? at : 0));
  }
  std::optional<std::size_t> read(char* buffer, std::size_t size) {
    for (;;) {
      const ssize_t count = ::read(descriptor_, buffer, size);
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return std::nullopt;
    }
  }

private:
  int descriptor_;
};

std::string counts_text(const client::UploadProgress& counts) {
  return client::with_commas(counts.created) + " created, " + client::with_commas(counts.updated) +
         " updated, " + client::with_commas(counts.unchanged) + " unchanged, " +
         client::with_commas(counts.rejected) + " rejected";
}

// "0.3 s", or "2:03" from a minute on.
std::string took_text(std::chrono::milliseconds took) {
  if (took >= std::chrono::minutes(1))
    return client::duration_text(std::chrono::duration_cast<std::chrono::seconds>(took));
  const auto tenths = (took.count() + 50) / 100;
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " s";
}

std::string counts_json(const client::UploadOutcome& outcome, std::chrono::milliseconds took) {
  const client::UploadProgress& counts = outcome.counts;
  core::JsonWriter writer;
  writer.begin_object().key("push").begin_object();
  writer.member("complete", outcome.complete)
      .member("rows", counts.rows)
      .member("created", counts.created)
      .member("updated", counts.updated)
      .member("unchanged", counts.unchanged)
      .member("rejected", counts.rejected);
  writer.key("seconds").value(static_cast<double>(took.count()) / 1000, 3);
  if (!outcome.stopped.empty()) writer.member("stopped", outcome.stopped);
  writer.end_object().end_object();
  return std::move(writer).take();
}

Exit tell(const PushOptions& options, const client::UploadOutcome& outcome, RejectedRows& rejected,
          std::chrono::milliseconds took) {
  if (options.json)
    std::cout << counts_json(outcome, took) << std::endl;
  else
    std::cout << rejected.text()
              << client::paragraph("", client::counted(outcome.counts.rows, "row") + " in " +
                                           took_text(took) + ": " + counts_text(outcome.counts))
              << std::flush;
  if (!rejected.written()) return report(invalid("The report file could not be written."));
  if (!outcome.complete) {
    std::cerr << client::paragraph(
                     "", "badgewatch: the upload was cut off. " +
                             client::printable(outcome.stopped.empty() ? "No summary came."
                                                                       : outcome.stopped))
              << client::paragraph("",
                                   "Send the same file again: rows that were taken come back as "
                                   "unchanged.");
    return exit_unavailable;
  }
  return outcome.counts.rejected > 0 ? exit_rows_rejected : exit_done;
}

}  // namespace

Exit run_push(const PushOptions& options, client::Target target) {
  const auto format = format_of(options);
  if (!format) return report(format.error());
  const auto path = path_of(options, *format);
  if (!path) return report(path.error());
  Input input(options.file);
  if (!input.opened()) return report(invalid("The file cannot be read: " + options.file));
  RejectedRows rejected;
  if (const auto opened = rejected.open(options.report_file); !opened)
    return report(opened.error());

  const auto start = Clock::now();
  const auto elapsed = [start] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
  };
  client::ProgressDisplay display(
      ::isatty(STDERR_FILENO) == 1, input.size(), elapsed,
      [](const std::string& text) { std::cerr << text << std::flush; },
      [] { return client::columns_of(STDERR_FILENO); });
  client::UploadWatcher watcher;
  watcher.progress = [&](const client::UploadProgress& progress) { display.show(progress); };
  watcher.row = [&](const core::Json& row, std::string_view line) {
    const core::Json* result = row.find("result");
    const bool taken =
        result != nullptr && result->string() != nullptr && *result->string() != "rejected";
    if (taken) return;
    rejected.take(row, line);
    if (options.json) std::cout << line << '\n';
  };
  client::HttpClient http(std::move(target));
  const auto outcome = client::upload(
      http, *path, *format, input.size(),
      [&](char* buffer, std::size_t size) { return input.read(buffer, size); }, watcher);
  display.clear();
  if (!outcome) return report(outcome.error());
  return tell(options, *outcome, rejected, elapsed());
}

}  // namespace badgewatch::cli
