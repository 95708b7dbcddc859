// What a schema of the API allows, in words, and the fields of one as rows.
#pragma once

#include "web/api_document.hpp"

#include <string>
#include <vector>

namespace badgewatch::web {

// "text", "list of Hit", "one of active, removed", with its bounds behind it.
std::string type_text(const JsonView& schema);

// The schema of the document that it is, or that its items are; empty where it is of no name.
std::string schema_name(const JsonView& schema);

struct ApiField {
  std::string name;  // "entry.id", "hits[].weight"
  std::string type;
  std::string schema;  // of that name, or empty
  bool required = false;
  std::string text;
};

// Of an object, those of objects within it too, as far as they have no name of their own.
std::vector<ApiField> fields_of(const JsonView& schema);

}  // namespace badgewatch::web
