#include "badgewatch/person_file.hpp"

#include "core/json.hpp"

#include <fstream>
#include <iostream>
#include <iterator>

namespace badgewatch::cli {
namespace {

constexpr std::size_t most_person = 64U * 1024;

core::Error invalid(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

}  // namespace

core::Result<std::string> read_person_file(const std::string& path) {
  std::ifstream file;
  if (path != "-") file.open(path);
  std::istream& input = path == "-" ? std::cin : file;
  std::string text{std::istreambuf_iterator<char>(input), {}};
  if (input.bad() || (path != "-" && !file.is_open()))
    return invalid("The person file cannot be read.");
  if (text.size() > most_person) return invalid("The person file is too large.");
  const auto json = core::parse_json(text);
  if (!json) return invalid("The person file is no JSON: " + json.error().detail());
  if (json->object() == nullptr) return invalid("The person file must hold one JSON object.");
  return text;
}

}  // namespace badgewatch::cli
