// Where the register is and what one shows it to be let in.
#pragma once

#include "client/client_key.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace badgewatch::client {

// PEM files for HTTPS; empty where there is none.
struct TlsFiles {
  std::string ca_file;           // whom to trust, instead of the system's authorities
  std::string certificate_file;  // to show to the register
  std::string certificate_key_file;
  friend bool operator==(const TlsFiles&, const TlsFiles&) = default;
};

struct Target {
  std::string base_url;  // without a slash at its end
  core::Secret key;      // empty: no Authorization is sent
  // Instead of a key: gets access tokens by itself, and new ones before they end.
  std::shared_ptr<const ClientKey> client = {};
  TlsFiles tls = {};
};

// https anywhere, http only on this machine: a key must not cross a network in the clear.
// Errc::invalid otherwise. A path below which the API stands is kept.
core::Result<std::string> read_base_url(std::string_view text);

// Whether `base_url` is on this machine (127.0.0.0/8, ::1, localhost).
bool is_loopback(std::string_view base_url);

// The first line of the file. Errc::invalid when there is no such file, it is empty, or other users
// may read it.
core::Result<core::Secret> read_key_file(const std::string& path);

}  // namespace badgewatch::client
