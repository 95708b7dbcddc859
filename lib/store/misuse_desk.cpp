#include "store/misuse_desk.hpp"

#include "store/rows.hpp"

#include <algorithm>

namespace badgewatch::store {
namespace {

constexpr Statement select_flags{
    "select_misuse_flags",
    "select id, number, raised_at, day, pattern, actor, sentence, array_to_string(checks, ' '),"
    "       outcome, reviewed_at, reviewed_by, key_version, data_key, reason"
    " from misuse_flag where authority = $1 and number > $2 order by number limit $3"};

constexpr Statement select_newest_flags{
    "select_newest_misuse_flags",
    "select id, number, raised_at, day, pattern, actor, sentence, array_to_string(checks, ' '),"
    "       outcome, reviewed_at, reviewed_by, key_version, data_key, reason"
    " from misuse_flag where authority = '' order by number desc limit $1"};

constexpr Statement select_flag{
    "select_misuse_flag",
    "select actor, outcome is null from misuse_flag where authority = $1 and id = $2 for update"};

constexpr Statement update_flag{
    "review_misuse_flag",
    "update misuse_flag set outcome = $3, reviewed_at = $4, reviewed_by = $5, key_version = $6,"
    "       data_key = $7, reason = $8"
    " where authority = $1 and id = $2"};

// Ids are made in the order of time, which finds the rows; their clock is the check's own.
constexpr Statement select_checks{
    "select_checks_to_sample",
    "select c.id, c.actor, c.checked_at, c.purpose, r.outcome"
    " from check_record as c"
    " left join sample_review as r on r.authority = c.authority and r.check_id = c.id"
    " where c.authority = $1 and c.id >= $2 and c.id < $3 and c.checked_at >= $4"
    "   and c.checked_at < $5"
    " order by c.id"};

constexpr Statement select_check{"select_check_to_review",
                                 "select actor from check_record where authority = $1 and id = $2"};

constexpr Statement insert_review{
    "insert_sample_review",
    "insert into sample_review (authority, check_id, outcome, reviewed_at, reviewed_by,"
    "                           key_version, data_key, reason)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing"};

constexpr Statement select_own{"select_own_decision",
                               "select 1 from decision where authority = $1 and id = $2"};
constexpr Statement select_since{"select_misuse_known_since", "select misuse_known_since()"};
constexpr Statement select_sights{"select_entry_seen_by",
                                  "select authority, kind, at, actor, subject from "
                                  "entry_seen_by($1) order by at, authority, kind"};
constexpr Statement select_all_sights{
    "select_all_entry_sights",
    "select authority, kind, at, actor, subject from entry_sight where entry = $1"
    " union all"
    " select authority, 'alert', raised_at, null, null from alert where entry = $1"
    " order by at, authority, kind"};

const core::Error no_flag(core::Errc::not_found, "There is no such flag of your authority.");
const core::Error no_check(core::Errc::not_found, "There is no such check of your authority.");
const core::Error reviewed(core::Errc::conflict, "It has been reviewed already.");
const core::Error oneself(core::Errc::forbidden,
                          "Who searched does not review it: another supervisor has to.");

SealedPlace place_of(std::string_view table, std::string_view authority, const core::Uuid& id) {
  return {.table = table, .authority = authority, .id = id, .version = 1};
}

std::vector<core::Uuid> ids_in(std::string_view text) {
  std::vector<core::Uuid> ids;
  for (const auto& word : words_of(text))
    if (const auto id = core::Uuid::parse(word)) ids.push_back(*id);
  return ids;
}

core::Result<ports::MisuseFlag> flag_at(const Rows& rows, int row, const std::string& authority,
                                        const Sealer& sealer) {
  const auto pattern = domain::pattern_named(rows.at<std::string>(row, 4));
  if (!pattern) return core::Error(core::Errc::internal, "A stored record cannot be read.");
  ports::MisuseFlag one;
  one.id = rows.at<core::Uuid>(row, 0);
  one.number = rows.at<std::int64_t>(row, 1);
  one.raised_at = rows.at<core::Instant>(row, 2);
  one.flag = {.authority = authority,
              .actor = rows.at<std::string>(row, 5),
              .day = rows.at<core::Date>(row, 3),
              .pattern = *pattern,
              .sentence = rows.at<std::string>(row, 6),
              .checks = ids_in(rows.at<std::string>(row, 7))};
  if (rows.is_null(row, 8)) return one;
  one.outcome = domain::review_named(rows.at<std::string>(row, 8));
  one.reviewed_at = rows.at<core::Instant>(row, 9);
  one.reviewed_by = rows.at<std::string>(row, 10);
  auto reason = sealer.open(rows.raw(row, 12), rows.at<std::int16_t>(row, 11),
                            place_of("misuse_flag", authority, one.id), rows.raw(row, 13));
  if (!reason) return reason.error();
  one.reason = std::move(*reason);
  return one;
}

Parameters review_parameters(const Context& context, const ports::Caller& caller,
                             std::string_view table, const ports::ReviewToKeep& review) {
  const auto sealed =
      context.sealer.seal_new(place_of(table, caller.authority, review.subject), review.reason);
  Parameters parameters;
  parameters.text(caller.authority).add(review.subject).text(name_of(review.outcome));
  parameters.add(review.at).text(caller.actor).add(sealed.key_version).bytes(sealed.data_key);
  parameters.bytes(sealed.content);
  return parameters;
}

// The smallest id that may have been made at that time.
core::Uuid first_id(core::Instant at) {
  core::Uuid id;
  const auto millis = static_cast<std::uint64_t>(std::max<std::int64_t>(at.micros / 1'000, 0));
  for (std::size_t i = 0; i < 6; ++i)
    id.bytes.at(i) = static_cast<std::uint8_t>(millis >> (8 * (5 - i)));
  return id;
}

std::vector<ports::Sight> sights_in(const Rows& rows) {
  std::vector<ports::Sight> sights;
  for (int i = 0; i < rows.size(); ++i)
    sights.push_back({.authority = rows.at<std::string>(i, 0),
                      .kind = rows.at<std::string>(i, 1),
                      .at = rows.at<core::Instant>(i, 2),
                      .actor = rows.maybe<std::string>(i, 3).value_or(""),
                      .subject = rows.maybe<core::Uuid>(i, 4)});
  return sights;
}

}  // namespace

core::Result<std::vector<ports::MisuseFlag>> SqlMisuseDesk::flags(const ports::Caller& caller,
                                                                  std::int64_t after,
                                                                  std::size_t limit) {
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::MisuseFlag>> {
        auto rows = session.run(
            select_flags,
            Parameters().text(caller.authority).add(after).add(static_cast<std::int64_t>(limit)));
        if (!rows) return rows.error();
        std::vector<ports::MisuseFlag> flags;
        for (int i = 0; i < rows->size(); ++i) {
          auto one = flag_at(*rows, i, caller.authority, context_.sealer);
          if (!one) return one.error();
          flags.push_back(std::move(*one));
        }
        return flags;
      });
}

core::Result<void> SqlMisuseDesk::review_flag(const ports::Caller& caller,
                                              const ports::ReviewToKeep& review,
                                              const proof::Leaf& leaf) {
  const auto keep = [&](Session& session) -> core::Result<void> {
    auto rows = session.run(select_flag, Parameters().text(caller.authority).add(review.subject));
    if (!rows) return rows.error();
    if (rows->empty()) return no_flag;
    if (rows->at<std::string>(0, 0) == caller.actor) return oneself;
    if (!rows->at<bool>(0, 1)) return reviewed;
    auto done =
        session.run(update_flag, review_parameters(context_, caller, "misuse_flag", review));
    if (!done) return done.error();
    return insert_leaves(session, {&leaf, 1});
  };
  if (!caller.authority.empty()) return as_authority(context_, caller, keep);
  auto session = begin_as_owner(context_);
  if (!session) return session.error();
  if (auto kept = keep(**session); !kept) return kept;
  return (*session)->commit();
}

core::Result<std::vector<ports::SampledCheck>> SqlMisuseDesk::checks(const ports::Caller& caller,
                                                                     core::Instant from,
                                                                     core::Instant to) {
  constexpr std::int64_t second = 1'000'000;  // between an id and its check's time
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::SampledCheck>> {
        auto rows = session.run(select_checks, Parameters()
                                                   .text(caller.authority)
                                                   .add(first_id({from.micros - second}))
                                                   .add(first_id({to.micros + second}))
                                                   .add(from)
                                                   .add(to));
        if (!rows) return rows.error();
        std::vector<ports::SampledCheck> checks;
        for (int i = 0; i < rows->size(); ++i) {
          ports::SampledCheck one;
          one.check = rows->at<core::Uuid>(i, 0);
          one.actor = rows->at<std::string>(i, 1);
          one.at = rows->at<core::Instant>(i, 2);
          if (const auto purpose = domain::purpose_named(rows->at<std::string>(i, 3)))
            one.purpose = *purpose;
          if (!rows->is_null(i, 4)) one.outcome = domain::review_named(rows->at<std::string>(i, 4));
          checks.push_back(std::move(one));
        }
        return checks;
      });
}

core::Result<void> SqlMisuseDesk::review_check(const ports::Caller& caller,
                                               const ports::ReviewToKeep& review,
                                               const proof::Leaf& leaf) {
  return as_authority(context_, caller, [&](Session& session) -> core::Result<void> {
    auto rows = session.run(select_check, Parameters().text(caller.authority).add(review.subject));
    if (!rows) return rows.error();
    if (rows->empty()) return no_check;
    if (rows->at<std::string>(0, 0) == caller.actor) return oneself;
    auto done =
        session.run(insert_review, review_parameters(context_, caller, "sample_review", review));
    if (!done) return done.error();
    if (done->affected() == 0) return reviewed;
    return insert_leaves(session, {&leaf, 1});
  });
}

core::Result<ports::Sights> SqlMisuseDesk::seen_by(const ports::Caller& caller,
                                                   const core::Uuid& entry) {
  return as_authority(context_, caller, [&](Session& session) -> core::Result<ports::Sights> {
    auto own = session.run(select_own, Parameters().text(caller.authority).add(entry));
    if (!own) return own.error();
    if (own->empty())
      return core::Error(core::Errc::not_found, "There is no such decision of yours.");
    auto since = session.run(select_since);
    if (!since) return since.error();
    auto rows = session.run(select_sights, Parameters().add(entry));
    if (!rows) return rows.error();
    return ports::Sights{.known_since = since->at<core::Instant>(0, 0), .sights = sights_in(*rows)};
  });
}

core::Result<ports::Sights> seen_by_anybody(Context& context, const core::Uuid& entry) {
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  auto since = (*session)->run(select_since);
  if (!since) return since.error();
  auto rows = (*session)->run(select_all_sights, Parameters().add(entry));
  if (!rows) return rows.error();
  return ports::Sights{.known_since = since->at<core::Instant>(0, 0), .sights = sights_in(*rows)};
}

core::Result<std::vector<ports::MisuseFlag>> operators_flags(Context& context, std::size_t limit) {
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  auto rows =
      (*session)->run(select_newest_flags, Parameters().add(static_cast<std::int64_t>(limit)));
  if (!rows) return rows.error();
  std::vector<ports::MisuseFlag> flags;
  for (int i = 0; i < rows->size(); ++i) {
    auto one = flag_at(*rows, i, "", context.sealer);
    if (!one) return one.error();
    flags.push_back(std::move(*one));
  }
  return flags;
}

}  // namespace badgewatch::store
