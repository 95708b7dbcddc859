#include "app/reference.hpp"
#include "badgewatchd/commands.hpp"
#include "badgewatchd/identity_providers.hpp"
#include "badgewatchd/memory_guard.hpp"
#include "badgewatchd/misuse_work.hpp"
#include "badgewatchd/reference_files.hpp"
#include "badgewatchd/tls_settings.hpp"
#include "core/text.hpp"

#include <filesystem>
#include <fstream>
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

// Nothing is asked of a provider: whether it answers is not the settings' fault.
void check_providers(const Config& config, std::vector<std::string>& faults) {
  if (!config.oidc.ca_file.empty() && !std::ifstream(config.oidc.ca_file))
    faults.push_back("oidc.ca_file: there is no file " + config.oidc.ca_file.string() + ".");
  if (config.oidc.providers.empty()) return;
  const auto files = read_reference_directory(config.reference.directory);
  const auto reference =
      files ? app::read_reference(*files) : core::Result<app::Reference>(files.error());
  if (!reference) return faults.push_back("reference.directory: " + reference.error().detail());
  const auto settings = provider_settings(config.oidc, reference->authorities);
  if (settings) return;
  const core::Error error = settings.error();
  for (const auto fault : core::split(error.detail(), '\n'))
    faults.emplace_back(fault);
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
  check_providers(config, faults);
  for (const auto& fault : faults)
    std::cerr << "badgewatchd: " << fault << '\n';
  if (!faults.empty()) return EX_CONFIG;
  if (!memory_may_be_locked())
    std::cerr
        << "badgewatchd: This user may not lock memory (LimitMEMLOCK=infinity): where there is "
           "swap, particulars may be written to it.\n";
  std::cout << "The settings are good.\n";
  return 0;
}

}  // namespace badgewatch::daemon
