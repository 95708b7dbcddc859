// Every call of the API: the list to read first. Who may make it stands in access/permissions.cpp.
#pragma once

#include "access/permissions.hpp"
#include "api/context.hpp"
#include "http/router.hpp"

#include <memory>
#include <vector>

namespace badgewatch::api {

// What a route does. One of the handlers is set.
struct Action {
  // Open to everybody, and answered on the loop thread: it may wait for nothing.
  http::Response (*immediate)() = nullptr;
  http::Response (*open)(Context&) = nullptr;
  // Open to everybody too: it judges by itself who sends it.
  http::Response (*anyone)(Context&, const http::Request&) = nullptr;
  // As that, and the address names something.
  http::Response (*visitor)(Context&, const http::Request&, const http::PathParameters&) = nullptr;
  http::Response (*handler)(Context&, const Call&) = nullptr;
  // A streamed upload of rows; its answer is written while it is taken.
  std::variant<http::Service::Upload, http::Response> (*upload)(Context&, access::Credential,
                                                                const http::RequestHead&) = nullptr;
  std::size_t body_limit = 0;  // the most bytes of a body, where it is not the usual
  const access::Permission* permission = nullptr;  // set by routes()
};

// Throws std::logic_error for a call without a row in access/permissions.cpp, and for one that the
// row opens to everybody but its handler does not, or the other way round.
std::vector<http::Route<Action>> routes();

}  // namespace badgewatch::api
