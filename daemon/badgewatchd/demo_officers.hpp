// The demo's officers and its operator, who can sign in with what demo.json says.
#pragma once

#include "badgewatchd/commands.hpp"
#include "badgewatchd/database.hpp"
#include "core/json.hpp"
#include "core/json_writer.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

#include <map>
#include <string>
#include <vector>

namespace badgewatch::daemon {

struct DemoOfficer {
  std::string username;
  core::Secret password;
  core::Secret totp_secret;  // base32
  std::vector<std::string> roles;
};

class DemoOfficers {
public:
  // Those that `stored` (an earlier demo.json, or nothing) holds, and new ones where some are
  // missing; what such an officer had of the demo before is void.
  static core::Result<DemoOfficers> read_or_issue(const core::Json& stored, Database& database,
                                                  const Environment& environment,
                                                  const std::vector<std::string>& authorities);

  // The member "officers" of an authority; "operator" of the whole.
  void write_officers(core::JsonWriter& out, const std::string& authority) const;
  void write_operator(core::JsonWriter& out) const;

private:
  std::map<std::string, std::vector<DemoOfficer>> of_authority_;  // "": the register's operator
};

}  // namespace badgewatch::daemon
