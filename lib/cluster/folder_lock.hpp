// One process a folder: FOLDER/lock, held by flock and so let go by the kernel however its holder
// ends.
#pragma once

#include "cluster/process.hpp"
#include "core/result.hpp"

#include <string>

namespace badgewatch::cluster {

class FolderLock {
public:
  // Errc::conflict, naming the holder's process id, when another holds it. The folder must exist.
  static core::Result<FolderLock> take(const std::string& folder);

private:
  explicit FolderLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

}  // namespace badgewatch::cluster
