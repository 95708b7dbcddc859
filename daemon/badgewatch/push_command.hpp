// badgewatch push: a file of licences or decisions into the register.
#pragma once

#include "badgewatch/exit_codes.hpp"
#include "client/target.hpp"

#include <string>

namespace badgewatch::cli {

struct PushOptions {
  std::string what;     // "licences" or "decisions"
  std::string file;     // "-" is standard input
  std::string format;   // "csv" or "ndjson"; empty: by the file's ending
  std::string mapping;  // of a CSV's columns; empty: the default
  std::string report_file;
  bool json = false;
};

// The file is streamed, never held whole. Rejected rows are listed; the rest is taken.
Exit run_push(const PushOptions& options, client::Target target);

}  // namespace badgewatch::cli
