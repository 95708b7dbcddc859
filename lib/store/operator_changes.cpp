#include "store/operator_changes.hpp"

#include "store/context.hpp"
#include "store/entry_changes.hpp"
#include "store/migrations.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement find_decision{"find_decision_of_change",
                                  "select authority from decision where id = $1"};
constexpr Statement wait_for_writer{"wait_for_writer", "select pg_advisory_xact_lock($1)"};
constexpr Statement tell_recorder{"tell_recorder_of_change",
                                  "select tell_recorder_of_change($1, $2, $3)"};

}  // namespace

core::Result<ports::DecisionRecord> OperatorChanges::make(const core::Uuid& entry,
                                                          const Change& change,
                                                          const LeafOf& leaf) const {
  auto session = open_as_owner(conninfo_, {});
  if (!session) return session.error();
  if (auto begun = (*session)->script("begin", "begin"); !begun) return begun.error();
  const auto found = (*session)->run(find_decision, Parameters().add(entry));
  if (!found) return found.error();
  const auto none =
      core::Error(core::Errc::not_found, "There is no decision of that id on the register.");
  if (found->empty()) return none;
  ports::Caller recorder;
  recorder.authority = found->at<std::string>(0, 0);
  // As every change of an entry: one writer of an authority's rows at a time.
  const auto writer = lock_key(sealer_, "writer", recorder.authority);
  if (auto turn = (*session)->run(wait_for_writer, Parameters().add(writer)); !turn)
    return turn.error();
  auto stands = read_entry(**session, sealer_, recorder.authority, entry);
  if (!stands) return stands.error();
  if (!*stands) return none;
  auto changed = change(std::move(**stands));
  if (!changed) return changed;
  if (auto written = write_change(**session, sealer_, recorder, *changed); !written)
    return written.error();
  const auto told = (*session)->run(
      tell_recorder, Parameters().text(changed->authority).add(changed->id).add(changed->version));
  if (!told) return told.error();
  const auto its = leaf(*changed);
  if (auto logged = insert_leaves(**session, {&its, 1}); !logged) return logged.error();
  if (auto done = (*session)->commit(); !done) return done.error();
  return changed;
}

}  // namespace badgewatch::store
