#include "match/evidence.hpp"
#include "match/explanation.hpp"
#include "match/match.hpp"
#include "match/packed.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace badgewatch::match {

namespace {

// log2 of the odds that a record of the register, taken at random, is the person asked about.
constexpr double prior = -16;
// A hit is shown from here on: about one in nine of those at the edge is the person.
constexpr double possible_from = -3;

struct Fields {
  NameFinding name;
  Finding born;
  Finding insurance;
  Finding licence;
  Finding address;
  Finding email;
  Finding telephone;
};

Fields compare_fields(const Packed& a, const Packed& b) {
  Fields fields{compare_names(a, b),     compare_birth_dates(a, b), compare_insurance_numbers(a, b),
                compare_licences(a, b),  compare_addresses(a, b),   compare_emails(a, b),
                compare_telephones(a, b)};
  // An equal GB number says surname, date of birth and initials once more: they are not counted twice.
  if (fields.licence.verdict == Verdict::agree && a.gb_licence) {
    if (fields.name.weight > 0) fields.name.weight /= 2;
    if (fields.born.weight > 0) fields.born.weight /= 4;
  }
  return fields;
}

bool conflicts(const Finding& finding) {
  return finding.verdict == Verdict::conflict;
}

bool agrees(const Finding& finding) {
  return finding.verdict == Verdict::agree;
}

// The contract's bands. Names and date of birth alone, however exact, are never strong.
Band band_of(const Fields& fields, double weight) {
  const bool identifier = agrees(fields.insurance) || agrees(fields.licence);
  const bool person = fields.name.verdict == Verdict::agree ||
                      fields.name.verdict == Verdict::similar || agrees(fields.born);
  const bool conflict = conflicts(fields.name) || conflicts(fields.born) ||
                        conflicts(fields.insurance) || conflicts(fields.licence);
  if (identifier && person && !conflict) return Band::strong;
  if (identifier || weight >= possible_from) return Band::possible;
  // Who has this name and this birthday is asked about, whatever the numbers say; and so is who has
  // this name when nobody knows the birthday.
  const bool name_alone = fields.name.full && fields.born.verdict == Verdict::missing;
  if ((fields.name.full && agrees(fields.born)) || name_alone) return Band::possible;
  return Band::none;
}

void add(std::vector<Evidence>& evidence, Field field, const Finding& finding,
         std::string_view ours = {}, std::string_view theirs = {}) {
  evidence.push_back({field, finding.verdict, finding.weight, explain(finding, ours, theirs)});
}

}  // namespace

double probability_of(double weight) {
  return 1 / (1 + std::exp2(-weight));
}

Comparison compare_packed(const Packed& a, const Packed& b, bool notes) {
  const auto fields = compare_fields(a, b);
  Comparison made;
  made.weight = prior + fields.name.weight + fields.born.weight + fields.insurance.weight +
                fields.licence.weight + fields.address.weight + fields.email.weight +
                fields.telephone.weight;
  made.probability = probability_of(made.weight);
  made.band = band_of(fields, made.weight);
  if (!notes) return made;
  made.evidence.reserve(7);
  add(made.evidence, Field::name, fields.name, fields.name.ours, fields.name.theirs);
  add(made.evidence, Field::date_of_birth, fields.born);
  add(made.evidence, Field::national_insurance_number, fields.insurance);
  add(made.evidence, Field::driving_licence_number, fields.licence);
  add(made.evidence, Field::address, fields.address);
  add(made.evidence, Field::email, fields.email);
  add(made.evidence, Field::telephone, fields.telephone);
  return made;
}

Comparison compare(const Profile& a, const Profile& b) {
  return compare_packed(a.data().packed, b.data().packed, true);
}

Profile::Profile(const person::Person& person)
    : data_(std::make_unique<Data>(Data{pack(person)})) {}
Profile::~Profile() = default;
Profile::Profile(Profile&&) noexcept = default;
Profile& Profile::operator=(Profile&&) noexcept = default;

std::string_view rules_version() {
  static const std::string version = [] {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "bw-match-1:%08x", tables_fingerprint());
    return std::string(text.data());
  }();
  return version;
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
  constexpr std::array names{"name",    "date_of_birth", "national_insurance_number",
                             "driving_licence_number", "address", "email", "telephone"};
  return names[static_cast<std::size_t>(field)];
}

}  // namespace badgewatch::match
