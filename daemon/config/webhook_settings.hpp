// The section [webhooks].
#pragma once

#include "config/config.hpp"
#include "config/setting_reader.hpp"

namespace badgewatch::daemon {

void read_webhooks(SettingReader& file, WebhooksConfig& webhooks);

}  // namespace badgewatch::daemon
