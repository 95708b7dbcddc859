// A folder for as long as it is needed.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace badgewatch::bench {

// An empty folder below `parent` that goes away with it; the path is empty where none can be made.
class TemporaryFolder {
public:
  explicit TemporaryFolder(const std::string& parent) {
    path_ = parent + "/badgewatch-bench-XXXXXX";
    if (::mkdtemp(path_.data()) == nullptr) path_.clear();
    std::error_code ignored;  // another user may run the database in it
    if (!path_.empty()) std::filesystem::permissions(path_, std::filesystem::perms{0711}, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

private:
  std::string path_;
};

}  // namespace badgewatch::bench
