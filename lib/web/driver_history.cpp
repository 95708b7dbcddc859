#include "web/driver_history.hpp"

#include "core/text.hpp"
#include "web/ask.hpp"
#include "web/messages.hpp"
#include "web/places.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

std::string fields_text(const JsonView& version) {
  std::string all;
  for (const auto& item : version["fields"].items())
    all += (all.empty() ? "" : ", ") + say_of("roster_field.", JsonView(item).text());
  if (!all.empty()) return all;
  return std::string(version["version"].integer() == 1 ? say("driver_history.first")
                                                       : say("driver_history.oldest"));
}

std::string who_text(const JsonView& version) {
  const auto name = version["actor_name"].text();
  if (!name.empty()) return name;
  return std::string(version["actor"].is_there() ? say("driver_history.forgotten")
                                                 : say("driver_history.not_noted"));
}

Table versions_of(const Answer& answer) {
  Table table{.caption = std::string(say("driver_history.versions")),
              .head = {{std::string(say("driver_history.version"))},
                       {std::string(say("history.when"))},
                       {std::string(say("history.who"))},
                       {std::string(say("driver_history.changed"))},
                       {std::string(say("drivers.status"))},
                       {std::string(say("drivers.expires_on"))}},
              .rows = {}};
  for (const auto& item : answer["versions"].items()) {
    const JsonView version(item);
    table.rows.push_back({{std::to_string(version["version"].integer())},
                          {time_text(version["at"].text())},
                          {who_text(version)},
                          {fields_text(version)},
                          {say_of("licence_status.", version["status"].text())},
                          {day_text(version["expires_on"].text())}});
  }
  return table;
}

Answer ask_of(const Visit& visit, std::string_view what) {
  const auto typed = visit.typed("licence_number");
  return ask(visit, {.path = address_of("/v1/licences/{licence_number}/", {core::trim(typed)}) +
                             std::string(what)});
}

http::Response page(const Visit& visit, const std::string& title, Sheet sheet) {
  sheet.link("/drivers", say("driver_history.back"));
  return show(
      visit, 200,
      {.title = title, .content = std::move(sheet).take(), .active = "/drivers", .wide = true});
}

}  // namespace

http::Response do_show_driver_history(const Visit& visit) {
  const auto answer = ask_of(visit, "history");
  if (!answer.is_good()) return refusal(visit, answer);
  const auto title = say("driver_history.title", {{"number", answer["licence_number"].text()}});
  Sheet sheet;
  sheet.title(title).text(say("driver_history.text")).table(versions_of(answer));
  return page(visit, title, std::move(sheet));
}

http::Response do_show_driver_elsewhere(const Visit& visit) {
  const auto answer = ask_of(visit, "elsewhere");
  const auto title = std::string(say("driver_elsewhere.title"));
  Sheet sheet;
  if (answer.status == 409) {
    sheet.title(title).text(answer.detail());
    return page(visit, title, std::move(sheet));
  }
  if (!answer.is_good()) return refusal(visit, answer);
  sheet.title(title).text(
      say("driver_elsewhere.text", {{"number", answer["licence_number"].text()}}));
  const auto& elsewhere = answer["elsewhere"].items();
  if (elsewhere.empty()) sheet.text(say("driver_elsewhere.none"));
  for (const auto& item : elsewhere) {
    const JsonView one(item);
    const auto code = one["authority"].text();
    sheet.heading(authority_text(visit, code));
    auto list = contact_of(visit, code);
    list.rows.push_back({std::string(say("alert.band")), say_of("band.", one["band"].text())});
    sheet.list(list);
  }
  return page(visit, title, std::move(sheet));
}

}  // namespace badgewatch::web
