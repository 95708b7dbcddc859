// The design system's own examples (fixtures.json of each component) against our components, for
// the options that these have. An example with another option is left out; how many are held is
// counted, so that none slips away unseen.
#include "core/json.hpp"
#include "html.hpp"
#include "web/api_text.hpp"
#include "web/components.hpp"
#include "web/frame_components.hpp"
#include "web/json_view.hpp"
#include "web/sheet.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <functional>
#include <set>
#include <sstream>

namespace badgewatch::web::test {

namespace {

using Options = std::set<std::string, std::less<>>;

core::Json fixtures_of(const std::string& component) {
  std::ostringstream text;
  text << std::ifstream(std::string(BW_SOURCE_DIR) +
                        "/lib/web/packages/node_modules/govuk-frontend/dist/govuk/components/" +
                        component + "/fixtures.json")
              .rdbuf();
  auto json = core::parse_json(text.str());
  REQUIRE(json.has_value());
  return std::move(*json);
}

// Every option of it, by its path: "label.text", "items.hint.text".
void collect(const core::Json& json, const std::string& path, Options& found) {
  if (const auto* object = json.object()) {
    for (const auto& [name, value] : *object)
      collect(value, path.empty() ? name : path + "." + name, found);
  } else if (const auto* array = json.array()) {
    for (const auto& one : *array)
      collect(one, path, found);
  } else {
    found.insert(path);
  }
}

bool only_has(const core::Json& options, const Options& known) {
  Options found;
  collect(options, "", found);
  return std::includes(known.begin(), known.end(), found.begin(), found.end());
}

// Of each example that has no other options and that `make` does not refuse.
void hold(const std::string& name, const Options& known, int at_least,
          const std::function<std::optional<Part>(const JsonView&)>& make) {
  const auto json = fixtures_of(name);
  int held = 0;
  for (const auto& one : JsonView(json)["fixtures"].items()) {
    const JsonView fixture(one);
    const auto* options = one.find("options");
    if (options == nullptr || !only_has(*options, known)) continue;
    const auto part = make(fixture["options"]);
    if (!part) continue;
    INFO(name << ": " << fixture["name"].text());
    CHECK(tokens_of(render(*part)) == tokens_of(fixture["html"].text()));
    ++held;
  }
  INFO(name);
  CHECK(held >= at_least);
}

// As a template prints it.
std::string value_text(const JsonView& view) {
  if (!view.is_there() || !view.text().empty()) return view.text();
  if (view.is_integer()) return std::to_string(view.integer());
  return view.is_boolean() ? (view.is_true() ? "true" : "false") : "";
}

}  // namespace

TEST_CASE("Inputs are the design system's") {
  hold("input",
       {"autocomplete", "classes", "errorMessage.text", "hint.text", "id", "inputmode",
        "label.classes", "label.text", "name", "spellcheck", "type", "value"},
       15, [](const JsonView& o) -> std::optional<Part> {
         if (o["label"]["text"].text().empty() || o["name"].text().empty()) return {};
         Input input{.name = o["name"].text(), .label = o["label"]["text"].text()};
         input.value = value_text(o["value"]);
         input.error = o["errorMessage"]["text"].text();
         input.hint = o["hint"]["text"].text();
         input.classes = o["classes"].text();
         input.label_classes = o["label"]["classes"].text();
         input.id = o["id"].text();
         if (o["type"].is_there()) input.type = o["type"].text();
         input.autocomplete = o["autocomplete"].text();
         input.inputmode = o["inputmode"].text();
         if (o["spellcheck"].is_there())
           input.spellcheck = o["spellcheck"].is_true() ? "true" : "false";
         return component(input);
       });
}

TEST_CASE("Password inputs are the design system's") {
  hold("password-input",
       {"autocomplete", "errorMessage.text", "hint.text", "id", "label.text", "name"}, 1,
       [](const JsonView& o) -> std::optional<Part> {
         if (o["id"].is_there() && o["id"].text() != o["name"].text()) return {};
         PasswordInput input{.name = o["name"].text(), .label = o["label"]["text"].text()};
         input.error = o["errorMessage"]["text"].text();
         input.hint = o["hint"]["text"].text();
         if (o["autocomplete"].is_there()) input.autocomplete = o["autocomplete"].text();
         return component(input);
       });
}

TEST_CASE("Text areas are the design system's") {
  hold("textarea",
       {"errorMessage.text", "hint.text", "id", "label.classes", "label.text", "name", "rows",
        "value"},
       5, [](const JsonView& o) -> std::optional<Part> {
         TextArea area{.name = o["name"].text(), .label = o["label"]["text"].text()};
         area.id = o["id"].text();
         area.value = o["value"].text();
         area.error = o["errorMessage"]["text"].text();
         area.hint = o["hint"]["text"].text();
         area.label_classes = o["label"]["classes"].text();
         if (o["rows"].is_there()) area.rows = static_cast<int>(o["rows"].integer());
         return component(area);
       });
}

TEST_CASE("Date inputs are the design system's") {
  hold("date-input",
       {"errorMessage.text", "fieldset.legend.classes", "fieldset.legend.text", "hint.text", "id",
        "namePrefix", "values.day", "values.month", "values.year"},
       3, [](const JsonView& o) -> std::optional<Part> {
         if (!o["fieldset"].is_there()) return {};
         DateInput input{.id = o["id"].text(), .legend = o["fieldset"]["legend"]["text"].text()};
         input.legend_classes = o["fieldset"]["legend"]["classes"].text();
         input.day = value_text(o["values"]["day"]);
         input.month = value_text(o["values"]["month"]);
         input.year = value_text(o["values"]["year"]);
         input.error = o["errorMessage"]["text"].text();
         input.hint = o["hint"]["text"].text();
         input.name_prefix = o["namePrefix"].text();
         if (input.legend.empty()) return {};
         return component(input);
       });
}

TEST_CASE("Radios are the design system's") {
  hold("radios",
       {"classes", "errorMessage.text", "fieldset.legend.classes", "fieldset.legend.text",
        "hint.text", "idPrefix", "items.checked", "items.hint.text", "items.text", "items.value",
        "name", "value"},
       5, [](const JsonView& o) -> std::optional<Part> {
         if (!o["fieldset"].is_there()) return {};
         Radios radios{.name = o["name"].text(),
                       .legend = o["fieldset"]["legend"]["text"].text(),
                       .choices = {}};
         radios.legend_classes = o["fieldset"]["legend"]["classes"].text();
         radios.classes = o["classes"].text();
         radios.id = o["idPrefix"].text();
         radios.error = o["errorMessage"]["text"].text();
         radios.hint = o["hint"]["text"].text();
         radios.chosen = o["value"].text();
         if (radios.legend.empty()) return {};
         for (const auto& item : o["items"].items()) {
           const JsonView one(item);
           if (one["value"].text().empty() || one["text"].text().empty()) return {};
           radios.choices.push_back(
               {one["value"].text(), one["text"].text(), one["hint"]["text"].text()});
           if (one["checked"].is_true()) radios.chosen = one["value"].text();
         }
         return component(radios);
       });
}

TEST_CASE("Checkboxes are the design system's") {
  hold("checkboxes",
       {"errorMessage.text", "fieldset.legend.classes", "fieldset.legend.text", "hint.text",
        "idPrefix", "items.checked", "items.hint.text", "items.text", "items.value", "name"},
       3, [](const JsonView& o) -> std::optional<Part> {
         if (!o["fieldset"].is_there()) return {};
         Checkboxes boxes{.id = o["idPrefix"].is_there() ? o["idPrefix"].text() : o["name"].text(),
                          .legend = o["fieldset"]["legend"]["text"].text(),
                          .boxes = {}};
         boxes.legend_classes = o["fieldset"]["legend"]["classes"].text();
         boxes.error = o["errorMessage"]["text"].text();
         boxes.hint = o["hint"]["text"].text();
         if (boxes.legend.empty()) return {};
         for (const auto& item : o["items"].items()) {
           const JsonView one(item);
           if (one["value"].text().empty() || one["text"].text().empty()) return {};
           boxes.boxes.push_back({o["name"].text(), one["value"].text(), one["text"].text(),
                                  one["checked"].is_true(), one["hint"]["text"].text()});
         }
         return component(boxes);
       });
}

TEST_CASE("Selects are the design system's") {
  hold("select",
       {"errorMessage.text", "hint.text", "id", "items.selected", "items.text", "items.value",
        "label.text", "name", "value"},
       3, [](const JsonView& o) -> std::optional<Part> {
         if (o["id"].is_there() && o["id"].text() != o["name"].text()) return {};
         Select select{.name = o["name"].text(), .label = o["label"]["text"].text(), .choices = {}};
         select.error = o["errorMessage"]["text"].text();
         select.hint = o["hint"]["text"].text();
         select.chosen = "\x01";
         if (o["value"].is_there()) select.chosen = value_text(o["value"]);
         for (const auto& item : o["items"].items()) {
           const JsonView one(item);
           if (!one["value"].is_there()) return {};
           if (one["selected"].is_there() && !one["selected"].is_true()) return {};
           select.choices.push_back({value_text(one["value"]), one["text"].text()});
           if (one["selected"].is_true()) select.chosen = value_text(one["value"]);
         }
         return component(select);
       });
}

TEST_CASE("File uploads are the design system's") {
  hold("file-upload", {"errorMessage.text", "hint.text", "id", "label.text", "name"}, 3,
       [](const JsonView& o) -> std::optional<Part> {
         if (o["id"].is_there() && o["id"].text() != o["name"].text()) return {};
         FileUpload upload{.name = o["name"].text(), .label = o["label"]["text"].text()};
         upload.error = o["errorMessage"]["text"].text();
         upload.hint = o["hint"]["text"].text();
         return component(upload);
       });
}

TEST_CASE("Error summaries are the design system's") {
  hold("error-summary", {"errorList.href", "errorList.text", "titleText"}, 3,
       [](const JsonView& o) -> std::optional<Part> {
         ErrorSummary summary{.title = o["titleText"].text(), .errors = {}};
         for (const auto& item : o["errorList"].items())
           summary.errors.push_back({JsonView(item)["text"].text(), JsonView(item)["href"].text()});
         if (summary.errors.empty()) return {};
         return component(summary);
       });
}

TEST_CASE("Banners are the design system's") {
  hold("notification-banner", {"text", "titleText", "type"}, 3,
       [](const JsonView& o) -> std::optional<Part> {
         Banner banner;
         banner.success = o["type"].text() == "success";
         if (o["type"].is_there() && !banner.success) return {};
         banner.title = o["titleText"].text();
         if (banner.title.empty()) banner.title = banner.success ? "Success" : "Important";
         banner.text = o["text"].text();
         return component(banner);
       });
}

TEST_CASE("Summary lists are the design system's") {
  hold("summary-list", {"rows.key.text", "rows.value.text"}, 1,
       [](const JsonView& o) -> std::optional<Part> {
         SummaryList list;
         for (const auto& row : o["rows"].items()) {
           if (row.object() == nullptr) continue;
           list.rows.push_back(
               {JsonView(row)["key"]["text"].text(), JsonView(row)["value"]["text"].text()});
         }
         return component(list);
       });
}

TEST_CASE("Tables are the design system's") {
  hold("table",
       {"caption", "captionClasses", "firstCellIsHeader", "head.format", "head.text", "rows.format",
        "rows.text"},
       4, [](const JsonView& o) -> std::optional<Part> {
         Table table{.caption = o["caption"].text(), .head = {}, .rows = {}};
         table.caption_classes = o["captionClasses"].text();
         table.first_is_header = o["firstCellIsHeader"].is_true();
         const auto cell = [](const core::Json& json) {
           const JsonView one(json);
           return Cell{.text = one["text"].text(), .numeric = one["format"].text() == "numeric"};
         };
         for (const auto& one : o["head"].items())
           table.head.push_back(cell(one));
         for (const auto& row : o["rows"].items()) {
           if (row.array() == nullptr) continue;
           table.rows.emplace_back();
           for (const auto& one : *row.array())
             table.rows.back().push_back(cell(one));
         }
         return component(table);
       });
}

TEST_CASE("Tags are the design system's") {
  hold("tag", {"classes", "text"}, 5, [](const JsonView& o) -> std::optional<Part> {
    return component(Tag{o["text"].text(), o["classes"].text()});
  });
}

TEST_CASE("Pagination is the design system's") {
  hold("pagination", {"next.href", "previous.href"}, 1,
       [](const JsonView& o) -> std::optional<Part> {
         return component(Pagination{o["previous"]["href"].text(), o["next"]["href"].text()});
       });
}

TEST_CASE("Buttons are the design system's") {
  hold("button", {"classes", "href", "name", "preventDoubleClick", "text", "type", "value"}, 6,
       [](const JsonView& o) -> std::optional<Part> {
         const bool other_type = o["type"].is_there() && o["type"].text() != "submit";
         const bool twice =
             o["preventDoubleClick"].is_there() && !o["preventDoubleClick"].is_true();
         if (other_type || twice) return {};
         return component(Button{.text = o["text"].text(),
                                 .classes = o["classes"].text(),
                                 .name = o["name"].text(),
                                 .value = o["value"].text(),
                                 .href = o["href"].text(),
                                 .once = o["preventDoubleClick"].is_true()});
       });
}

TEST_CASE("Warnings and inset texts are the design system's") {
  hold("warning-text", {"iconFallbackText", "text"}, 1,
       [](const JsonView& o) -> std::optional<Part> {
         if (o["iconFallbackText"].is_there() && o["iconFallbackText"].text() != "Warning")
           return {};
         return component(WarningText{o["text"].text()});
       });
  hold("inset-text", {"text"}, 1, [](const JsonView& o) -> std::optional<Part> {
    return component(InsetText{o["text"].text()});
  });
}

TEST_CASE("Details are the design system's") {
  hold("details", {"summaryText", "text"}, 3, [](const JsonView& o) -> std::optional<Part> {
    if (o["text"].text().find('`') != std::string::npos) return {};
    Sheet sheet;
    sheet.details(o["summaryText"].text(), api_words(o["text"].text()));
    return std::move(sheet).take();
  });
}

TEST_CASE("Skip links are the design system's") {
  hold("skip-link", {"href", "text"}, 2, [](const JsonView& o) -> std::optional<Part> {
    if (!o["href"].is_there()) return {};
    return component(SkipLink{o["text"].text(), o["href"].text()});
  });
}

TEST_CASE("The header is the design system's") {
  hold("generic-header", {"logoText"}, 1, [](const JsonView& o) -> std::optional<Part> {
    return component(GenericHeader{o["logoText"].text()});
  });
}

TEST_CASE("The navigation is the design system's") {
  hold("service-navigation", {"navigation.active", "navigation.href", "navigation.text"}, 2,
       [](const JsonView& o) -> std::optional<Part> {
         ServiceNavigation navigation;
         for (const auto& item : o["navigation"].items()) {
           const JsonView one(item);
           if (!one["href"].is_there()) return {};
           navigation.links.push_back(
               {one["text"].text(), one["href"].text(), one["active"].is_true()});
         }
         if (navigation.links.empty()) return {};
         return component(navigation);
       });
}

}  // namespace badgewatch::web::test
