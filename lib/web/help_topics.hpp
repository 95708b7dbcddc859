// Which page of help belongs to which page: one for each task.
#pragma once

#include <span>
#include <string_view>

namespace badgewatch::web {

struct HelpTopic {
  std::string_view name;   // as in its address: "record-decision"
  std::string_view place;  // the page that it is about
  std::string_view key;    // in the catalogue, behind "help.": "record_decision"
};

// In the order in which they are listed.
std::span<const HelpTopic> help_topics();

// Null where there is no such topic.
const HelpTopic* help_topic(std::string_view name);

// The topic of a page, by the page's address; null where none belongs to it.
const HelpTopic* help_topic_of(std::string_view path);

}  // namespace badgewatch::web
