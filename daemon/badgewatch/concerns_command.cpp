#include "badgewatch/concerns_command.hpp"

#include "badgewatch/output.hpp"
#include "client/http_client.hpp"
#include "client/text_table.hpp"
#include "core/json.hpp"
#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "core/uuid.hpp"

#include <fstream>
#include <iostream>
#include <iterator>

namespace badgewatch::cli {
namespace {

const core::Error unreadable(core::Errc::unavailable, "The register's answer cannot be read.");

std::string text(const core::Json& json, std::string_view key) {
  const auto* member = json.find(key);
  return member != nullptr && member->string() != nullptr ? client::printable(*member->string())
                                                          : "";
}

std::string list_in(const core::Json& json, std::string_view key) {
  std::string out;
  const auto* member = json.find(key);
  if (member == nullptr || member->array() == nullptr) return out;
  for (const auto& one : *member->array())
    if (one.string() != nullptr)
      out += (out.empty() ? "" : ", ") + client::printable(*one.string());
  return out;
}

core::Result<std::string> text_of(const std::string& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream in(file, std::ios::binary);
  if (!in) return core::Error(core::Errc::invalid, "The file " + file + " cannot be read.");
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string reasons_of(const ConcernsOptions& options) {
  if (options.reasons != "-") return options.reasons;
  return std::string(core::trim(std::string(std::istreambuf_iterator<char>(std::cin), {})));
}

std::string line_of(const core::Json& concern) {
  std::string line = client::padded(text(concern, "became_aware_on"), 12) +
                     client::padded(text(concern, "id"), 38) +
                     client::padded("by " + text(concern, "reporter"), 9);
  const auto routed = list_in(concern, "routed_to");
  line += routed.empty() ? client::words(text(concern, "routing")) : "to " + routed;
  if (const auto state = text(concern, "state"); !state.empty())
    line += ", " + client::words(state);
  if (const auto by = text(concern, "consider_by"); !by.empty()) line += ", consider by " + by;
  return line + "\n";
}

std::string summary_of(const core::Json& concern) {
  auto out = line_of(concern);
  if (const auto by = text(concern, "share_by"); !by.empty())
    out += client::paragraph("", "To be shared with whoever licenses the driver by " + by + ".");
  return out;
}

std::string history_of(const core::Json& concern) {
  std::string out = summary_of(concern);
  if (const auto particulars = text(concern, "particulars"); !particulars.empty())
    out += client::paragraph("   ", particulars);
  const auto* steps = concern.find("history");
  if (steps == nullptr || steps->array() == nullptr) return out;
  for (const auto& step : *steps->array()) {
    std::string line = text(step, "on") + "  " + client::words(text(step, "step"));
    if (const auto who = text(step, "by_authority"); !who.empty()) line += " by " + who;
    if (const auto detail = text(step, "detail"); !detail.empty())
      line += ": " + client::words(detail);
    if (const auto why = text(step, "reasons"); !why.empty()) line += ". " + why;
    out += client::paragraph("   ", line);
  }
  return out;
}

using Render = std::string (*)(const core::Json&);

Exit print(const core::Result<client::Reply>& reply, int status, bool as_it_came, Render render) {
  if (!reply) return report(reply.error());
  if (reply->status != status) return report(client::error_of(*reply));
  const auto json = core::parse_json(reply->body);
  if (!json || json->object() == nullptr) return report(unreadable);
  std::cout << (as_it_came ? reply->body + "\n" : render(*json)) << std::flush;
  return exit_done;
}

Exit run_list(const ConcernsOptions& options, client::Target target) {
  client::HttpClient http(std::move(target));
  std::string after;
  // Each page goes on behind the last one: as many as there are, and no page twice.
  for (;;) {
    const auto reply = http.get("/v1/concerns" + after);
    if (!reply) return report(reply.error());
    if (reply->status != 200) return report(client::error_of(*reply));
    const auto json = core::parse_json(reply->body);
    const auto* concerns = json ? json->find("concerns") : nullptr;
    if (concerns == nullptr || concerns->array() == nullptr) return report(unreadable);
    if (options.json)
      std::cout << reply->body << '\n';
    else
      for (const auto& one : *concerns->array())
        std::cout << line_of(one);
    std::cout << std::flush;
    const auto next = text(*json, "next");
    if (next.empty() || concerns->array()->empty() || "?after=" + next == after) return exit_done;
    after = "?after=" + next;
  }
}

Exit run_report(const ConcernsOptions& options, client::Target target) {
  const auto body = text_of(options.file);
  if (!body) return report(body.error());
  client::HttpClient http(std::move(target));
  return print(http.post("/v1/concerns", *body), 201, options.json, summary_of);
}

core::Result<std::string> path_of(const ConcernsOptions& options) {
  const auto id = core::Uuid::parse(options.concern);
  if (id) return "/v1/concerns/" + id->text();
  return core::Error(core::Errc::invalid,
                     "CONCERN is an id as `badgewatch concerns` prints it: 36 characters.");
}

Exit run_show(const ConcernsOptions& options, client::Target target) {
  const auto path = path_of(options);
  if (!path) return report(path.error());
  client::HttpClient http(std::move(target));
  return print(http.get(*path), 200, options.json, history_of);
}

Exit run_change(const ConcernsOptions& options, const std::string& change, client::Target target) {
  const auto path = path_of(options);
  if (!path) return report(path.error());
  core::JsonWriter body;
  body.begin_object().member("change", change);
  const auto given = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) body.member(name, value);
  };
  given("outcome", options.outcome);
  given("on", options.on);
  given("to", options.to);
  given("issuer", options.issuer);
  given("reasons", reasons_of(options));
  given("considered_by", options.by);
  body.end_object();
  client::HttpClient http(std::move(target));
  return print(http.post(*path + "/changes", std::move(body).take()), 200, options.json,
               summary_of);
}

}  // namespace

void add_concerns(CLI::App& app, ConcernsOptions& options,
                  std::function<Exit(client::Target)>& command) {
  CLI::App* concerns = app.add_subcommand(
      "concerns", "What authorities tell each other about drivers. Alone: those of yours.");
  concerns->footer("Ends with 0 done, 64 usage or not possible now, 69 unavailable, 77 refused.");
  concerns->require_subcommand(0, 1);
  concerns->add_flag("--json", options.json, "Print the answers as they came");
  concerns->callback([&, concerns] {
    if (concerns->get_subcommands().empty())
      command = [&](client::Target target) { return run_list(options, std::move(target)); };
  });

  CLI::App* tell = concerns->add_subcommand("report", "Tell whoever licenses a driver.");
  tell->add_option("file", options.file, "The concern as JSON; - is standard input")->required();
  tell->callback([&] {
    command = [&](client::Target target) { return run_report(options, std::move(target)); };
  });

  const auto about_one = [&](const char* name, const char* what) {
    CLI::App* one = concerns->add_subcommand(name, what);
    one->add_option("concern", options.concern, "The concern's id")->required();
    return one;
  };
  about_one("show", "A concern and what happened to it.")->callback([&] {
    command = [&](client::Target target) { return run_show(options, std::move(target)); };
  });
  const auto changes = [&](CLI::App* one, const char* change) {
    one->callback([&, change] {
      command = [&options, change](client::Target target) {
        return run_change(options, change, std::move(target));
      };
    });
  };
  CLI::App* consider = about_one("consider", "Write back what your authority did, and why.");
  consider->add_option("--outcome", options.outcome, "What")
      ->required()
      ->check(CLI::IsMember({"suspended", "revoked", "warned", "no_action", "not_ours"}));
  consider->add_option("--on", options.on, "The day, as 2026-11-20; left out, today");
  CLI::App* transfer = about_one("transfer", "Hand it to another authority.");
  transfer->add_option("--to", options.to, "The other's code")->required();
  for (CLI::App* one : {consider, transfer}) {
    one->add_option("--reasons", options.reasons, "Why; - is standard input")->required();
    one->add_option("--by", options.by, "Who of your authority considered it")->required();
  }
  CLI::App* name = about_one("name-issuer", "Say who licenses the driver.");
  name->add_option("--issuer", options.issuer, "That authority's code")->required();
  changes(consider, "consider");
  changes(transfer, "transfer");
  changes(name, "name_issuer");
}

}  // namespace badgewatch::cli
