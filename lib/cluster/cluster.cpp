#include "cluster/cluster.hpp"

#include "cluster/configuration.hpp"
#include "cluster/connection.hpp"
#include "cluster/folder_lock.hpp"
#include "cluster/initialise.hpp"
#include "cluster/placement.hpp"
#include "cluster/postmaster.hpp"
#include "core/log.hpp"

#include <optional>
#include <utility>

namespace badgewatch::cluster {

// The order matters: the server stops before the locks are let go.
struct Cluster::Impl {
  std::optional<FolderLock> state_lock;  // none where the server is another process's
  std::optional<FolderLock> home_lock;   // where the data do not lie in the state folder
  Placement placement;
  std::unique_ptr<Postmaster> postmaster;
};

core::Result<std::unique_ptr<Cluster>> Cluster::open(ClusterOptions options) {
  const auto programs = postgresql_bin_directory();
  if (!programs) return programs.error();
  const auto state = make_state_folder(options.state_directory);
  if (!state) return state.error();
  auto state_lock = FolderLock::take(*state);
  if (!state_lock) return state_lock.error();

  auto placement = place(*state, options.fallback_directory);
  if (!placement) return placement.error();
  std::optional<FolderLock> home_lock;
  if (!placement->home.starts_with(*state + "/")) {
    auto taken = FolderLock::take(placement->home);
    if (!taken) return taken.error();
    home_lock = std::move(*taken);
    core::log(core::LogLevel::info, "state folder out of the database user's reach",
              {{"database_folder", placement->data}});
  }

  if (auto made = initialise(*placement, *programs, options.stop); !made) return made.error();
  if (auto told = write_configuration(*placement, options.roles, options.settings); !told) {
    return told.error();
  }
  auto postmaster = Postmaster::start(*placement, *programs, options.ending);
  if (!postmaster) return postmaster.error();
  if (auto ready = ensure_database(connection_text(*placement, superuser, "postgres")); !ready) {
    return ready.error();
  }
  core::log(core::LogLevel::info, "database ready", {{"socket", placement->socket_directory}});
  return std::unique_ptr<Cluster>(
      new Cluster(std::unique_ptr<Impl>(new Impl{std::move(*state_lock), std::move(home_lock),
                                                 std::move(*placement), std::move(*postmaster)})));
}

core::Result<std::unique_ptr<Cluster>> Cluster::open_or_join(ClusterOptions options) {
  const std::string wanted = options.state_directory;
  auto opened = open(std::move(options));
  if (opened || opened.error().code() != core::Errc::conflict) return opened;
  const auto state = make_state_folder(wanted);
  if (!state) return state.error();
  auto placement = running_placement(*state);
  if (!placement) return placement.error();
  if (!accepts_connections(connection_text(*placement, superuser, "postgres"))) {
    return core::Error(core::Errc::unavailable,
                       "Another badgewatchd runs in " + *state +
                           ", and its database does not answer. Wait until it has started (or has "
                           "ended), then try again.");
  }
  return std::unique_ptr<Cluster>(
      new Cluster(std::unique_ptr<Impl>(new Impl{{}, {}, std::move(*placement), nullptr})));
}

bool Cluster::is_joined() const {
  return impl_->postmaster == nullptr;
}

Cluster::Cluster(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Cluster::~Cluster() = default;

const std::string& Cluster::socket_directory() const {
  return impl_->placement.socket_directory;
}

const std::string& Cluster::data_directory() const {
  return impl_->placement.data;
}

std::string Cluster::conninfo(const std::string& role) const {
  return connection_text(impl_->placement, role, database);
}

std::string Cluster::superuser_conninfo() const {
  return connection_text(impl_->placement, superuser, database);
}

}  // namespace badgewatch::cluster
