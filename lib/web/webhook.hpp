// One address to which events are sent: how it does, its keys, and what was tried.
#pragma once

#include "web/ask.hpp"
#include "web/page.hpp"

#include <string>

namespace badgewatch::web {

http::Response show_webhook(const Visit& visit);
http::Response do_test_webhook(const Visit& visit);
http::Response do_rotate_webhook_key(const Visit& visit);
http::Response do_set_webhook_state(const Visit& visit);
http::Response do_replay_webhook(const Visit& visit);
http::Response do_remove_webhook(const Visit& visit);

// The page that shows its newest key: where it is a secret, it does so once.
http::Response webhook_key_page(const Visit& visit, const Answer& webhook);
std::string webhook_state_text(const JsonView& webhook);

}  // namespace badgewatch::web
