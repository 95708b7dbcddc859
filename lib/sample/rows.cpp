#include "sample/rows.hpp"

#include "core/csv.hpp"
#include "core/json_writer.hpp"
#include "person/person_json.hpp"

#include <algorithm>
#include <cstdio>

namespace badgewatch::sample {
namespace {

using Cells = std::vector<std::string>;

constexpr std::string_view person_header[] = {"full_name",
                                              "given_names",
                                              "family_name",
                                              "former_names",
                                              "date_of_birth",
                                              "national_insurance_number",
                                              "driving_licence_number",
                                              "driving_licence_issuer",
                                              "address_1",
                                              "address_2",
                                              "address_3",
                                              "address_4",
                                              "postcode",
                                              "email",
                                              "telephone"};

std::string date_text(const std::optional<core::Date>& date) {
  return date ? date->iso() : "";
}

std::string birth_text(const person::BirthDate& birth) {
  std::string text(16, '\0');
  text.resize(static_cast<std::size_t>(std::snprintf(text.data(), text.size(), "%04d-%02u-%02u",
                                                     birth.year, birth.month, birth.day)));
  return text;
}

std::string former_names(const person::Person& person) {
  std::string text;
  for (const person::Name& name : person.names) {
    if (name.kind != person::NameKind::former) continue;
    if (!text.empty()) text += "; ";
    text += name.full.empty() ? name.given + " " + name.family : name.full;
  }
  return text;
}

void append_person_cells(Cells& cells, const person::Person& person) {
  const person::Name& name = person.names.front();
  cells.insert(cells.end(), {name.full, name.given, name.family, former_names(person)});
  cells.push_back(person.date_of_birth ? birth_text(*person.date_of_birth) : "");
  cells.push_back(person.national_insurance_number);
  cells.push_back(person.driving_licence ? person.driving_licence->number : "");
  cells.push_back(person.driving_licence ? person.driving_licence->issuer : "");
  const person::Address address =
      person.addresses.empty() ? person::Address{} : person.addresses.front();
  for (std::size_t line = 0; line < 4; ++line)
    cells.push_back(line < address.lines.size() ? address.lines[line] : "");
  cells.insert(cells.end(), {address.postcode, person.email, person.telephone});
}

void append_header(std::string& out, Cells own) {
  own.insert(own.end(), std::begin(person_header), std::end(person_header));
  core::append_csv_record(out, own);
}

void write_date(core::JsonWriter& writer, std::string_view key,
                const std::optional<core::Date>& date) {
  if (date) writer.member(key, date->iso());
}

void write_licence_reference(core::JsonWriter& writer, const SampleLicence& sample) {
  writer.member("authority", sample.authority)
      .member("licence_number", sample.licence.licence_number);
}

std::string_view name_of(Expectation expectation) {
  switch (expectation) {
    case Expectation::strong:
      return "strong";
    case Expectation::possible:
      return "possible";
    case Expectation::hard:
      return "hard";
  }
  return "hard";
}

void write_truth_licence(core::JsonWriter& writer, const TruthLicence& truth) {
  const domain::Licence& licence = truth.licence.licence;
  writer.begin_object();
  write_licence_reference(writer, truth.licence);
  writer.member("status", domain::name_of(licence.status))
      .member("watched", domain::is_watched(licence.status));
  writer.key("shares").begin_array();
  if (truth.same_national_insurance_number) writer.value("national_insurance_number");
  if (truth.same_driving_licence) writer.value("driving_licence_number");
  writer.end_array().member("expect", name_of(truth.expect)).key("holder");
  person::write_person(writer, licence.holder);
  writer.end_object();
}

void write_decision_reference(core::JsonWriter& writer, const SampleDecision& sample) {
  writer.member("your_reference", sample.decision.your_reference)
      .member("recording_authority", sample.authority);
}

void write_pair(core::JsonWriter& writer, const SampleDecision& decision, const TruthPair& pair) {
  writer.begin_object();
  write_decision_reference(writer, decision);
  writer.key("how_differs").begin_array();
  for (const Change change : decision.changes)
    writer.value(name_of(change));
  writer.end_array().key("licences").begin_array();
  for (const TruthLicence& licence : pair.licences)
    write_truth_licence(writer, licence);
  writer.end_array().end_object();
}

void write_decoy(core::JsonWriter& writer, const SampleDecision& decision, const Decoy& decoy) {
  writer.begin_object();
  write_decision_reference(writer, decision);
  writer.key("licences").begin_array();
  for (const SampleLicence& licence : decoy.licences) {
    writer.begin_object();
    write_licence_reference(writer, licence);
    writer.key("holder");
    person::write_person(writer, licence.licence.holder);
    writer.end_object();
  }
  writer.end_array().end_object();
}

}  // namespace

void append_licence_line(std::string& out, const domain::Licence& licence) {
  core::JsonWriter writer;
  writer.begin_object()
      .member("licence_number", licence.licence_number)
      .member("class", domain::name_of(licence.licence_class))
      .member("status", domain::name_of(licence.status));
  write_date(writer, "granted_on", licence.granted_on);
  write_date(writer, "expires_on", licence.expires_on);
  writer.key("holder");
  person::write_person(writer, licence.holder);
  writer.end_object();
  out += writer.text();
  out += '\n';
}

void append_decision_line(std::string& out, const domain::Decision& decision) {
  core::JsonWriter writer;
  writer.begin_object()
      .member("your_reference", decision.your_reference)
      .member("kind", domain::name_of(decision.kind))
      .member("decided_on", decision.decided_on.iso())
      .member("effective_on", decision.effective_on.iso())
      .member("notified_on", decision.notified_on.iso());
  write_date(writer, "suspension_ends_on", decision.suspension_ends_on);
  writer.member("relies_on_relevant_information", decision.relies_on_relevant_information)
      .key("subject");
  person::write_person(writer, decision.subject);
  writer.end_object();
  out += writer.text();
  out += '\n';
}

void append_licence_header(std::string& out) {
  append_header(out, {"licence_number", "class", "status", "granted_on", "expires_on"});
}

void append_licence_record(std::string& out, const domain::Licence& licence) {
  Cells cells{licence.licence_number, std::string(domain::name_of(licence.licence_class)),
              std::string(domain::name_of(licence.status)), date_text(licence.granted_on),
              date_text(licence.expires_on)};
  append_person_cells(cells, licence.holder);
  core::append_csv_record(out, cells);
}

void append_decision_header(std::string& out) {
  append_header(out, {"your_reference", "kind", "decided_on", "effective_on", "notified_on",
                      "suspension_ends_on", "relies_on_relevant_information"});
}

void append_decision_record(std::string& out, const domain::Decision& decision) {
  Cells cells{decision.your_reference,
              std::string(domain::name_of(decision.kind)),
              decision.decided_on.iso(),
              decision.effective_on.iso(),
              decision.notified_on.iso(),
              date_text(decision.suspension_ends_on),
              decision.relies_on_relevant_information ? "true" : "false"};
  append_person_cells(cells, decision.subject);
  core::append_csv_record(out, cells);
}

std::string truth_json(const SampleOptions& options, const Planted& planted) {
  core::JsonWriter writer;
  writer.begin_object()
      .member("format", "badgewatch-sample-truth/1")
      .member("seed", options.seed)
      .member("drivers", options.drivers)
      .member("today", options.today.iso())
      .member("decisions", planted.decisions.size())
      .key("pairs")
      .begin_array();
  for (const TruthPair& pair : planted.pairs)
    write_pair(writer, planted.decisions[pair.decision], pair);
  writer.end_array().key("decoys").begin_array();
  for (const Decoy& decoy : planted.decoys)
    write_decoy(writer, planted.decisions[decoy.decision], decoy);
  writer.end_array().end_object();
  return std::move(writer).take();
}

}  // namespace badgewatch::sample
