#include "api/contacts.hpp"

#include "api/answers.hpp"
#include "api/case_calls.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::api {

namespace {

std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::string contact_json(const domain::Contact& contact,
                         const std::optional<ports::KeptContact>& said) {
  core::JsonWriter out;
  out.begin_object().member("team", text_or_null(contact.team));
  out.member("address", text_or_null(contact.address));
  out.member("telephone", text_or_null(contact.telephone));
  out.member("email", text_or_null(contact.email)).member("url", text_or_null(contact.url));
  out.member("confirmed_at",
             said ? std::optional(core::to_text(said->confirmed_at)) : std::nullopt);
  out.member("review_by", said ? std::optional(said->review_by.iso()) : std::nullopt);
  return std::move(out.end_object()).take();
}

// A link is shown to officers of other authorities.
bool is_web_address(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

core::Result<domain::Contact> read_contact(const core::Json& json) {
  core::Problems problems;
  core::JsonReader reader(json, "", problems);
  domain::Contact contact;
  contact.team = reader.string("team", 200);
  contact.address = reader.optional_string("address", 300).value_or("");
  contact.telephone = reader.optional_string("telephone", 60).value_or("");
  contact.email = reader.optional_string("email", 254).value_or("");
  contact.url = reader.optional_string("url", 300).value_or("");
  if (contact.telephone.empty() && contact.email.empty() && problems.empty())
    reader.problem("telephone", "is required, or an e-mail address: somebody has to be reached");
  if (!contact.email.empty() && contact.email.find('@') == std::string::npos)
    reader.problem("email", "is no e-mail address");
  if (!contact.url.empty() && !is_web_address(contact.url))
    reader.problem("url", "must begin with https:// or http://");
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return contact;
}

}  // namespace

http::Response get_contact(Context& context, const Call& call) {
  const auto said = context.cases.contacts.own(call.caller());
  if (!said) return http::problem(said.error());
  if (*said) return json_answer(200, contact_json((*said)->contact, *said));
  const auto reference = context.reference.get();
  const auto* authority = reference->authorities.with_code(call.caller().authority);
  return json_answer(
      200, contact_json(authority != nullptr ? authority->ask : domain::Contact{}, std::nullopt));
}

http::Response put_contact(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  const auto contact = read_contact(*json);
  if (!contact) return http::problem(contact.error());
  const auto kept = context.cases.contacts.say(call.caller(), *contact);
  if (!kept) return http::problem(kept.error());
  return json_answer(200, contact_json(kept->contact, *kept));
}

}  // namespace badgewatch::api
