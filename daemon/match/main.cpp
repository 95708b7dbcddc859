// The matcher alone, without a server: the same engine, on files and pipes.

#include "core/clock.hpp"
#include "match/commands.hpp"
#include "match/exit_codes.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <iostream>

namespace badgewatch::matcher {
namespace {

void add_file(CLI::App& command, const char* name, std::string& path) {
  command.add_option(name, path, "PERSONs, one JSON object a line")->required();
}

void add_threshold(CLI::App& command, Options& options) {
  command
      .add_option("--threshold", options.threshold,
                  "Pairs of at least this probability, 0 to 1, also of band none as far as a key "
                  "finds them and down to 0.00001; without it all of band possible or strong")
      ->check(CLI::Range(0.0, 1.0));
}

int run(int argc, char** argv) {
  CLI::App app{
      "Compares people. NDJSON in, NDJSON out; what is wrong with a line goes to standard error,\n"
      "with its number, and the others are compared. Ends with 0 done, 1 verify found a pair "
      "missed,\n64 usage, 65 some lines could not be read, 66 no input, 74 the output could not be "
      "written."};
  app.name("badgewatch-match");
  app.require_subcommand(1);
  app.fallthrough();
  Options options;
  options.today = core::uk_date(core::SystemClock().now());
  app.add_flag("--all-warnings", options.all_warnings, "Show every warning, not only the first 20");

  app.add_option("--frequencies", options.frequencies,
                 "How common words of names are: a table that `frequencies` wrote, or built-in. "
                 "Without it link, dedupe and verify of 10,000 people or more learn it from them");

  std::function<int(const Options&)> command;
  const auto add = [&](const char* name, const char* what, int (*run_it)(const Options&)) {
    auto* added = app.add_subcommand(name, what);
    added->callback([&command, run_it] { command = run_it; });
    return added;
  };
  add("score", R"(Compare pairs {"id", "a": PERSON, "b": PERSON} from standard input)", score);
  auto* linking = add("link", "Find pairs of a person of A and one of B", link);
  add_file(*linking, "A", options.a);
  add_file(*linking, "B", options.b);
  add_threshold(*linking, options);
  auto* deduping = add("dedupe", "Find pairs within A", dedupe);
  add_file(*deduping, "A", options.a);
  add_threshold(*deduping, options);
  add_file(*add("frequencies", "Learn from A how common words of names are", frequencies), "A",
           options.a);
  auto* training =
      add("train", "Learn weights from pairs of A and B, without knowing who is who", train);
  add_file(*training, "A", options.a);
  add_file(*training, "B", options.b);
  training->add_option("--weights", options.weights, "The weights file to begin with")->required();
  training->add_option("--population", options.population, "What A and B are: a line in the file")
      ->required();
  auto* verifying = add("verify",
                        "Hold the index to a comparison of everybody in A with everybody in B "
                        "(slow: a second for some millions of pairs)",
                        verify);
  add_file(*verifying, "A", options.a);
  add_file(*verifying, "B", options.b);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_done : exit_usage;
  }
  return command(options);
}

}  // namespace
}  // namespace badgewatch::matcher

int main(int argc, char** argv) {
  try {
    return badgewatch::matcher::run(argc, argv);
  } catch (const std::exception& bug) {
    std::cerr << "badgewatch-match: an error of the program itself: " << bug.what() << '\n';
    return 70;
  }
}
