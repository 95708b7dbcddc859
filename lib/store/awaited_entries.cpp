#include "store/awaited_entries.hpp"

#include "store/content.hpp"

#include <unordered_map>

namespace badgewatch::store {
namespace {

constexpr Statement select_unreckoned{
    "select_unreckoned_entries",
    "select distinct since from awaited_entry where due_on is null order by since limit $1"};

constexpr Statement set_due{
    "set_due_of_awaited_entries",
    "update awaited_entry set due_on = $2 where since = $1 and due_on is null"};

constexpr Statement select_overdue{
    "select_overdue_entries",
    "select authority, licence, version, since from awaited_entry"
    " where due_on < $1 order by due_on, authority, licence limit $2"};

constexpr Statement select_licences{
    "select_licences_of_awaited_entries",
    "select l.authority, l.id, l.version, l.key_version, l.data_key, l.content"
    " from unnest($1::text[], $2::uuid[]) as n(authority, id)"
    " join licence as l on l.authority = n.authority and l.id = n.id"};

constexpr Statement conclude_one{"conclude_awaited_entry",
                                 "select conclude_awaited_entry($1, $2, $3, $4, $5)"};

}  // namespace

core::Result<Session*> SqlAwaitedEntries::session(std::unique_ptr<Session>& which, Role role) {
  if (which && which->is_usable()) return which.get();
  auto opened = context_.open(role);
  if (!opened) return opened.error();
  which = std::move(*opened);
  return which.get();
}

core::Result<void> SqlAwaitedEntries::reckon(
    const std::function<core::Result<core::Date>(core::Date since)>& last_day, std::size_t most) {
  auto open = session(watch_, Role::watch);
  if (!open) return open.error();
  auto rows = (*open)->run(select_unreckoned, Parameters().add(static_cast<std::int64_t>(most)));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    const auto since = rows->at<core::Date>(i, 0);
    const auto due = last_day(since);
    if (!due) return due.error();
    auto set = (*open)->run(set_due, Parameters().add(since).add(*due));
    if (!set) return set.error();
  }
  return {};
}

core::Result<std::vector<ports::AwaitedEntry>> SqlAwaitedEntries::overdue(core::Date today,
                                                                          std::size_t most) {
  auto open = session(watch_, Role::watch);
  if (!open) return open.error();
  auto rows =
      (*open)->run(select_overdue, Parameters().add(today).add(static_cast<std::int64_t>(most)));
  if (!rows) return rows.error();
  std::vector<ports::AwaitedEntry> entries;
  for (int i = 0; i < rows->size(); ++i)
    entries.push_back({.authority = rows->at<std::string>(i, 0),
                       .licence = rows->at<core::Uuid>(i, 1),
                       .version = rows->at<std::int64_t>(i, 2),
                       .since = rows->at<core::Date>(i, 3),
                       .content = {}});
  if (entries.empty()) return entries;
  if (auto read = read_contents(entries); !read) return read.error();
  return entries;
}

core::Result<void> SqlAwaitedEntries::read_contents(std::vector<ports::AwaitedEntry>& entries) {
  auto open = session(follow_, Role::follow);
  if (!open) return open.error();
  Column<std::string_view> authority;
  Column<core::Uuid> id;
  for (const auto& one : entries) {
    authority.add(one.authority);
    id.add(one.licence);
  }
  auto rows = (*open)->run(select_licences, Parameters().add(authority).add(id));
  if (!rows) return rows.error();
  std::unordered_map<core::Uuid, domain::Licence> contents;
  for (int i = 0; i < rows->size(); ++i) {
    const auto its = rows->at<core::Uuid>(i, 1);
    const auto text = context_.sealer.open(rows->raw(i, 4), rows->at<std::int16_t>(i, 3),
                                           {.table = "licence",
                                            .authority = rows->at<std::string>(i, 0),
                                            .id = its,
                                            .version = rows->at<std::int64_t>(i, 2)},
                                           rows->raw(i, 5));
    if (!text) return text.error();
    auto licence = read_licence_content(*text);
    if (!licence) return licence.error();
    contents.emplace(its, std::move(*licence));
  }
  // One that went meanwhile took what is awaited with it.
  std::erase_if(entries, [&](const auto& one) { return !contents.contains(one.licence); });
  for (auto& one : entries)
    one.content = std::move(contents[one.licence]);
  return {};
}

core::Result<bool> SqlAwaitedEntries::conclude(const ports::AwaitedEntry& awaited, bool is_missing,
                                               core::Instant now) {
  auto open = session(watch_, Role::watch);
  if (!open) return open.error();
  Parameters parameters;
  parameters.text(awaited.authority).add(awaited.licence).add(awaited.version).add(is_missing);
  auto rows = (*open)->run(conclude_one, parameters.add(now));
  if (!rows) return rows.error();
  return rows->at<bool>(0, 0);
}

}  // namespace badgewatch::store
