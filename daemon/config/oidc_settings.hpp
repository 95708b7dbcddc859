// The settings of identity providers: [oidc] and each [[oidc.provider]].
#pragma once

#include "config/config.hpp"
#include "config/setting_reader.hpp"

#include <filesystem>

namespace badgewatch::daemon {

// Reads config.oidc, and holds it to itself and to what was read of [http], [tls] and [proxy].
void read_oidc(SettingReader& file, Config& config, const std::filesystem::path& credentials);

}  // namespace badgewatch::daemon
