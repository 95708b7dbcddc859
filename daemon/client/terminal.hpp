// How wide the terminal is that somebody reads.
#pragma once

#include <cstddef>

namespace badgewatch::client {

// The columns of the terminal behind a descriptor, asked anew at each call, since windows are
// resized; 80 where there is none, as in a file or a pipe.
std::size_t columns_of(int descriptor);

// For running text on standard output: as wide as the terminal, never wider than is easy to read.
std::size_t text_width();

}  // namespace badgewatch::client
