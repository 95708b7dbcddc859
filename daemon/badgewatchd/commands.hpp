// The subcommands of badgewatchd. Each returns the exit status of the process (sysexits.h).
#pragma once

#include "config/config.hpp"
#include "core/clock.hpp"
#include "core/uuid.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::daemon {

struct Environment {
  const core::Clock& clock;
  core::Randomness& randomness;
  std::string operator_key_file = {};  // empty: what is done is nobody's in particular
  std::string actor = "operator";      // in the log
};

// Which folders the settings name that are not there, beside what load_config() finds.
int check_config(const Config& config, const Environment& environment);
int serve(const Config& config, const Environment& environment);
int migrate(const Config& config, const Environment& environment);
// Sends webhooks beside daemons that serve from the same given database; until it is told to stop.
int send_webhooks(const Config& config, const Environment& environment);
int load_reference_data(const Config& config, const Environment& environment);

struct NewKey {
  std::string authority;
  std::string name;
  std::vector<std::string> scopes;
  std::vector<std::string> networks = {};  // from where it may be used; none: from everywhere
  int import_days = 0;                     // how long the scope `import` stays open
};
int create_key(const Config& config, const Environment& environment, const NewKey& wanted);
int list_keys(const Config& config, const Environment& environment, const std::string& authority);
int revoke_key(const Config& config, const Environment& environment, const std::string& id);
// Entries that wait for a second person, which an operator may be.
struct HoldToRelease {
  std::string id;
  std::int64_t entries = 0;  // that were looked at
  std::string reason;
};
int list_holds(const Config& config, const Environment& environment);
int release_hold(const Config& config, const Environment& environment, const HoldToRelease& wanted);
// With a username they can sign in as well.
int create_operator(const Config& config, const Environment& environment, const std::string& name,
                    const std::string& username);
int list_operators(const Config& config, const Environment& environment);
int revoke_operator(const Config& config, const Environment& environment, const std::string& name);

struct NewOfficer {
  std::string authority;  // its code, or "register"
  std::string username;
  std::string name;
  std::vector<std::string> roles;
  bool invite = false;  // they choose their own password, by an invitation that is printed
};
int create_officer(const Config& config, const Environment& environment, const NewOfficer& wanted);
int list_officers(const Config& config, const Environment& environment, const std::string& named);
int disable_officer(const Config& config, const Environment& environment,
                    const std::string& username);
// Who was disabled comes back with what they were, by an invitation that is printed.
int enable_officer(const Config& config, const Environment& environment,
                   const std::string& username);
int reset_officer(const Config& config, const Environment& environment, const std::string& username,
                  bool invite);

// Who may make which call, a JSON line each.
int list_permissions();
int list_authorities(const Config& config, const Environment& environment);

// A new master key in keys.next_master_key_file, with which nothing is sealed yet.
int make_master_key(const Config& config, const Environment& environment);
// Changes to it, also while daemons serve; returns when nothing is wrapped by the old one.
int rotate_master_key(const Config& config, const Environment& environment);
int show_master_keys(const Config& config, const Environment& environment);
// Who was shown an entry, in full, a JSON line each; and what was flagged of several authorities,
// which the operator reviews.
int show_seen_by(const Config& config, const Environment& environment, const std::string& entry);
struct FlagToReview {
  std::string id;
  std::string outcome;
  std::string reason;
};
int list_misuse(const Config& config, const Environment& environment);
int review_misuse(const Config& config, const Environment& environment, const FlagToReview& wanted);

// Learns how common the words of names are, whether or not the night has; says what was published.
int learn_frequencies(const Config& config, const Environment& environment);
int show_frequencies(const Config& config, const Environment& environment);

// What `audit verify` ends with where the log does not hold, by what is wrong first.
inline constexpr int audit_leaf = 20;        // an event is not what was committed to
inline constexpr int audit_number = 21;      // the numbers are not dense, or one is missing
inline constexpr int audit_tree = 22;        // the tree is not the leaves'
inline constexpr int audit_checkpoint = 23;  // what was signed is not the beginning of the log
inline constexpr int audit_signature = 24;   // a checkpoint is not signed as it must be

struct AuditOptions {
  unsigned threads = 2;
};
int verify_log(const Config& config, const Environment& environment, const AuditOptions& options);
// The public keys for those who verify: of the log, and of receipts.
int print_log_keys(const Config& config, const Environment& environment);
int begin_new_log(const Config& config, const Environment& environment, bool is_confirmed);

// What `reconcile` ends with where the run was done and not all was well.
inline constexpr int reconcile_lost = 30;   // alerts were lost; they were raised
inline constexpr int reconcile_wrong = 31;  // what the register holds does not fit together

// Compares the whole nation anew, or goes on with a run that is not done, and prints the report.
// `is_nightly`: once for each night, whoever asks.
int reconcile(const Config& config, const Environment& environment, bool is_nightly);

// What `replay` ends with where it was asked anew.
inline constexpr int replay_different = 1;
inline constexpr int replay_not_reproducible = 3;

// Asks an old check anew, of the register as it was then, and prints both answers.
int replay(const Config& config, const Environment& environment, const std::string& check);

// Erases what is past its period, or says how much that is.
struct PurgeOptions {
  bool preview = false;
  bool confirm = false;  // also where the clock or the number looks wrong
};
int purge(const Config& config, const Environment& environment, const PurgeOptions& options);

// Into a new folder: in `to` where that is a folder, else `to` itself.
int backup(const Config& config, const Environment& environment, const std::string& to);

struct RestoreOptions {
  std::string from;  // the set's folder
  std::string
      keys;  // a folder with master.key, receipt.key and log.key; empty: at their configured places
  std::vector<std::string> ledgers;  // each daemon's newest; none: the configured place's
  bool without_ledger = false;
};
int restore(const Config& config, const Environment& environment, const RestoreOptions& options);

struct DemoOptions {
  std::optional<std::size_t> drivers;  // nothing: as many as it has, 20,000 in a new one
  bool empty = false;
  bool exit = false;
  bool own_clock = false;  // it was started with --now
};
int demo(const Config& config, const Environment& environment, const DemoOptions& options);

// Prints what went wrong on standard error; returns the status that fits.
int fail(const core::Error& error);

}  // namespace badgewatch::daemon
