#include "badgewatch/decisions_command.hpp"

#include "badgewatch/output.hpp"
#include "badgewatch/person_file.hpp"
#include "client/http_client.hpp"
#include "client/text_table.hpp"
#include "core/json.hpp"
#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "core/uuid.hpp"

#include <iostream>
#include <iterator>

namespace badgewatch::cli {
namespace {

core::Error no_id() {
  return {core::Errc::invalid,
          "DECISION is the id that the register gave the entry: 36 characters."};
}

core::Error unreadable() {
  return {core::Errc::unavailable, "The register's answer cannot be read."};
}

std::string reason_of(const DecisionChangeOptions& options) {
  if (options.reason != "-") return options.reason;
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  return std::string(core::trim(text));
}

// "/decided_by" as "--decided-by", "/subject/..." as "--person ...". What points into the entry as
// it stands (its history) is left as it is.
core::Error in_options(const core::Error& error) {
  constexpr std::string_view subject = "/subject";
  auto fields = error.fields();
  for (auto& field : fields) {
    auto& pointer = field.pointer;
    if (pointer.starts_with(subject)) {
      pointer = "--person " + pointer.substr(subject.size());
    } else if (pointer.starts_with('/') && pointer.find('/', 1) == std::string::npos) {
      pointer = "--" + pointer.substr(1);
      for (auto& letter : pointer)
        if (letter == '_') letter = '-';
    }
  }
  return {error.code(), error.detail(), std::move(fields)};
}

std::string text(const core::Json& json, std::string_view key) {
  const auto* member = json.find(key);
  return member != nullptr && member->string() != nullptr ? client::printable(*member->string())
                                                          : "";
}

std::string standing_of(const core::Json& entry) {
  return "The entry is " + client::words(text(entry, "state")) + ", kept until " +
         text(entry, "retained_until") + ".";
}

std::string item_line(const core::Json& item) {
  const auto* proposed = item.find("proposed");
  std::string line = text(item, "on") + "  " + client::words(text(item, "change"));
  if (proposed != nullptr) line += " (proposed)";
  if (const auto by = text(item, "decided_by"); !by.empty()) line += ", decided by " + by;
  if (const auto by = text(item, "approved_by"); !by.empty()) line += ", approved by " + by;
  if (const auto reason = text(item, "reason"); !reason.empty()) line += ": " + reason;
  return client::paragraph("  ", line);
}

std::string entry_text(const core::Json& entry) {
  std::string out = client::paragraph("", standing_of(entry));
  const auto* history = entry.find("history");
  if (history == nullptr || history->array() == nullptr) return out;
  for (const auto& item : *history->array())
    out += item_line(item);
  return out;
}

Exit print(const client::Reply& reply, bool as_json, bool is_proposal) {
  const auto entry = core::parse_json(reply.body);
  if (!entry || entry->object() == nullptr) return report(unreadable());
  if (as_json) {
    std::cout << reply.body << "\n" << std::flush;
    return exit_done;
  }
  if (is_proposal)
    std::cout << client::paragraph("",
                                   "Proposed: another person of your authority has to approve "
                                   "it. Until then the entry is hit as before.");
  std::cout << entry_text(*entry) << std::flush;
  return exit_done;
}

}  // namespace

core::Result<std::string> change_request(const DecisionChangeOptions& options) {
  core::JsonWriter writer;
  writer.begin_object().member("change", options.change);
  const auto given = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) writer.member(name, value);
  };
  given("on", options.on);
  given("reason", reason_of(options));
  given("decided_by", options.decided_by);
  given("approved_by", options.approved_by);
  given("decided_on", options.decided_on);
  given("effective_on", options.effective_on);
  given("suspension_ends_on", options.suspension_ends_on);
  if (!options.person_file.empty()) {
    const auto person = read_person_file(options.person_file);
    if (!person) return person.error();
    writer.key("subject").raw(*person);
  }
  return std::move(writer.end_object()).take();
}

Exit run_decision_change(const DecisionChangeOptions& options, client::Target target) {
  const auto id = core::Uuid::parse(options.decision);
  if (!id) return report(no_id());
  if (options.reason == "-" && options.person_file == "-")
    return report({core::Errc::invalid, "Only one of --reason and --person can be -."});
  const auto body = change_request(options);
  if (!body) return report(body.error());
  client::HttpClient http(std::move(target));
  const auto reply = http.post("/v1/decisions/" + id->text() + "/changes", *body);
  if (!reply) return report(reply.error());
  if (reply->status != 200 && reply->status != 202)
    return report(in_options(client::error_of(*reply)));
  return print(*reply, options.json, reply->status == 202);
}

Exit run_decision_show(const DecisionShowOptions& options, client::Target target) {
  const auto id = core::Uuid::parse(options.decision);
  if (!id) return report(no_id());
  client::HttpClient http(std::move(target));
  const auto reply = http.get("/v1/decisions/" + id->text());
  if (!reply) return report(reply.error());
  if (reply->status != 200) return report(client::error_of(*reply));
  return print(*reply, options.json, false);
}

}  // namespace badgewatch::cli
