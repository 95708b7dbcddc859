#include "net/exchange.hpp"

namespace badgewatch::net {

namespace {

constexpr std::size_t body_read = 64 * 1024;

}  // namespace

Pace answer_pace(const ServerOptions& options) {
  return Pace(options.idle_time, options.body_bytes_per_second, options.idle_time);
}

Exchange::Exchange(Site& site, Wire& wire, GatedHead gated)
    : site_(site),
      wire_(wire),
      gated_(std::move(gated)),
      method_(gated_.head.method),
      request_id_(gated_.head.request_id),
      https_(gated_.head.https),
      awaited_continue_(gated_.expects_continue),
      body_pace_(site.options.body_grace, site.options.body_bytes_per_second,
                 site.options.idle_time),
      began_(SteadyClock::now()) {}

std::optional<Refusal> Exchange::feed(MessageParser& parser) {
  auto step = parser.put(wire_.received());
  wire_.consume(step.used);
  if (step.refusal || parser.done()) return std::move(step.refusal);
  // What is left is the beginning of a chunk's size or trailer, which Beast would wait for.
  if (HeaderEnd().look(wire_.received()) == HeaderEnd::State::bare_line_feed) {
    return malformed("bare_line_feed", "A line ends without CR.");
  }
  if (wire_.received().size() >= body_read) {
    return malformed("body_framing", "A chunk's size or trailer is too long.");
  }
  return std::nullopt;
}

Task<bool> Exchange::receive_body() {
  if (awaited_continue_ && wire_.received().empty()) {
    auto pace = answer_pace(site_.options);
    const bool written = co_await wire_.write("HTTP/1.1 100 Continue\r\n\r\n", "", pace);
    if (!written) co_return false;
  }
  awaited_continue_ = false;
  const auto size = co_await wire_.read_paced(body_read, body_pace_);
  if (size == 0 && wire_.expired()) site_.observer.refused("body_too_slow");
  co_return size > 0;
}

bool Exchange::keeps_open() const {
  return gated_.keep_alive && !site_.stopping;
}

BodyFraming Exchange::stream_framing() const {
  return gated_.http_1_1 ? BodyFraming::chunked : BodyFraming::close;
}

HeadOptions Exchange::head_options() const {
  HeadOptions options;
  options.date = site_.date;
  options.request_id = request_id_;
  options.https = https_;
  return options;
}

std::string Exchange::streamed_head(const http::Response& response) {
  auto options = head_options();
  options.framing = stream_framing();
  options.connection = keeps_open() && gated_.http_1_1 ? "" : "close";
  return response_head(response, options);
}

Task<Ending> Exchange::answer(http::Response response) {
  const bool open = keeps_open() && !response.close;
  auto options = head_options();
  options.connection = !open ? "close" : gated_.http_1_1 ? "" : "keep-alive";
  auto bytes = response_head(response, options);
  const bool bodiless = method_ == "HEAD" || !may_have_body(response.status);
  auto body = bodiless ? std::string() : std::move(response.body);
  auto pace = answer_pace(site_.options);
  const bool written = co_await wire_.write(std::move(bytes), std::move(body), pace);
  if (!written && wire_.expired()) site_.observer.refused("answer_too_slow");
  if (!written) co_return Ending::gone;
  count(response.status);
  co_return open ? Ending::open : Ending::linger;
}

Task<Ending> Exchange::refuse(Refusal refusal) {
  site_.observer.refused(refusal.reason);
  auto response = site_.service.problem(refusal.error);
  response.close = true;
  if (response.status == 405) response.headers.emplace_back("allow", known_methods);
  co_return co_await answer(std::move(response));
}

void Exchange::count(int status) {
  const std::chrono::duration<double> seconds = SteadyClock::now() - began_;
  site_.observer.served(method_, status, seconds.count());
}

}  // namespace badgewatch::net
