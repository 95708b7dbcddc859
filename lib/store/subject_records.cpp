#include "store/subject_records.hpp"

#include "store/content.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_searches{
    "select_searches_of_authority",
    "select id, key_version, data_key, request from check_record"
    " where authority = $1 and id > $2 and data_key is not null order by id limit $3"};

constexpr Statement select_page{
    "select_every_licence",
    "select id, version, changed_at, key_version, data_key, content, changed_by from licence"
    " where authority = $1 and id > $2 order by id limit $3"};

// As it is, and behind that as it was, the oldest first.
constexpr Statement select_licences{
    "select_held_licences",
    "select id, version, changed_at, key_version, data_key, content, changed_by, true as is_now"
    " from licence where authority = $1 and id = any($2)"
    " union all"
    " select id, version, changed_at, key_version, data_key, content, changed_by, false"
    " from licence_version where authority = $1 and id = any($2) and content is not null"
    " order by id, is_now desc, version"};

core::Result<ports::LicenceState> state_of(const Rows& rows, int row, const Sealer& sealer,
                                           const std::string& authority) {
  ports::LicenceState state;
  state.version = rows.at<std::int64_t>(row, 1);
  state.since = rows.at<core::Instant>(row, 2);
  const auto content = sealer.open(rows.raw(row, 4), rows.at<std::int16_t>(row, 3),
                                   {.table = "licence",
                                    .authority = authority,
                                    .id = rows.at<core::Uuid>(row, 0),
                                    .version = state.version},
                                   rows.raw(row, 5));
  if (!content) return content.error();
  auto licence = read_licence_content(*content);
  if (!licence) return licence.error();
  state.licence = std::move(*licence);
  state.actor = rows.maybe<std::string>(row, 6).value_or("");
  return state;
}

}  // namespace

core::Result<std::vector<ports::OwnSearch>> SqlSubjectRecords::searches(const ports::Caller& caller,
                                                                        const core::Uuid& after,
                                                                        std::size_t limit) {
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::OwnSearch>> {
        const auto rows = session.run(
            select_searches,
            Parameters().text(caller.authority).add(after).add(static_cast<std::int64_t>(limit)));
        if (!rows) return rows.error();
        std::vector<ports::OwnSearch> searches;
        for (int i = 0; i < rows->size(); ++i) {
          const auto id = rows->at<core::Uuid>(i, 0);
          const SealedPlace place{
              .table = "check_record", .authority = caller.authority, .id = id, .version = 1};
          const auto key =
              context_.sealer.unwrap(rows->raw(i, 2), rows->at<std::int16_t>(i, 1), place);
          if (!key) return key.error();
          auto request = context_.sealer.open(*key, place, "request", rows->raw(i, 3));
          if (!request) return request.error();
          searches.push_back({id, std::move(*request)});
        }
        return searches;
      });
}

core::Result<std::vector<ports::HeldLicence>> SqlSubjectRecords::every_licence(
    const ports::Caller& caller, const core::Uuid& after, std::size_t limit) {
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::HeldLicence>> {
        const auto rows = session.run(
            select_page,
            Parameters().text(caller.authority).add(after).add(static_cast<std::int64_t>(limit)));
        if (!rows) return rows.error();
        std::vector<ports::HeldLicence> licences;
        for (int i = 0; i < rows->size(); ++i) {
          auto state = state_of(*rows, i, context_.sealer, caller.authority);
          if (!state) return state.error();
          licences.push_back({rows->at<core::Uuid>(i, 0), std::move(*state), {}});
        }
        return licences;
      });
}

core::Result<std::vector<ports::HeldLicence>> SqlSubjectRecords::licences(
    const ports::Caller& caller, std::span<const core::Uuid> ids) {
  Column<core::Uuid> wanted;
  for (const auto& id : ids)
    wanted.add(id);
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::HeldLicence>> {
        const auto rows =
            session.run(select_licences, Parameters().text(caller.authority).add(wanted));
        if (!rows) return rows.error();
        std::vector<ports::HeldLicence> licences;
        for (int i = 0; i < rows->size(); ++i) {
          auto state = state_of(*rows, i, context_.sealer, caller.authority);
          if (!state) return state.error();
          if (rows->at<bool>(i, 7))
            licences.push_back({rows->at<core::Uuid>(i, 0), std::move(*state), {}});
          else if (!licences.empty() && licences.back().id == rows->at<core::Uuid>(i, 0))
            licences.back().earlier.push_back(std::move(*state));
        }
        return licences;
      });
}

}  // namespace badgewatch::store
