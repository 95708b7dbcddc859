#include "badgewatchd/file_watch.hpp"

#include <sys/stat.h>
#include <utility>

namespace badgewatch::daemon {

FileWatch::FileWatch(std::vector<std::filesystem::path> files)
    : files_(std::move(files)), taken_(look()), seen_(taken_) {}

std::vector<FileWatch::Stamp> FileWatch::look() const {
  std::vector<Stamp> stamps;
  for (const auto& file : files_) {
    struct ::stat is{};
    Stamp stamp{};
    if (::stat(file.c_str(), &is) == 0)
      stamp = {static_cast<std::int64_t>(is.st_dev),
               static_cast<std::int64_t>(is.st_ino),
               is.st_size,
               is.st_mtim.tv_sec,
               is.st_mtim.tv_nsec,
               is.st_ctim.tv_sec * 1'000'000'000 + is.st_ctim.tv_nsec};
    stamps.push_back(stamp);
  }
  return stamps;
}

bool FileWatch::has_settled_change() {
  const auto before = std::exchange(seen_, look());
  if (seen_ != before || seen_ == taken_) return false;
  taken_ = seen_;
  return true;
}

}  // namespace badgewatch::daemon
