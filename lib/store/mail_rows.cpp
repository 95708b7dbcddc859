#include "store/mail_rows.hpp"

#include "core/json.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::store {

namespace {

SealedPlace place_of(std::string_view authority, const core::Uuid& id) {
  return {.table = "mail_address", .authority = authority, .id = id, .version = 1};
}

core::Error unreadable() {
  return {core::Errc::internal, "A stored mail address cannot be read."};
}

core::Result<MailContent> read_content(const std::string& text) {
  const auto json = core::parse_json(text);
  if (!json) return unreadable();
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  MailContent content;
  content.email = core::Secret(reader.string("email", 300));
  if (const auto digits = reader.optional_string("code")) {
    ports::MailCode code{core::Secret(*digits), {}};
    if (!core::parse_instant(reader.string("made_at"), code.made_at)) return unreadable();
    content.code = std::move(code);
  }
  if (!problems.empty()) return unreadable();
  return content;
}

}  // namespace

SealedValue seal_mail_address(const Sealer& sealer, const ports::MailAddress& address) {
  core::JsonWriter out;
  out.begin_object().member("email", address.email.reveal());
  if (address.code) {
    out.member("code", address.code->digits.reveal());
    out.member("made_at", core::to_text(address.code->made_at));
  }
  out.end_object();
  return sealer.seal_new(place_of(address.authority, address.id), out.text());
}

core::Result<MailContent> open_mail_address(const Sealer& sealer, const std::string& authority,
                                            const core::Uuid& id, std::int16_t key_version,
                                            core::ByteView data_key, core::ByteView content) {
  const auto text = sealer.open(data_key, key_version, place_of(authority, id), content);
  if (!text) return text.error();
  return read_content(*text);
}

std::string words_of_kinds(const std::vector<domain::AlertKind>& kinds) {
  std::string words;
  for (const auto kind : kinds)
    words += (words.empty() ? "" : " ") + std::string(name_of(kind));
  return words;
}

}  // namespace badgewatch::store
