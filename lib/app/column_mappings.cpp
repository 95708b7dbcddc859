#include "app/column_mappings.hpp"

#include "app/act_leaf.hpp"

namespace badgewatch::app {

ports::ColumnMappings::LeafOf ColumnMappings::leaf(const ports::Caller& caller, const char* kind) {
  return [this, &caller, kind](const core::Uuid& id) {
    return act_leaf(caller, kind, id, "{}", clock_, randomness_);
  };
}

core::Result<ports::MappingPut> ColumnMappings::put(const ports::Caller& caller,
                                                    const std::string& name,
                                                    const std::string& kind,
                                                    const std::string& content,
                                                    const std::optional<core::Uuid>& if_version) {
  ports::MappingToPut wanted{.mapping = {.name = name,
                                         .kind = kind,
                                         .id = core::new_uuid(clock_, randomness_),
                                         .version = core::new_uuid(clock_, randomness_),
                                         .content = content,
                                         .changed_at = clock_.now(),
                                         .changed_by = caller.actor},
                             .if_version = if_version,
                             .most = most};
  const auto* act = if_version ? "column_mapping_changed" : "column_mapping_created";
  auto put = kept_.put(caller, wanted, leaf(caller, act));
  if (!put) return put;
  switch (put->outcome) {
    case ports::MappingOutcome::exists:
      return core::Error(core::Errc::conflict,
                         "You have a mapping of this name, with other content. To change it, send"
                         " its ETag as If-Match.",
                         {{"/name", "is the name of another mapping of yours"}});
    case ports::MappingOutcome::version_differs:
      return ports::column_mapping_changed();
    case ports::MappingOutcome::too_many:
      return core::Error(core::Errc::conflict, "You have " + std::to_string(most) +
                                                   " column mappings: remove one first.");
    default:
      return put;
  }
}

core::Result<void> ColumnMappings::remove(const ports::Caller& caller, const std::string& name,
                                          const std::optional<core::Uuid>& if_version) {
  return kept_.remove(caller, name, if_version, leaf(caller, "column_mapping_removed"));
}

}  // namespace badgewatch::app
