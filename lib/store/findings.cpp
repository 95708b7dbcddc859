#include "store/findings.hpp"

#include "store/content.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement insert_one{
    "insert_finding",
    "insert into finding (authority, id, pair, check_id, hit, recording_authority, entry, finding,"
    "                     actor, found_at, key_version, data_key, content)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    " on conflict (authority, id) do nothing"};

// Of a former authority the database shows to its heir alone what that found.
constexpr Statement select_about{
    "select_findings_about",
    "select f.id, f.pair, f.check_id, f.hit, f.recording_authority, f.entry, f.finding, f.found_at,"
    "       f.key_version, f.data_key, f.content, f.authority"
    " from (select distinct pair from unnest($2::bytea[]) as n(pair)) as wanted"
    " cross join lateral (select * from finding"
    "                      where authority = any (acts_for($1)) and pair = wanted.pair"
    "                      order by number desc limit 1) as f"};

constexpr Statement select_until{
    "select_findings_until",
    "select f.id, f.pair, f.check_id, f.hit, f.recording_authority, f.entry, f.finding, f.found_at,"
    "       f.key_version, f.data_key, f.content, f.authority"
    " from (select distinct pair from unnest($2::bytea[]) as n(pair)) as wanted"
    " cross join lateral (select * from finding"
    "                      where authority = any (acts_for($1)) and pair = wanted.pair"
    "                        and found_at <= $3"
    "                      order by number desc limit 1) as f"};

constexpr Statement select_of_check{
    "select_findings_of_check",
    "select distinct on (hit) id, pair, check_id, hit, recording_authority, entry, finding,"
    "       found_at, key_version, data_key, content, authority"
    " from finding where authority = $1 and check_id = $2 order by hit, number desc"};

SealedPlace place_of(std::string_view authority, const core::Uuid& id) {
  return {.table = "finding", .authority = authority, .id = id, .version = 1};
}

core::Result<std::vector<ports::FindingRecord>> read_all(const Rows& rows, const Sealer& sealer) {
  std::vector<ports::FindingRecord> findings;
  for (int i = 0; i < rows.size(); ++i) {
    ports::FindingRecord one;
    one.id = rows.at<core::Uuid>(i, 0);
    one.pair = rows.at<core::Hash>(i, 1);
    one.check = rows.at<core::Uuid>(i, 2);
    one.hit = rows.at<core::Uuid>(i, 3);
    one.recording_authority = rows.at<std::string>(i, 4);
    one.entry = rows.at<core::Uuid>(i, 5);
    const auto finding = domain::finding_named(rows.at<std::string>(i, 6));
    if (!finding) return core::Error(core::Errc::internal, "A stored record cannot be read.");
    one.finding = *finding;
    one.found_at = rows.at<core::Instant>(i, 7);
    const auto content =
        sealer.open(rows.raw(i, 9), rows.at<std::int16_t>(i, 8),
                    place_of(rows.at<std::string>(i, 11), one.id), rows.raw(i, 10));
    if (!content) return content.error();
    if (auto read = read_finding_content(*content, one); !read) return read.error();
    findings.push_back(std::move(one));
  }
  return findings;
}

}  // namespace

core::Result<void> insert_finding(Session& session, const Sealer& sealer,
                                  const ports::Caller& caller,
                                  const ports::FindingRecord& finding) {
  constexpr std::string_view foreign_key_violation = "23503";
  const auto sealed =
      sealer.seal_new(place_of(caller.authority, finding.id), finding_content(finding));
  Parameters parameters;
  parameters.text(caller.authority).add(finding.id).bytes(finding.pair).add(finding.check);
  parameters.add(finding.hit).text(finding.recording_authority).add(finding.entry);
  parameters.text(name_of(finding.finding)).text(caller.actor).add(finding.found_at);
  parameters.add(sealed.key_version).bytes(sealed.data_key).bytes(sealed.content);
  const auto done = session.run(insert_one, parameters);
  if (done) return {};
  if (session.last_state() == foreign_key_violation)
    return core::Error(core::Errc::not_found,
                       "The entry of this hit is not on the register any more.");
  return done.error();
}

core::Result<std::vector<ports::FindingRecord>> findings_until(Session& session,
                                                               const Sealer& sealer,
                                                               const std::string& authority,
                                                               std::span<const core::Hash> pairs,
                                                               core::Instant until) {
  Column<core::ByteView> wanted;
  for (const auto& pair : pairs)
    wanted.add(pair);
  const auto rows = session.run(select_until, Parameters().text(authority).add(wanted).add(until));
  if (!rows) return rows.error();
  return read_all(*rows, sealer);
}

core::Result<std::vector<ports::FindingRecord>> SqlFindings::about(
    const ports::Caller& caller, std::span<const core::Hash> pairs) {
  if (pairs.empty()) return std::vector<ports::FindingRecord>();
  Column<core::ByteView> wanted;
  for (const auto& pair : pairs)
    wanted.add(pair);
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::FindingRecord>> {
        const auto rows =
            session.run(select_about, Parameters().text(caller.authority).add(wanted));
        if (!rows) return rows.error();
        return read_all(*rows, context_.sealer);
      });
}

core::Result<std::vector<ports::FindingRecord>> SqlFindings::of_check(const ports::Caller& caller,
                                                                      const core::Uuid& check) {
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::FindingRecord>> {
        const auto rows =
            session.run(select_of_check, Parameters().text(caller.authority).add(check));
        if (!rows) return rows.error();
        return read_all(*rows, context_.sealer);
      });
}

}  // namespace badgewatch::store
