#include "store/replay_window.hpp"

#include "store/frequencies.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

// Of licences nothing else needs what they were.
constexpr Statement forget_licences{
    "forget_licence_versions",
    "delete from licence_version where ctid = any(array("
    " select ctid from licence_version where superseded_at < $1 and content is not null"
    " order by superseded_at limit $2))"};

// Of an entry the history stays, without anything about the person. The key of its first version
// tells whether the same decision comes again.
constexpr Statement forget_decisions{
    "forget_decision_versions",
    "update decision_version set content = null where ctid = any(array("
    " select ctid from decision_version where superseded_at < $1 and content is not null"
    " order by superseded_at limit $2))"};

}  // namespace

core::Result<Superseded> forget_superseded(
    Context& context, core::Instant before, std::size_t most,
    const std::function<proof::Leaf(const Superseded&)>& leaf) {
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  const auto parameters = Parameters().add(before).add(static_cast<std::int64_t>(most));
  const auto licences = (*session)->run(forget_licences, parameters);
  if (!licences) return licences.error();
  const auto decisions = (*session)->run(forget_decisions, parameters);
  if (!decisions) return decisions.error();
  if (auto words = forget_frequencies(**session, before); !words) return words.error();
  const Superseded done{.licences = licences->affected(), .decisions = decisions->affected()};
  if (done.licences + done.decisions > 0) {
    const auto logged = leaf(done);
    if (auto written = insert_leaves(**session, {&logged, 1}); !written) return written.error();
  }
  if (auto committed = (*session)->commit(); !committed) return committed.error();
  return done;
}

}  // namespace badgewatch::store
