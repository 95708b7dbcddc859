// Tells when files have changed on the disk, however they were replaced.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace badgewatch::daemon {

class FileWatch {
public:
  explicit FileWatch(std::vector<std::filesystem::path> files);

  // To be asked again and again: true once for each change, when the files are the same in two
  // looks, since a certificate and its key are not replaced in one step.
  bool has_settled_change();

private:
  // Device, inode, size, and when it was changed; zeros for none. Links are followed.
  using Stamp = std::array<std::int64_t, 6>;
  std::vector<Stamp> look() const;

  std::vector<std::filesystem::path> files_;
  std::vector<Stamp> taken_;
  std::vector<Stamp> seen_;
};

}  // namespace badgewatch::daemon
