// A page on which a file of rows is chosen, and the page that says what came of it.
#pragma once

#include "web/form_errors.hpp"
#include "web/page.hpp"

#include <string>
#include <vector>

namespace badgewatch::web {

// Of one file in a page, which is answered when all of it is done. More goes by the API.
inline constexpr std::size_t most_rows_of_a_page = 50'000;

struct FileForm {
  std::string action;
  std::string active;  // of the navigation
  std::string title;
  std::string text;
  std::string columns;  // an example of a CSV file's header line
  std::string button;
  std::vector<Part> fields = {};  // besides the file
  std::string look = {};          // of a second button, `look`, which only shows how it is read
};

// `found`: what a look at a file has shown, above the form.
http::Response file_form(const Visit& visit, int status, const FileForm& form,
                         const FormErrors& errors, const std::vector<Part>& found = {});
http::Response show_file_results(const Visit& visit, const FileForm& form, Part results);

}  // namespace badgewatch::web
