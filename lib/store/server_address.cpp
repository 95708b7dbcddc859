#include "store/server_address.hpp"

#include <libpq-fe.h>

#include <memory>

namespace badgewatch::store {
namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

const std::map<std::string, std::string>& where_not_stated() {
  static const std::map<std::string, std::string> settings{
      {"target_session_attrs", "read-write"},  // a standby lags behind, and does not say so
      {"connect_timeout", "3"},
      {"keepalives", "1"},
      {"keepalives_idle", "5"},
      {"keepalives_interval", "2"},
      {"keepalives_count", "3"},
      {"tcp_user_timeout", "5000"},
      {"application_name", "badgewatchd"},
  };
  return settings;
}

}  // namespace

std::string quoted_value(std::string_view value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

core::Result<ServerAddress> ServerAddress::read(const std::string& url) {
  char* fault = nullptr;
  const Options options(PQconninfoParse(url.c_str(), &fault), PQconninfoFree);
  if (options == nullptr) {
    PQfreemem(fault);  // it may repeat a password
    return core::Error(core::Errc::invalid,
                       "That is no address of a PostgreSQL server, as "
                       "postgresql://badgewatch@db.example.org/badgewatch is one.");
  }
  std::map<std::string, std::string> stated;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr) stated.emplace(option->keyword, option->val);
  return ServerAddress(std::move(stated));
}

bool ServerAddress::has_several_hosts() const {
  for (const auto* name : {"host", "hostaddr", "port"}) {
    const auto found = stated_.find(name);
    if (found != stated_.end() && found->second.find(',') != std::string::npos) return true;
  }
  return false;
}

std::string ServerAddress::conninfo(const std::string& role) const {
  auto settings = stated_;
  settings.insert(where_not_stated().begin(), where_not_stated().end());
  auto& options = settings["options"];
  options += (options.empty() ? "-crole=" : " -crole=") + role;
  std::string text;
  for (const auto& [name, value] : settings)
    text += (text.empty() ? "" : " ") + name + "=" + quoted_value(value);
  return text;
}

}  // namespace badgewatch::store
