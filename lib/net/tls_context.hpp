// OpenSSL's context: what all TLS connections that begin with one certificate share.
#pragma once

#include "net/loop.hpp"
#include "net/tls.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <memory>

namespace badgewatch::net {

using TlsStream = boost::asio::ssl::stream<Socket>;

struct TlsContext {
  boost::asio::ssl::context context{boost::asio::ssl::context::tls_server};
  core::Instant ends_at;  // of the certificate
};

// TLS 1.2 and 1.3 with forward secrecy and authenticated ciphers alone; HTTP/1.1 by ALPN; no
// renegotiation, compression, session tickets, resumption, early data. Errors as check_tls().
core::Result<std::shared_ptr<TlsContext>> make_tls_context(const TlsSettings& settings,
                                                           core::Instant now);

}  // namespace badgewatch::net
