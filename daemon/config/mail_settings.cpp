#include "config/mail_settings.hpp"

#include "config/credential_files.hpp"

#include <algorithm>

namespace badgewatch::daemon {

namespace {

// Of which Message-ID, envelope and From are made.
bool is_plain_mailbox(const std::string& text) {
  const auto at = text.find('@');
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("@._+-").find(c) != std::string_view::npos;
  };
  return at != std::string::npos && at > 0 && at + 1 < text.size() && text.size() <= 254 &&
         text.find('@', at + 1) == std::string::npos &&
         std::all_of(text.begin(), text.end(), is_plain);
}

// smtps://HOST[:PORT] or smtp://HOST[:PORT].
std::string host_of_relay(const std::string& url) {
  for (const std::string_view scheme : {"smtps://", "smtp://"}) {
    if (!url.starts_with(scheme)) continue;
    auto host = url.substr(scheme.size());
    const bool is_plain = std::all_of(host.begin(), host.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             std::string_view(".-:[]").find(c) != std::string_view::npos;
    });
    if (!is_plain) return {};
    const auto port = host.rfind(':');
    if (port != std::string::npos && host.find(']', port) == std::string::npos) host.resize(port);
    return host;
  }
  return {};
}

bool is_this_machine(const std::string& host) {
  return host == "localhost" || host.ends_with(".localhost") || host == "[::1]" ||
         host.starts_with("127.");
}

void check_relay(SettingReader& file, const Config& config) {
  const auto& mail = config.mail;
  const auto host = host_of_relay(mail.relay);
  if (host.empty())
    file.fault("mail.relay",
               "must be of the form \"smtps://relay.example.org\" or "
               "\"smtp://relay.example.org:587\", or be empty for none");
  else if (is_this_machine(host) && !mail.relay_is_here)
    file.fault("mail.relay", "names this machine itself, which needs mail.relay_is_here = true");
  if (!is_plain_mailbox(mail.sender))
    file.fault("mail.sender",
               "must be the address that letters come from, as "
               "\"badgewatch@register.example.org\"");
  if (config.http.public_url.empty())
    file.fault("mail.relay", "needs http.public_url: letters lead to the register's pages");
  if (mail.username.empty() != mail.password_file.empty())
    file.fault(mail.username.empty() ? "mail.password_file" : "mail.username",
               "is of no use alone: credentials are a username and a password_file");
}

}  // namespace

void read_mail(SettingReader& file, Config& config, const std::filesystem::path& credentials) {
  auto& mail = config.mail;
  file.text("mail.relay", mail.relay);
  file.boolean("mail.relay_is_here", mail.relay_is_here);
  file.text("mail.sender", mail.sender);
  file.text("mail.username", mail.username);
  file.path("mail.password_file", mail.password_file);
  if (!mail.username.empty()) take_credential(credentials, "mail.password", mail.password_file);
  file.path("mail.ca_file", mail.ca_file);
  file.text("mail.digest_at", mail.digest_at);
  file.integer("mail.timeout_ms", mail.timeout_ms, 500, 120'000);
  file.integer("mail.lease_ms", mail.lease_ms, 1'000, 600'000);
  // Else another sender takes a mailbox over while an attempt is under way.
  if (mail.lease_ms < 2 * mail.timeout_ms)
    file.fault(file.is_set("mail.lease_ms") ? "mail.lease_ms" : "mail.timeout_ms",
               "is wrong: lease_ms must be twice timeout_ms at least");
  file.integer("mail.disable_after_refusals", mail.disable_after_refusals, 1, 100);
  file.integer("mail.kept_days", mail.kept_days, 1, 365);
  if (mail.is_on()) check_relay(file, config);
}

}  // namespace badgewatch::daemon
