// What TLS needs: the certificate that the server shows, and who must show one.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"

#include <string>

namespace badgewatch::net {

enum class ClientCertificates {
  off,
  request,  // one that is shown must be good; none is fine
  require,
};

struct TlsSettings {
  std::string certificate_file;  // PEM: the server's own first, then what leads to a known root
  std::string key_file;          // PEM, without a passphrase
  ClientCertificates clients = ClientCertificates::off;
  std::string client_ca_file;  // PEM: who may sign clients' certificates; not for `off`
};

// Reads all files as a start does. The instant behind which the certificate is no longer valid.
// Errc::invalid says which file cannot be used, and why: it cannot be read, others may read the
// key, the key is another certificate's, the certificate is not valid at `now`, too weak, ...
core::Result<core::Instant> check_tls(const TlsSettings& settings, core::Instant now);

}  // namespace badgewatch::net
