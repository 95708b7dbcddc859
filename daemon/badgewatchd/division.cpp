#include "badgewatchd/division.hpp"

#include "app/divisions.hpp"
#include "app/successions.hpp"
#include "badgewatchd/admin_act.hpp"
#include "badgewatchd/reference_files.hpp"
#include "core/json_writer.hpp"
#include "domain/succession.hpp"
#include "store/successions.hpp"

#include <iostream>
#include <map>

namespace badgewatch::daemon {

namespace {

// How many of each kind go to each successor by the table.
using Counts = std::map<std::string, std::map<app::Named, std::size_t>>;

// Under its own code, and under those of earlier ones that ended in it.
core::Result<std::vector<std::optional<core::Uuid>>> ids_of(
    const Database& database, const domain::Authorities& authorities,
    const domain::Authority& former, std::span<const app::DivisionRow> rows) {
  std::vector<std::string> codes{former.code};
  for (auto& earlier : domain::formers_of(authorities, former.code, *former.ends_on))
    codes.push_back(std::move(earlier));
  std::vector<std::vector<std::optional<core::Uuid>>> found;
  for (const auto& code : codes) {
    std::vector<store::NamedRecord> named;
    for (const auto& row : rows)
      named.push_back({.kind = std::string(app::name_of(row.kind)), .record = row.record});
    auto its = store::records_named(database.conninfo("bw_migrate"), database.store->sealer(), code,
                                    named, former.code);
    if (!its) return its.error();
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (!rows[i].recorded_by.empty() && rows[i].recorded_by != code) (*its)[i].reset();
    found.push_back(std::move(*its));
  }
  return app::named_in_all(rows, found);
}

void tell(const app::Reference& reference, const domain::Authority& former, const Counts& counts) {
  const auto heir = domain::heir_of(former);
  for (const auto& one : former.successors) {
    std::cout << one << " (" << reference.authorities.with_code(one)->name << "):";
    if (const auto its = counts.find(one); its != counts.end())
      for (const auto& [kind, count] : its->second)
        std::cout << ' ' << app::name_of(kind) << ' ' << count;
    std::cout << (one == heir             ? " and all that the table does not name"
                  : !counts.contains(one) ? " nothing"
                                          : "")
              << '\n';
  }
}

proof::Leaf leaf_of(const Environment& acting, const domain::Authority& former,
                    std::span<const domain::Share> shares) {
  std::map<std::string, std::int64_t> named;
  for (const auto& one : shares)
    ++named[one.successor];
  core::JsonWriter detail;
  detail.begin_object().key("named").begin_array();
  for (const auto& [successor, records] : named)
    detail.begin_object().member("successor", successor).member("records", records).end_object();
  detail.end_array();
  return proof::make_leaf({.at = acting.clock.now(),
                           .kind = "authority_divided",
                           .authority = former.code,
                           .actor = acting.actor,
                           .subject = {},
                           .detail = std::move(detail.end_object()).take()},
                          acting.clock, acting.randomness);
}

core::Result<void> divide(Database& database, const Environment& acting, const Division& wanted) {
  auto files = database.store->reference().load();
  if (!files) return files.error();
  const auto before = app::read_reference(*files);
  if (!before) return before.error();
  const auto* former = before->authorities.with_code(wanted.former);
  if (former == nullptr)
    return core::Error(core::Errc::invalid, "There is no licensing authority `" + wanted.former +
                                                "`; see `admin authority list`.");
  const auto table = read_text(wanted.table);
  if (!table) return table.error();
  const auto rows = app::read_division(*table, *former);
  if (!rows) return rows.error();
  const auto ids = ids_of(database, before->authorities, *former, *rows);
  if (!ids) return ids.error();
  const auto shares = app::shares_of(*former, *rows, *ids);
  if (!shares) return shares.error();

  const auto divisions = app::with_division(before->authorities, former->code, *shares,
                                            core::uk_date(acting.clock.now()));
  std::erase_if(*files, [](const auto& file) { return file.kind == app::divisions_kind; });
  files->push_back(divisions);
  const auto next = app::read_reference(*files);
  if (!next) return next.error();
  const auto taken = store::taken_over(database.conninfo("bw_migrate"));
  if (!taken) return taken.error();
  if (auto fits = app::check_successions(*before, *next, *taken); !fits) return fits;

  Counts counts;
  for (const auto& row : *rows)
    ++counts[row.successor][row.kind];
  std::cout << former->code << " (" << former->name << ") is divided on "
            << former->ends_on->plus_days(1).iso() << ".\n";
  tell(*before, *former, counts);
  if (wanted.preview || next->authorities.shares() == before->authorities.shares()) {
    std::cout << "Nothing was changed.\n";
    return {};
  }
  auto replaced = database.store->reference().replace(
      {divisions}, leaf_of(acting, *former, *shares), acting.clock.now());
  if (replaced) std::cout << "The division is stated.\n";
  return replaced;
}

}  // namespace

int divide(const Config& config, const Environment& environment, const Division& wanted) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto done = divide(database, acting, wanted);
    return done ? 0 : fail(done.error());
  });
}

}  // namespace badgewatch::daemon
