// Files that systemd hands to the daemon (LoadCredential=).
#pragma once

#include <filesystem>
#include <string>

namespace badgewatch::daemon {

// systemd's credentials go before what the settings say, as the master key's does.
inline void take_credential(const std::filesystem::path& credentials, const std::string& name,
                            std::filesystem::path& out) {
  std::error_code ignored;
  if (!credentials.empty() && std::filesystem::exists(credentials / name, ignored))
    out = credentials / name;
}

}  // namespace badgewatch::daemon
