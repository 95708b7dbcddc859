#include "badgewatch/alerts_command.hpp"

#include "badgewatch/output.hpp"
#include "client/http_client.hpp"
#include "client/text_table.hpp"
#include "core/json.hpp"
#include "core/json_writer.hpp"

#include <iostream>

namespace badgewatch::cli {
namespace {

constexpr std::string_view heading = "raised (UTC)      band      licence         what";

struct Page {
  core::JsonArray alerts;
  std::int64_t next = 0;
};

core::Error unreadable() {
  return {core::Errc::unavailable, "The register's answer cannot be read."};
}

core::Result<Page> read_page(client::HttpClient& http, std::int64_t after) {
  auto reply = http.get("/v1/alerts?after=" + std::to_string(after));
  if (!reply) return reply.error();
  if (reply->status != 200) return client::error_of(*reply);
  const auto json = core::parse_json(reply->body);
  if (!json) return unreadable();
  const core::Json* alerts = json->find("alerts");
  const core::Json* next = json->find("next");
  if (alerts == nullptr || alerts->array() == nullptr || next == nullptr ||
      next->integer() == nullptr)
    return unreadable();
  return Page{*alerts->array(), *next->integer()};
}

std::string text(const core::Json& json, std::string_view key) {
  const core::Json* member = json.find(key);
  return member != nullptr && member->string() != nullptr ? client::printable(*member->string())
                                                          : "";
}

// To the minute: within it the order says what came first.
std::string minute_of(const core::Json& alert) {
  const std::string instant = client::instant_text(text(alert, "raised_at"));
  constexpr std::size_t to_minutes = 16;
  return instant.ends_with(" UTC") ? instant.substr(0, to_minutes) : instant;
}

std::string alert_line(const core::Json& alert) {
  const std::string band = text(alert, "band");
  std::string line = client::padded(minute_of(alert), 18) +
                     client::padded(band == "strong" ? "STRONG" : client::words(band), 10) +
                     client::padded(text(alert, "licence_number"), 16) +
                     client::words(text(alert, "kind"));
  if (const core::Json* entry = alert.find("entry"); entry != nullptr)
    line +=
        ": " + client::words(text(*entry, "type")) + " by " + text(*entry, "recording_authority");
  if (const std::string change = text(alert, "change"); !change.empty())
    line += ", " + client::words(change) + " on " + text(alert, "changed_on");
  // Columns help only where they fit.
  return line.size() <= client::text_width() ? line + '\n' : client::paragraph("", line);
}

void append_json(core::JsonWriter& writer, const core::Json& json);

void append_members(core::JsonWriter& writer, const core::Json& json) {
  for (const auto& [key, value] : *json.object()) {
    writer.key(key);
    append_json(writer, value);
  }
}

void append_json(core::JsonWriter& writer, const core::Json& json) {
  if (json.object() != nullptr) {
    writer.begin_object();
    append_members(writer, json);
    writer.end_object();
  } else if (json.array() != nullptr) {
    writer.begin_array();
    for (const core::Json& each : *json.array())
      append_json(writer, each);
    writer.end_array();
  } else if (const std::string* string = json.string()) {
    writer.value(*string);
  } else if (const std::int64_t* integer = json.integer()) {
    writer.value(*integer);
  } else if (const bool* flag = json.boolean()) {
    writer.value(*flag);
  } else if (const auto number = json.number()) {
    writer.value(*number, 6);
  } else {
    writer.value(nullptr);
  }
}

std::string json_line(const core::Json& json) {
  core::JsonWriter writer;
  append_json(writer, json);
  return std::move(writer).take();
}

}  // namespace

Exit run_alerts(const AlertsOptions& options, client::Target target) {
  client::HttpClient http(std::move(target));
  std::int64_t after = options.after;
  std::uint64_t count = 0;
  for (;;) {
    const auto page = read_page(http, after);
    if (!page) return report(page.error());
    if (!options.json && count == 0 && !page->alerts.empty())
      std::cout << (client::text_width() < heading.size() ? "" : std::string(heading) + '\n');
    for (const core::Json& alert : page->alerts)
      std::cout << (options.json ? json_line(alert) + '\n' : alert_line(alert));
    count += page->alerts.size();
    const bool last = page->alerts.empty() || page->next <= after;
    after = page->next;
    if (last) break;
  }
  if (options.json) {
    std::cout << "{\"next\":" << after << "}\n" << std::flush;
    return exit_done;
  }
  std::cout << client::paragraph(
      "", (count == 0 ? "No alerts" : client::counted(count, "alert")) +
              (options.after > 0 ? " behind " + std::to_string(options.after) : "") +
              ". Later ones: badgewatch alerts --after " + std::to_string(after));
  if (count > 0)
    std::cout << client::paragraph("",
                                   "What to do: check the holder of each licence (badgewatch "
                                   "check): the answer says which fields agree and whom to ask. "
                                   "The register does not decide.");
  std::cout << std::flush;
  return exit_done;
}

}  // namespace badgewatch::cli
