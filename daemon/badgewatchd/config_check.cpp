#include "badgewatchd/commands.hpp"
#include "badgewatchd/misuse_work.hpp"
#include "badgewatchd/tls_settings.hpp"

#include <filesystem>
#include <iostream>
#include <sysexits.h>

namespace badgewatch::daemon {

namespace {

void want_folder(const char* setting, const std::filesystem::path& folder,
                 std::vector<std::string>& faults) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored))
    faults.push_back(std::string(setting) + ": there is no folder " + folder.string() + ".");
}

}  // namespace

int check_config(const Config& config, const Environment& environment) {
  std::vector<std::string> faults;
  want_folder("database.migrations_directory", config.database.migrations_directory, faults);
  want_folder("reference.directory", config.reference.directory, faults);
  want_folder("reference.mappings_directory", config.reference.mappings_directory, faults);
  if (const auto list = read_well_known(config); !list)
    faults.push_back("misuse.well_known_file: " + list.error().detail());
  if (config.tls.is_on())
    if (auto good = net::check_tls(tls_settings(config.tls), environment.clock.now()); !good)
      faults.push_back("tls: " + good.error().detail());
  for (const auto& fault : faults)
    std::cerr << "badgewatchd: " << fault << '\n';
  if (!faults.empty()) return EX_CONFIG;
  std::cout << "The settings are good.\n";
  return 0;
}

}  // namespace badgewatch::daemon
