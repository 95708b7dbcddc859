#include "web/kept_form.hpp"

#include "access/csrf.hpp"
#include "web/messages.hpp"
#include "web/sheet.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::web {

namespace {

constexpr std::string_view front = "kept_";
constexpr std::string_view where = "kept_for";
constexpr std::array<std::string_view, 6> never_kept = {"csrf", "password",      "new_password",
                                                        "code", "recovery_code", "then"};

bool is_kept(const std::string& name) {
  return !name.starts_with(front) &&
         std::find(never_kept.begin(), never_kept.end(), name) == never_kept.end();
}

}  // namespace

std::string safe_path(std::string_view path) {
  const bool own =
      path.starts_with("/") && !path.starts_with("//") && path.find('\\') == std::string_view::npos;
  const bool plain =
      std::all_of(path.begin(), path.end(), [](char c) { return c > ' ' && c < 127; });
  return std::string(own && plain ? path : "/");
}

bool has_kept_form(const Visit& visit) {
  return visit.form.find(where).has_value();
}

Part kept_fields(const Visit& visit) {
  Part fields("hidden_fields");
  if (has_kept_form(visit)) {
    for (const auto& [name, value] : visit.form.items())
      if (name.starts_with(front)) fields.add("FIELD", hidden(name, value));
    return fields;
  }
  if (access::is_safe(visit.request.head.method)) return fields;
  fields.add("FIELD", hidden(where, visit.request.head.path));
  for (const auto& [name, value] : visit.form.items())
    if (is_kept(name)) fields.add("FIELD", hidden(std::string(front) + name, value));
  return fields;
}

http::Response show_kept_form(const Visit& visit, const std::string& csrf, http::Headers headers) {
  Part content("kept_form");
  content.set("ACTION",
              safe_path(has_kept_form(visit) ? visit.typed(where) : visit.request.head.path));
  content.set("CSRF", csrf);
  for (const auto& [name, value] : visit.form.items()) {
    if (has_kept_form(visit) && name.starts_with(front) && name != where)
      content.add("FIELD", hidden(name.substr(front.size()), value));
    else if (!has_kept_form(visit) && is_kept(name))
      content.add("FIELD", hidden(name, value));
  }
  auto response =
      show(visit, 200, {.title = std::string(say("kept.title")), .content = std::move(content)});
  for (auto& field : headers)
    response.headers.push_back(std::move(field));
  return response;
}

}  // namespace badgewatch::web
