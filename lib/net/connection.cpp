#include "net/connection.hpp"

#include "net/event_stream.hpp"
#include "net/service_jobs.hpp"
#include "net/upload.hpp"

namespace badgewatch::net {

namespace {

constexpr std::size_t header_read = 4 * 1024;
// To read why it was turned away.
constexpr std::chrono::milliseconds turned_away_time{250};

Refusal queue_full() {
  return {"queue_full", core::Error(core::Errc::unavailable, "The service is busy.")};
}

Refusal no_body_room() {
  return {"body_memory_full",
          core::Error(core::Errc::unavailable, "Too many large requests at once.")};
}

// How much of a body may have to be kept at once: what it says, or, in chunks, what it may have.
std::size_t most_bytes(const GatedHead& gated, std::size_t limit) {
  if (gated.framing == Framing::none) return 0;
  return gated.framing == Framing::chunked || gated.length > limit ? limit : gated.length;
}

}  // namespace

Connection::Connection(Site& site, Socket socket, const core::IpAddress& address)
    : site_(site), wire_(std::move(socket), site.tls.get()), peer_{address, wire_.is_tls()} {}

Task<void> Connection::serve() {
  const bool greeted = co_await greet();
  auto ending = greeted ? Ending::open : Ending::gone;
  while (ending == Ending::open)
    ending = co_await serve_one();
  if (ending == Ending::linger) co_await linger();
}

// The handshake of TLS. Failed ones are counted, since anybody can make as many as they like.
Task<bool> Connection::greet() {
  if (!wire_.is_tls()) co_return true;
  const bool greeted = co_await wire_.handshake(SteadyClock::now() + site_.options.handshake_time);
  if (greeted) {
    certificate_ = wire_.client_certificate();
  } else {
    site_.observer.refused(wire_.handshake_failure());
  }
  co_return greeted;
}

Task<void> Connection::turn_away() {
  idle_ = false;
  site_.observer.refused("too_many_connections");
  if (wire_.is_tls()) co_return;
  auto response =
      site_.service.problem(core::Error(core::Errc::unavailable, "Too many connections."));
  HeadOptions options;
  options.connection = "close";
  auto head = response_head(response, options);
  Pace pace(std::chrono::milliseconds(0), 1, std::chrono::milliseconds(0));
  const bool written = co_await wire_.write(std::move(head), std::move(response.body), pace);
  if (written) co_await wire_.linger(SteadyClock::now() + turned_away_time);
}

void Connection::end_if_idle() {
  if (idle_ && wire_.received().empty()) wire_.abort();
}

Task<Ending> Connection::serve_one() {
  idle_ = true;
  const auto header = co_await wait_for_header();
  idle_ = false;
  if (header.state() == HeaderEnd::State::bare_line_feed) {
    co_return co_await refuse_head(malformed("bare_line_feed", "A line ends without CR."));
  }
  if (header.state() != HeaderEnd::State::found) {
    if (wire_.received().size() < site_.options.header_bytes) co_return Ending::gone;
    Refusal refusal{"header_too_large",
                    core::Error(core::Errc::too_large, "The header is too large.")};
    co_return co_await refuse_head(std::move(refusal));
  }
  auto checked = check_head(wire_.received().substr(0, header.size()), site_.gate);
  if (auto* refusal = std::get_if<Refusal>(&checked)) {
    co_return co_await refuse_head(std::move(*refusal));
  }
  auto& gated = std::get<GatedHead>(checked);
  auto refusal = complete(gated.head);
  if (refusal) co_return co_await refuse_head(std::move(*refusal));
  const auto plan = site_.service.plan(gated.head);
  if (plan.rows) co_return co_await serve_upload(std::move(gated));
  co_return co_await serve_call(std::move(gated), plan.limit);
}

// What the bytes of the head do not say.
std::optional<Refusal> Connection::complete(http::RequestHead& head) {
  auto client = client_of(peer_, head.headers, site_.options.proxies);
  if (auto* refusal = std::get_if<Refusal>(&client)) return std::move(*refusal);
  head.peer = std::move(std::get<Client>(client).address);
  head.https = std::get<Client>(client).https;
  // A proxy's own certificate is not that of whom it asks for.
  if (!site_.options.proxies.trusts(peer_.address)) head.certificate = certificate_;
  head.request_id = site_.request_ids.next();
  return std::nullopt;
}

// Not found when the client has gone, was too slow, or sent too much.
Task<HeaderEnd> Connection::wait_for_header() {
  const auto& options = site_.options;
  HeaderEnd header;
  auto state = header.look(wire_.received());
  // Between requests the client may be idle; what has begun must be whole in time.
  const bool may_idle = !first_ && wire_.received().empty();
  auto deadline = SteadyClock::now() + (may_idle ? options.idle_time : options.header_time);
  bool begun = !may_idle;
  first_ = false;
  while (state == HeaderEnd::State::wanting) {
    if (site_.stopping && wire_.received().empty()) break;
    if (wire_.received().size() >= options.header_bytes) break;
    const auto size = co_await wire_.read(header_read, deadline);
    if (size == 0) {
      if (wire_.expired() && begun) site_.observer.refused("header_too_slow");
      break;
    }
    if (!begun) deadline = SteadyClock::now() + options.header_time;
    begun = true;
    state = header.look(wire_.received());
  }
  const bool too_large = state == HeaderEnd::State::found && header.size() > options.header_bytes;
  co_return too_large ? HeaderEnd() : header;
}

// Of a request whose head is not known: nothing in it can be trusted.
Task<Ending> Connection::refuse_head(Refusal refusal) {
  GatedHead unknown;
  unknown.head.request_id = site_.request_ids.next();
  unknown.head.https = peer_.tls;
  unknown.keep_alive = false;
  Exchange exchange(site_, wire_, std::move(unknown));
  co_return co_await exchange.refuse(std::move(refusal));
}

Task<Ending> Connection::serve_call(GatedHead gated, std::size_t body_limit) {
  Exchange exchange(site_, wire_, std::move(gated));
  const auto bytes = most_bytes(exchange.gated(), body_limit);
  const bool is_small = bytes <= site_.options.small_body;
  const auto place = site_.body_room.take(is_small ? 0 : bytes);
  if (!place) co_return co_await exchange.refuse(no_body_room());
  MessageParser parser(exchange.gated(), body_limit);
  auto refusal = exchange.feed(parser);
  while (!refusal && !parser.done()) {
    const bool received = co_await exchange.receive_body();
    if (!received) co_return Ending::gone;
    refusal = exchange.feed(parser);
  }
  if (refusal) co_return co_await exchange.refuse(std::move(*refusal));

  auto immediate = site_.service.immediate(exchange.head());
  if (immediate) co_return co_await exchange.answer(std::move(*immediate));
  HandleRequest job(site_.service, {exchange.take_head(), parser.take_body()});
  const bool ran = co_await on_worker(site_.workers, job, Admission::bounded);
  if (!ran) {
    auto busy = site_.service.problem(queue_full().error);
    site_.observer.refused("queue_full");
    co_return co_await exchange.answer(std::move(busy));
  }
  auto response = job.take_response();
  if (response.events) {
    EventStream stream(exchange, std::move(response));
    co_return co_await stream.run();
  }
  co_return co_await exchange.answer(std::move(response));
}

Task<Ending> Connection::serve_upload(GatedHead gated) {
  Exchange exchange(site_, wire_, std::move(gated));
  Upload upload(exchange);
  co_return co_await upload.run();
}

Task<void> Connection::linger() {
  co_await wire_.linger(SteadyClock::now() + site_.options.body_grace);
}

}  // namespace badgewatch::net
