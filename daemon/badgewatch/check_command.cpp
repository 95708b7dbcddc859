#include "badgewatch/check_command.hpp"

#include "badgewatch/output.hpp"
#include "client/http_client.hpp"
#include "client/render_check.hpp"
#include "core/json.hpp"

#include <iostream>

namespace badgewatch::cli {

Exit run_check(const CheckOptions& options, client::Target target) {
  const auto request = check_request(options);
  if (!request) return report(request.error());
  client::HttpClient http(std::move(target));
  const auto reply = http.post("/v1/checks", *request);
  if (!reply) return report(reply.error());
  if (reply->status != 200 && reply->status != 201)
    return report(in_options(client::error_of(*reply), options));
  const auto check = core::parse_json(reply->body);
  if (!check || check->object() == nullptr)
    return report({core::Errc::unavailable, "The register's answer cannot be read."});
  std::cout << (options.json ? reply->body + "\n" : client::render_check(*check)) << std::flush;
  if (!std::cout) return report({core::Errc::unavailable, "The answer could not be printed."});
  return exit_of(client::word_of(*check));
}

}  // namespace badgewatch::cli
