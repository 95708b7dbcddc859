#include "config/config.hpp"

#include "config/credential_files.hpp"
#include "config/mail_settings.hpp"
#include "config/oidc_settings.hpp"
#include "config/setting_reader.hpp"
#include "config/webhook_settings.hpp"
#include "core/text.hpp"
#include "domain/holding.hpp"
#include "store/given_server.hpp"
#include "store/server_address.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace badgewatch::daemon {
namespace {

constexpr std::int64_t most_ms = 3'600'000;
constexpr std::int64_t gibibyte = 1LL << 30;

bool is_time_of_day(const std::string& text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  return text.size() == 5 && text[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4) &&
         text.substr(0, 2) < "24" && text[3] < '6';
}

bool is_public_url(const std::string& text) {
  const bool has_scheme = text.starts_with("https://") || text.starts_with("http://");
  const bool has_host = text.size() > text.find("://") + 3;
  return has_scheme && has_host && !text.ends_with('/') && core::is_ascii(text) &&
         text.find_first_of(" ?#@\"\\") == std::string::npos;
}

void read_http(SettingReader& file, HttpConfig& http) {
  file.text("http.address", http.address);
  if (!core::IpAddress::read(http.address)) {
    file.fault("http.address", "must be an IPv4 or IPv6 address, as \"127.0.0.1\" or \"::1\"");
  }
  file.integer("http.port", http.port, 0);
  file.texts("http.hosts", http.hosts);
  for (const std::string& host : http.hosts) {
    if (core::trim(host).empty()) file.fault("http.hosts", "must not hold an empty name");
  }
  file.text("http.public_url", http.public_url);
  if (!http.public_url.empty() && !is_public_url(http.public_url)) {
    file.fault("http.public_url",
               "must be of the form \"https://register.example.org\", without a slash at its end");
  }
  file.integer("http.workers", http.workers, 1, 1024);
  file.integer("http.queue", http.queue, 1, 1'000'000);
  file.integer("http.connections", http.connections, 1, 1'000'000);
  file.integer("http.connections_per_address", http.connections_per_address, 1, 1'000'000);
  file.integer("http.header_bytes", http.header_bytes, 1024, 1 << 20);
  file.integer("http.header_time_ms", http.header_time_ms, 100, most_ms);
  file.integer("http.idle_time_ms", http.idle_time_ms, 100, most_ms);
  file.integer("http.body_grace_ms", http.body_grace_ms, 100, most_ms);
  file.integer("http.body_bytes_per_second", http.body_bytes_per_second, 1, gibibyte);
  file.integer("http.row_bytes", http.row_bytes, 1024, 1 << 20);
  file.integer("http.chunk_rows", http.chunk_rows, 1, 1000);
  file.integer("http.chunk_bytes", http.chunk_bytes, 1024, 64 << 20);
  if (http.chunk_bytes < http.row_bytes) {
    file.fault(file.is_set("http.chunk_bytes") ? "http.chunk_bytes" : "http.row_bytes",
               "is wrong: chunk_bytes must be at least row_bytes");
  }
  file.integer("http.spool_bytes", http.spool_bytes, 1 << 20, 1024 * gibibyte);
  file.path("http.spool_directory", http.spool_directory);
  file.integer("http.drain_time_ms", http.drain_time_ms, 0, most_ms);
}

void read_tls(SettingReader& file, TlsConfig& tls, const std::filesystem::path& credentials) {
  constexpr std::array modes = {ClientCertificates::off, ClientCertificates::request,
                                ClientCertificates::require};
  file.path("tls.certificate_file", tls.certificate_file);
  file.path("tls.key_file", tls.key_file);
  std::size_t mode = 0;
  file.choice("tls.client_certificates", mode, {"off", "request", "require"});
  tls.client_certificates = modes.at(mode);
  file.path("tls.client_ca_file", tls.client_ca_file);
  file.integer("tls.handshake_time_ms", tls.handshake_time_ms, 100, most_ms);
  take_credential(credentials, "tls.crt", tls.certificate_file);
  take_credential(credentials, "tls.key", tls.key_file);
  take_credential(credentials, "client-ca.crt", tls.client_ca_file);
  if (tls.certificate_file.empty() != tls.key_file.empty()) {
    file.fault(tls.key_file.empty() ? "tls.certificate_file" : "tls.key_file",
               "is of no use alone: TLS needs certificate_file and key_file");
  }
  if (mode != 0 && (tls.client_ca_file.empty() || !tls.is_on())) {
    file.fault("tls.client_certificates",
               "needs client_ca_file, which says who may sign them, and a certificate of the "
               "daemon's own");
  }
}

void read_proxy(SettingReader& file, ProxyConfig& proxy) {
  std::vector<std::string> networks;
  file.texts("proxy.trusted", networks);
  for (const std::string& text : networks) {
    const auto network = core::Network::read(text);
    if (network) {
      proxy.trusted.push_back(*network);
    } else {
      file.fault("proxy.trusted",
                 "must hold addresses and networks, as [\"192.0.2.10\", \"10.1.0.0/16\"]; the bits "
                 "behind a network's length are 0");
    }
  }
  std::size_t field = 0;
  file.choice("proxy.field", field, {"x-forwarded-for", "forwarded"});
  proxy.field = field == 0 ? ProxyField::x_forwarded_for : ProxyField::forwarded;
  file.boolean("proxy.ends_tls", proxy.ends_tls);
  if (proxy.ends_tls && networks.empty()) {
    file.fault("proxy.ends_tls", "may only be true where proxy.trusted names the proxy");
  }
}

// A key must not cross a network in the clear.
void check_exposure(SettingReader& file, const Config& config) {
  const auto address = core::IpAddress::read(config.http.address);
  if (!address || address->is_loopback() || config.tls.is_on() || config.proxy.ends_tls) return;
  file.fault("http.address",
             "is reached from other machines, and plain HTTP would show them every key: set "
             "tls.certificate_file and tls.key_file, or proxy.ends_tls = true where a proxy in "
             "front of it ends TLS");
}

void read_database_url(SettingReader& file, std::string& url) {
  file.text("database.url", url);
  if (url.empty()) return;
  if (!url.starts_with("postgresql://") && !url.starts_with("postgres://")) {
    file.fault("database.url", "must begin with postgresql://, or be empty for an embedded one");
    return;
  }
  if (const auto fault = store::fault_of_address(url)) {
    file.fault("database.url", *fault);
    return;
  }
  if (const auto address = store::ServerAddress::read(url);
      address && address->has_several_hosts()) {
    file.fault("database.url",
               "must name one host: after a failover one session may read from a server that lags "
               "behind the one that another writes to, and a revoked driver would be told clear");
  }
}

void read_database(SettingReader& file, DatabaseConfig& database) {
  read_database_url(file, database.url);
  file.integer("database.sessions", database.sessions, 2, 1000);
  file.integer("database.session_wait_ms", database.session_wait_ms, 1, most_ms);
  file.integer("database.statement_timeout_ms", database.statement_timeout_ms, 100, most_ms);
  file.integer("database.lock_timeout_ms", database.lock_timeout_ms, 100, most_ms);
  file.path("database.migrations_directory", database.migrations_directory);
}

void read_limits(SettingReader& file, LimitsConfig& limits) {
  constexpr std::int64_t most = 1'000'000;
  file.integer("limits.requests_per_second", limits.requests.per_second, 1, most);
  file.integer("limits.burst", limits.requests.burst, 1, most);
  file.integer("limits.checks_per_second", limits.checks.per_second, 0, most);
  file.integer("limits.checks_burst", limits.checks.burst, 0, most);
  file.integer("limits.pushes_per_second", limits.pushes.per_second, 0, most);
  file.integer("limits.pushes_burst", limits.pushes.burst, 0, most);
  file.integer("limits.address_per_second", limits.address.per_second, 1, most);
  file.integer("limits.address_burst", limits.address.burst, 1, most);
  file.integer("limits.batch_rows", limits.batch_rows, 1, 1'000'000'000);
}

void read_policy(SettingReader& file, const std::string& section, Policy& policy) {
  file.boolean(section + ".enabled", policy.enabled);
  file.text(section + ".legal_basis", policy.legal_basis);
  if (policy.enabled && core::trim(policy.legal_basis).empty()) {
    file.fault(section + ".enabled", "may only be true where " + section +
                                         ".legal_basis states the legal basis of this power");
  }
}

void read_time_of_day(SettingReader& file, std::string_view name, std::string& time) {
  file.text(name, time);
  if (!is_time_of_day(time)) file.fault(name, "must be a time of day from \"00:00\" to \"23:59\"");
}

void read_log(SettingReader& file, LogConfig& log) {
  constexpr std::array levels = {core::LogLevel::debug, core::LogLevel::info,
                                 core::LogLevel::warning, core::LogLevel::error};
  std::size_t level = 1;
  file.choice("log.level", level, {"debug", "info", "warning", "error"});
  log.level = levels.at(level);
}

// It stands in each checkpoint and in the name of the log's key (C2SP signed-note).
bool is_origin(const std::string& text) {
  return !text.empty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < '\x7F' && c != '+';
  });
}

void read_audit(SettingReader& file, AuditConfig& audit) {
  file.text("audit.origin", audit.origin);
  if (!is_origin(audit.origin)) {
    file.fault("audit.origin",
               "must be 1 to 100 visible ASCII characters without a plus sign, as "
               "\"register.example.org/log\"");
  }
  file.integer("audit.checkpoint_ms", audit.checkpoint_ms, 100, 60'000);
  file.path("audit.last_checkpoint", audit.last_checkpoint);
}

void read_misuse(SettingReader& file, MisuseConfig& misuse) {
  constexpr std::int64_t most = 1'000'000;
  file.integer("misuse.people_per_day_officer", misuse.people_per_day_officer, 0, most);
  file.integer("misuse.people_per_day_system", misuse.people_per_day_system, 0, most);
  file.integer("misuse.period_ms", misuse.period_ms, 100, most_ms);
  file.integer("misuse.people_a_day", misuse.people_a_day, 2, most);
  file.integer("misuse.people_a_week", misuse.people_a_week, 2, most);
  file.integer("misuse.officers_of_one", misuse.officers_of_one, 2, most);
  file.integer("misuse.neighbours", misuse.neighbours, 2, most);
  file.integer("misuse.variants", misuse.variants, 2, most);
  file.integer("misuse.searches_out_of_hours", misuse.searches_out_of_hours, 2, most);
  file.integer("misuse.people_of_a_case", misuse.people_of_a_case, 2, most);
  file.integer("misuse.days_of_one", misuse.days_of_one, 2, most);
  file.integer("misuse.authorities_of_one", misuse.authorities_of_one, 2, most);
  file.integer("misuse.sample", misuse.sample, 1, 100);
  file.integer("misuse.kept_months", misuse.kept_months, 1, 120);
  file.path("misuse.well_known_file", misuse.well_known_file);
}

void read_holds(SettingReader& file, HoldsConfig& holds) {
  file.integer("holds.entries_a_day", holds.entries_a_day, 0, 1'000'000);
  file.integer("holds.times_the_busiest_day", holds.times_the_busiest_day, 1, 1'000);
  file.integer("holds.licensees_of_others", holds.licensees_of_others, 0,
               domain::HoldLimits::most_others);
  file.integer("holds.window_hours", holds.window_hours, 1, 720);
}

void read_all(SettingReader& file, Config& config, const std::filesystem::path& credentials) {
  read_http(file, config.http);
  read_tls(file, config.tls, credentials);
  read_proxy(file, config.proxy);
  check_exposure(file, config);
  file.path("state.directory", config.state_directory);
  read_database(file, config.database);
  file.path("keys.master_key_file", config.keys.master_key_file);
  file.path("keys.next_master_key_file", config.keys.next_master_key_file);
  file.path("keys.receipt_key_file", config.keys.receipt_key_file);
  file.path("keys.log_key_file", config.keys.log_key_file);
  file.path("reference.directory", config.reference.directory);
  file.path("reference.mappings_directory", config.reference.mappings_directory);
  file.integer("freshness.deadline_ms", config.freshness.deadline_ms, 10, 60'000);
  file.integer("freshness.poll_ms", config.freshness.poll_ms, 1, 10'000);
  file.integer("index.build_threads", config.index.build_threads, 1, 64);
  read_time_of_day(file, "index.learn_at", config.index.learn_at);
  read_limits(file, config.limits);
  read_holds(file, config.holds);
  file.integer("sign_in.idle_minutes", config.sign_in.idle_minutes, 2, 120);
  file.integer("sign_in.longest_minutes", config.sign_in.longest_minutes, 5, 1440);
  file.integer("sign_in.fresh_minutes", config.sign_in.fresh_minutes, 1, 60);
  file.integer("sign_in.invitation_days", config.sign_in.invitation_days, 1, 30);
  file.integer("sign_in.disabled_kept_months", config.sign_in.disabled_kept_months, 1, 240);
  read_policy(file, "policies.in_term_watch", config.policies.in_term_watch);
  read_policy(file, "policies.reverse_locator", config.policies.reverse_locator);
  read_policy(file, "policies.concern_pointers", config.policies.concern_pointers);
  read_policy(file, "policies.surrender_pointers", config.policies.surrender_pointers);
  read_policy(file, "policies.interim_suspensions", config.policies.interim_suspensions);
  read_policy(file, "policies.out_of_area_suspensions", config.policies.out_of_area_suspensions);
  read_log(file, config.log);
  read_audit(file, config.audit);
  file.integer("retention.check_subject_months", config.retention.check_subject_months, 1, 6);
  file.integer("retention.replay_months", config.retention.replay_months, 1, 60);
  read_time_of_day(file, "retention.purge_at", config.retention.purge_at);
  file.path("retention.erasure_ledger", config.retention.erasure_ledger);
  read_time_of_day(file, "duties.tell_at", config.duties.tell_at);
  read_time_of_day(file, "reconciliation.at", config.reconciliation.at);
  file.integer("reconciliation.entries_a_step", config.reconciliation.entries_a_step, 1, 10'000);
  file.integer("alerts.application_days", config.alerts.application_days, 1, 3'650);
  file.integer("reconciliation.pause_minutes", config.reconciliation.pause_minutes, 0, 1'440);
  read_misuse(file, config.misuse);
  read_webhooks(file, config.webhooks);
  read_mail(file, config, credentials);
  if (!is_time_of_day(config.mail.digest_at))
    file.fault("mail.digest_at", "must be a time of day from \"00:00\" to \"23:59\"");
  read_oidc(file, config, credentials);
}

// An empty path stands for `otherwise`, which counts from `folder` too.
void resolve(std::filesystem::path& path, const std::filesystem::path& folder,
             const std::filesystem::path& otherwise) {
  path = (folder / (path.empty() ? otherwise : path)).lexically_normal();
}

void resolve_if_set(std::filesystem::path& path, const std::filesystem::path& folder) {
  if (!path.empty()) resolve(path, folder, {});
}

void resolve_paths(Config& config, const std::filesystem::path& folder) {
  // Of a file that is named without a folder, the folder is empty: absolute("") is an error.
  const std::filesystem::path base = std::filesystem::absolute(folder.empty() ? "." : folder);
  const Config unset;
  resolve(config.state_directory, base, unset.state_directory);
  resolve(config.database.migrations_directory, base, unset.database.migrations_directory);
  resolve(config.reference.directory, base, unset.reference.directory);
  resolve(config.reference.mappings_directory, base, unset.reference.mappings_directory);
  const std::filesystem::path& state = config.state_directory;
  resolve_if_set(config.tls.certificate_file, base);
  resolve_if_set(config.tls.key_file, base);
  resolve_if_set(config.tls.client_ca_file, base);
  resolve_if_set(config.webhooks.ca_file, base);
  resolve_if_set(config.mail.password_file, base);
  resolve_if_set(config.mail.ca_file, base);
  resolve_if_set(config.oidc.ca_file, base);
  for (ProviderConfig& provider : config.oidc.providers) {
    resolve_if_set(provider.client_key_file, base);
    resolve_if_set(provider.client_secret_file, base);
  }
  resolve(config.http.spool_directory, base, state / "spool");
  resolve(config.keys.master_key_file, base, state / "keys" / "master.key");
  resolve(config.keys.next_master_key_file, base,
          config.keys.master_key_file.parent_path() / "master.next.key");
  resolve(config.keys.receipt_key_file, base, state / "keys" / "receipt.key");
  resolve(config.keys.log_key_file, base, state / "keys" / "log.key");
  resolve(config.audit.last_checkpoint, base, state / "log.checkpoint");
  resolve(config.misuse.well_known_file, base, unset.misuse.well_known_file);
  resolve(config.retention.erasure_ledger, base, state / "erasures.ledger");
}

core::Error invalid(core::Problems faults) {
  std::vector<std::string> sentences;
  for (const core::FieldProblem& fault : faults)
    sentences.push_back(fault.detail);
  return {core::Errc::invalid, core::join(sentences, "\n"), std::move(faults)};
}

}  // namespace

Config default_config(const std::filesystem::path& folder) {
  Config config;
  resolve_paths(config, folder);
  return config;
}

core::Result<Config> read_config(std::string_view text, const std::filesystem::path& file,
                                 const std::filesystem::path& credentials) {
  auto settings = read_toml(text);
  if (const TomlFault* fault = std::get_if<TomlFault>(&settings)) {
    return invalid({{"", file.filename().string() + ":" + std::to_string(fault->line) +
                             ": this is no TOML: " + fault->what + "."}});
  }
  SettingReader reader(std::get<std::vector<TomlSetting>>(std::move(settings)),
                       file.filename().string());
  Config config;
  read_all(reader, config, credentials);
  reader.finish();
  core::Problems faults = reader.take_faults();
  if (!faults.empty()) return invalid(std::move(faults));
  resolve_paths(config, file.parent_path());
  return config;
}

core::Result<Config> load_config(const std::filesystem::path& file,
                                 const std::filesystem::path& credentials) {
  std::ifstream stream(file, std::ios::binary);
  std::error_code ignored;
  if (!stream || std::filesystem::is_directory(file, ignored)) {
    return core::Error(core::Errc::unavailable,
                       "Cannot read the settings in " + file.string() + ".");
  }
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  return read_config(text, file, credentials);
}

std::vector<std::string> setting_names() {
  SettingReader reader({}, "");
  Config config;
  read_all(reader, config, {});
  return reader.names();
}

}  // namespace badgewatch::daemon
