// ports::LastCheckpoint as a small file.
#pragma once

#include "ports/last_checkpoint.hpp"

#include <filesystem>

namespace badgewatch::daemon {

class LastCheckpointFile final : public ports::LastCheckpoint {
public:
  explicit LastCheckpointFile(std::filesystem::path path) : path_(std::move(path)) {}
  core::Result<std::string> load() override;
  core::Result<void> keep(const std::string& note) override;

private:
  std::filesystem::path path_;
};

}  // namespace badgewatch::daemon
