#include "web/kept_form.hpp"

#include "access/csrf.hpp"
#include "http/multipart.hpp"
#include "web/messages.hpp"
#include "web/sheet.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::web {

namespace {

constexpr std::string_view front = "kept_";
constexpr std::string_view where = "kept_for";
// Said of a form whose secrets were left out.
constexpr std::string_view lacking = "kept_lacking";
// The same where a file was.
constexpr std::string_view without_file = "kept_without_file";
constexpr std::array<std::string_view, 4> secrets = {"password", "new_password", "code",
                                                     "recovery_code"};

bool is_secret(const std::string& name) {
  return std::find(secrets.begin(), secrets.end(), name) != secrets.end();
}

bool is_kept(const std::string& name) {
  return !name.starts_with(front) && !is_secret(name) && name != "csrf" && name != "then";
}

// The forms before which others are kept: what is wrong with one is said in itself.
bool asks_who(std::string_view path) {
  return path == "/sign-in" || path == "/step-up";
}

bool lacks_secret(const Visit& visit) {
  const auto& items = visit.form.items();
  return has_kept_form(visit) ? visit.form.find(lacking).has_value()
                              : std::any_of(items.begin(), items.end(),
                                            [](const auto& item) { return is_secret(item.first); });
}

bool lacks_file(const Visit& visit) {
  return has_kept_form(visit) ? visit.form.find(without_file).has_value()
                              : http::is_multipart(visit.request.head.headers);
}

bool is_about_keeping(const std::string& name) {
  return name == where || name == lacking || name == without_file;
}

struct Wording {
  std::string_view title;
  std::string_view text;
};

Wording wording_of(const Visit& visit) {
  if (lacks_secret(visit)) return {say("kept.lacking.title"), say("kept.secret.text")};
  if (lacks_file(visit)) return {say("kept.lacking.title"), say("kept.file.text")};
  return {say("kept.title"), say("kept.text")};
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
  const auto& head = visit.request.head;
  if (access::is_safe(head.method) || asks_who(head.path)) return fields;
  fields.add("FIELD", hidden(where, head.path));
  if (lacks_secret(visit)) fields.add("FIELD", hidden(lacking, "yes"));
  if (lacks_file(visit)) fields.add("FIELD", hidden(without_file, "yes"));
  for (const auto& [name, value] : visit.form.items())
    if (is_kept(name)) fields.add("FIELD", hidden(std::string(front) + name, value));
  return fields;
}

http::Response show_kept_form(const Visit& visit, const std::string& csrf, http::Headers headers) {
  Part content("kept_form");
  content.set("ACTION",
              safe_path(has_kept_form(visit) ? visit.typed(where) : visit.request.head.path));
  const auto [title, text] = wording_of(visit);
  content.set("TITLE", title).set("TEXT", text);
  content.set("CSRF", csrf);
  content.add("BUTTON", component(Button{.text = std::string(say("kept.button")), .once = true}));
  for (const auto& [name, value] : visit.form.items()) {
    if (has_kept_form(visit) && name.starts_with(front) && !is_about_keeping(name))
      content.add("FIELD", hidden(name.substr(front.size()), value));
    else if (!has_kept_form(visit) && is_kept(name))
      content.add("FIELD", hidden(name, value));
  }
  auto response = show(visit, 200, {.title = std::string(title), .content = std::move(content)});
  for (auto& field : headers)
    response.headers.push_back(std::move(field));
  return response;
}

}  // namespace badgewatch::web
