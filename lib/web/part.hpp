// A piece of a page: a template and what goes into it. Pages are put together of these as values;
// every value is escaped where it stands, by the template's AUTOESCAPE.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace badgewatch::web {

class Part;

// What fills a template, or one row of a section of it.
class Values {
public:
  // {{NAME}}
  Values& set(std::string_view name, std::string_view value);
  // {{NAME}}, and the section {{#HAS_NAME}}; neither where it is empty.
  Values& maybe(std::string_view name, std::string_view value);
  // {{#NAME}} once, where `shown`.
  Values& show(std::string_view name, bool shown = true);
  // {{#NAME}} once more, with these values.
  Values& each(std::string_view name, Values row);
  // {{>NAME}} once more.
  Values& add(std::string_view name, Part part);

private:
  friend class Renderer;

  std::vector<std::pair<std::string, std::string>> texts_;
  std::vector<std::pair<std::string, Values>> sections_;
  std::vector<std::pair<std::string, Part>> parts_;
};

class Part : public Values {
public:
  // A template of templates/, without its ending.
  explicit Part(std::string_view name) : template_(name) {}

private:
  friend class Renderer;

  std::string template_;
};

// Thread safe. Throws std::logic_error for a template that is not there.
std::string render(const Part& part);

}  // namespace badgewatch::web
