#include "cluster/configuration.hpp"

#include "cluster/durable_file.hpp"

#include <algorithm>

namespace badgewatch::cluster {
namespace {

// As the configuration files read it: in single quotes, these doubled; libpq instead wants a
// backslash.
std::string quoted(const std::string& text, char quote, char escape) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote || c == escape) out += escape;
    out += c;
  }
  return out + quote;
}

std::string setting_text(const std::string& text) {
  std::string doubled;
  for (const char c : text)
    doubled += c == '\\' ? "\\\\" : std::string(1, c);
  return quoted(doubled, '\'', '\'');
}

// Messages of level ERROR can repeat values that a client sent, and so names and birthdays; the
// client gets them, the log does not. LOG, FATAL and PANIC tell of the server itself.
constexpr const char* quiet_log = R"(log_destination = 'stderr'
logging_collector = off
log_line_prefix = '%m [%p] '
log_timezone = 'UTC'
log_min_messages = log
log_error_verbosity = terse
log_min_error_statement = panic
log_statement = 'none'
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_checkpoints = off
)";

constexpr const char* durability_and_size = R"(fsync = on
synchronous_commit = on
full_page_writes = on
wal_compression = on
max_wal_size = '2GB'
max_connections = 100
shared_buffers = '128MB'
jit = off
)";

constexpr const char* locale = R"(lc_messages = 'C'
timezone = 'UTC'
datestyle = 'ISO, YMD'
)";

}  // namespace

std::string server_settings(const Placement& placement, const std::vector<std::string>& further) {
  std::string text = "# Written by badgewatchd at every start; changes made here are lost.\n";
  text += "hba_file = " + setting_text(placement.home + "/pg_hba.conf") + "\n";
  text += "ident_file = " + setting_text(placement.home + "/pg_ident.conf") + "\n";
  text += "cluster_name = " + setting_text(placement.cluster_name) + "\n";
  text += "port = 5432\n";
  text +=
      "unix_socket_directories = " + setting_text(quoted(placement.socket_directory, '"', '"')) +
      "\n";
  text += "unix_socket_permissions = 0700\n";
  text += durability_and_size;
  text += quiet_log;
  text += locale;
  for (const auto& line : further)
    text += line + "\n";
  return text;
}

std::string access_rules() {
  return "local all all peer map=badgewatch\n";
}

std::string peer_map(const std::vector<std::string>& system_users,
                     const std::vector<std::string>& roles) {
  std::string text;
  for (const auto& user : system_users) {
    for (const auto& role : roles) {
      text += "badgewatch " + quoted(user, '"', '"') + " " + quoted(role, '"', '"') + "\n";
    }
  }
  return text;
}

core::Result<void> write_configuration(const Placement& placement,
                                       const std::vector<std::string>& roles,
                                       const std::vector<std::string>& further) {
  const auto daemon = current_account();
  if (!daemon) return daemon.error();
  // Root, so that an administrator's commands reach the running server of a service's own user.
  std::vector<std::string> users{"root"};
  for (const auto& name : {daemon->name, placement.account.name})
    if (std::ranges::find(users, name) == users.end()) users.push_back(name);
  std::vector<std::string> reachable = roles;
  if (std::ranges::find(roles, superuser) == roles.end()) reachable.emplace_back(superuser);

  auto written = write_durably(placement.home + "/pg_hba.conf", access_rules());
  if (written) {
    written = write_durably(placement.home + "/pg_ident.conf", peer_map(users, reachable));
  }
  if (written) {
    written =
        write_durably(placement.home + "/postgresql.conf", server_settings(placement, further));
  }
  return written;
}

std::vector<std::string> server_arguments(const Placement& placement) {
  return {"-D", placement.data,       "-c", "config_file=" + placement.home + "/postgresql.conf",
          "-c", "listen_addresses=",  "-c", "fsync=on",
          "-c", "full_page_writes=on"};
}

std::string connection_text(const Placement& placement, const std::string& role,
                            const std::string& to_database) {
  return "host=" + quoted(placement.socket_directory, '\'', '\\') +
         " port=5432 user=" + quoted(role, '\'', '\\') +
         " dbname=" + quoted(to_database, '\'', '\\') + " connect_timeout=10";
}

}  // namespace badgewatch::cluster
