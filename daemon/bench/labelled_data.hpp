// Public sets of people with the truth about who is who. They are no part of this repository: their
// folder is an option, and where it is from stands in docs/MATCHING.md.
#pragma once

#include "core/result.hpp"
#include "person/person.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace badgewatch::bench {

struct LabelledPerson {
  person::Person person;
  std::size_t cluster = 0;  // people of one cluster are one person
};

// FOLDER/dataset4a.csv and dataset4b.csv of FEBRL: 5,000 people in each, all in both.
struct LinkTask {
  std::vector<LabelledPerson> a;
  std::vector<LabelledPerson> b;
};
core::Result<LinkTask> read_febrl4(const std::string& folder);

// Historical figures with errors (Splink's historical_50k or a part of it): .csv or .csv.gz.
core::Result<std::vector<LabelledPerson>> read_historical(const std::string& path);

// Names in Latin letters with what they are in Arabic ones, "latin TAB arabic TAB count" under a
// header (.tsv or .tsv.gz): a cluster for each Arabic form. A name that is written so once only is
// left out; one of several forms is of that which it is most often.
core::Result<std::vector<LabelledPerson>> read_transliterations(const std::string& path);

}  // namespace badgewatch::bench
