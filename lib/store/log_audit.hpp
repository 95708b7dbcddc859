// The whole log reckoned anew from its tables: what an auditor would do with the database.
#pragma once

#include "core/result.hpp"
#include "proof/checkpoint.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace badgewatch::store {

// What is wrong first, in the order of the numbers.
struct LogFault {
  enum class Kind {
    leaf,        // an event is not what its leaf committed to, or is not there
    number,      // the numbers are not dense, or a leaf has none
    tree,        // tiles, edge or head are not the leaves'
    checkpoint,  // what was signed is not the beginning of the log
    signature,   // a checkpoint is not signed as it must be
  };
  Kind kind = Kind::leaf;
  std::string sentence;
};

struct LogAudit {
  std::uint64_t leaves = 0;  // that have a number
  std::uint64_t checkpoints = 0;
  core::Hash root{};
  std::optional<LogFault> fault;
};

struct LogAuditOptions {
  std::string conninfo;  // as bw_audit
  unsigned threads = 2;
  // Known from elsewhere, where they are: the log's key, and a checkpoint of it.
  std::optional<core::Hash> public_key;
  std::optional<proof::Checkpoint> known;
  // How many leaves have been read; called by any thread.
  std::function<void(std::uint64_t)> progress = [](std::uint64_t) {};
};

// At one moment of the database, while daemons go on. Each commitment is made again from salt and
// event, each tile from the leaves, each checkpoint's root from the tree; each signature is
// verified. Memory: some 50 MiB a thread, however long the log is; a chunk of 65,536 leaves with a
// checkpoint for each is the most. The leaves of each checkpoint's log are the same: a log that
// began anew goes on with them.
core::Result<LogAudit> audit_log(const LogAuditOptions& options);

}  // namespace badgewatch::store
