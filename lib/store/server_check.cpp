#include "store/server_check.hpp"

#include "store/session.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_settings{"select_server_settings",
                                    "select current_setting('fsync') = 'on', pg_is_in_recovery()"};

// The address says so itself, or the environment or a service file that libpq reads beside it.
bool has_several_hosts(const Session& session) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> used(
      PQconninfo(session.native()), PQconninfoFree);
  for (const auto* one = used.get(); one != nullptr && one->keyword != nullptr; ++one) {
    const std::string_view name = one->keyword;
    if ((name == "host" || name == "hostaddr") && one->val != nullptr &&
        std::string_view(one->val).find(',') != std::string_view::npos)
      return true;
  }
  return false;
}

}  // namespace

core::Result<void> check_server(const std::string& conninfo) {
  auto session = Session::open(conninfo, {});
  if (!session) return session.error();
  if (has_several_hosts(**session))
    return core::Error(
        core::Errc::invalid,
        "database.url, or what libpq reads beside it, names several hosts: name one.");
  auto rows = (*session)->run(select_settings);
  if (!rows) return rows.error();
  if (!rows->at<bool>(0, 0))
    return core::Error(
        core::Errc::invalid,
        "The PostgreSQL server of database.url runs with fsync = off: at a power cut "
        "it loses what it has confirmed, revocations too. Set fsync = on there and "
        "restart it.");
  if (rows->at<bool>(0, 1))
    return core::Error(core::Errc::invalid,
                       "The PostgreSQL server of database.url is a standby, which may lag behind: "
                       "name the primary.");
  return {};
}

}  // namespace badgewatch::store
