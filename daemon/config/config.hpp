// Every setting of the daemon, with its default. This folder alone reads the settings file.
#pragma once

#include "core/ip_address.hpp"
#include "core/log.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace badgewatch::daemon {

struct HttpConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8480;
  std::vector<std::string> hosts;
  std::string public_url;  // empty: http://ADDRESS:PORT
  unsigned workers = 64;
  std::uint64_t queue = 1024;
  std::uint64_t connections = 12'288;
  std::uint64_t connections_per_address = 1024;
  std::uint64_t header_bytes = 16 * 1024;
  unsigned header_time_ms = 10'000;
  unsigned idle_time_ms = 30'000;
  unsigned body_grace_ms = 5'000;
  std::uint64_t body_bytes_per_second = 1024;
  std::uint64_t row_bytes = 64 * 1024;
  std::uint64_t chunk_rows = 1000;
  std::uint64_t chunk_bytes = 1 << 20;
  std::uint64_t spool_bytes = 4ULL << 30;
  std::filesystem::path spool_directory;
  unsigned drain_time_ms = 10'000;
  friend bool operator==(const HttpConfig&, const HttpConfig&) = default;
};

enum class ClientCertificates { off, request, require };

// Paths may be empty: then there is none.
struct TlsConfig {
  std::filesystem::path certificate_file;
  std::filesystem::path key_file;
  ClientCertificates client_certificates = ClientCertificates::off;
  std::filesystem::path client_ca_file;
  unsigned handshake_time_ms = 5'000;
  bool is_on() const { return !certificate_file.empty(); }
  friend bool operator==(const TlsConfig&, const TlsConfig&) = default;
};

enum class ProxyField { x_forwarded_for, forwarded };

struct ProxyConfig {
  std::vector<core::Network> trusted;
  ProxyField field = ProxyField::x_forwarded_for;
  bool ends_tls = false;
  friend bool operator==(const ProxyConfig&, const ProxyConfig&) = default;
};

struct DatabaseConfig {
  std::string url;  // empty: an embedded PostgreSQL inside the state directory
  unsigned sessions = 32;
  unsigned session_wait_ms = 2'000;
  unsigned statement_timeout_ms = 5'000;
  unsigned lock_timeout_ms = 2'000;
  std::filesystem::path migrations_directory = "../sql";
  friend bool operator==(const DatabaseConfig&, const DatabaseConfig&) = default;
};

struct KeysConfig {
  std::filesystem::path master_key_file;
  std::filesystem::path next_master_key_file;  // only while the master key is changed
  std::filesystem::path receipt_key_file;
  std::filesystem::path log_key_file;
  friend bool operator==(const KeysConfig&, const KeysConfig&) = default;
};

struct ReferenceConfig {
  std::filesystem::path directory = "reference";
  std::filesystem::path mappings_directory = "mappings";
  friend bool operator==(const ReferenceConfig&, const ReferenceConfig&) = default;
};

struct FreshnessConfig {
  unsigned deadline_ms = 500;
  unsigned poll_ms = 50;
  friend bool operator==(const FreshnessConfig&, const FreshnessConfig&) = default;
};

struct IndexConfig {
  unsigned build_threads = 2;
  std::string learn_at = "02:30";  // UK time
  friend bool operator==(const IndexConfig&, const IndexConfig&) = default;
};

// Requests over time, and at once.
struct LimitConfig {
  unsigned per_second = 0;
  unsigned burst = 0;
  friend bool operator==(const LimitConfig&, const LimitConfig&) = default;
};

struct LimitsConfig {
  LimitConfig requests = {50, 200};
  LimitConfig checks;  // 0: as of requests
  LimitConfig pushes;  // 0: as of requests
  LimitConfig address = {200, 1000};
  std::uint64_t batch_rows = 2'000'000;
  friend bool operator==(const LimitsConfig&, const LimitsConfig&) = default;
};

// When entries wait for a second person before other authorities are told of them.
struct HoldsConfig {
  unsigned entries_a_day = 50;
  unsigned times_the_busiest_day = 5;
  unsigned licensees_of_others = 20;
  unsigned window_hours = 24;
  friend bool operator==(const HoldsConfig&, const HoldsConfig&) = default;
};

// How long what officers sign in with lasts.
struct SignInConfig {
  unsigned idle_minutes = 15;
  unsigned longest_minutes = 480;
  unsigned fresh_minutes = 10;
  unsigned invitation_days = 7;
  unsigned disabled_kept_months = 72;
  friend bool operator==(const SignInConfig&, const SignInConfig&) = default;
};

// A power that is not in statute: off unless a legal basis is recorded with it.
struct Policy {
  bool enabled = false;
  std::string legal_basis;
  friend bool operator==(const Policy&, const Policy&) = default;
};

struct PoliciesConfig {
  Policy in_term_watch;
  Policy reverse_locator;
  Policy concern_pointers;
  Policy surrender_pointers;
  Policy interim_suspensions;
  Policy out_of_area_suspensions;
  friend bool operator==(const PoliciesConfig&, const PoliciesConfig&) = default;
};

struct LogConfig {
  core::LogLevel level = core::LogLevel::info;
  friend bool operator==(const LogConfig&, const LogConfig&) = default;
};

struct AuditConfig {
  std::string origin = "badgewatch";
  unsigned checkpoint_ms = 1'000;
  std::filesystem::path last_checkpoint;
  friend bool operator==(const AuditConfig&, const AuditConfig&) = default;
};

// How searches are looked at for misuse; what each counts stands in domain::MisuseTerms.
struct MisuseConfig {
  unsigned people_per_day_officer = 300;
  unsigned people_per_day_system = 50'000;
  unsigned period_ms = 60'000;
  unsigned people_a_day = 40;
  unsigned people_a_week = 100;
  unsigned officers_of_one = 3;
  unsigned neighbours = 4;
  unsigned variants = 5;
  unsigned searches_out_of_hours = 3;
  unsigned people_of_a_case = 6;
  unsigned days_of_one = 4;
  unsigned authorities_of_one = 6;
  unsigned sample = 5;
  unsigned kept_months = 24;
  std::filesystem::path well_known_file = "misuse/well-known.txt";
  friend bool operator==(const MisuseConfig&, const MisuseConfig&) = default;
};

struct RetentionConfig {
  unsigned check_subject_months = 6;
  unsigned replay_months = 12;
  std::string purge_at = "00:00";  // UK time
  std::filesystem::path erasure_ledger;
  friend bool operator==(const RetentionConfig&, const RetentionConfig&) = default;
};

struct DutiesConfig {
  std::string tell_at = "06:30";  // UK time
  friend bool operator==(const DutiesConfig&, const DutiesConfig&) = default;
};

struct ReconciliationConfig {
  std::string at = "03:45";  // UK time
  unsigned entries_a_step = 1'000;
  unsigned pause_minutes = 30;  // between two that authorities ask for
  friend bool operator==(const ReconciliationConfig&, const ReconciliationConfig&) = default;
};

struct AlertsConfig {
  unsigned application_days = 180;  // how long an application counts that nobody has touched
  friend bool operator==(const AlertsConfig&, const AlertsConfig&) = default;
};

// An identity provider where officers sign in.
struct ProviderConfig {
  std::string name;
  std::string title;
  std::string issuer;
  std::string client_id;
  std::filesystem::path client_key_file;  // one of the two is set
  std::filesystem::path client_secret_file;
  std::vector<std::string> scopes;
  std::string prompt;
  std::uint64_t max_age_seconds = 0;  // 0: not asked for
  std::vector<std::string> acr;
  bool second_factor = false;
  std::string name_claim = "name";
  std::vector<std::string> authorities;
  std::string authority_claim;
  std::string roles_claim = "roles";
  // By the name of the role, in the order of access::role_names: values of the claim that give it.
  std::vector<std::pair<std::string, std::vector<std::string>>> roles;
  friend bool operator==(const ProviderConfig&, const ProviderConfig&) = default;
};

// Whether `serve` sends webhooks itself; automatic: where it has its own PostgreSQL.
enum class SendsWebhooks { automatic, always, never };

// Where events are sent to addresses that authorities name.
struct WebhooksConfig {
  SendsWebhooks in_serve = SendsWebhooks::automatic;
  std::filesystem::path ca_file;
  std::vector<core::Network> allowed_networks;
  unsigned timeout_ms = 15'000;
  unsigned lease_ms = 30'000;
  unsigned disable_after_days = 5;
  unsigned kept_days = 30;
  friend bool operator==(const WebhooksConfig&, const WebhooksConfig&) = default;
};

// Where alerts are told by e-mail: off without a relay.
struct MailConfig {
  std::string relay;
  bool relay_is_here = false;
  std::string sender;
  std::string username;
  std::filesystem::path password_file;
  std::filesystem::path ca_file;
  std::string digest_at = "07:30";  // UK time
  unsigned timeout_ms = 15'000;
  unsigned lease_ms = 60'000;
  unsigned disable_after_refusals = 3;
  unsigned kept_days = 30;
  bool is_on() const { return !relay.empty(); }
  friend bool operator==(const MailConfig&, const MailConfig&) = default;
};

struct OidcConfig {
  std::filesystem::path ca_file;
  bool plain_loopback = false;
  std::vector<ProviderConfig> providers;
  friend bool operator==(const OidcConfig&, const OidcConfig&) = default;
};

// As default_config and load_config give it, every path is absolute, and none but those of TLS, of
// webhooks, mail and identity providers is empty. What each setting means, and what it may be,
// stands in config/badgewatch.toml.
struct Config {
  HttpConfig http;
  TlsConfig tls;
  ProxyConfig proxy;
  std::filesystem::path state_directory = "../var";
  DatabaseConfig database;
  KeysConfig keys;
  ReferenceConfig reference;
  FreshnessConfig freshness;
  IndexConfig index;
  LimitsConfig limits;
  HoldsConfig holds;
  SignInConfig sign_in;
  PoliciesConfig policies;
  LogConfig log;
  AuditConfig audit;
  RetentionConfig retention;
  DutiesConfig duties;
  ReconciliationConfig reconciliation;
  AlertsConfig alerts;
  MisuseConfig misuse;
  WebhooksConfig webhooks;
  OidcConfig oidc;
  MailConfig mail;
  friend bool operator==(const Config&, const Config&) = default;
};

// What an empty file in `folder` says.
Config default_config(const std::filesystem::path& folder);

// Reads a TOML file; what it leaves out keeps its default. Relative paths count from the file's
// folder. Errc::invalid names every fault at once: `fields` holds one each ("/http/port",
// "badgewatch.toml:12: http.port must be ..."), `detail` all their sentences, one a line.
// Errc::unavailable when the file cannot be read. Where `credentials` (systemd's folder of them, or
// none) has tls.crt, tls.key, or client-ca.crt, these are the files of [tls]; mail.password that of
// [mail]; and oidc-NAME.key or oidc-NAME.secret those of the provider of that name.
core::Result<Config> load_config(const std::filesystem::path& file,
                                 const std::filesystem::path& credentials = {});

// As load_config, of a text that stands in `file`.
core::Result<Config> read_config(std::string_view text, const std::filesystem::path& file,
                                 const std::filesystem::path& credentials = {});

// The full name of every setting ("http.port"), in the order of the sections above.
std::vector<std::string> setting_names();

}  // namespace badgewatch::daemon
