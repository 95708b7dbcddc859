#include "web/api_document.hpp"

#include "core/text.hpp"
#include "web/ask.hpp"

#include <algorithm>
#include <array>
#include <mutex>

namespace badgewatch::web {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> methods = {{
    {"get", "GET"},
    {"put", "PUT"},
    {"post", "POST"},
    {"patch", "PATCH"},
    {"delete", "DELETE"},
}};

constexpr int most_steps = 8;  // of references that lead to references

}  // namespace

ApiDocument ApiDocument::read(std::string_view text) {
  ApiDocument document;
  auto json = core::parse_json(text);
  if (!json) return document;
  document.json_ = std::make_shared<const core::Json>(std::move(*json));
  for (const auto& [path, item] : document.root()["paths"].members())
    for (const auto& [name, value] : JsonView(item).members()) {
      const auto method = std::find_if(methods.begin(), methods.end(),
                                       [&](const auto& one) { return one.first == name; });
      if (method == methods.end()) continue;
      const JsonView operation(value);
      document.operations_.push_back(
          {operation["operationId"].text(), std::string(method->second), path, operation});
    }
  return document;
}

const ApiOperation* ApiDocument::operation(std::string_view id) const {
  const auto found = std::find_if(operations_.begin(), operations_.end(),
                                  [&](const auto& one) { return one.id == id; });
  return found == operations_.end() ? nullptr : &*found;
}

JsonView ApiDocument::followed(const JsonView& value) const {
  auto view = value;
  for (int step = 0; step < most_steps && view["$ref"].is_there(); ++step) {
    const auto reference = view["$ref"].text();
    if (!reference.starts_with("#/")) return {};
    view = root();
    for (const auto name : core::split(std::string_view(reference).substr(2), '/'))
      view = view[name];
  }
  return view;
}

ApiDocument api_document(const Visit& visit) {
  static std::mutex mutex;
  static std::string text;
  static ApiDocument document;
  auto served = visit.parts.api.handle({head_for(visit, {.path = "/openapi.json"}), ""});
  const std::lock_guard lock(mutex);
  if (served.status == 200 && served.body != text) {
    document = ApiDocument::read(served.body);
    text = std::move(served.body);
  }
  return document;
}

}  // namespace badgewatch::web
