// What the HTTP server does, as metrics.
#pragma once

#include "core/metrics.hpp"
#include "net/server.hpp"

#include <string>

namespace badgewatch::daemon {

class HttpObserver final : public net::ServerObserver {
public:
  // `metrics` outlives it.
  explicit HttpObserver(core::Metrics& metrics) : metrics_(metrics) {}
  void refused(std::string_view reason) override {
    metrics_.count("badgewatch_http_refused_total", {{"reason", reason}});
  }
  void served(std::string_view method, int status, double seconds) override {
    metrics_.observe_seconds("badgewatch_http_request_duration_seconds", seconds,
                             {{"method", method}, {"code", std::to_string(status)}});
  }
  void streaming(std::size_t open) override {
    metrics_.set("badgewatch_event_streams", static_cast<double>(open));
  }

private:
  core::Metrics& metrics_;
};

}  // namespace badgewatch::daemon
