// One chunk of the log, reckoned anew: 65,536 leaves, which are 256 full tiles of level 0 and one
// of level 1.
#pragma once

#include "proof/tile.hpp"
#include "store/log_audit.hpp"
#include "store/session.hpp"

#include <map>
#include <vector>

namespace badgewatch::store {

inline constexpr std::uint64_t chunk_leaves = 65'536;

// A checkpoint inside a chunk: what was signed, and the peaks of the chunk's leaves before it.
struct ChunkCheckpoint {
  proof::TreeHead tree;
  std::vector<core::Hash> peaks;
  std::string of;  // whose it is, for a sentence
};

struct AuditedChunk {
  std::optional<LogFault> fault;
  std::uint64_t faulty_number = 0;  // of the leaf at which it was found
  std::vector<core::Hash> peaks;
  std::vector<core::Hash> tail;        // of the partial tile of level 0
  std::vector<core::Hash> tile_roots;  // of its full tiles of level 0
  std::vector<ChunkCheckpoint> checkpoints;
};

using LogKeys = std::map<core::Uuid, proof::LogKey>;

// The chunk of this index in a log of `size` leaves. Used by one thread a session.
core::Result<AuditedChunk> audit_chunk(Session& session, std::uint64_t index, std::uint64_t size,
                                       const LogKeys& keys, const LogAuditOptions& options);

}  // namespace badgewatch::store
