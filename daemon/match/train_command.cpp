#include "match/commands.hpp"
#include "match/exit_codes.hpp"
#include "match/learning.hpp"
#include "match/output.hpp"
#include "match/people.hpp"
#include "match/training.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

namespace badgewatch::matcher {

namespace {

constexpr double fewest_pairs = 20;

std::vector<match::Profile> profiles_of(People& people) {
  std::vector<match::Profile> profiles;
  people.each([&](Named& person) {
    profiles.push_back(std::move(person.profile));
    return true;
  });
  return profiles;
}

// "born_same 13 within 12 14": what was learnt, in quarters of a bit and kept within its bounds.
std::string learnt(const std::string& line, const match::Level& level) {
  std::istringstream words(line);
  std::string name;
  std::string within;
  double before = 0;
  double least = 0;
  double most = 0;
  if (!(words >> name >> before >> within >> least >> most) || within != "within") return line;
  const double bits = std::round(4 * std::log2(level.m / level.u)) / 4;
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(), "%s %g within %g %g m=%.5f u=%.3g", name.c_str(),
                std::clamp(bits, least, most), least, most, level.m, level.u);
  return text.data();
}

// A line of the weights file after training.
std::string trained(const std::string& line, const std::vector<match::Level>& levels,
                    const std::string& trained_on) {
  if (line.starts_with("# trained on: ")) return "# trained on: " + trained_on;
  const auto name = line.substr(0, line.find(' '));
  for (const auto& level : levels)
    if (level.weight == name && level.pairs >= fewest_pairs) return learnt(line, level);
  return line;
}

}  // namespace

int train(const Options& options) {
  std::ifstream weights(options.weights, std::ios::binary);
  const auto table = frequencies_for(options, {options.a, options.b});
  if (!weights || !table) {
    std::cerr << "badgewatch-match: "
              << (weights ? table.error().detail() : options.weights + " cannot be read") << '\n';
    return exit_no_input;
  }
  People a(options.a, options.today, options.all_warnings, *table);
  People b(options.b, options.today, options.all_warnings, *table);
  for (const auto* file : {&a, &b})
    if (file->fault()) return no_input(*file);
  const auto ours = profiles_of(a);
  const auto theirs = profiles_of(b);
  const auto levels = match::Training(ours, theirs).levels();
  const auto trained_on = options.population + "; " + std::to_string(ours.size()) + " and " +
                          std::to_string(theirs.size()) + " records, unlabelled; " +
                          options.today.iso();
  Output output;
  for (std::string line; std::getline(weights, line);)
    output.line(trained(line, levels, trained_on));
  output.flush();
  if (output.failed()) return exit_not_written;
  return a.any_bad() || b.any_bad() ? exit_bad_lines : exit_done;
}

}  // namespace badgewatch::matcher
