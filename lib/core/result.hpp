// Result<T>: a value, or the Error that says why there is none.
#pragma once

#include "core/error.hpp"

#include <boost/system/result.hpp>

namespace badgewatch::core {

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace badgewatch::core
