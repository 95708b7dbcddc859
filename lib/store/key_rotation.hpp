// Changing the master key in a register that serves: another key is added, each daemon wraps new
// data keys by it, what was wrapped by the old one is wrapped anew in small steps, and the old one
// is retired when nothing is wrapped by it any more. All of it is in the rows, so whoever is killed
// in the middle goes on where it was.
#pragma once

#include "proof/leaf.hpp"
#include "store/master_keys.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace badgewatch::store {

struct Context;

// A daemon that serves.
struct KeyHolder {
  core::Uuid daemon;
  std::string name;               // for people: which host, which process
  std::vector<core::Hash> marks;  // of the master keys that it has
  std::int16_t wraps_by = 0;
};

enum class RotationStep {
  idle,       // nothing is wrapped by an old key
  elsewhere,  // another process does it
  worked,     // some rows more; ask again
  waiting,    // for daemons to change over, or for a transaction to end
  stuck,      // there are keys that do not open, and stay as they are
  retired     // the old key is done with
};

struct WrappedBy {
  std::int16_t generation = 0;
  std::int64_t keys = 0;
};

struct KeyRotationOptions {
  // How long a daemon that is not heard of counts as serving.
  std::chrono::milliseconds holder_life{30'000};
  // What a daemon began under the old key is done by then.
  std::chrono::milliseconds change_over{5'000};
};

// Has a session of the owner. Used by one thread.
class KeyRotation {
public:
  // `context` outlives it.
  KeyRotation(Context& context, const KeyRotationOptions& options);
  ~KeyRotation();

  // Notes that this daemon serves, and which keys it has.
  core::Result<void> note(const KeyHolder& holder);
  core::Result<void> leave(const core::Uuid& daemon);
  core::Result<std::vector<KeyHolder>> holders();
  core::Result<std::vector<KeyGeneration>> generations();

  // Makes `key` the one that new data keys are wrapped by. Errc::conflict, and nothing is changed,
  // when it was the register's before, when another change is not finished, or when a daemon that
  // serves does not have it. Its generation.
  core::Result<std::int16_t> add(const DataKey& key, const proof::Leaf& leaf);

  // One bounded piece of the work. `retired` makes the leaf that says so.
  core::Result<RotationStep> step(const std::function<proof::Leaf()>& retired);
  // How many data keys are wrapped by which.
  core::Result<std::vector<WrappedBy>> count();

private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace badgewatch::store
