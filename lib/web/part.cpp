#include "web/part.hpp"

#include "web/embedded.hpp"

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <stdexcept>

namespace badgewatch::web {

Values& Values::set(std::string_view name, std::string_view value) {
  texts_.emplace_back(name, value);
  return *this;
}

Values& Values::maybe(std::string_view name, std::string_view value) {
  if (value.empty()) return *this;
  return set(name, value).show("HAS_" + std::string(name));
}

Values& Values::show(std::string_view name, bool shown) {
  if (shown) sections_.emplace_back(name, Values());
  return *this;
}

Values& Values::each(std::string_view name, Values row) {
  sections_.emplace_back(name, std::move(row));
  return *this;
}

Values& Values::add(std::string_view name, Part part) {
  parts_.emplace_back(name, std::move(part));
  return *this;
}

class Renderer {
public:
  Renderer() {
    for (const auto& one : embedded_templates()) {
      const std::string name(one.name);
      if (!cache_.StringToTemplateCache(name, one.text.data(), one.text.size(), strip))
        throw std::logic_error("the template " + name + " is not of its form");
    }
    cache_.Freeze();
  }

  std::string render(const Part& part) const {
    ctemplate::TemplateDictionary dictionary(part.template_);
    dictionary.SetTemplateGlobalValue("ASSETS", "/assets/" + std::string(assets_version()));
    fill(dictionary, part);
    std::string out;
    if (!cache_.ExpandNoLoad(part.template_, strip, &dictionary, nullptr, &out))
      throw std::logic_error("a template is missing of " + part.template_);
    return out;
  }

private:
  static constexpr auto strip = ctemplate::STRIP_BLANK_LINES;

  static ctemplate::TemplateString text(const std::string& value) {
    return {value.data(), value.size()};
  }

  static void fill(ctemplate::TemplateDictionary& dictionary, const Values& values) {
    for (const auto& [name, value] : values.texts_)
      dictionary.SetValue(text(name), text(value));
    for (const auto& [name, row] : values.sections_)
      fill(*dictionary.AddSectionDictionary(text(name)), row);
    for (const auto& [name, part] : values.parts_) {
      auto* included = dictionary.AddIncludeDictionary(text(name));
      included->SetFilename(text(part.template_));
      fill(*included, part);
    }
  }

  ctemplate::TemplateCache cache_;
};

std::string render(const Part& part) {
  static const Renderer renderer;
  return renderer.render(part);
}

}  // namespace badgewatch::web
