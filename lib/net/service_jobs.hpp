// What workers do for a request: each one call of the service, an exception caught as the bug it
// is.
#pragma once

#include "http/message.hpp"
#include "net/on_worker.hpp"
#include "net/spool.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace badgewatch::net {

class HandleRequest final : public AwaitedJob {
public:
  HandleRequest(http::Service& service, http::Request request)
      : service_(service), request_(std::move(request)) {}
  void run() noexcept override;
  http::Response take_response() { return std::move(response_); }

private:
  http::Service& service_;
  http::Request request_;
  http::Response response_;
};

// What has come for an event stream.
class TakeEvents final : public AwaitedJob {
public:
  explicit TakeEvents(http::EventFeed& feed) : feed_(feed) {}
  void run() noexcept override;
  core::Result<std::string> take_text() { return std::move(text_); }

private:
  http::EventFeed& feed_;
  core::Result<std::string> text_;
};

class OpenUpload final : public AwaitedJob {
public:
  OpenUpload(http::Service& service, const http::RequestHead& head)
      : service_(service), head_(head) {}
  void run() noexcept override;
  std::variant<http::Service::Upload, http::Response> take_result() { return std::move(result_); }

private:
  http::Service& service_;
  const http::RequestHead& head_;
  std::variant<http::Service::Upload, http::Response> result_;
};

// Takes one chunk and keeps its lines.
class TakeChunk final : public AwaitedJob {
public:
  TakeChunk(http::RowUpload& rows, http::RowChunk chunk, Spool& spool)
      : rows_(rows), chunk_(std::move(chunk)), spool_(spool) {}
  void run() noexcept override;
  const std::optional<core::Error>& error() const { return error_; }

private:
  http::RowUpload& rows_;
  http::RowChunk chunk_;
  Spool& spool_;
  std::optional<core::Error> error_;
};

class FinishUpload final : public AwaitedJob {
public:
  FinishUpload(http::RowUpload& rows, Spool& spool) : rows_(rows), spool_(spool) {}
  void run() noexcept override;
  const std::optional<core::Error>& error() const { return error_; }

private:
  http::RowUpload& rows_;
  Spool& spool_;
  std::optional<core::Error> error_;
};

// The next piece of the results.
class ReadResults final : public AwaitedJob {
public:
  explicit ReadResults(Spool& spool) : spool_(spool) {}
  void run() noexcept override;
  core::Result<std::string> take_piece() { return std::move(piece_); }

private:
  Spool& spool_;
  core::Result<std::string> piece_;
};

// Destroys an upload on a worker, since that may roll back a transaction. Owns itself.
class DropUpload final : public Job {
public:
  static void submit(Workers& workers, std::unique_ptr<http::RowUpload> rows);
  void run() noexcept override { rows_.reset(); }
  void done(bool) noexcept override { delete this; }

private:
  explicit DropUpload(std::unique_ptr<http::RowUpload> rows) : rows_(std::move(rows)) {}
  std::unique_ptr<http::RowUpload> rows_;
};

}  // namespace badgewatch::net
