// The log's tree in memory, for tests of who keeps it; they can set it back or fork it.
#pragma once

#include "ports/last_checkpoint.hpp"
#include "ports/log_tree.hpp"

#include <memory>
#include <mutex>

namespace badgewatch::ports {

// Thread safe.
class MemoryLog {
public:
  // Leaves that wait for a number.
  void add(const std::vector<core::Hash>& commitments);

  struct Contents {
    core::Uuid log_id;
    std::vector<core::Hash> numbered;
    std::vector<core::Hash> waiting;
    std::vector<SignedTree> checkpoints;
    std::optional<proof::LogKey> identity;
  };
  Contents contents() const;
  // What a restore, a failover or somebody with the database's password does.
  void set(Contents contents);

  // Another daemon is at it.
  void hold(bool held);
  void fail(bool failing);

  std::unique_ptr<LogWriter> new_writer();

private:
  friend class MemoryLogWriter;
  mutable std::mutex mutex_;
  Contents contents_;
  bool held_ = false;
  bool failing_ = false;
};

class MemoryLastCheckpoint final : public LastCheckpoint {
public:
  core::Result<std::string> load() override { return note; }
  core::Result<void> keep(const std::string& kept) override {
    if (failing) return core::Error(core::Errc::unavailable, "The disk is full.");
    note = kept;
    return {};
  }
  std::string note;
  bool failing = false;
};

}  // namespace badgewatch::ports
