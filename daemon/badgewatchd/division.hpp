// An operator states which of an authority's records go to another of its successors than the rest.
#pragma once

#include "badgewatchd/commands.hpp"

#include <filesystem>
#include <string>

namespace badgewatch::daemon {

struct Division {
  std::string former;
  std::filesystem::path table;  // as app/divisions reads it
  bool preview = false;         // only say what it would do
};

int divide(const Config& config, const Environment& environment, const Division& wanted);

}  // namespace badgewatch::daemon
