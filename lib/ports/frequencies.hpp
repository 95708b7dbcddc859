// Tables of how common each word of names is: learnt from the register's own records, published in
// versions through the feed, in force for everybody who compares.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/result.hpp"
#include "proof/leaf.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace badgewatch::ports {

// A published table but for its words.
struct FrequencyFacts {
  std::int64_t version = 0;  // 1, 2, ...
  core::Instant learnt_at;
  std::int64_t people = 0;  // counted
  std::int64_t words = 0;
  std::string fingerprint;
};

struct FrequencyTable : FrequencyFacts {
  std::string text;  // match::Frequencies::text()
};

// The right to learn a table, which one in the whole deployment has; it ends with this object. Used
// by one thread.
class FrequencyLearning {
public:
  virtual ~FrequencyLearning() = default;
  // The table in force; nothing before the first.
  virtual core::Result<std::optional<FrequencyTable>> newest() = 0;
  // Makes `table` the next version (its own `version` is not looked at) and takes the turn, in one
  // transaction with its leaf; its event is the feed's last. The version. Errc::conflict when
  // another was published meanwhile.
  virtual core::Result<std::int64_t> publish(const FrequencyTable& table,
                                             const proof::Leaf& leaf) = 0;
  // Takes the turn without a new table.
  virtual core::Result<void> keep() = 0;
};

// Thread safe.
class FrequencyTables {
public:
  virtual ~FrequencyTables() = default;
  // Begins to learn on behalf of the turn `turn`. Nothing when another learns at this moment, or
  // when this turn or the next one was taken already and `again` is false. Superseded tables that
  // no replay needs any more, those superseded before `forget_before`, lose their words.
  virtual core::Result<std::unique_ptr<FrequencyLearning>> begin(core::Date turn, bool again,
                                                                 core::Instant forget_before) = 0;
  // The facts of all that were published, the newest first.
  virtual core::Result<std::vector<FrequencyFacts>> published() = 0;
};

}  // namespace badgewatch::ports
