#include "web/delivery_log.hpp"

#include "web/messages.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

constexpr std::size_t attempts_shown = 50;

Table table_of(const std::vector<core::Json>& attempts) {
  Table table{.caption = std::string(say("attempts.title")),
              .head = {{std::string(say("history.when"))},
                       {std::string(say("attempt.what"))},
                       {std::string(say("attempt.event"))},
                       {std::string(say("attempt.status"))},
                       {std::string(say("attempt.result"))},
                       {std::string(say("attempt.took"))}},
              .rows = {}};
  for (auto item = attempts.rbegin(); item != attempts.rend(); ++item) {
    const JsonView one(*item);
    table.rows.push_back(
        {{time_text(one["at"].text())},
         {one["type"].text()},
         {one["seq"].is_integer() ? std::to_string(one["seq"].integer()) : ""},
         {one["status"].is_integer() ? std::to_string(one["status"].integer()) : ""},
         {one["result"].text()},
         {say("attempt.ms", {{"ms", std::to_string(one["took_ms"].integer())}})}});
  }
  return table;
}

}  // namespace

DeliveryLog read_delivery_log(const Visit& visit, const std::string& api_place) {
  constexpr int most_pages = 25;
  DeliveryLog log;
  std::int64_t after = 0;
  for (int page = 0; page < most_pages; ++page) {
    auto answer = ask(visit, {.path = api_place, .query = "after=" + std::to_string(after)});
    if (!answer.is_good()) return {.newest = {}, .whole = true, .refused = std::move(answer)};
    const auto& attempts = answer["attempts"].items();
    if (attempts.empty()) return log;
    log.newest.insert(log.newest.end(), attempts.begin(), attempts.end());
    if (log.newest.size() > attempts_shown)
      log.newest.erase(log.newest.begin(),
                       log.newest.end() - static_cast<std::ptrdiff_t>(attempts_shown));
    after = answer["next"].integer();
  }
  log.whole = false;
  return log;
}

void add_delivery_log(Sheet& sheet, const DeliveryLog& log) {
  sheet.table(table_of(log.newest), say("attempts.none"));
  if (!log.whole) sheet.inset(say("attempts.cut"));
}

}  // namespace badgewatch::web
