// What is wrong with a form: at its field and in the summary at the top, in the order of the form.
#pragma once

#include "web/ask.hpp"
#include "web/part.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::web {

// Where a field of the API stands on the page.
struct FieldPlace {
  std::string pointer;       // and all that is below it
  std::string field;         // the id of the box to go to
  std::string label;         // with which a sentence begins
  std::string missing = {};  // what is said where it is required and not there
  std::string unknown = {};  // where it is too long to be what is asked for
};

class FormErrors {
public:
  void add(std::string field, std::string text);
  // What an answer says of its fields, and its detail where it names none.
  void take(const Answer& answer, const std::vector<FieldPlace>& places);

  bool empty() const { return lines_.empty(); }
  // Of one field; empty where nothing is wrong.
  std::string of(std::string_view field) const;
  Part summary() const;

private:
  struct Line {
    std::string field;
    std::string text;
  };
  std::vector<Line> lines_;
};

}  // namespace badgewatch::web
