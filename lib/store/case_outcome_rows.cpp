#include "store/case_outcome_rows.hpp"

#include "core/json_reader.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::store {
namespace {

core::Error unreadable() {
  return {core::Errc::internal, "A stored record cannot be read."};
}

core::Result<void> read_content(std::string_view text, ports::CaseOutcomeRecord& record) {
  const auto json = core::parse_json(text);
  if (!json) return unreadable();
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  record.outcome.licence_number = reader.optional_string("licence_number").value_or("");
  record.outcome.reason = reader.optional_string("reason", 10'000).value_or("");
  record.recorded_by = reader.optional_string("by", 1'000).value_or("");
  if (!problems.empty()) return unreadable();
  return {};
}

}  // namespace

SealedPlace case_outcome_place(std::string_view authority, const core::Uuid& id) {
  return {.table = "case_outcome", .authority = authority, .id = id, .version = 1};
}

std::string case_outcome_content(const ports::CaseOutcomeRecord& record) {
  core::JsonWriter out;
  out.begin_object().member("licence_number", record.outcome.licence_number);
  out.member("reason", record.outcome.reason).member("by", record.recorded_by);
  return std::move(out.end_object()).take();
}

core::Result<std::vector<ports::CaseOutcomeRecord>> read_case_outcomes(
    const Rows& rows, const Sealer& sealer, const std::string& authority) {
  std::vector<ports::CaseOutcomeRecord> records;
  for (int i = 0; i < rows.size(); ++i) {
    ports::CaseOutcomeRecord record;
    record.id = rows.at<core::Uuid>(i, 0);
    record.check = rows.at<core::Uuid>(i, 1);
    record.searched_on = rows.at<core::Date>(i, 2);
    const auto result = domain::case_result_named(rows.at<std::string>(i, 3));
    if (!result) return unreadable();
    record.outcome.result = *result;
    record.outcome.decided_on = rows.at<core::Date>(i, 4);
    record.undecided = static_cast<std::size_t>(rows.at<std::int64_t>(i, 5));
    record.corrects = rows.maybe<core::Uuid>(i, 6);
    record.actor = rows.at<std::string>(i, 7);
    record.recorded_at = rows.at<core::Instant>(i, 8);
    record.kept_until = rows.at<core::Date>(i, 9);
    const auto content = sealer.open(rows.raw(i, 11), rows.at<std::int16_t>(i, 10),
                                     case_outcome_place(authority, record.id), rows.raw(i, 12));
    if (!content) return content.error();
    if (auto read = read_content(*content, record); !read) return read.error();
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace badgewatch::store
