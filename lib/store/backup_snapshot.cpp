#include "store/backup_snapshot.hpp"

#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

// A dump may take hours; a forgotten one ends within a day.
constexpr SessionLimits patient{.statement_timeout = std::chrono::hours(24),
                                .lock_timeout = std::chrono::minutes(1)};

constexpr Statement export_snapshot{"export_snapshot", "select pg_export_snapshot()"};
constexpr Statement select_schema{"select_schema",
                                  "select max(number)::bigint from schema_migration"};
constexpr Statement select_register{"select_register", "select id from register"};
constexpr Statement select_erased{"select_erased",
                                  "select record_id, authority, kind from erasure"};
constexpr Statement count_tables{"count_tables",
                                 "select count(*) from pg_tables where schemaname = 'badgewatch'"};

}  // namespace

BackupSnapshot::BackupSnapshot(std::unique_ptr<Session> session) : session_(std::move(session)) {}
BackupSnapshot::~BackupSnapshot() = default;

core::Result<std::unique_ptr<BackupSnapshot>> BackupSnapshot::take(const std::string& conninfo) {
  auto session = Session::open(conninfo, patient);
  if (!session) return session.error();
  std::unique_ptr<BackupSnapshot> taken(new BackupSnapshot(std::move(*session)));
  auto& open = *taken->session_;
  if (auto begun = open.script("begin", "begin isolation level repeatable read read only"); !begun)
    return begun.error();
  auto name = open.run(export_snapshot);
  if (!name) return name.error();
  taken->name_ = name->at<std::string>(0, 0);
  auto schema = open.run(select_schema);
  if (!schema) return schema.error();
  taken->schema_version_ = static_cast<int>(schema->at<std::int64_t>(0, 0));
  auto id = open.run(select_register);
  if (!id) return id.error();
  taken->register_id_ = id->at<core::Uuid>(0, 0);
  auto head = read_head(open);
  if (!head) return head.error();
  taken->head_ = *head;
  auto erased = open.run(select_erased);
  if (!erased) return erased.error();
  for (int i = 0; i < erased->size(); ++i)
    taken->erased_.push_back({.id = erased->at<core::Uuid>(i, 0),
                              .authority = erased->at<std::string>(i, 1),
                              .kind = erased->at<std::string>(i, 2)});
  return taken;
}

core::Result<bool> is_empty_register(const std::string& conninfo) {
  auto session = Session::open(conninfo, {});
  if (!session) return session.error();
  auto rows = (*session)->run(count_tables);
  if (!rows) return rows.error();
  return rows->at<std::int64_t>(0, 0) == 0;
}

}  // namespace badgewatch::store
