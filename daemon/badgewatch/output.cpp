#include "badgewatch/output.hpp"

#include "client/text_table.hpp"

#include <iostream>

namespace badgewatch::cli {

Exit report(const core::Error& error) {
  std::cerr << "badgewatch: " << client::printable(error.detail()) << '\n';
  for (const core::FieldProblem& field : error.fields())
    std::cerr << "  " << client::printable(field.pointer) << ": " << client::printable(field.detail)
              << '\n';
  return exit_of(error.code());
}

}  // namespace badgewatch::cli
