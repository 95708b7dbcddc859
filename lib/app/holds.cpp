#include "app/holds.hpp"

#include "app/act_leaf.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::app {

proof::Leaf Holds::leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                        std::string detail) {
  return act_leaf(caller, std::move(kind), subject, std::move(detail), clock_, randomness_);
}

core::Result<std::vector<ports::Hold>> Holds::list(const ports::Caller& caller) {
  return holds_.list(caller, most_shown, leaf(caller, "holds_listed", {}, "{}"));
}

core::Result<ports::Hold> Holds::release(const ports::Caller& caller, const core::Uuid& hold,
                                         std::int64_t entries, std::string reason) {
  core::JsonWriter detail;
  detail.begin_object().member("entries", entries).end_object();
  return holds_.release(
      caller, {.hold = hold, .at = clock_.now(), .entries = entries, .reason = std::move(reason)},
      leaf(caller, "hold_released", hold, detail.text()));
}

}  // namespace badgewatch::app
