// The relay over libcurl: SMTP (RFC 5321) under TLS, by smtps:// or STARTTLS (RFC 3207), never in
// the clear; letters are RFC 5322 and MIME (RFC 2045).
#pragma once

#include "core/secret.hpp"
#include "ports/mail.hpp"

#include <functional>
#include <memory>
#include <string>

namespace badgewatch::send {

struct SmtpOptions {
  std::string url;     // smtps://HOST[:PORT], or smtp://HOST[:PORT] and STARTTLS, without a path
  std::string sender;  // the address that letters come from
  std::string username = {};  // empty: without credentials
  // Asked at each connection, so that another password counts at once.
  std::function<core::Result<core::Secret>()> password = {};
  // PEM of the authorities that may have signed the relay's certificate; empty: the system's.
  std::string ca_file = {};
};

// TLS 1.2 or later, certificate and name checked; no proxy and no credentials of the environment.
// Letters follow each other on one connection. A letter with a line break, or anything but
// printable ASCII, in its address, subject or id is refused and not sent.
class SmtpSender final : public ports::Relay {
public:
  explicit SmtpSender(SmtpOptions options);
  ~SmtpSender() override;

  ports::RelayAnswer send(const ports::Letter& letter, std::chrono::milliseconds time) override;

private:
  struct Connection;
  SmtpOptions options_;
  std::unique_ptr<Connection> connection_;
};

// "Fri, 27 Nov 2026 07:30:00 +0000" (RFC 5322 section 3.3).
std::string mail_date(core::Instant at);

}  // namespace badgewatch::send
