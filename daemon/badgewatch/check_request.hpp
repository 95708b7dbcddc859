// The body of a check, from what was given on the command line or in a file.
#pragma once

#include "core/result.hpp"

#include <string>

namespace badgewatch::cli {

struct CheckOptions {
  std::string case_reference;
  std::string purpose;
  std::string person_file;  // PERSON as JSON; "-" is standard input
  std::string full_name;
  std::string given_names;
  std::string family_name;
  std::string born;
  std::string national_insurance_number;
  std::string licence_number;
  std::string licence_issuer;
  std::string postcode;
  bool json = false;
};

// Errc::invalid where both a file and fields are given, or neither, or the file holds no JSON
// object. Whether the values are of their form is for the register to say.
core::Result<std::string> check_request(const CheckOptions& options);

// The register's error with the options in place of its pointers: "--born", and "--person
// /date_of_birth" where the person came from a file.
core::Error in_options(const core::Error& error, const CheckOptions& options);

}  // namespace badgewatch::cli
