#include "store/check_rows.hpp"

#include "store/content.hpp"

namespace badgewatch::store {
namespace {

constexpr std::pair<domain::Outcome, std::string_view> outcome_names[] = {
    {domain::Outcome::no_match, "no_match"},
    {domain::Outcome::possible_match, "possible_match"},
    {domain::Outcome::match, "match"},
    {domain::Outcome::indeterminate, "indeterminate"}};

domain::Outcome outcome_named(std::string_view name) {
  for (const auto& [outcome, its_name] : outcome_names)
    if (its_name == name) return outcome;
  return domain::Outcome::indeterminate;
}

}  // namespace

SealedPlace check_place(const ports::CheckRecord& record) {
  return {.table = "check_record", .authority = record.authority, .id = record.id, .version = 1};
}

ports::CheckRecord check_facts_of(const Rows& rows, int row, const std::string& authority,
                                  const core::Uuid& id) {
  ports::CheckRecord record;
  record.id = id;
  record.authority = authority;
  record.actor = rows.at<std::string>(row, 0);
  record.checked_at = rows.at<core::Instant>(row, 1);
  record.watched_until = rows.at<core::Date>(row, 2);
  const auto purpose = domain::purpose_named(rows.at<std::string>(row, 3));
  if (purpose) record.purpose = *purpose;
  record.outcome = outcome_named(rows.at<std::string>(row, 4));
  return record;
}

core::Result<ports::CheckRecord> check_record_of(const Rows& rows, int row,
                                                 const std::string& authority, const core::Uuid& id,
                                                 const Sealer& sealer) {
  auto record = check_facts_of(rows, row, authority, id);
  const auto place = check_place(record);
  auto key = sealer.unwrap(rows.raw(row, 6), rows.at<std::int16_t>(row, 5), place);
  if (!key) return key.error();
  auto request = sealer.open(*key, place, "request", rows.raw(row, 7));
  if (!request) return request.error();
  auto answer = sealer.open(*key, place, "answer", rows.raw(row, 8));
  if (!answer) return answer.error();
  record.request = std::move(*request);
  if (auto read = read_check_content(*answer, record); !read) return read.error();
  if (!rows.is_null(row, 9)) {
    auto pairs = sealer.open(*key, place, "pairs", rows.raw(row, 9));
    if (!pairs) return pairs.error();
    if (auto read = read_pairs_content(*pairs, record); !read) return read.error();
  }
  if (rows.is_null(row, 10)) return record;
  auto basis = sealer.open(*key, place, "basis", rows.raw(row, 10));
  if (!basis) return basis.error();
  auto read = read_basis_content(*basis);
  if (!read) return read.error();
  record.basis = std::move(*read);
  return record;
}

}  // namespace badgewatch::store
