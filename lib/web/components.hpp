// Components of the GOV.UK Design System as values: each is a template of the same name, held to
// the system's own examples (tests/unit/web/fixtures_test.cpp).
#pragma once

#include "web/part.hpp"

#include <string>
#include <vector>

namespace badgewatch::web {

struct ErrorLine {
  std::string text;
  std::string href;  // "#id" of the field; empty: of none
};
struct ErrorSummary {
  std::string title;
  std::vector<ErrorLine> errors;
};
Part component(const ErrorSummary& summary);

struct Banner {
  bool success = false;
  std::string title;
  std::string text;
};
Part component(const Banner& banner);

struct Input {
  std::string name;
  std::string label;
  std::string value = {};
  std::string error = {};
  std::string hint = {};
  std::string classes = {};
  std::string label_classes = {};
  std::string id = {};  // the name, where it is empty
  std::string type = "text";
  std::string autocomplete = {};
  std::string inputmode = {};
  std::string spellcheck = {};
};
Part component(const Input& input);

struct PasswordInput {
  std::string name;
  std::string label;
  std::string error = {};
  std::string hint = {};
  std::string autocomplete = "current-password";
};
Part component(const PasswordInput& input);

struct TextArea {
  std::string name;
  std::string label;
  std::string value = {};
  std::string error = {};
  std::string hint = {};
  std::string label_classes = {};
  std::string id = {};
  int rows = 5;
};
Part component(const TextArea& area);

// Three boxes, named "day", "month" and "year" behind the prefix and a hyphen.
struct DateInput {
  std::string id;
  std::string legend;
  std::string name_prefix = {};
  std::string day = {};
  std::string month = {};
  std::string year = {};
  std::string error = {};
  std::string hint = {};
  std::string legend_classes = {};
};
Part component(const DateInput& input);

struct Choice {
  std::string value;
  std::string text;
  std::string hint = {};
};
struct Radios {
  std::string name;
  std::string legend;
  std::vector<Choice> choices;
  std::string chosen = {};
  std::string error = {};
  std::string hint = {};
  std::string legend_classes = {};
  std::string classes = {};
  std::string id = {};
};
Part component(const Radios& radios);

struct Checkbox {
  std::string name;
  std::string value;
  std::string text;
  bool checked = false;
  std::string hint = {};
};
struct Checkboxes {
  std::string id;
  std::string legend;
  std::vector<Checkbox> boxes;
  std::string error = {};
  std::string hint = {};
  std::string legend_classes = {};
};
Part component(const Checkboxes& boxes);

struct Select {
  std::string name;
  std::string label;
  std::vector<Choice> choices;
  std::string chosen = {};
  std::string error = {};
  std::string hint = {};
};
Part component(const Select& select);

struct FileUpload {
  std::string name;
  std::string label;
  std::string error = {};
  std::string hint = {};
  std::string accept = {};
};
Part component(const FileUpload& upload);

struct SummaryRow {
  std::string key;
  std::string value;
  std::string href = {};  // a link where it is set
};
struct SummaryList {
  std::vector<SummaryRow> rows;
  std::string id = {};
};
Part component(const SummaryList& list);

struct Cell {
  std::string text;
  std::string href = {};  // a link where it is set
  std::string tag = {};   // the classes of a tag, where the text is to be one
  bool numeric = false;
  bool new_tab = false;           // the link opens there and says so
  std::vector<Part> inside = {};  // behind the text
};
struct Table {
  std::string caption;
  std::vector<Cell> head;
  std::vector<std::vector<Cell>> rows;
  bool first_is_header = false;
  std::string caption_classes = "govuk-table__caption--m";
};
Part component(const Table& table);

struct Tag {
  std::string text;
  std::string classes = {};  // "govuk-tag--red"
};
Part component(const Tag& tag);

// Older and newer pages of a list; empty: none.
struct Pagination {
  std::string previous;
  std::string next;
};
Part component(const Pagination& pagination);

struct Button {
  std::string text;
  std::string classes = {};
  std::string name = {};
  std::string value = {};
  std::string href = {};    // a link that looks like one
  bool once = false;        // a second press within a second is none
  std::string action = {};  // where it sends its form, if elsewhere than the form says
  bool sends_file = false;  // multipart, where the form is not
};
Part component(const Button& button);

struct WarningText {
  std::string text;
};
Part component(const WarningText& warning);

struct InsetText {
  std::string text;
  std::string id = {};            // where an error leads to it
  bool is_news = false;           // told to who does not see that it came
  std::vector<Part> inside = {};  // behind the text
};
Part component(const InsetText& inset);

}  // namespace badgewatch::web
