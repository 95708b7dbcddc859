// What a handshake brought: the client's certificate, or why it failed.
#pragma once

#include "http/message.hpp"
#include "net/tls_context.hpp"

#include <optional>
#include <string_view>

namespace badgewatch::net {

// The one that was shown and is good, after the handshake.
std::optional<http::ClientCertificate> client_certificate(TlsStream& stream);

// A fixed word for counting: "tls_version", "tls_no_cipher", "tls_client_certificate", ...
std::string_view handshake_failure(TlsStream& stream, const boost::system::error_code& error);

}  // namespace badgewatch::net
