#include "web/help.hpp"

#include "core/text.hpp"
#include "web/help_topics.hpp"
#include "web/messages.hpp"
#include "web/numbered_messages.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"

namespace badgewatch::web {

namespace {

std::string key_of(const HelpTopic& topic, std::string_view part) {
  return std::string(topic.key) + std::string(part);
}

Part list_of(const std::vector<std::string_view>& items, bool numbered) {
  Part part("help_list");
  Values list;
  for (const auto one : items)
    list.each("ITEM", Values().set("TEXT", one));
  part.each(numbered ? "NUMBERED" : "PLAIN", std::move(list));
  return part;
}

// "Match: what it means" as a key and its value.
SummaryList words_of(const std::vector<std::string_view>& words) {
  SummaryList list;
  for (const auto one : words) {
    const auto colon = one.find(": ");
    const auto meaning = one.substr(colon + 2);
    list.rows.push_back({std::string(one.substr(0, colon)),
                         core::ascii_upper(meaning.substr(0, 1)) + std::string(meaning.substr(1))});
  }
  return list;
}

}  // namespace

std::string help_place(const Visit& visit) {
  const auto* topic = help_topic_of(visit.request.head.path);
  return topic == nullptr ? "/help" : "/help/" + std::string(topic->name);
}

http::Response show_help(const Visit& visit) {
  const auto title = std::string(say("help.title"));
  Part list("help_topics");
  for (const auto& topic : help_topics())
    list.each("TOPIC", Values()
                           .set("HREF", "/help/" + std::string(topic.name))
                           .set("TEXT", say_of("help.", key_of(topic, ".title"))));
  Sheet sheet;
  sheet.title(title).text(say("help.text"));
  sheet.link("/help/tour", say("help.tour")).link("/help/api", say("help.api"));
  sheet.heading(say("help.topics")).add(std::move(list));
  return show(visit, 200, {.title = title, .content = std::move(sheet).take()});
}

http::Response show_help_topic(const Visit& visit) {
  const auto* topic = help_topic(visit.path.at("topic"));
  if (topic == nullptr) return refusal(visit, 404);
  const auto title = say_of("help.", key_of(*topic, ".title"));
  Sheet sheet;
  sheet.title(title).text(say_of("help.", key_of(*topic, ".what")));
  sheet.heading(say("help.steps")).add(list_of(say_each("help.", key_of(*topic, ".step.")), true));
  const auto words = say_each("help.", key_of(*topic, ".word."));
  if (!words.empty()) sheet.heading(say("help.words")).list(words_of(words));
  const auto notes = say_each("help.", key_of(*topic, ".note."));
  if (!notes.empty()) sheet.heading(say("help.notes")).add(list_of(notes, false));
  if (!topic->place.empty()) sheet.link(std::string(topic->place), say("help.open"));
  sheet.link("/help", say("help.back"));
  return show(visit, 200, {.title = title, .content = std::move(sheet).take()});
}

http::Response show_tour(const Visit& visit) {
  const auto title = std::string(say("tour.title"));
  Part content("tour");
  content.add("DEMO", component(InsetText{std::string(say("tour.demo"))}));
  const auto row = [](std::string_view key, std::string_view value) {
    return SummaryRow{std::string(key), std::string(value)};
  };
  content.add(
      "APPLICANT",
      component(SummaryList{.rows = {row(say("check.case_reference"), say("tour.case_reference")),
                                     row(say("person.full_name"), say("tour.name")),
                                     row(say("tour.born"), say("tour.birth_date")),
                                     row(say("tour.number"), say("tour.ni_number"))},
                            .id = "applicant"}));
  return show(visit, 200, {.title = title, .content = std::move(content)});
}

}  // namespace badgewatch::web
