// One streamed upload: the body is cut into chunks of whole rows, each one job; while one chunk is
// with a worker the next is read, and no more than that.
#pragma once

#include "http/row_cutter.hpp"
#include "net/exchange.hpp"
#include "net/service_jobs.hpp"

#include <memory>
#include <optional>
#include <string>

namespace badgewatch::net {

// Lives in the frame of the connection's coroutine. Memory: two chunks, one read, and what the
// spool keeps.
class Upload {
public:
  explicit Upload(Exchange& exchange);
  ~Upload();
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;

  Task<Ending> run();

private:
  Task<Ending> take_rows(http::RowFormat format);
  Task<void> take_chunks();
  Task<void> read_chunk();
  Task<void> take_chunk(http::RowChunk chunk);
  Task<void> finish();
  Task<Ending> answer();
  Task<Ending> stream_results(int status);
  Task<bool> read_body();
  void cut();
  bool stopped() const { return gone_ || refusal_.has_value(); }

  Exchange& exchange_;
  MessageParser parser_;
  std::optional<http::RowCutter> cutter_;
  std::unique_ptr<http::RowUpload> rows_;
  http::Headers headers_;
  Spool spool_;

  std::string text_;                     // received, not cut yet
  std::size_t cut_to_ = 0;               // in text_
  std::optional<http::RowChunk> ready_;  // read, not taken yet
  std::optional<core::Error> error_;     // ends the taking; the rest of the body is dropped
  std::optional<Refusal> refusal_;       // the body's framing broke
  bool gone_ = false;
};

}  // namespace badgewatch::net
