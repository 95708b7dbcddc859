#include "app/divisions.hpp"

#include "core/csv.hpp"
#include "core/json_writer.hpp"
#include "domain/named.hpp"
#include "domain/succession.hpp"

#include <algorithm>
#include <map>

namespace badgewatch::app {

namespace {

constexpr domain::Names<Named, 5> kinds{{{Named::licence, "licence"},
                                         {Named::entry, "entry"},
                                         {Named::concern, "concern"},
                                         {Named::request, "request"},
                                         {Named::officer, "officer"}}};
constexpr std::size_t most_named = 20;

// All that is wrong, so that a table is put right at once; of very much, the beginning.
class WrongRows {
public:
  void add(std::size_t row, const std::string& why) {
    if (++count_ <= most_named) words_ += "\nRow " + std::to_string(row) + ": " + why + ".";
  }
  bool is_empty() const { return count_ == 0; }
  core::Error error() const {
    return {core::Errc::invalid,
            "Nothing was stated: rows are wrong." + words_ +
                (count_ > most_named ? "\n" + std::to_string(count_ - most_named) + " more." : "")};
  }

private:
  std::size_t count_ = 0;
  std::string words_;
};

// Why the row is none, or the row.
core::Result<DivisionRow> row_of(const std::vector<std::string>& fields, std::size_t columns,
                                 const domain::Authority& former) {
  const auto wrong = [](std::string why) {
    return core::Error(core::Errc::invalid, std::move(why));
  };
  if (fields.size() != columns) return wrong("has not the columns of the first line");
  const auto kind = domain::named_in(kinds, fields[0]);
  if (!kind) return wrong("kind must be one of licence, entry, concern, request, officer");
  if (fields[1].empty()) return wrong("record is empty");
  if (*kind != Named::licence && !core::Uuid::parse(fields[1])) return wrong("record is no id");
  if (std::find(former.successors.begin(), former.successors.end(), fields[2]) ==
      former.successors.end())
    return wrong("successor is none of " + former.code + "'s");
  return DivisionRow{*kind, fields[1], fields[2], columns > 3 ? fields[3] : ""};
}

}  // namespace

std::string_view name_of(Named kind) {
  return domain::name_in(kinds, kind);
}

core::Result<std::vector<DivisionRow>> read_division(std::string_view csv,
                                                     const domain::Authority& former) {
  if (domain::heir_of(former).empty() || former.successors.size() < 2)
    return core::Error(core::Errc::invalid,
                       "The file of authorities does not divide " + former.code +
                           ": state ends_on, two or more successors, and records_to.");
  const auto head = core::take_csv_record(csv);
  const std::vector<std::string> columns{"kind", "record", "successor", "recorded_by"};
  if (!head || (*head != columns && *head != std::vector(columns.begin(), columns.end() - 1)))
    return core::Error(core::Errc::invalid,
                       "The table begins with the line kind,record,successor, or "
                       "kind,record,successor,recorded_by.");
  WrongRows wrong;
  std::vector<DivisionRow> rows;
  for (std::size_t row = 1; !csv.empty(); ++row) {
    const auto fields = core::take_csv_record(csv);
    auto read =
        fields ? row_of(*fields, head->size(), former) : core::Result<DivisionRow>(fields.error());
    if (read)
      rows.push_back(std::move(*read));
    else
      wrong.add(row, read.error().detail());
  }
  if (!wrong.is_empty()) return wrong.error();
  return rows;
}

core::Result<std::vector<std::optional<core::Uuid>>> named_in_all(
    std::span<const DivisionRow> rows,
    std::span<const std::vector<std::optional<core::Uuid>>> found) {
  WrongRows wrong;
  auto ids = found.front();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (ids[i]) continue;
    for (const auto& earlier : found.subspan(1)) {
      if (!earlier[i]) continue;
      if (ids[i])
        wrong.add(i + 1, "several authorities recorded such a " +
                             std::string(name_of(rows[i].kind)) + ": say whose in recorded_by");
      ids[i] = earlier[i];
    }
  }
  if (!wrong.is_empty()) return wrong.error();
  return ids;
}

core::Result<std::vector<domain::Share>> shares_of(const domain::Authority& former,
                                                   std::span<const DivisionRow> rows,
                                                   std::span<const std::optional<core::Uuid>> ids) {
  WrongRows wrong;
  std::map<core::Uuid, std::size_t> first;
  std::vector<domain::Share> shares;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!ids[i]) {
      wrong.add(i + 1, former.code + " has no such " + std::string(name_of(rows[i].kind)));
      continue;
    }
    const auto [place, is_first] = first.emplace(*ids[i], i + 1);
    if (!is_first)
      wrong.add(i + 1, "names what row " + std::to_string(place->second) + " names");
    else if (rows[i].successor != domain::heir_of(former))
      shares.push_back({former.code, *ids[i], rows[i].successor});
  }
  if (!wrong.is_empty()) return wrong.error();
  return shares;
}

ports::ReferenceFile with_division(const domain::Authorities& before, std::string_view former,
                                   std::vector<domain::Share> shares, core::Date today) {
  std::copy_if(before.shares().begin(), before.shares().end(), std::back_inserter(shares),
               [&](const domain::Share& one) { return one.former != former; });
  std::map<std::pair<std::string, std::string>, std::vector<core::Uuid>> divisions;
  for (const auto& one : shares)
    divisions[{one.former, one.successor}].push_back(one.record);
  core::JsonWriter out;
  out.begin_object().member("version", today.iso()).key(divisions_kind).begin_array();
  for (auto& [sides, records] : divisions) {
    std::sort(records.begin(), records.end());
    out.begin_object().member("former", sides.first).member("successor", sides.second);
    out.key("records").begin_array();
    for (const auto& record : records)
      out.value(record.text());
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return {std::string(divisions_kind), today.iso(), std::move(out).take()};
}

std::optional<ports::ReferenceFile> kept_divisions(std::span<const ports::ReferenceFile> kept) {
  const auto found = std::find_if(kept.begin(), kept.end(), [](const ports::ReferenceFile& file) {
    return file.kind == divisions_kind;
  });
  return found == kept.end() ? std::nullopt : std::optional(*found);
}

}  // namespace badgewatch::app
