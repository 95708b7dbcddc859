// One client's connection: requests one after another, each read through the gate.
#pragma once

#include "net/client_address.hpp"
#include "net/exchange.hpp"
#include "net/site.hpp"
#include "net/wire.hpp"

#include <string>
#include <variant>

namespace badgewatch::net {

// Lives in the frame of its own coroutine; used on the loop's thread only.
class Connection {
public:
  Connection(Site& site, Socket socket, const core::IpAddress& address);

  // Until the connection ends.
  Task<void> serve();
  // Answers 503 without reading a request, for a server that has too many connections. Of TLS only
  // the end: a handshake costs more than is worth spending on a flood.
  Task<void> turn_away();

  void sweep(TimePoint now) { wire_.sweep(now); }
  void abort() { wire_.abort(); }
  // Ends it when it waits for a request that has not begun.
  void end_if_idle();

private:
  Task<bool> greet();
  Task<Ending> serve_one();
  std::optional<Refusal> complete(http::RequestHead& head);
  Task<HeaderEnd> wait_for_header();
  Task<Ending> refuse_head(Refusal refusal);
  Task<Ending> serve_call(GatedHead gated, std::size_t body_limit);
  Task<Ending> serve_upload(GatedHead gated);
  Task<void> linger();

  Site& site_;
  Wire wire_;
  Peer peer_;
  std::optional<http::ClientCertificate> certificate_;
  bool idle_ = true;
  bool first_ = true;  // no request has come yet
};

}  // namespace badgewatch::net
