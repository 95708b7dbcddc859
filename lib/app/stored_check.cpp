#include "app/stored_check.hpp"

#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "person/person_json.hpp"

namespace badgewatch::app {

std::string canonical(const domain::CheckRequest& request) {
  core::JsonWriter out;
  out.begin_object().member("case_reference", request.case_reference);
  out.member("purpose", domain::name_of(request.purpose));
  out.key("subject");
  person::write_person(out, request.subject);
  return std::move(out.end_object()).take();
}

core::Result<domain::CheckRequest> read_stored_request(const std::string& text) {
  const auto json = core::parse_json(text);
  if (!json) return json.error();
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  domain::CheckRequest request;
  request.case_reference = reader.string("case_reference");
  if (const auto purpose = domain::purpose_named(reader.string("purpose")))
    request.purpose = *purpose;
  // Read leniently: it was taken once, whatever today's rules would say of it.
  person::Warnings warnings;
  if (const auto* subject = reader.required_member("subject"))
    request.subject = person::read_person(*subject, "/subject", person::Reading::lenient,
                                          core::Date::of_days(2'932'896), problems, warnings);
  if (!problems.empty())
    return core::Error(core::Errc::internal, "A stored check is not of its form.");
  return request;
}

}  // namespace badgewatch::app
