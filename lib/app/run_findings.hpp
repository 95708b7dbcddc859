// What a step of a run of reconciliation found, held against the alerts that there are. Pure.
#pragma once

#include "app/live_index.hpp"
#include "ports/reconciliations.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace badgewatch::app {

class RunFindings {
public:
  explicit RunFindings(const std::vector<ports::KnownAlert>& known);

  // What was found about one entry.
  void take(const ports::EntryView& entry, const std::vector<ports::NewAlert>& found);

  using Why = std::function<domain::VanishedAlert(const ports::KnownAlert&)>;
  // All that was taken: what is missing, what has vanished (`why` is asked about each), the counts.
  ports::RunStep step(const Why& why) &&;

private:
  using Key = std::tuple<std::string, core::Uuid, core::Uuid>;  // authority, entry, licence
  struct Known {
    std::vector<ports::KnownAlert> alerts;  // of one key, each about another pair
    bool is_found = false;
  };
  std::map<Key, Known> known_;
  ports::RunStep step_;
};

// What contents hold, in no order.
struct Holdings {
  explicit Holdings(const IndexContents& contents)
      : head(contents.applied.head()),
        entries(contents.entries.ids()),
        holders(contents.holders.ids()) {}

  proof::Head head;
  std::vector<core::Uuid> entries;
  std::vector<core::Uuid> holders;
};

// How two differ that stand at one place; nothing where they do not.
struct HoldingDifferences {
  std::int64_t compared = 0;
  std::int64_t different = 0;
};
std::optional<HoldingDifferences> differences_of(Holdings served, Holdings built);

// Applies what has come behind the contents' place.
core::Result<void> catch_up(IndexContents& contents, ports::Feed& feed);

}  // namespace badgewatch::app
