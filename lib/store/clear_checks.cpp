#include "store/clear_checks.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_place{"select_clear_check_place",
                                 "select epoch, seq, chain from clear_check_place()"};

// One look at a time: another one would find the same.
constexpr Statement try_turn{"try_turn_to_look_at_checks",
                             "select pg_try_advisory_xact_lock(4471920036281170553)"};

constexpr Statement select_page{
    "select_clear_checks",
    "select authority, id, key_version, data_key, request from check_record"
    " where outcome = 'no_match' and data_key is not null and (authority, id) > ($1, $2)"
    " order by authority, id limit $3"};

constexpr Statement tell_contradicted{"tell_contradicted",
                                      "select tell_contradicted($1, $2, $3, $4, $5, $6, $7)"};

constexpr Statement move_place{"move_clear_check_place",
                               "update clear_check_position set epoch = $1, seq = $2, chain = $3"
                               " where exists (select from feed_head where epoch = $1)"
                               "   and exists (select from feed where seq = $2 and chain = $3)"};

}  // namespace

core::Result<Session*> SqlClearChecks::session() {
  if (session_ && session_->is_usable()) return session_.get();
  session_.reset();
  auto opened = context_.open(Role::watch);
  if (!opened) return opened.error();
  session_ = std::move(*opened);
  return session_.get();
}

core::Result<proof::Position> SqlClearChecks::position() {
  auto open = session();
  if (!open) return open.error();
  auto rows = (*open)->run(select_place);
  if (!rows) return rows.error();
  return proof::Position{.epoch = rows->at<core::Uuid>(0, 0),
                         .seq = rows->at<std::int64_t>(0, 1),
                         .chain = rows->at<core::Hash>(0, 2)};
}

core::Result<bool> SqlClearChecks::begin() {
  auto open = session();
  if (!open) return open.error();
  // A holder that hangs is cut off, so that another one may look.
  auto begun =
      (*open)->script("begin", "begin; set local idle_in_transaction_session_timeout = '60s'");
  if (!begun) return begun.error();
  auto turn = (*open)->run(try_turn);
  if (!turn || !turn->at<bool>(0, 0)) (*open)->rollback();
  if (!turn) return turn.error();
  after_authority_.clear();
  after_ = {};
  return turn->at<bool>(0, 0);
}

core::Result<std::vector<ports::ClearCheck>> SqlClearChecks::next(std::size_t limit) {
  Parameters parameters;
  parameters.text(after_authority_).add(after_).add(static_cast<std::int64_t>(limit));
  auto rows = session_->run(select_page, parameters);
  if (!rows) return rows.error();
  std::vector<ports::ClearCheck> page;
  page.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) {
    ports::ClearCheck check{
        .id = rows->at<core::Uuid>(i, 1), .authority = rows->at<std::string>(i, 0), .request = {}};
    const SealedPlace place{
        .table = "check_record", .authority = check.authority, .id = check.id, .version = 1};
    const auto key = context_.sealer.unwrap(rows->raw(i, 3), rows->at<std::int16_t>(i, 2), place);
    if (!key) return key.error();
    auto request = context_.sealer.open(*key, place, "request", rows->raw(i, 4));
    if (!request) return request.error();
    check.request = std::move(*request);
    after_authority_ = check.authority;
    after_ = check.id;
    page.push_back(std::move(check));
  }
  return page;
}

core::Result<std::size_t> SqlClearChecks::finish(std::span<const ports::Contradiction> found,
                                                 const std::optional<proof::Position>& place,
                                                 core::Instant now) {
  auto told = tell(found, now);
  if (told && place)
    if (auto moved = move(*place); !moved) told = moved.error();
  if (!told) {
    session_->rollback();
    return told;
  }
  if (auto done = session_->commit(); !done) return done.error();
  return told;
}

core::Result<std::size_t> SqlClearChecks::tell(std::span<const ports::Contradiction> found,
                                               core::Instant now) {
  if (found.empty()) return std::size_t{0};
  Column<std::string_view> authority, recording_authority, band;
  Column<core::Uuid> check, entry;
  Column<double> probability;
  for (const auto& one : found) {
    authority.add(one.authority);
    check.add(one.check);
    entry.add(one.entry);
    recording_authority.add(one.recording_authority);
    band.add(one.band);
    probability.add(one.probability);
  }
  Parameters parameters;
  parameters.add(now).add(authority).add(check).add(entry).add(recording_authority).add(band);
  parameters.add(probability);
  auto told = session_->run(tell_contradicted, parameters);
  if (!told) return told.error();
  return static_cast<std::size_t>(told->at<std::int64_t>(0, 0));
}

core::Result<void> SqlClearChecks::move(const proof::Position& place) {
  Parameters parameters;
  parameters.add(place.epoch).add(place.seq).bytes(place.chain);
  auto moved = session_->run(move_place, parameters);
  if (!moved) return moved.error();
  if (moved->affected() == 1) return {};
  return core::Error(core::Errc::conflict, "What was looked at is not on the database's feed.");
}

void SqlClearChecks::give_up() {
  if (session_ && session_->is_usable()) session_->rollback();
}

}  // namespace badgewatch::store
