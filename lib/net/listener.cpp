#include "net/listener.hpp"

#include "core/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <pthread.h>

namespace badgewatch::net {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds accept_pause{100};
constexpr std::size_t turned_away_at_once = 256;

// The handler of every spawned coroutine: what leaves one by exception is a bug, and is told.
void report(std::exception_ptr failure) {
  if (failure) core::log(core::LogLevel::error, "a connection ended in an exception");
}

// Often enough for the shortest of the times.
std::chrono::milliseconds sweep_interval(const ServerOptions& options) {
  const auto shortest = std::min({options.header_time, options.idle_time, options.body_grace});
  return std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(200));
}

core::Error taken(const Tcp::endpoint& endpoint, const boost::system::error_code& error) {
  return core::Error(core::Errc::unavailable, "Cannot listen on " + endpoint.address().to_string() +
                                                  " port " + std::to_string(endpoint.port()) +
                                                  ": " + error.message() + ".");
}

// Nothing when it has gone again.
std::optional<core::IpAddress> address_of(const Socket& socket) {
  boost::system::error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return std::nullopt;
  auto text = endpoint.address().to_string();
  return core::IpAddress::read(std::string_view(text).substr(0, text.find('%')));
}

}  // namespace

// A connection is known to the listener as long as this lives.
class Listener::Registration {
public:
  Registration(Listener& listener, Connection& connection, const std::string& peer)
      : listener_(listener), connection_(connection), peer_(peer) {
    listener_.connections_.insert(&connection_);
    ++listener_.per_peer_[peer_];
  }
  ~Registration() {
    listener_.connections_.erase(&connection_);
    const auto count = listener_.per_peer_.find(peer_);
    if (--count->second == 0) listener_.per_peer_.erase(count);
    listener_.end_when_empty();
  }
  Registration(const Registration&) = delete;
  Registration& operator=(const Registration&) = delete;

private:
  Listener& listener_;
  Connection& connection_;
  const std::string peer_;
};

Listener::Listener(Site& site)
    : site_(site),
      work_(loop_.get_executor()),
      acceptor_(loop_.get_executor()),
      timer_(loop_.get_executor()) {}

core::Result<void> Listener::listen() {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(site_.options.address, error);
  if (error) {
    return core::Error(core::Errc::invalid, "The address to listen on is no IP address.");
  }
  const Tcp::endpoint endpoint(address, site_.options.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(Acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    return taken(endpoint, error);
  }
  port_ = acceptor_.local_endpoint().port();
  return {};
}

void Listener::run() {
  pthread_setname_np(pthread_self(), "net");
  asio::co_spawn(loop_.get_executor(), accept_all(), report);
  asio::co_spawn(loop_.get_executor(), sweep_all(), report);
  loop_.run();
}

void Listener::ask_to_stop() {
  asio::post(loop_.get_executor(), [this] { begin_drain(); });
}

void Listener::wake(const std::string& topic) {
  asio::post(loop_.get_executor(), [this, topic] { site_.streams.wake(topic); });
}

bool Listener::turns(std::chrono::milliseconds time) {
  const auto turned = std::make_shared<std::promise<void>>();
  asio::post(loop_.get_executor(), [turned] { turned->set_value(); });
  return turned->get_future().wait_for(time) == std::future_status::ready;
}

Task<void> Listener::accept_all() {
  while (acceptor_.is_open()) {
    Socket socket(loop_.get_executor());
    const auto [error] = co_await acceptor_.async_accept(socket, as_outcome);
    if (error == asio::error::operation_aborted || !acceptor_.is_open()) break;
    if (error) {
      // No file descriptor is left, most likely: some will be given back.
      site_.observer.refused("accept_failed");
      Timer pause(loop_.get_executor(), accept_pause);
      co_await pause.async_wait(as_outcome);
      continue;
    }
    // Beyond this not even an answer is worth a descriptor.
    if (connections_.size() >= site_.options.connections + turned_away_at_once) {
      site_.observer.refused("too_many_connections");
      continue;
    }
    const auto address = address_of(socket);
    if (!address) continue;
    asio::co_spawn(loop_.get_executor(), serve(std::move(socket), *address), report);
  }
}

Task<void> Listener::serve(Socket socket, core::IpAddress address) {
  const bool room = has_room(address);
  Connection connection(site_, std::move(socket), address);
  const Registration registration(*this, connection, address.limit_group());
  if (room) {
    co_await connection.serve();
  } else {
    co_await connection.turn_away();
  }
}

Task<void> Listener::sweep_all() {
  const auto interval = sweep_interval(site_.options);
  while (work_.owns_work()) {
    timer_.expires_after(interval);
    co_await timer_.async_wait(as_outcome);
    sweep(SteadyClock::now());
  }
}

bool Listener::has_room(const core::IpAddress& address) const {
  const auto& options = site_.options;
  if (connections_.size() >= options.connections) return false;
  if (options.proxies.trusts(address)) return true;  // it has the connections of many
  const auto count = per_peer_.find(address.limit_group());
  return count == per_peer_.end() || count->second < options.connections_per_peer;
}

void Listener::sweep(TimePoint now) {
  site_.set_date();
  for (auto* connection : connections_)
    connection->sweep(now);
  if (now < drain_until_) return;
  // First: whoever sees their connection cut must be sure that their request is not begun any more.
  site_.workers.cancel_waiting();
  for (auto* connection : connections_)
    connection->abort();
}

void Listener::begin_drain() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  site_.stopping = true;
  drain_until_ = SteadyClock::now() + site_.options.drain_time;
  for (auto* connection : connections_)
    connection->end_if_idle();
  site_.streams.wake_all();
  end_when_empty();
}

void Listener::end_when_empty() {
  if (!site_.stopping || !connections_.empty()) return;
  work_.reset();
  timer_.cancel();
}

}  // namespace badgewatch::net
