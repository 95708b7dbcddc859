#include "app/record_looks.hpp"

#include "app/act_leaf.hpp"
#include "core/json_writer.hpp"
#include "proof/leaf.hpp"

namespace badgewatch::app {

core::Result<void> RecordLooks::note(const ports::Caller& caller, std::string kind,
                                     const core::Uuid& subject, std::size_t count) {
  core::JsonWriter detail;
  detail.begin_object().member("count", count).end_object();
  return log_.note(
      {act_leaf(caller, std::move(kind), subject, std::move(detail).take(), clock_, randomness_)});
}

}  // namespace badgewatch::app
