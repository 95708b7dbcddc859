#include "api/subject_access.hpp"

#include "api/answers.hpp"
#include "api/case_calls.hpp"
#include "api/checks.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "domain/succession.hpp"
#include "person/person_json.hpp"

namespace badgewatch::api {

namespace {

core::Result<app::SubjectRequest> read_request(const core::Json& json, core::Date today) {
  core::Problems problems;
  core::JsonReader reader(json, "", problems);
  app::SubjectRequest request;
  request.case_reference = reader.string("case_reference", 100);
  request.received_on = reader.date("received_on").value_or(core::Date());
  person::Warnings warnings;
  if (const auto* subject = reader.required_member("subject"))
    request.subject = person::read_person(*subject, "/subject", person::Reading::strict, today,
                                          problems, warnings);
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return request;
}

std::vector<std::string> texts_in(core::JsonReader& reader, std::string_view key) {
  std::vector<std::string> texts;
  const auto* list = reader.optional_array(key, app::SubjectAccess::most_confirmed);
  if (list == nullptr) return texts;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto* text = (*list)[i].string();
    if (text == nullptr)
      reader.problem(std::string(key) + "/" + std::to_string(i), "must be a text");
    else
      texts.push_back(*text);
  }
  return texts;
}

std::vector<core::Uuid> ids_in(core::JsonReader& reader, std::string_view key) {
  std::vector<core::Uuid> ids;
  const auto texts = texts_in(reader, key);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto id = core::Uuid::parse(texts[i]);
    if (!id)
      reader.problem(key, "must hold ids alone");
    else
      ids.push_back(*id);
  }
  return ids;
}

struct BundleWanted {
  app::Confirmed confirmed;
  bool is_html = false;
};

core::Result<BundleWanted> read_wanted(const core::Json& json) {
  core::Problems problems;
  core::JsonReader reader(json, "", problems);
  BundleWanted wanted;
  wanted.confirmed.entries = ids_in(reader, "entries");
  wanted.confirmed.licences = texts_in(reader, "licences");
  wanted.confirmed.searches = ids_in(reader, "searches");
  wanted.is_html = reader.optional_choice("format", {"json", "html"}).value_or(0) == 1;
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return wanted;
}

std::string found_json(const app::SubjectFound& found) {
  core::JsonWriter out;
  out.begin_object().member("id", found.check.id.text());
  out.member("answer_by", found.answer_by.iso()).key("entries").begin_array();
  for (const auto& hit : found.check.hits) {
    if (hit.is_concern) continue;
    out.begin_object().member("id", hit.entry.text());
    out.member("recording_authority", hit.recording_authority);
    out.member("own", hit.is_own);
    out.member("kind", domain::name_of(hit.kind)).member("name", hit.name);
    out.member("birth_year", hit.birth_year);
    out.member("band", match::name_of(hit.comparison.band)).end_object();
  }
  out.end_array().key("licences").begin_array();
  for (const auto& one : found.licences)
    out.begin_object()
        .member("licence_number", one.licence_number)
        .member("status", domain::name_of(one.status))
        .member("band", one.band)
        .end_object();
  out.end_array().key("searches").begin_array();
  for (const auto& one : found.searches)
    out.begin_object()
        .member("check", one.check.text())
        .member("case_reference", one.case_reference)
        .member("purpose", domain::name_of(one.purpose))
        .member("band", one.band)
        .end_object();
  return std::move(out.end_array().end_object()).take();
}

}  // namespace

http::Response post_subject_request(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  const auto request = read_request(*json, context.today());
  if (!request) return http::problem(request.error());
  const auto found = context.cases.subject_access.find(call.caller(), *request);
  if (!found) return http::problem(unproven_if_unavailable(found.error()));
  return json_answer(201, found_json(*found),
                     {{"Location", "/v1/checks/" + found->check.id.text()}});
}

http::Response post_subject_bundle(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem({core::Errc::not_found, "There is no such check of yours."});
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  auto wanted = read_wanted(*json);
  if (!wanted) return http::problem(wanted.error());
  wanted->confirmed.check = *id;
  const auto bundle = context.cases.subject_access.bundle(call.caller(), wanted->confirmed);
  if (!bundle) return http::problem(bundle.error());
  const auto reference = context.reference.get();
  const auto name = domain::name_on(reference->authorities, bundle->authority, context.today());
  if (!wanted->is_html) return json_answer(200, bundle_json(*bundle, name, context.today()));
  return {.status = 200,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Content-Security-Policy",
                       "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}},
          .body = bundle_html(*bundle, name, context.today())};
}

}  // namespace badgewatch::api
