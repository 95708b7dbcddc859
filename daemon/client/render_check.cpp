#include "client/render_check.hpp"

#include "client/text_table.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace badgewatch::client {
namespace {

const core::Json& member(const core::Json& json, std::string_view key) {
  static const core::Json none;
  const core::Json* found = json.find(key);
  return found != nullptr ? *found : none;
}

std::string text(const core::Json& json, std::string_view key) {
  const core::Json& value = member(json, key);
  if (const std::string* string = value.string()) return printable(*string);
  if (const std::int64_t* integer = value.integer()) return std::to_string(*integer);
  return "";
}

std::string one_decimal(double number) {
  std::string out(32, '\0');
  const int length = std::snprintf(out.data(), out.size(), "%+.1f", number);
  out.resize(static_cast<std::size_t>(std::clamp(length, 0, 31)));
  return out;
}

std::string verdict_words(const std::string& verdict) {
  return verdict == "agree" ? "agrees" : verdict == "conflict" ? "CONFLICTS" : words(verdict);
}

// What says nothing has a weight of 0, and its note says why.
std::string evidence_row(const core::Json& evidence) {
  const double weight = member(evidence, "weight").number().value_or(0);
  std::string note = text(evidence, "note");
  if (note.empty()) note = words(text(evidence, "field"));
  const std::string verdict = text(evidence, "verdict");
  const bool silent = verdict == "missing";
  return paragraph("   " + padded(silent ? "-" : verdict_words(verdict), 10) +
                       right_aligned(silent ? "0" : one_decimal(weight), 6) + "  ",
                   note);
}

std::string evidence_table(const core::Json& evidence) {
  if (evidence.array() == nullptr || evidence.array()->empty()) return "";
  std::string out = "\n   verdict   weight\n";
  for (const core::Json& each : *evidence.array())
    out += evidence_row(each);
  return out + '\n';
}

std::string name_in(const core::Json& entry) {
  const core::Json& name = member(entry, "name");
  if (name.object() == nullptr) return text(entry, "name");
  if (const std::string full = text(name, "full"); !full.empty()) return full;
  return text(name, "given") + " " + text(name, "family");
}

std::string ask_line(const core::Json& ask) {
  std::string out;
  for (const std::string_view key : {"team", "email", "telephone", "url"}) {
    const std::string value = text(ask, key);
    if (value.empty()) continue;
    out += (out.empty() ? "" : ", ") + value;
  }
  return out;
}

std::string person_in(const core::Json& entry) {
  std::string out = name_in(entry);
  if (const std::string year = text(entry, "birth_year"); !year.empty()) out += ", born " + year;
  return out;
}

// "Revocation by LDS, decided 2026-11-02, effective 2026-11-23, under appeal."
std::string decision_in(const core::Json& entry) {
  std::string out = words(text(entry, text(entry, "kind").empty() ? "type" : "kind"));
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z')
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
  out += " by " + text(entry, "recording_authority");
  for (const std::string_view day : {"decided_on", "effective_on"})
    if (const std::string date = text(entry, day); !date.empty())
      out += ", " + std::string(day.substr(0, day.find('_'))) + ' ' + date;
  if (const std::string state = text(entry, "state"); !state.empty()) out += ", " + words(state);
  return out + '.';
}

// "different person, by licensing back office on 2026-11-24 09:42:10 UTC: another photograph."
std::string finding_in(const core::Json& finding) {
  std::string out = words(text(finding, "finding"));
  if (const std::string by = text(finding, "found_by"); !by.empty()) out += ", by " + by;
  if (const std::string at = text(finding, "found_at"); !at.empty())
    out += " on " + instant_text(at);
  if (const std::string reason = text(finding, "reason"); !reason.empty()) out += ": " + reason;
  return out;
}

std::string hit_text(std::size_t number, const core::Json& hit) {
  const core::Json& entry = member(hit, "entry");
  const std::string band = text(hit, "band") == "strong" ? "STRONG" : words(text(hit, "band"));
  std::string out = paragraph(std::to_string(number) + ". ", band + ": " + person_in(entry));
  out += paragraph("   ", decision_in(entry));
  out += paragraph("   ", "Entry " + text(entry, "id"));
  if (const std::string id = text(hit, "id"); !id.empty()) out += paragraph("   ", "Hit   " + id);
  out += evidence_table(member(hit, "evidence"));
  if (const core::Json& finding = member(hit, "earlier_finding"); finding.object() != nullptr)
    out += paragraph("   Found earlier: ", finding_in(finding));
  if (const core::Json& finding = member(hit, "finding"); finding.object() != nullptr)
    out += paragraph("   Found since: ", finding_in(finding));
  if (const std::string next = text(hit, "next_step"); !next.empty())
    out += paragraph("   Next: ", next);
  if (const std::string ask = ask_line(member(entry, "ask")); !ask.empty())
    out += paragraph("   Ask:  ", ask);
  return out;
}

std::size_t count_hits(const core::Json& check, std::string_view band) {
  const core::JsonArray* hits = member(check, "hits").array();
  if (hits == nullptr) return 0;
  return static_cast<std::size_t>(
      std::count_if(hits->begin(), hits->end(),
                    [&](const core::Json& hit) { return text(hit, "band") == band; }));
}

std::string headline(const core::Json& check) {
  const std::size_t strong = count_hits(check, "strong"), possible = count_hits(check, "possible");
  switch (word_of(check)) {
    case CheckWord::no_match:
      return "NO MATCH: no entry that your authority may be shown is about this person.";
    case CheckWord::possible_match:
      return "POSSIBLE MATCH: " + counted(possible, "hit") + ". Compare the fields.";
    case CheckWord::match:
      return "MATCH: " + counted(strong, "strong hit") +
             (possible > 0 ? ", " + with_commas(possible) + " possible." : ".");
    case CheckWord::unproven:
      return "NOT PROVEN: nothing was found, but that there is nothing is not proven. Ask again.";
    case CheckWord::indeterminate:
      break;
  }
  if (text(check, "outcome") == "indeterminate")
    return "INDETERMINATE: too little of the person is known to complete the search. This is no "
           "clear. Check again with a date of birth or a number.";
  return "INDETERMINATE: the search could not be completed. This is no clear.";
}

// What the register took although it is odd: a typing error there may hide a hit.
std::string warning_lines(const core::Json& check) {
  const core::JsonArray* warnings = member(check, "warnings").array();
  std::string out;
  for (std::size_t i = 0; warnings != nullptr && i < warnings->size(); ++i)
    out += paragraph("Look at:  ",
                     text((*warnings)[i], "pointer") + ": " + text((*warnings)[i], "detail"));
  return out;
}

std::string searched_line(const core::Json& check) {
  const core::JsonArray* searched = member(check, "searched").array();
  if (searched == nullptr || searched->empty()) return "";
  std::string out;
  for (const core::Json& each : *searched)
    if (const std::string* name = each.string())
      out += (out.empty() ? "" : ", ") + words(printable(*name));
  return paragraph("Searched: ", out + ".");
}

std::string proof_line(const core::Json& check) {
  const core::Json& proof = member(check, "proof");
  if (proof.object() == nullptr)
    return paragraph("Proof:    ", "none: the answer may be behind the register (freshness: " +
                                       words(text(check, "freshness")) + ").");
  return paragraph("Proof:    ", "the search knew all of the register at " +
                                     instant_text(text(proof, "proven_at")) + ": feed number " +
                                     text(proof, "seq") + ", history " + text(proof, "epoch") +
                                     ", rules " + text(proof, "rules") + ".");
}

std::string receipt_line(const core::Json& check) {
  const core::Json& receipt = member(check, "receipt");
  if (receipt.object() == nullptr) return "";
  return paragraph("Receipt:  ", "signed with key " + text(receipt, "key_id") +
                                     "; --json prints it, to be kept with the case.");
}

bool is_true(const core::Json& json, std::string_view key) {
  const bool* value = member(json, key).boolean();
  return value != nullptr && *value;
}

// Every part of it: without one there is nothing to hold against the register's log.
bool is_whole(const core::Json& proof) {
  for (const std::string_view key : {"epoch", "chain", "rules", "proven_at"})
    if (const std::string* value = member(proof, key).string(); value == nullptr || value->empty())
      return false;
  return member(proof, "seq").integer() != nullptr;
}

// Says that there is nothing, and something else too.
bool contradicts_a_clear(const core::Json& check) {
  const core::JsonArray* hits = member(check, "hits").array();
  const std::int64_t* left_out = member(check, "hits_left_out").integer();
  const bool* current = member(check, "current").boolean();
  return (hits != nullptr && !hits->empty()) || (left_out != nullptr && *left_out > 0) ||
         (current != nullptr && !*current);
}

}  // namespace

CheckWord word_of(const core::Json& check) {
  const std::string outcome = text(check, "outcome");
  if (outcome == "match") return CheckWord::match;
  if (outcome == "possible_match") return CheckWord::possible_match;
  if (outcome != "no_match") return CheckWord::indeterminate;
  if (contradicts_a_clear(check)) return CheckWord::indeterminate;
  const bool proven = member(check, "hits").array() != nullptr && is_true(check, "current") &&
                      text(check, "freshness") == "proven" && is_whole(member(check, "proof"));
  return proven ? CheckWord::no_match : CheckWord::unproven;
}

std::string render_check(const core::Json& check) {
  std::string out = paragraph("", headline(check));
  out +=
      paragraph("", "Check " + text(check, "id") + ", " + instant_text(text(check, "checked_at")));
  out += warning_lines(check);
  if (const core::JsonArray* hits = member(check, "hits").array()) {
    std::size_t number = 0;
    for (const core::Json& hit : *hits)
      out += '\n' + hit_text(++number, hit);
    if (number > 0)
      out += "\n" + paragraph("",
                              "Weight: each point doubles the odds that both are one person; "
                              "below 0 each halves them.");
  }
  if (const std::int64_t* more = member(check, "hits_left_out").integer();
      more != nullptr && *more > 0)
    out += "\nAnd " + std::to_string(*more) + " more that are not shown.\n";
  return out + '\n' + searched_line(check) + proof_line(check) + receipt_line(check);
}

}  // namespace badgewatch::client
