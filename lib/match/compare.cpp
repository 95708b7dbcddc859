#include "match/explanation.hpp"
#include "match/hash.hpp"
#include "match/match.hpp"
#include "match/name_wording.hpp"
#include "match/pair.hpp"
#include "match/profile.hpp"
#include "match/rules_with_table.hpp"
#include "match/scorer.hpp"
#include "match/weights.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <stdexcept>

namespace badgewatch::match {

namespace {

Findings findings_of(const Profile::Data& a, const Profile::Data& b) {
  if (a.table != b.table) throw std::logic_error("profiles of two tables of frequencies");
  return weighed(compare_details(a.details, a.places, b.details, b.places),
                 compare_names(a.names(), b.names()));
}

void add(std::vector<Evidence>& evidence, Field field, const Finding& finding) {
  evidence.push_back({field, finding.verdict, finding.weight, explain(field, finding.sentence)});
}

// Of the other's names only the one that stands for the person is told: a guess must not learn how
// a former name is written.
std::string note_of(const NameFinding& finding, const NameList& ours, const NameList& theirs,
                    std::uint8_t shown, OthersName name) {
  const bool side_by_side = name == OthersName::shown && finding.verdict != Verdict::missing &&
                            finding.sentence != Sentence::names_differ;
  if (side_by_side && finding.their_name == shown)
    return wording_of(ours.name[finding.our_name], theirs.name[finding.their_name]);
  const bool other = finding.their_name != shown;
  if (other && finding.sentence == Sentence::names_same)
    return explain(Field::name, Sentence::other_name_same);
  if (other && finding.sentence == Sentence::names_spelling)
    return explain(Field::name, Sentence::other_name_spelling);
  if (other && finding.sentence == Sentence::names_similar)
    return explain(Field::name, Sentence::other_name_similar);
  return explain(Field::name, finding.sentence);
}

}  // namespace

double probability_of(double weight) {
  return 1 / (1 + std::exp2(-weight));
}

double weight_of_probability(double probability) {
  return std::log2(probability / (1 - probability));
}

Score score(const Profile& a, const Profile& b) {
  return score_of(findings_of(a.data(), b.data()));
}

Comparison compare(const Profile& a, const Profile& b, OthersName name) {
  const auto found = findings_of(a.data(), b.data());
  const auto scored = score_of(found);
  Comparison made{scored.weight, probability_of(scored.weight), scored.band, {}};
  made.evidence.reserve(7);
  made.evidence.push_back(
      {Field::name, found.name.verdict, found.name.weight,
       note_of(found.name, a.data().names(), b.data().names(), b.data().shown, name)});
  add(made.evidence, Field::date_of_birth, found.born);
  add(made.evidence, Field::national_insurance_number, found.insurance);
  add(made.evidence, Field::driving_licence_number, found.licence);
  add(made.evidence, Field::address, found.address);
  add(made.evidence, Field::email, found.email);
  add(made.evidence, Field::telephone, found.telephone);
  return made;
}

std::string pair_of(const Profile& a, const Profile& b) {
  const auto& ours = a.data();
  const auto& theirs = b.data();
  const auto our_names = ours.names();
  const auto their_names = theirs.names();
  return pair_of(Compared{ours.details, ours.places, our_names},
                 Compared{theirs.details, theirs.places, their_names});
}

std::string_view rules_version() {
  static const std::string version = rules_version(Frequencies::built_in());
  return version;
}

std::string rules_version(const Frequencies& frequencies) {
  return rules_version_with_table(frequencies.fingerprint());
}

std::string rules_version_with_table(std::uint32_t fingerprint) {
  const auto tables = mix(mix(families_fingerprint(), hash64(1, weights::text)), fingerprint);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "bw-match-5:%08x", static_cast<unsigned>(tables));
  return text.data();
}

std::string_view name_of(Band band) {
  constexpr std::array names{"none", "possible", "strong"};
  return names[static_cast<std::size_t>(band)];
}
std::string_view name_of(Verdict verdict) {
  constexpr std::array names{"agree", "similar", "conflict", "missing"};
  return names[static_cast<std::size_t>(verdict)];
}
std::string_view name_of(Field field) {
  constexpr std::array names{
      "name",  "date_of_birth", "national_insurance_number", "driving_licence_number", "address",
      "email", "telephone"};
  return names[static_cast<std::size_t>(field)];
}

}  // namespace badgewatch::match
