#include "net/upload.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <utility>
#include <variant>

namespace badgewatch::net {

namespace {

core::Error cut_off() {
  return core::Error(core::Errc::unavailable, "The service is stopping. Send the rest again.");
}

SpoolOptions spool_options(const ServerOptions& options) {
  return {options.spool_directory, options.answer_memory};
}

http::RowLimits row_limits(const ServerOptions& options) {
  return {options.chunk_rows, options.chunk_bytes, options.row_bytes};
}

}  // namespace

Upload::Upload(Exchange& exchange)
    : exchange_(exchange),
      parser_(exchange.gated(), std::nullopt),
      spool_(spool_options(exchange.site().options), exchange.site().spool_room) {}

Upload::~Upload() {
  DropUpload::submit(exchange_.site().workers, std::move(rows_));
}

Task<Ending> Upload::run() {
  auto broken = exchange_.feed(parser_);
  if (broken) co_return co_await exchange_.refuse(std::move(*broken));

  if (exchange_.site().spool_room.is_short()) {
    Refusal full{"spool_full", spool_room_is_full()};
    co_return co_await exchange_.refuse(std::move(full));
  }
  OpenUpload open(exchange_.site().service, exchange_.head());
  const bool opened = co_await on_worker(exchange_.site().workers, open, Admission::bounded);
  if (!opened) {
    Refusal full{"queue_full", core::Error(core::Errc::unavailable, "The service is busy.")};
    co_return co_await exchange_.refuse(std::move(full));
  }
  auto result = open.take_result();
  if (auto* refused = std::get_if<http::Response>(&result)) {
    // The rows are not wanted: what is still to come is dropped with the connection.
    refused->close = refused->close || !parser_.done();
    co_return co_await exchange_.answer(std::move(*refused));
  }
  auto& upload = std::get<http::Service::Upload>(result);
  rows_ = std::move(upload.rows);
  headers_ = std::move(upload.headers);
  co_return co_await take_rows(upload.format);
}

Task<Ending> Upload::take_rows(http::RowFormat format) {
  cutter_.emplace(format, row_limits(exchange_.site().options));
  text_ = parser_.take_body();
  co_await take_chunks();
  if (gone_) co_return Ending::gone;
  if (refusal_) co_return co_await exchange_.refuse(std::move(*refusal_));
  if (!error_) co_await finish();
  co_return co_await answer();
}

// Reads the body to its end whatever happens, since many clients read no answer before.
Task<void> Upload::take_chunks() {
  using boost::asio::experimental::awaitable_operators::operator&&;
  co_await read_chunk();
  while (ready_ && !stopped()) {
    auto chunk = *std::exchange(ready_, std::nullopt);
    if (chunk.last) {
      co_await take_chunk(std::move(chunk));
      break;
    }
    auto both = take_chunk(std::move(chunk)) && read_chunk();
    co_await std::move(both);
    if (error_) ready_.reset();
  }
  bool more = !stopped() && !parser_.done();
  while (more)
    more = co_await read_body();
}

// Fills ready_; leaves it empty when there will be no further chunk.
Task<void> Upload::read_chunk() {
  cut();
  while (!ready_ && !error_ && !stopped()) {
    const bool more = co_await read_body();
    if (!more && stopped()) co_return;
    cut();
  }
}

// Cuts at most one chunk from the text that is there.
void Upload::cut() {
  if (error_ || stopped()) return;
  while ((cut_to_ < text_.size() || cutter_->has_backlog()) && !cutter_->full()) {
    const auto used = cutter_->add(std::string_view(text_).substr(cut_to_));
    if (!used) {
      error_ = used.error();
      return;
    }
    cut_to_ += *used;
  }
  if (cutter_->full()) {
    ready_ = cutter_->take();
  } else if (parser_.done()) {
    ready_ = cutter_->take_last();
  }
}

// Reads more of the body into text_, or drops it once an error ended the taking. False: it is
// whole, or the client has gone.
Task<bool> Upload::read_body() {
  if (parser_.done()) co_return false;
  const bool received = co_await exchange_.receive_body();
  if (!received) {
    gone_ = true;
    co_return false;
  }
  refusal_ = exchange_.feed(parser_);
  if (refusal_) co_return false;
  text_.erase(0, cut_to_);
  cut_to_ = 0;
  text_ += parser_.take_body();
  if (error_) text_.clear();
  co_return !parser_.done();
}

Task<void> Upload::take_chunk(http::RowChunk chunk) {
  TakeChunk job(*rows_, std::move(chunk), spool_);
  const bool ran = co_await on_worker(exchange_.site().workers, job, Admission::continued);
  if (!ran) error_ = cut_off();
  if (job.error()) error_ = job.error();
}

Task<void> Upload::finish() {
  FinishUpload job(*rows_, spool_);
  const bool ran = co_await on_worker(exchange_.site().workers, job, Admission::continued);
  if (!ran) error_ = cut_off();
  if (job.error()) error_ = job.error();
}

Task<Ending> Upload::answer() {
  if (error_ && spool_.empty()) {
    co_return co_await exchange_.answer(exchange_.site().service.problem(*error_));
  }
  co_return co_await stream_results(200);
}

Task<Ending> Upload::stream_results(int status) {
  http::Response response;
  response.status = status;
  response.headers = std::move(headers_);
  response.headers.emplace_back("content-type", "application/x-ndjson");
  const bool chunked = exchange_.stream_framing() == BodyFraming::chunked;
  const bool open = exchange_.keeps_open() && chunked;
  auto pace = answer_pace(exchange_.site().options);
  auto front = exchange_.streamed_head(response);
  bool end = false;
  while (!end) {
    ReadResults next(spool_);
    const bool in_memory = spool_.in_memory();
    if (in_memory) {
      next.run();
    } else {
      const bool ran = co_await on_worker(exchange_.site().workers, next, Admission::continued);
      if (!ran) co_return Ending::gone;
    }
    auto piece = next.take_piece();
    if (!piece) co_return Ending::gone;  // the missing last chunk says that it is incomplete
    end = piece->empty();
    if (end && error_) {
      *piece = "{\"problem\":" + exchange_.site().service.problem(*error_).body + "}\n";
    }
    if (chunked && !piece->empty()) *piece = as_chunk(*piece);
    if (chunked && end) *piece += last_chunk;
    const bool written = co_await exchange_.wire().write(std::move(front), std::move(*piece), pace);
    if (!written) co_return Ending::gone;
    front.clear();
  }
  exchange_.count(status);
  co_return open ? Ending::open : Ending::linger;
}

}  // namespace badgewatch::net
