#include "match/commands.hpp"
#include "match/exit_codes.hpp"
#include "match/output.hpp"
#include "match/people.hpp"

namespace badgewatch::matcher {

namespace {

// People in an index, by their ids.
class Register {
public:
  void add(Named person) {
    const auto record = index_.insert(person.profile);
    if (record >= ids_.size()) ids_.resize(record + 1);
    ids_[record] = std::move(person.id);
  }

  void write_pairs_with(const Named& person, const std::optional<double>& threshold,
                        Output& output) const {
    const match::SearchLimits unlimited{.comparisons = static_cast<std::size_t>(-1)};
    for (const auto& found : index_.search(person.profile, unlimited).found)
      if (!threshold || match::probability_of(found.weight) >= *threshold)
        write_pair(output, ids_[found.record], person.id, found.weight, found.band);
  }

private:
  match::Index index_;
  std::vector<std::string> ids_;
};

int ending(Output& output, bool any_bad) {
  output.flush();
  if (output.failed()) return exit_not_written;
  return any_bad ? exit_bad_lines : exit_done;
}

}  // namespace

int link(const Options& options) {
  People a(options.a, options.today, options.all_warnings);
  if (a.fault()) return no_input(a);
  People b(options.b, options.today, options.all_warnings);
  if (b.fault()) return no_input(b);
  Register known;
  while (auto person = a.next())
    known.add(std::move(*person));
  Output output;
  while (const auto person = b.next()) {
    known.write_pairs_with(*person, options.threshold, output);
    if (output.failed()) return exit_not_written;
  }
  return ending(output, a.any_bad() || b.any_bad());
}

int dedupe(const Options& options) {
  People a(options.a, options.today, options.all_warnings);
  if (a.fault()) return no_input(a);
  Register known;
  Output output;
  while (auto person = a.next()) {
    known.write_pairs_with(*person, options.threshold, output);
    if (output.failed()) return exit_not_written;
    known.add(std::move(*person));
  }
  return ending(output, a.any_bad());
}

}  // namespace badgewatch::matcher
