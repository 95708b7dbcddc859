#include "client/upload.hpp"

#include <algorithm>
#include <cstring>

namespace badgewatch::client {
namespace {

// Cuts the answer into lines and counts them.
class AnswerReader {
public:
  AnswerReader(UploadOutcome& outcome, const UploadWatcher& watcher)
      : outcome_(outcome), watcher_(watcher) {}

  // False for an answer that is no row, summary or problem.
  bool take(std::string_view piece) {
    pending_.append(piece);
    std::size_t start = 0;
    for (std::size_t end = pending_.find('\n'); end != std::string::npos;
         end = pending_.find('\n', start)) {
      if (!take_line(std::string_view(pending_).substr(start, end - start))) return false;
      start = end + 1;
    }
    pending_.erase(0, start);
    watcher_.progress(outcome_.counts);
    return true;
  }

private:
  bool take_line(std::string_view line) {
    if (line.empty()) return true;
    const auto json = core::parse_json(line);
    if (!json || json->object() == nullptr) return false;
    if (const core::Json* summary = json->find("summary")) {
      outcome_.complete = summary->object() != nullptr;
      outcome_.summary = line;
    } else if (json->find("row") != nullptr || json->find("id") != nullptr) {
      count(*json);
      watcher_.row(*json, line);
    } else if (const core::Json* problem = json->find("problem")) {
      const core::Json* detail = problem->find("detail");
      outcome_.stopped = detail != nullptr && detail->string() != nullptr
                             ? *detail->string()
                             : "The register stopped the upload.";
    }
    return true;
  }

  void count(const core::Json& row) {
    UploadProgress& counts = outcome_.counts;
    ++counts.rows;
    const core::Json* result = row.find("result");
    const std::string* word = result != nullptr ? result->string() : nullptr;
    if (word == nullptr) {
      if (row.find("problem") != nullptr) ++counts.rejected;
    } else if (*word == "created") {
      ++counts.created;
    } else if (*word == "updated") {
      ++counts.updated;
    } else if (*word == "unchanged") {
      ++counts.unchanged;
    } else if (*word == "rejected") {
      ++counts.rejected;
    }
  }

  UploadOutcome& outcome_;
  const UploadWatcher& watcher_;
  std::string pending_;
};

}  // namespace

std::string_view content_type_of(RowFormat format) {
  return format == RowFormat::csv ? "text/csv" : "application/x-ndjson";
}

core::Result<UploadOutcome> upload(HttpClient& client, std::string_view path, RowFormat format,
                                   std::optional<std::uint64_t> length, const ReadBytes& read,
                                   const UploadWatcher& watcher) {
  UploadOutcome outcome;
  AnswerReader reader(outcome, watcher);
  HttpClient::Stream stream;
  stream.content_type = content_type_of(format);
  stream.length = length;
  stream.read = [&](char* buffer, std::size_t size) {
    const auto count = read(buffer, size);
    if (count) outcome.counts.bytes_sent += *count;
    return count;
  };
  stream.tick = [&] { watcher.progress(outcome.counts); };
  stream.take = [&](std::string_view piece) { return reader.take(piece); };

  const auto reply = client.stream(path, stream);
  if (!reply) {
    if (outcome.counts.bytes_sent == 0) return reply.error();
    if (outcome.stopped.empty()) outcome.stopped = reply.error().detail();
    outcome.complete = false;
    return outcome;
  }
  if (reply->status != 200) return error_of(*reply);
  return outcome;
}

core::Result<UploadOutcome> upload_text(HttpClient& client, std::string_view path, RowFormat format,
                                        std::string_view rows, const UploadWatcher& watcher) {
  std::string_view left = rows;
  const ReadBytes read = [&](char* buffer, std::size_t size) -> std::optional<std::size_t> {
    const std::size_t count = std::min(size, left.size());
    std::memcpy(buffer, left.data(), count);
    left.remove_prefix(count);
    return count;
  };
  return upload(client, path, format, rows.size(), read, watcher);
}

}  // namespace badgewatch::client
