// Asio, compiled once for this library.
#include <boost/asio/impl/src.hpp>
