#include "badgewatch/log_client.hpp"

#include "core/json.hpp"

#include <algorithm>

namespace badgewatch::cli {
namespace {

core::Error unreadable() {
  return {core::Errc::unavailable, "The register's answer about its log cannot be read."};
}

core::Result<std::string> get(client::HttpClient& http, const std::string& path) {
  auto reply = http.get(path);
  if (!reply) return reply.error();
  if (reply->status != 200) return client::error_of(*reply);
  return std::move(reply->body);
}

std::optional<std::vector<core::Hash>> hashes_in(const core::Json& json) {
  const core::Json* member = json.find("proof");
  if (member == nullptr || member->array() == nullptr) return {};
  std::vector<core::Hash> hashes;
  for (const core::Json& each : *member->array()) {
    const auto bytes = each.string() == nullptr ? std::nullopt : core::from_base64(*each.string());
    if (!bytes || bytes->size() != std::tuple_size_v<core::Hash>) return {};
    std::copy(bytes->begin(), bytes->end(), hashes.emplace_back().begin());
  }
  return hashes;
}

}  // namespace

core::Result<std::string> fetch_checkpoint(client::HttpClient& http) {
  return get(http, "/v1/log/checkpoint");
}

core::Result<std::vector<core::Hash>> fetch_consistency(client::HttpClient& http,
                                                        std::uint64_t from, std::uint64_t to) {
  const auto body =
      get(http, "/v1/log/consistency?from=" + std::to_string(from) + "&to=" + std::to_string(to));
  if (!body) return body.error();
  const auto json = core::parse_json(*body);
  if (!json) return unreadable();
  auto hashes = hashes_in(*json);
  if (!hashes) return unreadable();
  return std::move(*hashes);
}

core::Result<Inclusion> fetch_inclusion(client::HttpClient& http, const std::string& commitment) {
  const auto body = get(http, "/v1/log/leaves/" + commitment);
  if (!body) return body.error();
  const auto json = core::parse_json(*body);
  if (!json) return unreadable();
  auto hashes = hashes_in(*json);
  const core::Json* leaf = json->find("leaf");
  const core::Json* number = leaf == nullptr ? nullptr : leaf->find("number");
  const core::Json* checkpoint = json->find("checkpoint");
  if (!hashes || number == nullptr || number->integer() == nullptr || *number->integer() < 0 ||
      checkpoint == nullptr || checkpoint->string() == nullptr)
    return unreadable();
  return Inclusion{.number = static_cast<std::uint64_t>(*number->integer()),
                   .proof = std::move(*hashes),
                   .checkpoint = *checkpoint->string()};
}

}  // namespace badgewatch::cli
