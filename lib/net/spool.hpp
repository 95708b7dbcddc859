// The answer to an upload, kept until the client has sent everything: small ones in memory, large
// ones in a sealed file that has no name any more.
#pragma once

#include "core/result.hpp"
#include "net/seal.hpp"
#include "net/spool_room.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::net {

struct SpoolOptions {
  std::string directory;
  std::size_t memory_bytes = 1 << 20;  // from then on a file is used, in records of that size
};

// Why an upload cannot go on, or begin, while others have all of the room.
core::Error spool_room_is_full();

// Does file I/O: on workers only. Not thread safe. Memory: twice `memory_bytes` and one appended
// text.
class Spool {
public:
  // `room` outlives it.
  Spool(SpoolOptions options, SpoolRoom& room) : options_(std::move(options)), room_(room) {}
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // Errc::too_large for more than all of the room, Errc::unavailable while others have what is
  // missing of it, or when the file cannot be written; then nothing of this text is kept.
  core::Result<void> append(std::string text);
  // Whether next() does no file I/O.
  bool in_memory() const { return file_ < 0; }
  bool empty() const { return size_ == 0; }
  std::uint64_t size() const { return size_; }

  // The text in the order in which it was appended, piece by piece; an empty piece is the end.
  // Nothing can be appended any more. Errc::internal when the file was tampered with.
  core::Result<std::string> next();

private:
  core::Result<void> keep(std::string& text);
  core::Result<void> open_file();
  core::Result<void> write_record();

  SpoolOptions options_;
  SpoolRoom& room_;
  std::string memory_;
  std::uint64_t size_ = 0;
  int file_ = -1;
  std::optional<Seal> seal_;
  std::vector<std::size_t> records_;  // their sizes in the file
  std::size_t next_ = 0;
  std::int64_t read_at_ = 0;
  std::int64_t written_to_ = 0;
};

}  // namespace badgewatch::net
