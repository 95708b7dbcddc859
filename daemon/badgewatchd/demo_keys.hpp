// STATE/demo.json: how to reach the demo, the keys of its authorities, and its officers.
#pragma once

#include "badgewatchd/commands.hpp"
#include "badgewatchd/database.hpp"
#include "badgewatchd/demo_officers.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

#include <map>
#include <string>
#include <vector>

namespace badgewatch::daemon {

struct DemoKey {
  std::string name;  // of the authority
  core::Secret secret;
};

// Where a demo serves.
std::string demo_url(std::uint16_t port);

// Where demo.json is there from an earlier start: says whose it is now, and on which port if that
// is known. For whoever has the register, before anybody is told that it is ready.
core::Result<void> renew_demo_keys(const Config& config);

class DemoKeys {
public:
  // Those that demo.json holds, and new ones for authorities that have none there; what such an
  // authority had of the demo before is revoked.
  static core::Result<DemoKeys> read_or_issue(const Config& config, Database& database,
                                              const Environment& environment,
                                              const std::vector<std::string>& authorities,
                                              const std::vector<std::string>& with_officers);

  // Throws std::out_of_range for an authority without one.
  const DemoKey& of(const std::string& authority) const { return keys_.at(authority); }
  const std::string& path() const { return path_; }
  // Holds each key in a file of its authority's code, for `badgewatch --key-file`.
  std::string directory() const;

  // Writes demo.json and the key files, mode 0600.
  core::Result<void> write(const std::string& base_url, const Database& database) const;

private:
  std::string path_;
  std::map<std::string, DemoKey> keys_;
  DemoOfficers officers_;
};

}  // namespace badgewatch::daemon
