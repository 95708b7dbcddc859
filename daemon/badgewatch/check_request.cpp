#include "badgewatch/check_request.hpp"

#include "badgewatch/person_file.hpp"
#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "person/birth_date.hpp"

#include <array>

namespace badgewatch::cli {
namespace {

core::Error invalid(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

bool names_someone(const CheckOptions& options) {
  return !options.full_name.empty() || !options.family_name.empty();
}

bool has_fields(const CheckOptions& options) {
  return names_someone(options) || !options.given_names.empty() || !options.born.empty() ||
         !options.national_insurance_number.empty() || !options.licence_number.empty() ||
         !options.licence_issuer.empty() || !options.postcode.empty();
}

// As an officer writes it, 14/03/1985 too; what cannot be read is for the register to refuse.
std::string iso_birth_date(const std::string& written) {
  const auto date = person::parse_written_birth_date(written);
  return date ? person::iso_text(*date) : written;
}

std::string person_of(const CheckOptions& options) {
  core::JsonWriter writer;
  writer.begin_object().key("names").begin_array().begin_object();
  if (!options.full_name.empty()) {
    writer.member("full", options.full_name);
  } else {
    if (!options.given_names.empty()) writer.member("given", options.given_names);
    writer.member("family", options.family_name);
  }
  writer.end_object().end_array();
  if (!options.born.empty()) writer.member("date_of_birth", iso_birth_date(options.born));
  if (!options.national_insurance_number.empty())
    writer.member("national_insurance_number", options.national_insurance_number);
  if (!options.licence_number.empty()) {
    writer.key("driving_licence_number").begin_object().member("number", options.licence_number);
    if (!options.licence_issuer.empty()) writer.member("issuer", options.licence_issuer);
    writer.end_object();
  }
  if (!options.postcode.empty())
    writer.key("addresses")
        .begin_array()
        .begin_object()
        .member("postcode", options.postcode)
        .end_object()
        .end_array();
  writer.end_object();
  return std::move(writer).take();
}

core::Result<std::string> subject_of(const CheckOptions& options) {
  if (!options.person_file.empty()) {
    if (has_fields(options))
      return invalid("Give either --person or the person's fields, not both.");
    return read_person_file(options.person_file);
  }
  if (!names_someone(options))
    return invalid("Whom to check? Give --person FILE, --name, or --family.");
  if (!options.full_name.empty() && (!options.given_names.empty() || !options.family_name.empty()))
    return invalid("Give either --name or --given and --family, not both.");
  if (options.licence_number.empty() && !options.licence_issuer.empty())
    return invalid("--issuer goes with --licence.");
  return person_of(options);
}

// The option that a member of the body came from; a longer pointer stands before its beginning.
struct Origin {
  std::string_view pointer;
  std::string_view option;
};
constexpr std::array origins = {
    Origin{"/case_reference", "--case-reference"},
    Origin{"/purpose", "--purpose"},
    Origin{"/subject/names/0/given", "--given"},
    Origin{"/subject/names/0/family", "--family"},
    Origin{"/subject/names", "--name"},
    Origin{"/subject/date_of_birth", "--born"},
    Origin{"/subject/national_insurance_number", "--ni"},
    Origin{"/subject/driving_licence_number/issuer", "--issuer"},
    Origin{"/subject/driving_licence_number", "--licence"},
    Origin{"/subject/addresses/0/postcode", "--postcode"},
};

std::string origin_of(const std::string& pointer, bool from_file) {
  constexpr std::string_view subject = "/subject";
  if (from_file && pointer.starts_with(subject))
    return "--person " + pointer.substr(subject.size());
  for (const Origin& origin : origins)
    if (pointer.starts_with(origin.pointer)) return std::string(origin.option);
  return pointer;
}

}  // namespace

core::Error in_options(const core::Error& error, const CheckOptions& options) {
  std::vector<core::FieldProblem> fields = error.fields();
  for (core::FieldProblem& field : fields)
    field.pointer = origin_of(field.pointer, !options.person_file.empty());
  return {error.code(), error.detail(), std::move(fields)};
}

core::Result<std::string> check_request(const CheckOptions& options) {
  const auto subject = subject_of(options);
  if (!subject) return subject.error();
  core::JsonWriter writer;
  writer.begin_object()
      .member("case_reference", options.case_reference)
      .member("purpose", options.purpose)
      .key("subject")
      .raw(*subject)
      .end_object();
  return std::move(writer).take();
}

}  // namespace badgewatch::cli
