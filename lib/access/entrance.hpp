// The API for what runs in the same process, as the officers' pages do.
#pragma once

#include "access/credential.hpp"

namespace badgewatch::access {

class Entrance : public http::Service {
public:
  // As handle(), for whoever was identified in this process a moment ago, by the same head: a page
  // that only reads asks many questions, and its session is looked up once. Who they are is not
  // asked again; what they may do is. Thread safe.
  virtual http::Response handle_as(const Credential& known, http::Request request) = 0;
};

}  // namespace badgewatch::access
