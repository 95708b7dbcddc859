// A column mapping as a form shows it: for each field of the register one of the headings of the
// council's file, and the council's words for ours.
#pragma once

#include "web/form_errors.hpp"
#include "web/page.hpp"

#include <map>
#include <string>
#include <vector>

namespace badgewatch::web {

// The fields of the register that a file of a kind may have, in order, and how files that are known
// name them: GET /v1/column-mappings of that kind.
struct KnownMappings {
  std::vector<std::string> fields;
  std::map<std::string, std::string> by_heading;  // the field by a heading, as it is compared
};
KnownMappings known_mappings(const Answer& mappings);

// "licences" or "decisions": what the rows of a mapping's file are. Whatever else was typed is the
// first.
std::string kind_typed(const Visit& visit);

struct MappingTyped {
  std::string kind = "licences";
  std::string name;
  std::string description;
  std::vector<std::string> headings;            // of the file, in its order
  std::map<std::string, std::string> chosen;    // the heading by our field
  std::map<std::string, std::string> words;     // theirs, a line each, by the box's name
  std::map<std::string, std::string> defaults;  // by our field
  std::string dates = "both";
  std::string name_order = "as_written";
};

// The headings of the first line of what was pasted, parted by tabs or commas, or of a file;
// `fault` says what is wrong. A row of fewer is none.
struct HeadingsRead {
  std::string fault;
  std::vector<std::string> headings;
};
HeadingsRead read_headings(std::string_view text, std::size_t fewest);

// Those that are not there yet behind the others, and for each field that has none the first
// heading that is known to name it.
void add_headings(MappingTyped& typed, const std::vector<std::string>& headings,
                  const KnownMappings& known);
// The words of a mapping, but for those that are there for another of ours.
void add_words(MappingTyped& typed, const JsonView& mapping);

MappingTyped typed_mapping(const Visit& visit, const KnownMappings& known);
MappingTyped typed_of_mapping(const JsonView& mapping);

// Of the mapping, for PUT. What `stands` says and the form has no box for is kept.
std::string mapping_body(const MappingTyped& typed, const JsonView& stands);
// What the API cannot be asked: words that stand for two of ours.
void check_mapping(const MappingTyped& typed, FormErrors& errors);
std::vector<FieldPlace> mapping_places(const MappingTyped& typed, const KnownMappings& known);

// But for the name.
std::vector<Part> mapping_parts(const MappingTyped& typed, const KnownMappings& known,
                                const FormErrors& errors);

}  // namespace badgewatch::web
