// How well the matcher tells people apart, on public sets with the truth.
#pragma once

#include <string>

namespace badgewatch::bench {

// Links FEBRL's dataset 4; the folder holds dataset4a.csv and dataset4b.csv.
int run_febrl(const std::string& folder);

// Finds duplicates among historical figures, pair by pair and as clusters.
int run_historical(const std::string& path);

// By names alone: spellings of one historical figure against the nearest namesakes of others.
int run_names(const std::string& path);

// By single words: spellings of one Arabic name against the nearest words of others.
int run_transliterations(const std::string& path);

}  // namespace badgewatch::bench
