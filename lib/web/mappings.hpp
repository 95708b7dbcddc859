// How files of licences and of decisions may name their columns: what `Column mapping` of an upload
// may say.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_mappings(const Visit& visit);

}  // namespace badgewatch::web
