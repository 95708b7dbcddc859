#include "api/licences.hpp"

#include "api/answers.hpp"
#include "api/licence_json.hpp"
#include "core/json_writer.hpp"
#include "http/conditional.hpp"
#include "person/person_json.hpp"

namespace badgewatch::api {

namespace {

void write_licence(core::JsonWriter& out, const domain::Licence& licence, std::int64_t version) {
  const auto date = [](const std::optional<core::Date>& day) -> std::optional<std::string> {
    if (!day) return {};
    return day->iso();
  };
  out.member("licence_number", licence.licence_number);
  out.member("class", domain::name_of(licence.licence_class));
  out.member("status", domain::name_of(licence.status));
  out.member("granted_on", date(licence.granted_on)).member("expires_on", date(licence.expires_on));
  out.key("holder");
  person::write_person(out, licence.holder);
  out.member("version", version);
}

// No licence has it, so only one that has the wanted content already is put under it.
constexpr std::int64_t no_version = 0;

// The version that If-Match asks for; nothing where it asks for none.
core::Result<std::optional<std::int64_t>> wanted_version(Context& context, const Call& call,
                                                         const std::string& licence_number) {
  const auto condition = http::read_if_match(call.request.head.headers);
  if (!condition) return condition.error();
  if (!*condition) return std::optional<std::int64_t>();
  const auto stands = context.records.read_licence(call.caller(), licence_number);
  if (!stands && stands.error().code() != core::Errc::not_found) return stands.error();
  const bool allows = stands && (*condition)->allows(http::strong_etag(stands->version));
  return std::optional(allows ? stands->version : no_version);
}

}  // namespace

http::Response put_licence(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  auto read = read_licence(*json, call.path.at("licence_number"), context.today());
  if (!read) return http::problem(read.error());
  const auto version = wanted_version(context, call, read->licence.licence_number);
  if (!version) return http::problem(version.error());

  const auto put = context.records.put_licence(call.caller(), {read->licence, *version});
  if (!put) return http::problem(put.error());
  core::JsonWriter out;
  out.begin_object();
  write_licence(out, read->licence, put->version);
  person::write_warnings(out, read->warnings);
  const int status = put->outcome == ports::PutOutcome::created ? 201 : 200;
  return json_answer(status, std::move(out.end_object()).take(),
                     {{"ETag", http::strong_etag(put->version)}});
}

http::Response get_licence(Context& context, const Call& call) {
  const auto record = context.records.read_licence(call.caller(), call.path.at("licence_number"));
  if (!record) return http::problem(record.error());
  core::JsonWriter out;
  out.begin_object();
  write_licence(out, record->licence, record->version);
  return json_answer(200, std::move(out.end_object()).take(),
                     {{"ETag", http::strong_etag(record->version)}});
}

}  // namespace badgewatch::api
