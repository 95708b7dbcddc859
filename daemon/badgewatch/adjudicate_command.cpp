#include "badgewatch/adjudicate_command.hpp"

#include "badgewatch/output.hpp"
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

std::string reason_of(const AdjudicateOptions& options) {
  if (options.reason != "-") return options.reason;
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  return std::string(core::trim(text));
}

std::string body_of(const AdjudicateOptions& options) {
  core::JsonWriter writer;
  writer.begin_object().member("finding", options.finding).member("reason", reason_of(options));
  return std::move(writer.end_object()).take();
}

// "/reason" as "--reason".
core::Error in_options(const core::Error& error) {
  auto fields = error.fields();
  for (auto& field : fields)
    if (field.pointer.starts_with('/')) field.pointer = "--" + field.pointer.substr(1);
  return {error.code(), error.detail(), std::move(fields)};
}

std::string text(const core::Json& json, std::string_view key) {
  const auto* member = json.find(key);
  return member != nullptr && member->string() != nullptr ? client::printable(*member->string())
                                                          : "";
}

std::string kept_text(const core::Json& kept) {
  return client::paragraph("", "Kept: " + client::words(text(kept, "finding")) + ", found by " +
                                   text(kept, "found_by") + " on " +
                                   client::instant_text(text(kept, "found_at")) + ".") +
         client::paragraph("",
                           "Later checks of your authority show it while nothing that is compared "
                           "of the two people changes. It changes no outcome.");
}

}  // namespace

Exit run_adjudicate(const AdjudicateOptions& options, client::Target target) {
  const auto check = core::Uuid::parse(options.check);
  const auto hit = core::Uuid::parse(options.hit);
  if (!check || !hit)
    return report(
        {core::Errc::invalid,
         "CHECK and HIT are the ids that `badgewatch check` prints: 36 characters each."});
  client::HttpClient http(std::move(target));
  const auto path = "/v1/checks/" + check->text() + "/hits/" + hit->text() + "/adjudication";
  const auto reply = http.post(path, body_of(options));
  if (!reply) return report(reply.error());
  if (reply->status != 200) return report(in_options(client::error_of(*reply)));
  const auto kept = core::parse_json(reply->body);
  if (!kept || kept->object() == nullptr)
    return report({core::Errc::unavailable, "The register's answer cannot be read."});
  std::cout << (options.json ? reply->body + "\n" : kept_text(*kept)) << std::flush;
  return exit_done;
}

}  // namespace badgewatch::cli
