#include "store/dual_licences.hpp"

#include "store/alerts_to_tell.hpp"
#include "store/watch.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement take_place{
    "take_dual_licence_place",
    "select w.epoch, case when f.seq is null then 0 else p.seq end, f.chain, p.rules"
    " from dual_licence_place as p"
    " cross join watched_place() as w"
    " left join feed as f on p.epoch = w.epoch and f.seq = p.seq and f.chain = p.chain"
    " for update of p skip locked"};

constexpr Statement wait_for_place{"wait_for_dual_licence_place",
                                   "select 1 from dual_licence_place for update"};

constexpr Statement move_place{
    "move_dual_licence_place",
    "update dual_licence_place set epoch = $1, seq = $2, chain = $3, rules = $4"
    " where exists (select from feed where seq = $2 and chain = $3)"};

constexpr Statement select_standing{
    "select_standing_of_licences",
    "select l.id, l.status, l.changed_at from unnest($1::text[], $2::uuid[]) as n(authority, id)"
    " join licence as l on l.authority = n.authority and l.id = n.id"};

}  // namespace

core::Result<std::optional<ports::DualLicencePlace>> SqlDualLicenceWork::begin() {
  if (!session_ || !session_->is_usable()) {
    auto opened = context_.open(Role::watch);
    if (!opened) return opened.error();
    session_ = std::move(*opened);
  }
  auto begun =
      session_->script("begin", "begin; set local idle_in_transaction_session_timeout = '60s'");
  if (!begun) return begun.error();
  auto rows = session_->run(take_place);
  if (!rows || rows->empty()) session_->rollback();
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<ports::DualLicencePlace>();
  ports::DualLicencePlace place;
  place.at.epoch = rows->at<core::Uuid>(0, 0);
  place.at.seq = rows->at<std::int64_t>(0, 1);
  place.at.chain = rows->maybe<core::Hash>(0, 2).value_or(core::Hash{});
  place.rules = rows->at<std::string>(0, 3);
  return std::optional(std::move(place));
}

core::Result<std::unordered_map<core::Uuid, domain::LicenceStanding>> SqlDualLicenceWork::standing(
    std::span<const ports::LicenceKey> licences) {
  Column<std::string_view> authority;
  Column<core::Uuid> wanted;
  for (const auto& one : licences) {
    authority.add(one.authority);
    wanted.add(one.id);
  }
  auto rows = session_->run(select_standing, Parameters().add(authority).add(wanted));
  if (!rows) return rows.error();
  std::unordered_map<core::Uuid, domain::LicenceStanding> standing;
  for (int i = 0; i < rows->size(); ++i) {
    const auto status = domain::licence_status_named(rows->at<std::string>(i, 1));
    if (!status) return core::Error(core::Errc::internal, "A stored record cannot be read.");
    standing[rows->at<core::Uuid>(i, 0)] = {*status, rows->at<core::Instant>(i, 2)};
  }
  return standing;
}

core::Result<std::size_t> SqlDualLicenceWork::finish(std::span<const ports::NewAlert> alerts,
                                                     const ports::DualLicencePlace& place,
                                                     core::Instant now) {
  Parameters parameters;
  parameters.add(place.at.epoch).add(place.at.seq).bytes(place.at.chain).text(place.rules);
  auto moved = session_->run(move_place, parameters);
  if (!moved) return moved.error();
  if (moved->affected() != 1)
    return core::Error(core::Errc::conflict, "What was looked at is not on the database's feed.");
  const auto raised = raise_dual_licences(*session_, context_, alerts, now);
  if (!raised) return raised;
  if (auto done = session_->commit(); !done) return done.error();
  return raised;
}

void SqlDualLicenceWork::give_up() {
  if (session_ && session_->is_usable()) session_->rollback();
}

core::Result<std::size_t> raise_dual_licences(Session& session, const Context& context,
                                              std::span<const ports::NewAlert> alerts,
                                              core::Instant now) {
  if (alerts.empty()) return std::size_t{0};
  if (auto waited = session.run(wait_for_place); !waited) return waited.error();
  const auto told = alerts_to_tell(session, alerts);
  if (!told) return told.error();
  if (auto done = insert_alerts(session, context, *told, now); !done) return done.error();
  return told->size();
}

}  // namespace badgewatch::store
