// Which table of word frequencies a command weighs by.
#pragma once

#include "core/result.hpp"
#include "match/commands.hpp"
#include "match/frequencies.hpp"

#include <string>
#include <vector>

namespace badgewatch::matcher {

// The one that the options name. Without a name: learnt from the files when these have 10,000
// people or more, else the built-in one. Of large files an even sample is read; a pipe cannot be
// read twice, so that nothing is learnt from it.
// `duplicates`: many records of a file are of one person.
core::Result<match::Frequencies> frequencies_for(const Options& options,
                                                 const std::vector<std::string>& files,
                                                 bool duplicates = false);

}  // namespace badgewatch::matcher
