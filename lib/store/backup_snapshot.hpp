// One moment of the database for a backup: what the manifest says and what pg_dump dumps are the
// same snapshot.
#pragma once

#include "core/result.hpp"
#include "proof/feed_chain.hpp"
#include "store/store.hpp"

#include <memory>
#include <string>
#include <vector>

namespace badgewatch::store {

class Session;

class BackupSnapshot {
public:
  // `conninfo` is bw_backup's. The snapshot lives as long as this.
  static core::Result<std::unique_ptr<BackupSnapshot>> take(const std::string& conninfo);
  ~BackupSnapshot();

  const std::string& name() const { return name_; }  // for pg_dump --snapshot
  int schema_version() const { return schema_version_; }
  const core::Uuid& register_id() const { return register_id_; }
  const proof::Head& head() const { return head_; }
  // All that was ever erased, for a ledger that lacks some of it.
  const std::vector<Erased>& erased() const { return erased_; }

private:
  explicit BackupSnapshot(std::unique_ptr<Session> session);

  std::unique_ptr<Session> session_;
  std::string name_;
  int schema_version_ = 0;
  core::Uuid register_id_;
  proof::Head head_;
  std::vector<Erased> erased_;
};

// Whether the schema has no table yet: a backup may be restored into it. `conninfo` is
// bw_migrate's.
core::Result<bool> is_empty_register(const std::string& conninfo);

}  // namespace badgewatch::store
