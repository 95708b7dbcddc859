// The printable page. Every value goes through html_text().
#include "api/html_text.hpp"
#include "api/subject_access.hpp"
#include "person/birth_date.hpp"

namespace badgewatch::api {

namespace {

constexpr std::string_view style =
    "body{font:16px/1.45 Arial,Helvetica,sans-serif;color:#0b0c0c;margin:2rem auto;max-width:52rem;"
    "padding:0 1rem}h1{font-size:1.9rem;margin:0 0 .3rem}h2{font-size:1.35rem;margin:2rem 0 .5rem}"
    "h3{font-size:1.1rem;margin:1.2rem 0 .3rem}h2,h3{break-after:avoid}.meta{color:#505a5f}"
    ".before{border-left:8px solid #1d70b8;padding:.5rem 1rem}table{border-collapse:collapse;"
    "width:100%}caption{text-align:left;color:#505a5f}th,td{text-align:left;vertical-align:top;"
    "padding:.35rem .6rem .35rem 0;border-bottom:1px solid #b1b4b6}tr{break-inside:avoid}"
    "@media print{body{margin:0;max-width:none;font-size:11pt}.before{display:none}}";

std::string row(std::string_view name, std::string_view value) {
  return value.empty() ? ""
                       : "<tr><th scope=\"row\">" + html_text(name) + "</th><td>" +
                             html_text(value) + "</td></tr>";
}

std::string day(const std::optional<core::Date>& value) {
  return value ? value->iso() : "";
}

std::string name_of(const person::Name& name) {
  if (!name.full.empty()) return name.full;
  return name.given.empty() ? name.family : name.given + " " + name.family;
}

std::string person_rows(const person::Person& person) {
  std::string rows;
  for (const auto& name : person.names)
    rows += row(name.kind == person::NameKind::current ? "Name" : "Another name", name_of(name));
  if (person.date_of_birth) rows += row("Born", person::iso_text(*person.date_of_birth));
  rows += row("National Insurance number", person.national_insurance_number);
  if (person.driving_licence) rows += row("Driving licence", person.driving_licence->number);
  for (const auto& address : person.addresses) {
    std::string text;
    for (const auto& line : address.lines)
      text += (text.empty() ? "" : ", ") + line;
    if (!address.postcode.empty()) text += (text.empty() ? "" : ", ") + address.postcode;
    rows += row("Address", text);
  }
  return rows + row("E-mail", person.email) + row("Telephone", person.telephone);
}

std::string table(std::string_view caption, const std::string& rows) {
  return "<table><caption>" + html_text(caption) + "</caption><tbody>" + rows + "</tbody></table>";
}

std::string history_of(const ports::DecisionRecord& record) {
  std::string rows;
  for (const auto& item : record.history) {
    auto text = item.change;
    if (item.is_proposal) text += " (proposed)";
    if (!item.reason.empty()) text += ": " + item.reason;
    rows += row(item.on.iso(), text);
  }
  return table("What happened to it", rows);
}

std::string seen_of(const ports::Sights& seen) {
  std::string rows;
  for (const auto& one : seen.sights)
    rows += row(core::to_text(one.at), one.authority + ", " + one.kind);
  return table("Who has been shown it, since " + core::to_text(seen.known_since), rows);
}

std::string entry_of(const app::HeldEntry& held, core::Date today) {
  const auto& record = held.record;
  const auto& decision = record.decision;
  const auto state =
      domain::state_on(record.state, decision.kind, decision.suspension_ends_on, today);
  return "<h3>Entry " + html_text(record.id.text()) + "</h3>" +
         table("As it stands", row("Kind", domain::name_of(decision.kind)) +
                                   row("State", domain::name_of(state)) +
                                   row("Decided on", decision.decided_on.iso()) +
                                   row("In effect from", decision.effective_on.iso()) +
                                   row("Suspension ends on", day(decision.suspension_ends_on)) +
                                   row("Disputed since", day(record.disputed_on)) +
                                   row("Kept until", record.clocks.retained_until.iso()) +
                                   person_rows(decision.subject)) +
         history_of(record) + seen_of(held.seen);
}

std::string state_of(std::string_view caption, const ports::LicenceState& state) {
  const auto& licence = state.licence;
  return table(caption, row("Since", core::to_text(state.since)) +
                            row("Class", domain::name_of(licence.licence_class)) +
                            row("Status", domain::name_of(licence.status)) +
                            row("Granted on", day(licence.granted_on)) +
                            row("Expires on", day(licence.expires_on)) +
                            person_rows(licence.holder));
}

std::string licence_of(const ports::HeldLicence& held) {
  auto text = "<h3>Licence " + html_text(held.now.licence.licence_number) + "</h3>" +
              state_of("As it stands", held.now);
  for (const auto& one : held.earlier)
    text += state_of("As it was", one);
  return text;
}

std::string search_of(const app::HeldSearch& search) {
  std::string text(domain::name_of(search.purpose));
  text += ", case " + search.case_reference + ", by " + search.actor + ": ";
  return row(core::to_text(search.at), text + std::string(domain::name_of(search.outcome)));
}

std::string or_none(std::string_view title, const std::string& what) {
  return "<h2>" + html_text(title) + "</h2>" + (what.empty() ? "<p>None.</p>" : what);
}

}  // namespace

std::string bundle_html(const app::SubjectBundle& bundle, std::string_view authority_name,
                        core::Date today) {
  std::string entries, licences, searches, others;
  for (const auto& one : bundle.entries)
    entries += entry_of(one, today);
  for (const auto& one : bundle.licences)
    licences += licence_of(one);
  for (const auto& one : bundle.searches)
    searches += search_of(one);
  for (const auto& code : bundle.others)
    others += (others.empty() ? "" : ", ") + code;
  const auto name = html_text(authority_name);
  return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>What " + name +
         " holds about you</title><style>" + std::string(style) + "</style></head><body><h1>What " +
         name + " holds about you in the register</h1><p class=\"meta\">Made at " +
         core::to_text(bundle.made_at) + ", for the request " + bundle.check.text() +
         ".</p><p class=\"before\">" + std::string(before_handing_over) + "</p>" +
         table("Whom it is about, as the request says", person_rows(bundle.subject)) +
         or_none("Entries", entries) + or_none("Licences", licences) +
         or_none("Searches for you",
                 searches.empty() ? "" : table("When, why, and what came of it", searches)) +
         (others.empty() ? ""
                         : "<h2>Ask also</h2><p>Other authorities may hold entries about you: " +
                               html_text(others) + ". Each answers for its own.</p>") +
         "</body></html>";
}

}  // namespace badgewatch::api
