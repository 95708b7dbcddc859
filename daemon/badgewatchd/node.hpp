// One running register: everything built in order, owned, and stopped in the other order.
#pragma once

#include "badgewatchd/database.hpp"
#include "config/config.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace badgewatch::daemon {

class Node {
public:
  // Is to be done once the register is this process's own, before anybody is served.
  using InHand = std::function<core::Result<void>()>;

  // Starts it, and returns once it serves. `clock` and `randomness` outlive it.
  static core::Result<std::unique_ptr<Node>> start(const Config& config, const core::Clock& clock,
                                                   core::Randomness& randomness,
                                                   const InHand& in_hand = {});
  ~Node();

  std::uint16_t port() const;
  // Takes up the files of TLS as they are now, and logs that, or why the old ones stay. Nothing
  // without TLS.
  void reload_certificate();
  Database& database();
  // Nothing when it can prove and record an answer, else what is missing.
  std::optional<std::string> not_ready() const;
  // Whether this process does its part. A database that is slow or away is no fault of it: to start
  // it anew would cost the index and mend nothing, so nothing here asks the database. Does not
  // return when the index is locked for ever.
  bool is_alive(std::chrono::milliseconds time) const;
  // Waits until it can answer; false when it could not in that time, or is told to stop.
  bool wait_ready(std::chrono::seconds time) const;
  // Waits until checks are answered by this version of the table of frequencies or a newer one;
  // false as above.
  bool wait_for_frequencies(std::int64_t version, std::chrono::seconds time) const;

private:
  struct Parts;
  explicit Node(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace badgewatch::daemon
