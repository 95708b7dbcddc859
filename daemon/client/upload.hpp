// A streamed upload of rows: licences, decisions or checks.
#pragma once

#include "client/http_client.hpp"
#include "core/json.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::client {

enum class RowFormat { ndjson, csv };

std::string_view content_type_of(RowFormat format);

struct UploadProgress {
  std::uint64_t bytes_sent = 0;
  std::uint64_t rows = 0;  // answered
  std::uint64_t created = 0, updated = 0, unchanged = 0, rejected = 0;
};

struct UploadOutcome {
  UploadProgress counts;
  bool complete = false;  // the summary came: every row was answered
  std::string stopped;    // why the register ended it before; empty when the connection just broke
  std::string summary;    // the summary object, JSON as it came
};

struct UploadWatcher {
  // Each answered row as it came; `json` is its line, read.
  std::function<void(const core::Json& json, std::string_view line)> row = [](const core::Json&,
                                                                              std::string_view) {};
  // Often, from the same thread.
  std::function<void(const UploadProgress&)> progress = [](const UploadProgress&) {};
};

using ReadBytes = std::function<std::optional<std::size_t>(char*, std::size_t)>;

// Sends what `read` gives. An error only when the register refused the upload as a whole (its own
// error) or could not be reached at all; whatever came before a break is in the outcome. Sending
// the same rows again is safe: those that were taken come back as `unchanged`.
core::Result<UploadOutcome> upload(HttpClient& client, std::string_view path, RowFormat format,
                                   std::optional<std::uint64_t> length, const ReadBytes& read,
                                   const UploadWatcher& watcher = {});

// The same from memory.
core::Result<UploadOutcome> upload_text(HttpClient& client, std::string_view path, RowFormat format,
                                        std::string_view rows, const UploadWatcher& watcher = {});

}  // namespace badgewatch::client
