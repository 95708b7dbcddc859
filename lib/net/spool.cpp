#include "net/spool.hpp"

#include <cerrno>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

namespace badgewatch::net {

namespace {

core::Error unwritable() {
  return core::Error(core::Errc::unavailable, "The results of this upload could not be kept.");
}

// A file that only this process can reach.
int open_nameless(const std::string& directory) {
  const int file = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  // Not every file system knows O_TMPFILE.
  std::string name = directory + "/upload-XXXXXX";
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

bool write_all(int file, std::string_view bytes, std::int64_t at) {
  while (!bytes.empty()) {
    const auto size = ::pwrite(file, bytes.data(), bytes.size(), at);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
    at += size;
  }
  return true;
}

bool read_all(int file, std::string& bytes, std::int64_t at) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto size = ::pread(file, bytes.data() + done, bytes.size() - done,
                              at + static_cast<std::int64_t>(done));
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return false;
    done += static_cast<std::size_t>(size);
  }
  return true;
}

}  // namespace

core::Error spool_room_is_full() {
  return {core::Errc::unavailable,
          "Other uploads have the room that the register keeps for results. Send the rows again "
          "later: those that were taken change nothing."};
}

Spool::~Spool() {
  if (file_ >= 0) ::close(file_);
  room_.give_back(size_);
}

core::Result<void> Spool::append(std::string text) {
  if (size_ + text.size() > room_.all())
    return core::Error(core::Errc::too_large, "The results of this upload are too large.");
  if (!room_.take(text.size())) return spool_room_is_full();
  auto kept = keep(text);
  if (!kept) room_.give_back(text.size());
  return kept;
}

core::Result<void> Spool::keep(std::string& text) {
  if (!memory_.empty() && memory_.size() + text.size() > options_.memory_bytes) {
    auto written = write_record();
    if (!written) return written.error();
  }
  size_ += text.size();
  if (memory_.empty()) {
    memory_ = std::move(text);
  } else {
    memory_ += text;
  }
  return {};
}

core::Result<std::string> Spool::next() {
  if (next_ == records_.size()) return std::exchange(memory_, {});
  std::string record(records_[next_], '\0');
  if (!read_all(file_, record, read_at_)) return unwritable();
  read_at_ += static_cast<std::int64_t>(record.size());
  return seal_->open(next_++, record);
}

core::Result<void> Spool::open_file() {
  auto seal = Seal::make();
  if (!seal) return seal.error();
  file_ = open_nameless(options_.directory);
  if (file_ < 0) return unwritable();
  seal_ = *seal;
  return {};
}

core::Result<void> Spool::write_record() {
  if (file_ < 0) {
    auto opened = open_file();
    if (!opened) return opened.error();
  }
  auto record = seal_->close(records_.size(), memory_);
  if (!record) return record.error();
  if (!write_all(file_, *record, written_to_)) return unwritable();
  written_to_ += static_cast<std::int64_t>(record->size());
  records_.push_back(record->size());
  memory_.clear();
  return {};
}

}  // namespace badgewatch::net
