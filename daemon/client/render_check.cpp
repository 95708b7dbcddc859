#include "client/render_check.hpp"

#include "client/text_table.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace badgewatch::client {
namespace {

constexpr std::size_t longest_bar = 20;

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

// One sign for each bit of evidence, for or against.
std::string weight_bar(double weight) {
  const auto length = static_cast<std::size_t>(std::lround(std::min(std::fabs(weight), 20.0)));
  return std::string(std::min(length, longest_bar), weight < 0 ? '-' : '+');
}

std::string verdict_words(const std::string& verdict) {
  return verdict == "agree" ? "agrees" : verdict == "conflict" ? "CONFLICTS" : verdict;
}

std::string evidence_row(const core::Json& evidence) {
  const double weight = member(evidence, "weight").number().value_or(0);
  std::string out = "     " + padded(words(text(evidence, "field")), 27) +
                    padded(verdict_words(text(evidence, "verdict")), 11) +
                    right_aligned(one_decimal(weight), 6);
  if (const std::string bar = weight_bar(weight); !bar.empty()) out += "  " + bar;
  out += '\n';
  if (const std::string note = text(evidence, "note"); !note.empty())
    out += "       " + note + '\n';
  return out;
}

std::string evidence_table(const core::Json& evidence) {
  if (evidence.array() == nullptr || evidence.array()->empty()) return "";
  std::string out = "     " + padded("field", 27) + padded("verdict", 11) + "weight\n";
  std::string missing;
  for (const core::Json& each : *evidence.array()) {
    if (text(each, "verdict") == "missing")
      missing += (missing.empty() ? "" : ", ") + words(text(each, "field"));
    else
      out += evidence_row(each);
  }
  if (!missing.empty()) out += "     Not compared, as one side lacks it: " + missing + '\n';
  return out;
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

std::string entry_line(const core::Json& entry) {
  std::string out = name_in(entry);
  if (const std::string year = text(entry, "birth_year"); !year.empty()) out += ", born " + year;
  out += ": " + words(text(entry, text(entry, "kind").empty() ? "type" : "kind")) + " by " +
         text(entry, "recording_authority");
  if (const std::string day = text(entry, "decided_on"); !day.empty()) out += ", decided " + day;
  if (const std::string day = text(entry, "effective_on"); !day.empty())
    out += ", effective " + day;
  if (const std::string state = text(entry, "state"); !state.empty()) out += ", " + words(state);
  return out;
}

std::string hit_text(std::size_t number, const core::Json& hit) {
  const core::Json& entry = member(hit, "entry");
  const std::string band = text(hit, "band") == "strong" ? "STRONG" : words(text(hit, "band"));
  std::string out =
      right_aligned(std::to_string(number), 3) + ". " + band + "  " + entry_line(entry) + '\n';
  out += evidence_table(member(hit, "evidence"));
  if (const core::Json& finding = member(hit, "earlier_finding"); finding.object() != nullptr)
    out += "     Found earlier: " + words(text(finding, "finding")) + '\n';
  if (const std::string next = text(hit, "next_step"); !next.empty())
    out += "     Next: " + next + '\n';
  if (const std::string ask = ask_line(member(entry, "ask")); !ask.empty())
    out += "     Ask:  " + ask + '\n';
  out += "     Entry " + text(entry, "id") + '\n';
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
  switch (word_of(check)) {
    case CheckWord::no_match:
      return "NO MATCH: no entry that your authority may be shown is about this person.";
    case CheckWord::possible_match:
      return "POSSIBLE MATCH: " + std::to_string(count_hits(check, "possible")) +
             " possible. Compare the fields.";
    case CheckWord::match:
      return "MATCH: " + std::to_string(count_hits(check, "strong")) + " strong, " +
             std::to_string(count_hits(check, "possible")) + " possible.";
    case CheckWord::unproven:
      return "NOT PROVEN: nothing was found, but that there is nothing is not proven. Ask again.";
    case CheckWord::indeterminate:
      break;
  }
  return "INDETERMINATE: the search could not be completed. This is no clear.";
}

std::string searched_line(const core::Json& check) {
  const core::JsonArray* searched = member(check, "searched").array();
  if (searched == nullptr || searched->empty()) return "";
  std::string out;
  for (const core::Json& each : *searched)
    if (const std::string* name = each.string())
      out += (out.empty() ? "Searched: " : ", ") + words(printable(*name));
  return out + ".\n";
}

std::string proof_line(const core::Json& check) {
  const core::Json& proof = member(check, "proof");
  if (proof.object() == nullptr)
    return "Proof:    none; the answer may be behind the register (freshness: " +
           words(text(check, "freshness")) + ").\n";
  return "Proof:    caught up to feed number " + text(proof, "seq") + " (epoch " +
         text(proof, "epoch") + "), rules " + text(proof, "rules") + ", proven at " +
         text(proof, "proven_at") + ".\n";
}

std::string receipt_line(const core::Json& check) {
  const core::Json& receipt = member(check, "receipt");
  if (receipt.object() == nullptr) return "";
  return "Receipt:  signed with key " + text(receipt, "key_id") + ": " +
         text(receipt, "signature") + '\n';
}

}  // namespace

CheckWord word_of(const core::Json& check) {
  const std::string outcome = text(check, "outcome");
  if (outcome == "match") return CheckWord::match;
  if (outcome == "possible_match") return CheckWord::possible_match;
  if (outcome != "no_match") return CheckWord::indeterminate;
  const bool proven =
      member(check, "proof").object() != nullptr && text(check, "freshness") == "proven";
  return proven ? CheckWord::no_match : CheckWord::unproven;
}

std::string render_check(const core::Json& check) {
  std::string out = headline(check) + '\n';
  out += "Check " + text(check, "id") + ", " + text(check, "checked_at") + '\n';
  if (const core::JsonArray* hits = member(check, "hits").array()) {
    std::size_t number = 0;
    for (const core::Json& hit : *hits)
      out += '\n' + hit_text(++number, hit);
  }
  if (const std::int64_t* more = member(check, "hits_left_out").integer();
      more != nullptr && *more > 0)
    out += "\nAnd " + std::to_string(*more) + " more that are not shown.\n";
  out += '\n' + searched_line(check) + proof_line(check) + receipt_line(check);
  if (word_of(check) == CheckWord::match || word_of(check) == CheckWord::possible_match)
    out +=
        "The register does not decide: ask the authority named, then a person decides and says "
        "why.\n";
  return out;
}

}  // namespace badgewatch::client
