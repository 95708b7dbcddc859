// Where the register is and which key to show: from options, the environment, a settings file.
#pragma once

#include "client/target.hpp"
#include "core/result.hpp"

#include <functional>
#include <optional>
#include <string>

namespace badgewatch::cli {

// As given on the command line; empty where not given.
struct ConnectionOptions {
  std::string url;
  std::string key_file;
  std::string config_file;
  client::TlsFiles tls = {};
};

// A variable of the environment; nothing when it is not set or empty.
using Environment = std::function<std::optional<std::string>(const char* name)>;

// Each from the first that names it: the option, the environment, the settings file (`--config`,
// else ~/.config/badgewatch/config.toml where there is one): BADGEWATCH_URL or `url`,
// BADGEWATCH_KEY_FILE or `key_file`. Instead of a key, a client: BADGEWATCH_CLIENT_ID and
// BADGEWATCH_PRIVATE_KEY_FILE, or `client_id` and `private_key_file` in the settings file; an API
// key of the option or the environment wins over it. Where they are needed BADGEWATCH_CA_FILE or
// `ca_file`, BADGEWATCH_CERTIFICATE_FILE or `certificate_file`, BADGEWATCH_CERTIFICATE_KEY_FILE or
// `certificate_key_file`. Errc::invalid where one is missing or wrong.
core::Result<client::Target> find_target(const ConnectionOptions& options,
                                         const Environment& environment);

}  // namespace badgewatch::cli
