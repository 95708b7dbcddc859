#include "net/service_jobs.hpp"

#include "core/log.hpp"

namespace badgewatch::net {

namespace {

core::Error bug_in(std::string_view call) {
  core::log(core::LogLevel::error, "a request ended in an exception", {{"call", call}});
  return core::Error();
}

}  // namespace

void HandleRequest::run() noexcept {
  try {
    response_ = service_.handle(std::move(request_));
  } catch (...) {
    response_ = service_.problem(bug_in("handle"));
  }
}

void TakeEvents::run() noexcept {
  try {
    text_ = feed_.take();
  } catch (...) {
    text_ = bug_in("take events");
  }
}

void OpenUpload::run() noexcept {
  try {
    result_ = service_.open_upload(head_);
  } catch (...) {
    result_ = service_.problem(bug_in("open_upload"));
  }
}

void TakeChunk::run() noexcept {
  try {
    auto lines = rows_.take(std::move(chunk_));
    if (lines) {
      const auto kept = spool_.append(std::move(*lines));
      if (!kept) error_ = kept.error();
    } else {
      error_ = lines.error();
    }
  } catch (...) {
    error_ = bug_in("take");
  }
}

void FinishUpload::run() noexcept {
  try {
    const auto kept = spool_.append(rows_.finish());
    if (!kept) error_ = kept.error();
  } catch (...) {
    error_ = bug_in("finish");
  }
}

void ReadResults::run() noexcept {
  try {
    piece_ = spool_.next();
  } catch (...) {
    piece_ = bug_in("read results");
  }
}

void DropUpload::submit(Workers& workers, std::unique_ptr<http::RowUpload> rows) {
  if (!rows) return;
  auto* job = new DropUpload(std::move(rows));
  if (!workers.submit(*job, Admission::continued)) delete job;
}

}  // namespace badgewatch::net
