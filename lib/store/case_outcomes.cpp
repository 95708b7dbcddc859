#include "store/case_outcomes.hpp"

#include "store/case_outcome_rows.hpp"
#include "store/grant_report.hpp"
#include "store/licence_writes.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement insert_one{
    "insert_case_outcome",
    "insert into case_outcome (authority, id, check_id, searched_on, result, decided_on, undecided,"
    "                          number_index, corrects, actor, recorded_at, kept_until, key_version,"
    "                          data_key, content)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"};

constexpr Statement select_standing{
    "select_standing_case_outcome",
    "select id, exists (select from case_outcome where authority = $1 and id = $3)"
    " from case_outcome where authority = $1 and check_id = $2 order by number desc limit 1"};

// One after the other: the second is judged by what the first has left.
constexpr Statement wait_for_turn{"wait_for_case_outcome_turn", "select pg_advisory_xact_lock($1)"};

constexpr Statement select_of_check{
    "select_case_outcomes",
    BW_CASE_OUTCOMES " where o.authority = $1 and o.check_id = $2 order by o.number"};

}  // namespace

core::Result<std::vector<ports::CaseOutcomeRecord>> SqlCaseOutcomes::of_check(
    const ports::Caller& caller, const core::Uuid& check) {
  return as_authority(context_, caller,
                      [&](Session& session) -> core::Result<std::vector<ports::CaseOutcomeRecord>> {
                        const auto rows = session.run(
                            select_of_check, Parameters().text(caller.authority).add(check));
                        if (!rows) return rows.error();
                        return read_case_outcomes(*rows, context_.sealer, caller.authority);
                      });
}

core::Result<ports::Grants> SqlCaseOutcomes::grants(const ports::GrantsWanted& wanted,
                                                    const proof::Leaf& leaf) {
  const auto& own = wanted.house.front();
  const auto& listed = wanted.listed.front();
  const bool is_one_code = wanted.house.size() == 1 && wanted.listed.size() == 1 &&
                           listed.authority == own.authority && listed.acting.empty();
  return is_one_code ? grants_of_one_code(context_, wanted, leaf)
                     : grants_of_house(context_, wanted, leaf);
}

core::Result<void> SqlCaseOutcomeWork::keep(const ports::CaseOutcomeRecord& record) {
  const auto& authority = caller_.authority;
  const auto turn = lock_key(context_.sealer, "case outcome", record.check.text());
  if (auto waited = session_.run(wait_for_turn, Parameters().add(turn)); !waited)
    return waited.error();
  const auto rows =
      session_.run(select_standing, Parameters().text(authority).add(record.check).add(record.id));
  if (!rows) return rows.error();
  if (!rows->empty() && rows->at<bool>(0, 1)) return {};
  const auto stands = rows->empty() ? std::nullopt : std::optional(rows->at<core::Uuid>(0, 0));
  if (stands != record.corrects)
    return stands ? core::Error(core::Errc::conflict,
                                "What became of this check's case is recorded already, as " +
                                    stands->text() + ". To correct it, name that as `corrects`.",
                                {{"/corrects", "must be " + stands->text()}})
                  : core::Error(core::Errc::conflict,
                                "Nothing is recorded yet of what became of this check's case.",
                                {{"/corrects", "names nothing of this check"}});
  const auto sealed = context_.sealer.seal_new(case_outcome_place(authority, record.id),
                                               case_outcome_content(record));
  const auto& number = record.outcome.licence_number;
  const auto index = number_index(context_.sealer, authority, number);
  Parameters parameters;
  parameters.text(authority).add(record.id).add(record.check).add(record.searched_on);
  parameters.text(name_of(record.outcome.result)).add(record.outcome.decided_on);
  parameters.add(static_cast<std::int64_t>(record.undecided));
  parameters.add(number.empty() ? std::nullopt : std::optional(core::ByteView(index)));
  parameters.add(record.corrects).text(record.actor).add(record.recorded_at);
  parameters.add(record.kept_until).add(sealed.key_version);
  parameters.bytes(sealed.data_key).bytes(sealed.content);
  if (auto done = session_.run(insert_one, parameters); !done) return done.error();
  return {};
}

}  // namespace badgewatch::store
