// Beast, compiled once for this library.
#include <boost/beast/src.hpp>
