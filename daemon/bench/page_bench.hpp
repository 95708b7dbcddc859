// How long the officers' pages take, each beside the call of the API that it stands on.
#pragma once

#include <string>

namespace badgewatch::bench {

struct PageBenchOptions {
  std::string url;   // of the demo, on this machine
  std::string demo;  // its demo.json
  std::string authority = "TFL";
  unsigned runs = 200;  // of each page
  std::string only;     // one page, by its name behind `page_`; empty: all
};

// Signs in as that authority's people and asks for each main page `runs` times, a page and its
// peer in turn; says the median and the 99th percentile of both, in milliseconds. Checks that it
// makes for this stay in the register. Ends with 1 where a page is not answered as it should be.
int run_pages(const PageBenchOptions& options);

}  // namespace badgewatch::bench
