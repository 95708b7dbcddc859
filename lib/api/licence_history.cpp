#include "api/licence_history.hpp"

#include "api/actor_names.hpp"
#include "api/answers.hpp"
#include "api/nation_calls.hpp"
#include "api/register_calls.hpp"
#include "app/check_answer.hpp"
#include "app/concern_matches.hpp"
#include "core/json_writer.hpp"
#include "domain/roster.hpp"

#include <array>

namespace badgewatch::api {

namespace {

void write_version(core::JsonWriter& out, const ports::LicenceState& state,
                   const ports::LicenceState* before, const ActorNames& names) {
  const auto date = [](const std::optional<core::Date>& day) {
    return day ? std::optional(day->iso()) : std::optional<std::string>();
  };
  const auto& licence = state.licence;
  out.begin_object().member("version", state.version);
  out.member("at", core::to_text(state.since));
  out.member("actor", state.actor.empty() ? std::optional<std::string>() : state.actor);
  const auto name = names.find(state.actor);
  if (name != names.end()) out.member("actor_name", name->second);
  out.member("class", domain::name_of(licence.licence_class));
  out.member("status", domain::name_of(licence.status));
  out.member("granted_on", date(licence.granted_on)).member("expires_on", date(licence.expires_on));
  out.key("fields").begin_array();
  if (before != nullptr)
    for (const auto& field : domain::differing_fields(licence, before->licence))
      out.value(field);
  out.end_array().end_object();
}

void write_versions(core::JsonWriter& out, const ports::HeldLicence& held,
                    const ActorNames& names) {
  std::vector<const ports::LicenceState*> newest_first = {&held.now};
  for (auto one = held.earlier.rbegin(); one != held.earlier.rend(); ++one)
    newest_first.push_back(&*one);
  out.key("versions").begin_array();
  for (std::size_t i = 0; i < newest_first.size(); ++i) {
    const auto* before = i + 1 < newest_first.size() ? newest_first[i + 1] : nullptr;
    write_version(out, *newest_first[i], before, names);
  }
  out.end_array();
}

}  // namespace

http::Response get_licence_history(Context& context, const Call& call) {
  const auto record = context.records.read_licence(call.caller(), call.path.at("licence_number"));
  if (!record) return http::problem(record.error());
  const std::array ids = {record->id};
  const auto held = context.nation.register_calls.held.licences(call.caller(), ids);
  if (!held) return http::problem(held.error());
  if (held->empty()) return http::problem({core::Errc::not_found, "There is no such licence."});
  const auto names = names_of_actors(context, call.caller());
  if (!names) return http::problem(names.error());
  const auto& licence = held->front();
  auto logged = context.nation.register_calls.looks.note(call.caller(), "licence_history_read",
                                                         licence.id, licence.earlier.size() + 1);
  if (!logged) return http::problem(logged.error());
  core::JsonWriter out;
  out.begin_object().member("licence_number", licence.now.licence.licence_number);
  write_versions(out, licence, *names);
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response get_licence_elsewhere(Context& context, const Call& call) {
  const auto record = context.records.read_licence(call.caller(), call.path.at("licence_number"));
  if (!record) return http::problem(record.error());
  if (!context.nation.register_calls.names_issuers)
    return http::problem({core::Errc::conflict,
                          "Who else licenses somebody is not told in this register: it is not in "
                          "statute, and no legal basis is recorded for it."});
  const auto found = app::issuers_of(context.nation.register_calls.index, record->licence.holder,
                                     call.caller().authority);
  if (!found)
    return http::problem({core::Errc::unavailable, "The register's index is not whole yet."});
  auto logged = context.nation.register_calls.looks.note(call.caller(), "licence_elsewhere_read",
                                                         record->id, found->size());
  if (!logged) return http::problem(logged.error());
  const auto reference = context.reference.get();
  core::JsonWriter out;
  out.begin_object().member("licence_number", record->licence.licence_number);
  out.key("elsewhere").begin_array();
  for (const auto& one : *found) {
    out.begin_object().member("authority", one.authority).member("band", one.band);
    out.key("probability").value(one.probability, 4);
    const auto* authority = reference->authorities.with_code(one.authority);
    app::write_ask(out, authority == nullptr ? domain::Contact{} : authority->ask);
    out.end_object();
  }
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

}  // namespace badgewatch::api
