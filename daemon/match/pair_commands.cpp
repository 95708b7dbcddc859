#include "match/commands.hpp"
#include "match/exit_codes.hpp"
#include "match/learning.hpp"
#include "match/output.hpp"
#include "match/people.hpp"

#include <algorithm>
#include <iostream>

namespace badgewatch::matcher {

namespace {

// Pairs of band none that are less likely are not worth a line, whatever the threshold.
constexpr double lowest_probability = 1e-5;

// The least that a pair weighs that is printed, of band none too.
double lowest_of(double threshold) {
  return match::weight_of_probability(std::max(lowest_probability, threshold));
}

// Pairs of `person` and those of `index`, whose ids are in the order of their records: one line
// each.
class Pairs {
public:
  Pairs(const match::Index& index, const std::vector<std::string>& ids,
        const std::optional<double>& threshold)
      : index_(index), ids_(ids), threshold_(threshold) {
    if (threshold) limits_.none_from = lowest_of(*threshold);
  }

  std::string with(const Named& person) const {
    std::string lines;
    for (const auto& found : index_.search(person.profile, limits_).found)
      if (!threshold_ || match::probability_of(found.weight) >= *threshold_)
        append_pair(lines, ids_[found.record], person.id, found.weight, found.band);
    return lines;
  }

private:
  const match::Index& index_;
  const std::vector<std::string>& ids_;
  const std::optional<double> threshold_;
  match::SearchLimits limits_{.comparisons = static_cast<std::size_t>(-1)};
};

int ending(Output& output, bool any_bad) {
  output.flush();
  if (output.failed()) return exit_not_written;
  return any_bad ? exit_bad_lines : exit_done;
}

int bad_table(const core::Error& error) {
  std::cerr << "badgewatch-match: " << error.detail() << '\n';
  return exit_no_input;
}

}  // namespace

int link(const Options& options) {
  const auto table = frequencies_for(options, {options.a, options.b});
  if (!table) return bad_table(table.error());
  People a(options.a, options.today, options.all_warnings, *table);
  if (a.fault()) return no_input(a);
  People b(options.b, options.today, options.all_warnings, *table);
  if (b.fault()) return no_input(b);
  auto builder = options.threshold ? match::IndexBuilder(lowest_of(*options.threshold))
                                   : match::IndexBuilder();
  std::vector<std::string> ids;
  a.each([&](Named& person) {
    builder.insert(person.profile);
    ids.push_back(std::move(person.id));
    return true;
  });
  const auto index = builder.build();
  const Pairs pairs(index, ids, options.threshold);
  Output output;
  b.each([&](const Named& person) { return pairs.with(person); },
         [&](const std::string& lines) {
           output.write(lines);
           return !output.failed();
         });
  return ending(output, a.any_bad() || b.any_bad());
}

int dedupe(const Options& options) {
  const auto table = frequencies_for(options, {options.a}, true);
  if (!table) return bad_table(table.error());
  People a(options.a, options.today, options.all_warnings, *table);
  if (a.fault()) return no_input(a);
  auto index = options.threshold ? match::Index(lowest_of(*options.threshold)) : match::Index();
  std::vector<std::string> ids;
  const Pairs pairs(index, ids, options.threshold);
  Output output;
  a.each([&](Named& person) {
    output.write(pairs.with(person));
    index.insert(person.profile);
    ids.push_back(std::move(person.id));
    return !output.failed();
  });
  return ending(output, a.any_bad());
}

int frequencies(const Options& options) {
  People a(options.a, options.today, options.all_warnings, match::Frequencies::built_in());
  if (a.fault()) return no_input(a);
  match::FrequencyCount count;
  a.each([&](const Named& person) {
    count.add(person.profile);
    return true;
  });
  Output output;
  output.write(count.learnt().text());
  return ending(output, a.any_bad());
}

}  // namespace badgewatch::matcher
