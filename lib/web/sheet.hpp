// A page put together from top to bottom out of what most pages are made of: headings, sentences,
// lists, tables and forms.
#pragma once

#include "web/components.hpp"
#include "web/form_errors.hpp"
#include "web/page.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::web {

class Sheet {
public:
  Sheet() : part_("sheet") {}

  // The summary of what is wrong; nothing where nothing is.
  Sheet& errors(const FormErrors& errors);
  Sheet& title(std::string_view text);
  // With an id where something leads to it.
  Sheet& heading(std::string_view text, std::string_view id = {});
  Sheet& text(std::string_view text);
  // As somebody wrote it, line by line.
  Sheet& written(std::string_view text);
  Sheet& link(const std::string& href, std::string_view text);
  Sheet& inset(std::string_view text);
  Sheet& warning(std::string_view text);
  Sheet& list(const SummaryList& list);
  // In a box of its own, which is moved where the window is narrow. Without rows: `nothing`.
  Sheet& table(const Table& table, std::string_view nothing = {});
  // Opened by whoever wants it.
  Sheet& details(std::string_view summary, Part inside, bool open = false);
  Sheet& add(Part part);

  Part take() && { return std::move(part_); }

private:
  Part part_;
};

// A form that changes something: POST with its token, the key under which it is done once, and how
// much there was when it was shown (see stale.hpp).
struct PostForm {
  std::string action;
  std::vector<Part> fields = {};
  std::string button;
  std::string button_classes = {};
  bool once = true;         // bears a key under which it is done once
  bool takes_file = false;  // multipart
  // Its answer opens there, and the button says so. It still says where it comes from.
  bool new_tab = false;
};
Part component(const Visit& visit, const PostForm& form);

// A form that chooses what a list shows: GET, so that its address can be kept.
struct FilterForm {
  std::string action;
  std::vector<Part> fields;
  std::string button;
};
Part component(const FilterForm& form);

Part hidden(std::string_view name, std::string_view value);
// One sentence, as a part.
Part paragraph(std::string_view text);
Part strong_paragraph(std::string_view text);
// Opened by whoever wants it.
Part details(std::string_view summary, Part inside, bool open = false);
// In a box of its own, which is moved where the window is narrow.
Part scrolled(const Table& table);

}  // namespace badgewatch::web
