// The figures of a run that compared the nation: where somebody may slip through and how good the
// records are, beside the nation and over time. Of a run all of them on one page to be printed for
// the head of a service; of the newest one each part on a page of its own.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_figures(const Visit& visit);
http::Response show_figures_csv(const Visit& visit);
// The same as one file with all that it needs.
http::Response show_figures_alone(const Visit& visit);

http::Response show_loopholes(const Visit& visit);
http::Response show_loopholes_csv(const Visit& visit);
http::Response show_data_quality(const Visit& visit);
http::Response show_data_quality_csv(const Visit& visit);

}  // namespace badgewatch::web
