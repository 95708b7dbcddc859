#include "api/decision_answer.hpp"
#include "api/subject_access.hpp"
#include "person/person_json.hpp"

namespace badgewatch::api {

namespace {

std::optional<std::string> day_or_null(const std::optional<core::Date>& day) {
  return day ? std::optional(day->iso()) : std::nullopt;
}

// Who has seen an entry: each authority, and when. Of people's names nothing.
void write_seen(core::JsonWriter& out, const ports::Sights& seen) {
  out.member("seen_known_since", core::to_text(seen.known_since)).key("seen").begin_array();
  for (const auto& one : seen.sights)
    out.begin_object()
        .member("authority", one.authority)
        .member("how", one.kind)
        .member("at", core::to_text(one.at))
        .end_object();
  out.end_array();
}

void write_state(core::JsonWriter& out, const ports::LicenceState& state) {
  const auto& licence = state.licence;
  out.begin_object().member("since", core::to_text(state.since));
  out.member("class", domain::name_of(licence.licence_class));
  out.member("status", domain::name_of(licence.status));
  out.member("granted_on", day_or_null(licence.granted_on));
  out.member("expires_on", day_or_null(licence.expires_on)).key("holder");
  person::write_person(out, licence.holder);
  out.end_object();
}

void write_licence(core::JsonWriter& out, const ports::HeldLicence& held) {
  out.begin_object().member("licence_number", held.now.licence.licence_number).key("now");
  write_state(out, held.now);
  out.key("earlier").begin_array();
  for (const auto& one : held.earlier)
    write_state(out, one);
  out.end_array().end_object();
}

void write_search(core::JsonWriter& out, const app::HeldSearch& search) {
  out.begin_object().member("check", search.check.text());
  out.member("at", core::to_text(search.at)).member("by", search.actor);
  out.member("purpose", domain::name_of(search.purpose));
  out.member("case_reference", search.case_reference);
  out.member("outcome", domain::name_of(search.outcome)).end_object();
}

}  // namespace

std::string bundle_json(const app::SubjectBundle& bundle, std::string_view authority_name,
                        core::Date today) {
  core::JsonWriter out;
  out.begin_object().member("id", bundle.check.text());
  out.member("authority", bundle.authority).member("authority_name", authority_name);
  out.member("made_at", core::to_text(bundle.made_at));
  out.member("before_handing_over", before_handing_over).key("subject");
  person::write_person(out, bundle.subject);
  out.key("entries").begin_array();
  for (const auto& one : bundle.entries) {
    out.begin_object().key("entry").raw(decision_json(one.record, today, false));
    write_seen(out, one.seen);
    out.end_object();
  }
  out.end_array().key("licences").begin_array();
  for (const auto& one : bundle.licences)
    write_licence(out, one);
  out.end_array().key("searches").begin_array();
  for (const auto& one : bundle.searches)
    write_search(out, one);
  out.end_array().key("ask_also").begin_array();
  for (const auto& code : bundle.others)
    out.value(code);
  return std::move(out.end_array().end_object()).take();
}

}  // namespace badgewatch::api
