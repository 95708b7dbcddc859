// config/openapi.json as the pages of the API show it.
#pragma once

#include "web/json_view.hpp"
#include "web/visit.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::web {

struct ApiOperation {
  std::string id;      // "postCheck"
  std::string method;  // "POST"
  std::string path;    // "/v1/checks"
  JsonView json;
};

// Cheap to copy; thread safe. Views are good as long as one copy is.
class ApiDocument {
public:
  // Without operations where `text` is no such document.
  static ApiDocument read(std::string_view text);

  // In the order of the document.
  const std::vector<ApiOperation>& operations() const { return operations_; }
  const ApiOperation* operation(std::string_view id) const;
  JsonView root() const { return json_ ? JsonView(*json_) : JsonView(); }
  // What a `$ref` of this document leads to; the value itself where it is none.
  JsonView followed(const JsonView& value) const;

private:
  std::shared_ptr<const core::Json> json_;
  std::vector<ApiOperation> operations_;
};

// What the API serves as /openapi.json: read once, as long as it serves the same. Thread safe.
ApiDocument api_document(const Visit& visit);

}  // namespace badgewatch::web
