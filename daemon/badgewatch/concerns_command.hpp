// `badgewatch concerns`: tell of one, see those of your authority, consider one, hand it on.
#pragma once

#include "badgewatch/exit_codes.hpp"
#include "client/target.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace badgewatch::cli {

struct ConcernsOptions {
  std::string concern;  // an id
  std::string file;     // of the concern as JSON; "-" is standard input
  std::string outcome;
  std::string on;
  std::string reasons;  // "-" is standard input
  std::string by;
  std::string to;
  std::string issuer;
  bool json = false;
};

// Adds the command and its own commands; the one that was given is left in `command`. Both outlive
// the parsing.
void add_concerns(CLI::App& app, ConcernsOptions& options,
                  std::function<Exit(client::Target)>& command);

}  // namespace badgewatch::cli
