#include "store/records.hpp"

#include "store/content.hpp"
#include "store/entry_changes.hpp"
#include "store/licence_writes.hpp"
#include "store/unit_of_work.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_licence{"select_licence",
                                   "select id, version, key_version, data_key, content from licence"
                                   " where authority = $1 and number_index = $2"};

}  // namespace

core::Result<std::unique_ptr<ports::UnitOfWork>> SqlRegister::begin(const ports::Caller& caller) {
  auto lease = context_.app.lease();
  if (!lease) return lease.error();
  if (auto begun = (*lease)->begin_as(caller.authority, caller.acting); !begun)
    return begun.error();
  return std::make_unique<SqlUnitOfWork>(context_, std::move(*lease), caller);
}

core::Result<ports::DecisionRecord> SqlRegister::find_decision(const ports::Caller& caller,
                                                               const core::Uuid& id) {
  return as_authority(context_, caller,
                      [&](Session& session) -> core::Result<ports::DecisionRecord> {
                        auto record = read_entry(session, context_.sealer, caller.authority, id);
                        if (!record) return record.error();
                        if (!*record)
                          return core::Error(core::Errc::not_found, "There is no such decision.");
                        return std::move(**record);
                      });
}

core::Result<ports::Register::LicenceRecord> SqlRegister::find_licence(
    const ports::Caller& caller, const std::string& licence_number) {
  return as_authority(context_, caller, [&](Session& session) -> core::Result<LicenceRecord> {
    const auto index = number_index(context_.sealer, caller.authority, licence_number);
    auto rows = session.run(select_licence, Parameters().text(caller.authority).bytes(index));
    if (!rows) return rows.error();
    if (rows->empty()) return core::Error(core::Errc::not_found, "There is no such licence.");
    LicenceRecord record{
        .id = rows->at<core::Uuid>(0, 0), .licence = {}, .version = rows->at<std::int64_t>(0, 1)};
    const auto content = context_.sealer.open(rows->raw(0, 3), rows->at<std::int16_t>(0, 2),
                                              {.table = "licence",
                                               .authority = caller.authority,
                                               .id = record.id,
                                               .version = record.version},
                                              rows->raw(0, 4));
    if (!content) return content.error();
    auto licence = read_licence_content(*content);
    if (!licence) return licence.error();
    record.licence = std::move(*licence);
    return record;
  });
}

}  // namespace badgewatch::store
