// The sender over libcurl.
#pragma once

#include "ports/sender.hpp"
#include "send/targets.hpp"

#include <memory>
#include <string>

namespace badgewatch::send {

struct HttpsOptions {
  // PEM of the authorities that may have signed the other side's certificate; empty: the system's.
  std::string ca_file = {};
  // Plain HTTP to this machine itself, for tests and demos. Never to another one.
  bool plain_to_loopback = false;
  // Where others name what is asked: only what this allows, at the addresses that it found. It
  // outlives the sender. None: the register's own settings name what is asked.
  const Targets* targets = nullptr;
  // Requests to one host follow each other on one connection, for at most a minute; then one thread
  // at a time uses the sender.
  bool keep_connection = false;
};

// HTTPS with TLS 1.2 or later, certificates and host names checked; no redirects, no proxy of the
// environment, no cookies, no compression, no credentials but those of the request's headers. Each
// exchange has a connection of its own, but for `keep_connection`.
class HttpsSender final : public ports::Sender {
public:
  explicit HttpsSender(HttpsOptions options);
  ~HttpsSender() override;

  core::Result<ports::OutgoingReply> send(const ports::OutgoingRequest& request,
                                          const ports::OutgoingLimits& limits) override;

private:
  struct Kept;
  HttpsOptions options_;
  std::unique_ptr<Kept> kept_;
};

// Whether `url` is one that a sender of these options would ask: https://HOST[:PORT][/...], or
// http:// and 127.0.0.1, [::1] or localhost where that is allowed.
bool may_be_asked(const std::string& url, const HttpsOptions& options);

}  // namespace badgewatch::send
