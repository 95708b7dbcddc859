#include "net/server.hpp"

#include "net/listener.hpp"

#include <thread>

namespace badgewatch::net {

struct Server::Impl {
  Impl(ServerOptions options, http::Service& service, ServerObserver* watching)
      : site(std::move(options), service, watching == nullptr ? silent : *watching),
        listener(site) {}

  ServerObserver silent;
  Site site;
  Listener listener;
  std::thread loop;
};

Server::Server(ServerOptions options, http::Service& service, ServerObserver* observer)
    : impl_(std::make_unique<Impl>(std::move(options), service, observer)) {}

Server::~Server() {
  stop();
}

core::Result<void> Server::start() {
  if (impl_->site.options.tls)
    if (auto loaded = reload_tls(); !loaded) return loaded.error();
  auto listening = impl_->listener.listen();
  if (!listening) return listening;
  impl_->loop = std::thread([impl = impl_.get()] { impl->listener.run(); });
  return {};
}

core::Result<core::Instant> Server::reload_tls() {
  auto& site = impl_->site;
  const auto* clock = site.options.clock;
  const auto now = clock != nullptr ? clock->now() : core::SystemClock().now();
  auto made = make_tls_context(site.options.tls.value(), now);
  if (!made) return made.error();
  const auto ends_at = (*made)->ends_at;
  site.tls.set(std::move(*made));
  return ends_at;
}

std::uint16_t Server::port() const {
  return impl_->listener.port();
}

void Server::wake(const std::string& topic) {
  impl_->listener.wake(topic);
}

bool Server::has_streams() const {
  return impl_->site.streams.any();
}

bool Server::is_alive(std::chrono::milliseconds time) const {
  return impl_->listener.turns(time);
}

void Server::stop() {
  if (!impl_->loop.joinable()) return;
  impl_->listener.ask_to_stop();
  impl_->loop.join();
  impl_->site.workers.stop();
}

}  // namespace badgewatch::net
