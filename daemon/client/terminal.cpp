#include "client/terminal.hpp"

#include <algorithm>
#include <sys/ioctl.h>
#include <unistd.h>

namespace badgewatch::client {

namespace {

constexpr std::size_t usual = 80;
constexpr std::size_t narrowest = 20;

}  // namespace

std::size_t columns_of(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual;
  return std::max<std::size_t>(size.ws_col, narrowest);
}

std::size_t text_width() {
  return std::min(columns_of(STDOUT_FILENO), usual);
}

}  // namespace badgewatch::client
