#include "store/reference_store.hpp"

#include "proof/hash.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"

#include <algorithm>

namespace badgewatch::store {
namespace {

// The feed's name of a kind: the same in every register.
core::Uuid id_of(std::string_view kind) {
  const auto hash = proof::sha256({core::as_bytes("badgewatch reference "), core::as_bytes(kind)});
  core::Uuid id;
  std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

// True when it was not there already.
bool replace_one(soci::session& database, const ports::ReferenceFile& file, core::Instant now) {
  const auto id = id_of(file.kind).text();
  const auto checksum = sql::bytes_text(proof::sha256({core::as_bytes(file.text)}));
  const long long micros = now.micros;
  long long replaced = 0;
  database << "with replaced as ("
              "  insert into reference_file as r (kind, id, revision, version, text, checksum,"
              "                                   loaded_at)"
              "  values (:kind, :id::uuid, 1, :version, :text, :checksum::bytea,"
              "          timestamptz 'epoch' + interval '1 microsecond' * :micros)"
              "  on conflict (kind) do update"
              "  set revision = r.revision + 1, version = excluded.version, text = excluded.text,"
              "      checksum = excluded.checksum, loaded_at = excluded.loaded_at"
              "  where r.checksum <> excluded.checksum"
              "  returning 1)"
              " select count(*) from replaced",
      sql::in(file.kind), sql::in(id), sql::in(file.version), sql::in(file.text), sql::in(checksum),
      sql::in(micros), soci::into(replaced);
  return replaced > 0;
}

}  // namespace

core::Result<std::vector<ports::ReferenceFile>> SqlReferenceStore::load() {
  auto lease = context_.app.lease();
  if (!lease) return lease.error();
  return (*lease)->with_soci("load_reference", [](soci::session& database) {
    std::vector<ports::ReferenceFile> files;
    soci::rowset<soci::row> rows =
        (database.prepare << "select kind, version, text from reference_file order by kind");
    for (const auto& row : rows)
      files.push_back({.kind = row.get<std::string>(0),
                       .version = row.get<std::string>(1),
                       .text = row.get<std::string>(2)});
    return files;
  });
}

core::Result<void> SqlReferenceStore::replace(const std::vector<ports::ReferenceFile>& files,
                                              const proof::Leaf& leaf, core::Instant now) {
  auto session = begin_as_owner(context_);
  if (!session) return session.error();
  const auto changed = (*session)->with_soci("replace_reference", [&](soci::session& database) {
    return std::count_if(files.begin(), files.end(), [&](const ports::ReferenceFile& file) {
      return replace_one(database, file, now);
    });
  });
  if (!changed) return changed.error();
  if (*changed == 0) return {};
  if (auto logged = insert_leaves(**session, {&leaf, 1}); !logged) return logged.error();
  return (*session)->commit();
}

}  // namespace badgewatch::store
