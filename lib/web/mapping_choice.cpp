#include "web/mapping_choice.hpp"

#include "core/text.hpp"
#include "http/percent.hpp"
#include "web/ask.hpp"
#include "web/components.hpp"
#include "web/messages.hpp"

#include <algorithm>

namespace badgewatch::web {

Part mapping_field(const Visit& visit, std::string_view kind, const std::string& error) {
  const auto typed = visit.typed("mapping");
  Select select{.name = "mapping",
                .label = std::string(say("mapping.label")),
                .choices = {},
                .chosen = typed.empty() ? "default" : typed,
                .error = error,
                .hint = std::string(say("mapping.hint"))};
  const auto answer =
      ask(visit, {.path = "/v1/column-mappings", .query = "kind=" + std::string(kind)});
  for (const auto& item : answer["mappings"].items()) {
    const auto name = JsonView(item)["name"].text();
    const bool is_own = JsonView(item)["owner"].text() == "authority";
    select.choices.push_back({name, is_own ? say("mapping.option.own", {{"name", name}}) : name});
  }
  // What cannot be asked just now, or is there no more, is told by the upload itself.
  const bool is_there =
      std::any_of(select.choices.begin(), select.choices.end(),
                  [&](const Choice& choice) { return choice.value == select.chosen; });
  if (!is_there) select.choices.push_back({select.chosen, select.chosen});
  return component(select);
}

std::string mapping_query(const Visit& visit) {
  const auto name = std::string(core::trim(visit.typed("mapping")));
  return name.empty() ? "" : "mapping=" + http::percent_encode(name);
}

}  // namespace badgewatch::web
