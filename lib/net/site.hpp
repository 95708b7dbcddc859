// What all connections of one server share.
#pragma once

#include "http/message.hpp"
#include "net/body_room.hpp"
#include "net/gate.hpp"
#include "net/server.hpp"
#include "net/spool_room.hpp"
#include "net/streams.hpp"
#include "net/tls_context.hpp"
#include "net/workers.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

namespace badgewatch::net {

// Names for requests: a random prefix for this start of the server, and a counter.
class RequestIds {
public:
  RequestIds();
  std::string next();

private:
  std::string prefix_;
  std::uint64_t count_ = 0;
};

// The context with which connections begin. Thread safe.
class CurrentTls {
public:
  // None: plain.
  std::shared_ptr<TlsContext> get() const {
    const std::lock_guard lock(mutex_);
    return context_;
  }
  void set(std::shared_ptr<TlsContext> context) {
    const std::lock_guard lock(mutex_);
    context_.swap(context);
  }

private:
  mutable std::mutex mutex_;
  std::shared_ptr<TlsContext> context_;
};

// Used on the loop's thread only, but for the service and the workers.
struct Site {
  Site(ServerOptions server_options, http::Service& served, ServerObserver& watching);

  const ServerOptions options;
  http::Service& service;
  ServerObserver& observer;
  const GateRules gate;
  CurrentTls tls;
  RequestIds request_ids;
  std::string date;  // the Date field of now
  bool stopping = false;
  Streams streams;
  BodyRoom body_room;
  SpoolRoom spool_room;  // for every thread
  Workers workers;

  // Once a second is enough.
  void set_date();
};

}  // namespace badgewatch::net
