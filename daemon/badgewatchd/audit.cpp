#include "badgewatchd/admin_act.hpp"
#include "badgewatchd/last_checkpoint_file.hpp"
#include "core/key_file.hpp"
#include "proof/receipt.hpp"
#include "store/log_audit.hpp"

#include <iostream>
#include <mutex>
#include <unistd.h>

namespace badgewatch::daemon {

namespace {

int exit_of(store::LogFault::Kind kind) {
  using Kind = store::LogFault::Kind;
  switch (kind) {
    case Kind::leaf:
      return audit_leaf;
    case Kind::number:
      return audit_number;
    case Kind::tree:
      return audit_tree;
    case Kind::checkpoint:
      return audit_checkpoint;
    case Kind::signature:
      return audit_signature;
  }
  return audit_tree;
}

// Nothing where the file is not there: the command may run elsewhere than the daemon that signs.
std::optional<core::Hash> public_key_in(const std::filesystem::path& key_file) {
  const auto seed = core::read_key_file(key_file.string());
  if (!seed) return {};
  return proof::Signer(*seed).public_key();
}

// The checkpoint that is kept outside of the database, where it is of the log of now.
std::optional<proof::Checkpoint> kept_checkpoint(const Config& config,
                                                 const ports::LogState& state) {
  const auto kept = LastCheckpointFile(config.audit.last_checkpoint).load();
  if (!kept || !state.identity) return {};
  const auto tree = proof::open_checkpoint(*kept, *state.identity);
  if (!tree) return {};
  return proof::Checkpoint{state.identity->name, *tree};
}

// A line that is written over, on a terminal alone.
class Progress {
public:
  void tell(std::uint64_t leaves) {
    if (!is_terminal_) return;
    const std::lock_guard lock(mutex_);
    std::cerr << '\r' << leaves << " leaves verified" << std::flush;
  }
  void end() const {
    if (is_terminal_) std::cerr << '\n';
  }

private:
  bool is_terminal_ = ::isatty(STDERR_FILENO) == 1;
  std::mutex mutex_;
};

core::Result<ports::LogState> log_state(Database& database) {
  return database.store->new_log_writer()->state();
}

}  // namespace

int verify_log(const Config& config, const Environment& environment, const AuditOptions& wanted) {
  return with_database(config, environment, [&](Database& database, const Environment&) {
    const auto state = log_state(database);
    if (!state) return fail(state.error());
    Progress progress;
    store::LogAuditOptions options;
    options.conninfo = database.conninfo("bw_audit");
    options.threads = wanted.threads;
    options.public_key = public_key_in(config.keys.log_key_file);
    options.known = kept_checkpoint(config, *state);
    options.progress = [&](std::uint64_t leaves) { progress.tell(leaves); };
    const auto audit = store::audit_log(options);
    progress.end();
    if (!audit) return fail(audit.error());
    if (audit->fault) {
      std::cout << "The log does not hold. " << audit->fault->sentence << '\n';
      return exit_of(audit->fault->kind);
    }
    std::cout << "The log holds: " << audit->leaves << " leaves, each what it committed to, and "
              << audit->checkpoints << " checkpoints, each signed and the beginning of the log.\n"
              << "Root: " << core::base64(audit->root) << '\n';
    if (!options.known)
      std::cout << "No checkpoint was kept outside of the database to hold it to.\n";
    return 0;
  });
}

int print_log_keys(const Config& config, const Environment& environment) {
  return with_database(config, environment, [&](Database& database, const Environment&) {
    const auto state = log_state(database);
    if (!state) return fail(state.error());
    if (!state->identity)
      return fail({core::Errc::unavailable,
                   "The log has not been signed yet: start the daemon first (badgewatchd serve)."});
    std::cout << "log " << proof::verifier_key(*state->identity) << '\n';
    if (const auto receipts = public_key_in(config.keys.receipt_key_file))
      std::cout << "receipt " << core::base64(*receipts) << '\n';
    return 0;
  });
}

int begin_new_log(const Config& config, const Environment& environment, bool is_confirmed) {
  if (!is_confirmed)
    return fail({core::Errc::invalid,
                 "A new log has another name: every witness refuses it until it is told. Say "
                 "--confirm when the old one cannot go on (its key is lost, or leaves are)."});
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto begun =
        database.store->begin_log_anew(operator_leaf(acting, "log_begun_anew", "", {}));
    if (!begun) return fail(begun.error());
    std::cout << "A new log begins with the leaves of the old one. Hand out its key: badgewatchd "
                 "audit keys\n";
    return 0;
  });
}

}  // namespace badgewatch::daemon
