// The HTTP/1.1 server: listener, framing gate, connections, workers. The only Asio and Beast.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "http/message.hpp"
#include "net/client_address.hpp"
#include "net/tls.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::net {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8480;       // 0: any free one
  std::vector<std::string> hosts;  // what Host may say, beside the address itself; empty: any
  std::optional<TlsSettings> tls;  // none: plain HTTP
  ProxyRules proxies;
  unsigned workers = 64;
  std::size_t queue = 1024;  // jobs that may wait for a worker; then 503
  std::size_t connections = 4096;
  std::size_t connections_per_peer = 1024;          // a trusted proxy's apart
  std::chrono::milliseconds handshake_time{5'000};  // of TLS
  std::size_t header_bytes = 16 * 1024;
  std::chrono::milliseconds header_time{10'000};  // for the whole header, not for each read
  std::chrono::milliseconds idle_time{30'000};
  std::chrono::milliseconds body_grace{5'000};  // then at least `body_bytes_per_second`
  std::size_t body_bytes_per_second = 1024;
  // Bodies beyond `small_body`, of calls that read them whole: of all at once; then 503.
  std::size_t small_body = 64 * 1024;
  std::size_t body_memory = 256 << 20;
  std::size_t chunk_rows = 1000;
  std::size_t chunk_bytes = 1 << 20;
  std::size_t row_bytes = 64 * 1024;       // the longest row
  std::size_t answer_memory = 1 << 20;     // of an upload's results; then they are spooled
  std::string spool_directory = "/tmp";    // results of uploads, sealed, unlinked at once
  std::uint64_t spool_bytes = 4ULL << 30;  // of all uploads together
  std::chrono::milliseconds event_heartbeat{15'000};  // a sign of life on an event stream
  std::chrono::milliseconds drain_time{10'000};       // for open requests at stop()
  const core::Clock* clock = nullptr;  // outlives the server; none: answers have no Date
};

// What the server counts; called from any of its threads.
struct ServerObserver {
  virtual ~ServerObserver() = default;
  // `reason` is one of a few fixed words.
  virtual void refused(std::string_view /*reason*/) {}
  // An answer was written. `method` is empty when there was no request to be read.
  virtual void served(std::string_view /*method*/, int /*status*/, double /*seconds*/) {}
  // So many event streams are open now.
  virtual void streaming(std::size_t /*open*/) {}
};

class Server {
public:
  // `service` and `observer` (may be null) outlive the server.
  Server(ServerOptions options, http::Service& service, ServerObserver* observer = nullptr);
  ~Server();

  // Listens and serves from own threads. Errc::unavailable says which address is taken,
  // Errc::invalid which file of TLS cannot be used.
  core::Result<void> start();
  std::uint16_t port() const;
  // Reads the files of TLS anew: connections that begin from now on get what is in them, open ones
  // go on as they are. After an error everything stays as it was. Until when the certificate is
  // valid. Not without ServerOptions::tls. From any thread; reads files.
  core::Result<core::Instant> reload_tls();
  // Something has come for the event streams of that topic. Never waits; from any thread.
  void wake(const std::string& topic);
  // Whether any event stream is open. From any thread.
  bool has_streams() const;
  // Whether its loop gets to new work within that time: a sign of life that needs no worker and no
  // database. Not from the server's own threads.
  bool is_alive(std::chrono::milliseconds time) const;
  // Stops accepting, lets open requests end (drain_time), then cuts what is left and joins all
  // threads. Waits for calls of the service that are running, however long they take. May be
  // called twice, not from the server's own threads.
  void stop();

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace badgewatch::net
