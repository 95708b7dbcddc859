#include "badgewatchd/server_options.hpp"

#include "badgewatchd/tls_settings.hpp"

namespace badgewatch::daemon {

namespace {

// What is 0 in `limit` is as in `otherwise`.
ports::BudgetTerms terms_of(const LimitConfig& limit, const LimitConfig& otherwise) {
  const auto chosen = [](unsigned value, unsigned instead) { return value > 0 ? value : instead; };
  return {.per_second = static_cast<double>(chosen(limit.per_second, otherwise.per_second)),
          .burst = static_cast<double>(chosen(limit.burst, otherwise.burst))};
}

}  // namespace

api::RequestBudgets request_budgets(const LimitsConfig& limits) {
  return {.checks = terms_of(limits.checks, limits.requests),
          .pushes = terms_of(limits.pushes, limits.requests),
          .others = terms_of(limits.requests, limits.requests),
          .address = terms_of(limits.address, limits.address)};
}

net::ServerOptions server_options(const Config& config, const core::Clock& clock) {
  const auto ms = [](unsigned value) { return std::chrono::milliseconds(value); };
  net::ServerOptions options;
  options.address = config.http.address;
  options.port = config.http.port;
  options.hosts = config.http.hosts;
  if (config.tls.is_on()) options.tls = tls_settings(config.tls);
  options.handshake_time = ms(config.tls.handshake_time_ms);
  options.proxies.trusted = config.proxy.trusted;
  options.proxies.field = config.proxy.field == ProxyField::forwarded
                              ? net::ForwardedField::forwarded
                              : net::ForwardedField::x_forwarded_for;
  options.workers = config.http.workers;
  options.queue = config.http.queue;
  options.connections = config.http.connections;
  options.connections_per_peer = config.http.connections_per_address;
  options.header_bytes = config.http.header_bytes;
  options.header_time = ms(config.http.header_time_ms);
  options.idle_time = ms(config.http.idle_time_ms);
  options.body_grace = ms(config.http.body_grace_ms);
  options.body_bytes_per_second = config.http.body_bytes_per_second;
  options.chunk_rows = config.http.chunk_rows;
  options.chunk_bytes = config.http.chunk_bytes;
  options.row_bytes = config.http.row_bytes;
  options.spool_directory = config.http.spool_directory.string();
  options.spool_bytes = config.http.spool_bytes;
  options.drain_time = ms(config.http.drain_time_ms);
  options.clock = &clock;
  return options;
}

}  // namespace badgewatch::daemon
