#include "core/secret.hpp"

#include <string.h>  // explicit_bzero

namespace badgewatch::core {

Secret::~Secret() {
  // The whole buffer: a short string that was moved away leaves its bytes behind.
  value_.resize(value_.capacity());
  ::explicit_bzero(value_.data(), value_.size());
}

}  // namespace badgewatch::core
