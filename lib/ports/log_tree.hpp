// The log as a tree: how leaves are numbered and the tree signed, and what is read of it.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "ports/unit_of_work.hpp"
#include "proof/checkpoint.hpp"
#include "proof/tile.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::ports {

// A checkpoint as it was signed.
struct SignedTree {
  proof::TreeHead tree;
  std::string note;
  core::Instant signed_at;
};

// An authority's own leaf.
struct LeafPlace {
  core::Uuid id;
  core::Hash commitment{};
  std::optional<std::uint64_t> number;  // nothing: committed, and not numbered yet
};

// Thread safe. Nothing that it gives but find()'s is any one authority's.
class LogReader {
public:
  virtual ~LogReader() = default;
  // The newest checkpoint of the log; nothing before its first.
  virtual core::Result<std::optional<SignedTree>> newest() = 0;
  // The first hashes of a tile. Errc::not_found where the tree has not so many.
  virtual core::Result<std::vector<core::Hash>> tile(const proof::TileRequest& wanted) = 0;
  // Errc::not_found for another authority's.
  virtual core::Result<LeafPlace> find(const Caller& caller, const core::Uuid& leaf) = 0;
  virtual core::Result<LeafPlace> find(const Caller& caller, const core::Hash& commitment) = 0;
};

// Where the log stands.
struct LogState {
  core::Uuid log_id;
  proof::TreeHead tree;
  std::optional<SignedTree> newest;       // of this log
  std::optional<proof::LogKey> identity;  // fixed by its first checkpoint
  // When the oldest leaf was made that has no number yet.
  std::optional<core::Instant> waiting_since;
};

struct Integrated {
  bool is_mine = false;  // false: another daemon is at it
  std::size_t read = 0;  // leaves looked at; fewer than asked for: these were all
  proof::TreeHead tree;
};

// What the integrator writes, of which one of several daemons has its turn at a time. Used by one
// thread. Each call is one transaction: a crash leaves all of it or nothing.
class LogWriter {
public:
  virtual ~LogWriter() = default;
  virtual core::Result<LogState> state() = 0;
  // The root that the tables give for the first `size` leaves; size <= the tree's.
  virtual core::Result<core::Hash> root_at(std::uint64_t size) = 0;
  // Gives numbers to at most `most` leaves that have none.
  virtual core::Result<Integrated> integrate(std::size_t most) = 0;
  // Keeps a checkpoint, from when on it is public. Errc::conflict, and nothing is kept, where the
  // tree is not the checkpoint's any more, it is of another log by now, or the log has been signed
  // under another name or key. A checkpoint of this size that is there already stays.
  virtual core::Result<void> publish(const core::Uuid& log_id, const proof::LogKey& key,
                                     const SignedTree& signed_tree) = 0;
};

}  // namespace badgewatch::ports
