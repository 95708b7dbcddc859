#include "net/event_stream.hpp"

#include "net/service_jobs.hpp"

#include <utility>

namespace badgewatch::net {

namespace {

// A comment: no event, and ignored by whoever reads it.
constexpr std::string_view sign_of_life = ":\n\n";
// When every worker is busy: requests go first.
constexpr std::chrono::milliseconds busy_pause{100};

}  // namespace

EventStream::EventStream(Exchange& exchange, http::Response response)
    : exchange_(exchange),
      response_(std::move(response)),
      front_(exchange.streamed_head(response_)),
      timer_(exchange.wire().executor()) {
  auto& site = exchange_.site();
  site.streams.add(response_.events->topic(), *this);
  site.observer.streaming(site.streams.count());
}

EventStream::~EventStream() {
  auto& site = exchange_.site();
  site.streams.remove(response_.events->topic(), *this);
  site.observer.streaming(site.streams.count());
}

void EventStream::wake() {
  woken_ = true;
  timer_.cancel();
}

Task<Ending> EventStream::run() {
  // At once, so that the client knows that it listens.
  bool open = co_await write(std::string(sign_of_life));
  exchange_.count(response_.status);
  while (open && !exchange_.site().stopping) {
    open = co_await send_what_came();
    if (open) open = co_await wait();
  }
  // Nothing says that it is whole, because it is not.
  co_return open ? Ending::linger : Ending::gone;
}

// What comes while a worker looks or the client reads wakes it again: woken_ is taken back first.
Task<bool> EventStream::send_what_came() {
  bool more = true;
  while (more && !exchange_.site().stopping) {
    woken_ = false;
    TakeEvents job(*response_.events);
    const bool ran = co_await on_worker(exchange_.site().workers, job, Admission::bounded);
    if (!ran) {
      timer_.expires_after(busy_pause);
      co_await timer_.async_wait(as_outcome);
      continue;
    }
    auto text = job.take_text();
    if (!text) co_return false;
    more = !text->empty();
    if (!more) break;
    const bool written = co_await write(std::move(*text));
    if (!written) co_return false;
  }
  co_return true;
}

Task<bool> EventStream::wait() {
  if (woken_ || exchange_.site().stopping) co_return true;
  timer_.expires_after(exchange_.site().options.event_heartbeat);
  co_await timer_.async_wait(as_outcome);
  if (woken_) co_return true;
  co_return co_await write(std::string(sign_of_life));
}

Task<bool> EventStream::write(std::string text) {
  const bool chunked = exchange_.stream_framing() == BodyFraming::chunked;
  if (chunked) text = as_chunk(text);
  auto pace = answer_pace(exchange_.site().options);
  auto front = std::exchange(front_, {});
  const bool written = co_await exchange_.wire().write(std::move(front), std::move(text), pace);
  if (!written && exchange_.wire().expired()) exchange_.site().observer.refused("answer_too_slow");
  co_return written;
}

}  // namespace badgewatch::net
