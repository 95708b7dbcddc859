#include "app/record_looks.hpp"

#include "core/json_writer.hpp"
#include "proof/leaf.hpp"

namespace badgewatch::app {

core::Result<void> RecordLooks::note(const ports::Caller& caller, std::string kind,
                                     const core::Uuid& subject, std::size_t count) {
  core::JsonWriter detail;
  detail.begin_object().member("count", count).end_object();
  return log_.note({proof::make_leaf({.at = clock_.now(),
                                      .kind = std::move(kind),
                                      .authority = caller.authority,
                                      .actor = caller.actor,
                                      .subject = subject,
                                      .detail = std::move(detail).take()},
                                     clock_, randomness_)});
}

}  // namespace badgewatch::app
