#include "core/json_writer.hpp"
#include "match/commands.hpp"
#include "match/exit_codes.hpp"
#include "match/learning.hpp"
#include "match/output.hpp"
#include "match/people.hpp"

#include <algorithm>
#include <iostream>

namespace badgewatch::matcher {

namespace {

std::vector<Named> all_of(People& people) {
  std::vector<Named> all;
  people.each([&](Named& person) {
    all.push_back(std::move(person));
    return true;
  });
  return all;
}

// One of B against everybody in A.
struct Held {
  std::string id;
  std::size_t pairs = 0;
  std::vector<std::size_t> missed;
};

}  // namespace

int verify(const Options& options) {
  const auto table = frequencies_for(options, {options.a, options.b});
  if (!table) {
    std::cerr << "badgewatch-match: " << table.error().detail() << '\n';
    return exit_no_input;
  }
  People file_a(options.a, options.today, options.all_warnings, *table);
  People file_b(options.b, options.today, options.all_warnings, *table);
  for (const auto* file : {&file_a, &file_b}) {
    if (file->fault()) return no_input(*file);
  }
  const auto everyone = all_of(file_a);
  match::Index index;
  std::vector<std::size_t> who;  // by record
  for (std::size_t i = 0; i < everyone.size(); ++i) {
    const auto record = index.insert(everyone[i].profile);
    if (record >= who.size()) who.resize(record + 1);
    who[record] = i;
  }
  const match::SearchLimits unlimited{.comparisons = static_cast<std::size_t>(-1)};
  std::size_t pairs = 0;
  std::size_t missed = 0;
  core::JsonWriter missing;
  missing.begin_array();
  const auto held_against_all = [&](const Named& query) {
    std::vector<bool> found(everyone.size());
    for (const auto& candidate : index.search(query.profile, unlimited).found)
      found[who[candidate.record]] = true;
    Held held{query.id, 0, {}};
    for (std::size_t i = 0; i < everyone.size(); ++i) {
      if (match::score(everyone[i].profile, query.profile).band == match::Band::none) continue;
      ++held.pairs;
      if (!found[i]) held.missed.push_back(i);
    }
    return held;
  };
  file_b.each(held_against_all, [&](const Held& held) {
    pairs += held.pairs;
    missed += held.missed.size();
    for (const auto i : held.missed)
      missing.begin_object().key("a").raw(everyone[i].id).key("b").raw(held.id).end_object();
    return true;
  });
  missing.end_array();
  const auto share =
      static_cast<double>(pairs - missed) / static_cast<double>(std::max<std::size_t>(1, pairs));
  core::JsonWriter writer;
  writer.begin_object().key("recall").value(pairs == 0 ? 1 : share, probability_decimals);
  writer.member("pairs", pairs).key("missed").raw(missing.text()).end_object();
  Output output;
  output.line(writer.text());
  output.flush();
  if (output.failed()) return exit_not_written;
  if (file_a.any_bad() || file_b.any_bad()) return exit_bad_lines;
  return missed == 0 ? exit_done : exit_missed;
}

}  // namespace badgewatch::matcher
