#include "access/compact_jws.hpp"

#include "access/jose.hpp"
#include "core/bytes.hpp"
#include "core/text.hpp"

namespace badgewatch::access {

namespace {

constexpr std::size_t longest_text = 500;
// The last second that an Instant can hold.
constexpr std::int64_t last_second = 9'223'372'036'854;

std::optional<core::Json> object_of(std::string_view base64url) {
  const auto bytes = core::from_base64url(base64url);
  if (!bytes) return std::nullopt;
  auto json = core::parse_json(core::as_text(*bytes));
  if (!json || json->object() == nullptr) return std::nullopt;
  return std::move(*json);
}

}  // namespace

std::optional<CompactJws> take_apart(std::string_view compact, std::size_t longest) {
  if (compact.size() > longest) return std::nullopt;
  const auto parts = core::split(compact, '.');
  if (parts.size() != 3) return std::nullopt;
  auto header = object_of(parts[0]);
  auto claims = object_of(parts[1]);
  const auto signature = core::from_base64url(parts[2]);
  if (!header || !claims || !signature || signature->empty()) return std::nullopt;
  return CompactJws{std::move(*header), std::move(*claims), signature->size()};
}

bool has_extensions(const core::Json& header) {
  return header.find("crit") != nullptr || header.find("b64") != nullptr;
}

std::optional<std::string> text_in(const core::Json& json, std::string_view name) {
  const auto* member = json.find(name);
  if (member == nullptr || member->string() == nullptr || member->string()->empty() ||
      member->string()->size() > longest_text)
    return std::nullopt;
  return *member->string();
}

bool read_time(const core::Json& claims, std::string_view name, std::optional<std::int64_t>& out) {
  const auto* member = claims.find(name);
  if (member == nullptr) return true;
  if (member->integer() == nullptr || *member->integer() < 0 || *member->integer() > last_second)
    return false;
  out = *member->integer();
  return true;
}

bool is_signed_by_jwk(std::string_view compact, std::string_view jwk) {
  const auto key = jose_key(jwk);
  cjose_err error{};
  const JoseSignature jws(cjose_jws_import(compact.data(), compact.size(), &error));
  return key && jws && cjose_jws_verify(jws.get(), key.get(), &error);
}

}  // namespace badgewatch::access
