#include "badgewatch/output.hpp"

#include "client/terminal.hpp"
#include "client/text_table.hpp"

#include <iostream>
#include <unistd.h>

namespace badgewatch::cli {

namespace {

// The API's sentence speaks of headers, which whoever sits here never sees.
std::string sentence(const core::Error& error) {
  if (error.code() != core::Errc::unauthenticated) return error.detail();
  return "The register does not take the key of the key file: is it mistyped, ended, or of another "
         "register?";
}

}  // namespace

Exit report(const core::Error& error) {
  // A line a sentence for a program that reads it, else as wide as the terminal.
  const auto width =
      ::isatty(STDERR_FILENO) == 1 ? client::columns_of(STDERR_FILENO) : std::string::npos;
  std::cerr << client::paragraph("", "badgewatch: " + client::printable(sentence(error)), width);
  for (const core::FieldProblem& field : error.fields())
    std::cerr << client::paragraph("  " + client::printable(field.pointer) + ": ",
                                   client::printable(field.detail));
  return exit_of(error.code());
}

}  // namespace badgewatch::cli
