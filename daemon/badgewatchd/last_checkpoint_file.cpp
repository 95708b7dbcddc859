#include "badgewatchd/last_checkpoint_file.hpp"

#include "cluster/durable_file.hpp"

#include <fstream>
#include <iterator>

namespace badgewatch::daemon {

core::Result<std::string> LastCheckpointFile::load() {
  std::error_code error;
  if (!std::filesystem::exists(path_, error) && !error) return std::string();
  std::ifstream file(path_, std::ios::binary);
  if (!file)
    return core::Error(core::Errc::unavailable,
                       "The last checkpoint in " + path_.string() + " cannot be read.");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

core::Result<void> LastCheckpointFile::keep(const std::string& note) {
  return cluster::write_durably(path_.string(), note);
}

}  // namespace badgewatch::daemon
