#include "app/check_answer.hpp"

#include "core/bytes.hpp"
#include "core/json.hpp"
#include "domain/succession.hpp"
#include "person/person_json.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

void write_evidence(core::JsonWriter& out, const std::vector<match::Evidence>& evidence) {
  out.key("evidence").begin_array();
  for (const auto& one : evidence) {
    out.begin_object();
    out.member("field", match::name_of(one.field)).member("verdict", match::name_of(one.verdict));
    out.key("weight").value(one.weight, 2);
    out.member("note", one.note);
    out.end_object();
  }
  out.end_array();
}

bool is_of_former(const Hit& hit) {
  return domain::names_former(hit.recording_authority_name);
}

void write_hit(core::JsonWriter& out, const Hit& hit) {
  out.begin_object().member("id", hit.id.text());
  out.key("entry").begin_object();
  out.member("type", hit.is_concern ? "concern" : "decision").member("id", hit.entry.text());
  out.member("recording_authority", hit.recording_authority);
  if (is_of_former(hit)) out.member("recording_authority_name", hit.recording_authority_name);
  if (hit.is_concern) {
    // A pointer: whom to ask, and no more.
    for (const auto* name : {"kind", "decided_on", "effective_on", "state", "name", "birth_year"})
      out.member(name, nullptr);
  } else {
    out.member("kind", domain::name_of(hit.kind));
    out.member("decided_on", hit.decided_on.iso()).member("effective_on", hit.effective_on.iso());
    out.member("state", domain::name_of(hit.state));
    out.member("name", hit.name).member("birth_year", hit.birth_year);
    if (hit.disputed_on) out.member("disputed_on", hit.disputed_on->iso());
  }
  write_ask(out, hit.ask);
  out.end_object();
  out.member("band", match::name_of(hit.comparison.band));
  out.key("probability").value(hit.comparison.probability, 4);
  out.key("weight").value(hit.comparison.weight, 2);
  write_evidence(out, hit.comparison.evidence);
  out.key("earlier_finding");
  if (hit.earlier_finding)
    write_finding(out, *hit.earlier_finding);
  else
    out.value(nullptr);
  if (hit.is_held) out.member("held", true);
  out.member("next_step", next_step(hit));
  out.end_object();
}

void write_proof(core::JsonWriter& out, const CheckAnswer& answer) {
  out.key("proof");
  if (!answer.proven) {
    out.value(nullptr);
    return;
  }
  out.begin_object().member("epoch", answer.proven->epoch.text());
  out.member("seq", answer.proven->seq).member("chain", core::hex(answer.proven->chain));
  out.member("rules", answer.rules);
  out.member("proven_at", core::to_text(answer.proven_at)).end_object();
}

void write_receipt(core::JsonWriter& out, const proof::Receipt& receipt) {
  out.key("receipt").begin_object().member("text", receipt.signed_text);
  out.member("key_id", receipt.key_id).member("signature", receipt.signature).end_object();
}

std::optional<core::Uuid> id_in(const core::Json& json) {
  const auto* id = json.find("id");
  if (id == nullptr || id->string() == nullptr) return {};
  return core::Uuid::parse(*id->string());
}

std::string team_of(const Hit& hit) {
  if (hit.ask.team.empty()) return hit.recording_authority_name;
  return is_of_former(hit) ? hit.ask.team + " of " + hit.recording_authority_name : hit.ask.team;
}

}  // namespace

void write_ask(core::JsonWriter& out, const domain::Contact& ask) {
  const auto text = [](const std::string& value) -> std::optional<std::string> {
    if (value.empty()) return {};
    return value;
  };
  out.key("ask").begin_object();
  out.member("team", text(ask.team)).member("email", text(ask.email));
  out.member("telephone", text(ask.telephone)).member("url", text(ask.url));
  if (!ask.address.empty()) out.member("address", ask.address);
  out.end_object();
}

std::string next_step(const Hit& hit) {
  if (hit.is_concern)
    return hit.is_own ? "Your own authority has a concern about a person who may be the same: look "
                        "into it before you decide. The register does not decide."
                      : "Another authority has a concern about a person who may be the same. Ask " +
                            team_of(hit) +
                            " before you decide. A concern is no finding. The register does not "
                            "decide.";
  // Whoever asks about it finds out whether it is a mistake.
  const std::string_view held =
      hit.is_held ? "This entry came with unusually many others and nobody has confirmed it yet. "
                  : "";
  const std::string before =
      std::string(held) + (hit.disputed_on ? "The driver disputes this entry. " : "");
  if (hit.is_own && is_of_former(hit))
    return before + "This entry is your own authority's by now, " + hit.recording_authority_name +
           ": look into the former authority's file before you decide. "
           "The register does not decide.";
  if (hit.is_own)
    return before +
           "Your own authority recorded this entry: look into your file before you decide. "
           "The register does not decide.";
  const std::string first = hit.comparison.band == match::Band::strong
                                ? "Probably the same person. Ask "
                                : "Possibly the same person. Compare the fields, then ask ";
  return before + first + team_of(hit) +
         " in writing about this entry before you decide. The register does not decide.";
}

std::string to_json(const CheckAnswer& answer) {
  core::JsonWriter out;
  out.begin_object().member("id", answer.id.text());
  out.member("checked_at", core::to_text(answer.checked_at));
  out.member("outcome", domain::name_of(answer.outcome));
  out.key("hits").begin_array();
  for (const auto& hit : answer.hits)
    write_hit(out, hit);
  out.end_array();
  if (answer.hits_left_out > 0) out.member("hits_left_out", answer.hits_left_out);
  person::write_warnings(out, answer.warnings);
  out.key("searched").begin_array();
  for (const auto list : answer.searched)
    out.value(list);
  out.end_array();
  out.member("freshness", answer.proven ? "proven" : "behind");
  out.member("current", true);
  write_proof(out, answer);
  write_receipt(out, answer.receipt);
  return std::move(out.end_object()).take();
}

core::Result<std::string> with_contradictions(const std::string& stored,
                                              const std::vector<core::Uuid>& contradicted_by) {
  // The register wrote this text itself, so the member stands there once, outside of any string.
  constexpr std::string_view current = R"("current":true)";
  const auto place = stored.rfind(current);
  if (place == std::string::npos)
    return core::Error(core::Errc::internal, "A stored check is not of its form.");
  core::JsonWriter list;
  list.begin_array();
  for (const auto& entry : contradicted_by)
    list.value(entry.text());
  list.end_array();
  auto changed = stored;
  changed.replace(place, current.size(), R"("current":false,"contradicted_by":)" + list.text());
  return changed;
}

void write_finding(core::JsonWriter& out, const ports::FindingRecord& finding) {
  out.begin_object().member("finding", domain::name_of(finding.finding));
  out.member("reason", finding.reason).member("found_by", finding.found_by);
  out.member("found_at", core::to_text(finding.found_at));
  out.member("check", finding.check.text()).end_object();
}

std::string with_findings(std::string stored, const std::vector<ports::FindingRecord>& findings) {
  for (const auto& one : findings) {
    // The register wrote this text itself, so a quotation mark inside of a string is escaped.
    const auto head = R"({"id":")" + one.hit.text() + R"(",)";
    const auto place = stored.find(head);
    if (place == std::string::npos) continue;
    core::JsonWriter out;
    write_finding(out, one);
    stored.insert(place + head.size(), R"("finding":)" + out.text() + ',');
  }
  return stored;
}

std::string with_asked(std::string stored, std::string_view request) {
  stored.pop_back();  // the brace of the whole
  return stored.append(R"(,"asked":)").append(request).append("}");
}

core::Result<std::vector<StoredHit>> hits_in(const std::string& stored) {
  const auto unreadable = [] {
    return core::Error(core::Errc::internal, "A stored check is not of its form.");
  };
  const auto json = core::parse_json(stored);
  if (!json) return json.error();
  const auto* hits = json->find("hits");
  if (hits == nullptr || hits->array() == nullptr) return unreadable();
  std::vector<StoredHit> found;
  for (const auto& hit : *hits->array()) {
    const auto* entry = hit.find("entry");
    if (entry == nullptr) return unreadable();
    const auto id = id_in(hit);
    const auto entry_id = id_in(*entry);
    const auto* authority = entry->find("recording_authority");
    if (!id || !entry_id || authority == nullptr || authority->string() == nullptr)
      return unreadable();
    found.push_back({*id, *entry_id, *authority->string()});
  }
  return found;
}

}  // namespace badgewatch::app
