// [tls] of the settings as lib/net takes it.
#pragma once

#include "config/config.hpp"
#include "net/tls.hpp"

namespace badgewatch::daemon {

inline net::TlsSettings tls_settings(const TlsConfig& config) {
  net::TlsSettings settings;
  settings.certificate_file = config.certificate_file.string();
  settings.key_file = config.key_file.string();
  settings.client_ca_file = config.client_ca_file.string();
  if (config.client_certificates == ClientCertificates::request)
    settings.clients = net::ClientCertificates::request;
  if (config.client_certificates == ClientCertificates::require)
    settings.clients = net::ClientCertificates::require;
  return settings;
}

}  // namespace badgewatch::daemon
