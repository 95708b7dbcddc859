// The section [mail].
#pragma once

#include "config/config.hpp"
#include "config/setting_reader.hpp"

namespace badgewatch::daemon {

// Its faults may be about http.public_url, which letters need.
void read_mail(SettingReader& file, Config& config, const std::filesystem::path& credentials);

}  // namespace badgewatch::daemon
