// The address of a given PostgreSQL server, as `database.url` states it.
#pragma once

#include "core/result.hpp"

#include <map>
#include <string>
#include <string_view>

namespace badgewatch::store {

class ServerAddress {
public:
  // Read as libpq reads it. Errc::invalid for what libpq does not take.
  static core::Result<ServerAddress> read(const std::string& url);

  // A session then goes to whichever of them takes it: two sessions may be on two servers.
  bool has_several_hosts() const;

  // libpq connection text for a session that acts as `role`. What the address states itself stands;
  // otherwise the session is on a server that takes writes, and no peer that fell silent is waited
  // for long.
  std::string conninfo(const std::string& role) const;

private:
  explicit ServerAddress(std::map<std::string, std::string> stated) : stated_(std::move(stated)) {}

  std::map<std::string, std::string> stated_;  // by libpq's names
};

// A value as libpq reads it in connection text.
std::string quoted_value(std::string_view value);

}  // namespace badgewatch::store
