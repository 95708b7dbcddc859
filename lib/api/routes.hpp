// Every call of the API, with the scope that it asks for: the list to read first.
#pragma once

#include "access/scope.hpp"
#include "api/context.hpp"
#include "http/router.hpp"

#include <memory>
#include <vector>

namespace badgewatch::api {

// What a route does. One of the four is set.
struct Action {
  access::Scope scope = access::Scope::none;  // none: open to everybody
  // Open to everybody, and answered on the loop thread: it may wait for nothing.
  http::Response (*immediate)() = nullptr;
  http::Response (*open)(Context&) = nullptr;
  http::Response (*handler)(Context&, const Call&) = nullptr;
  // A streamed upload of rows; its answer is written while it is taken.
  std::variant<http::Service::Upload, http::Response> (*upload)(Context&, access::Credential,
                                                                const http::RequestHead&) = nullptr;
};

std::vector<http::Route<Action>> routes();

}  // namespace badgewatch::api
