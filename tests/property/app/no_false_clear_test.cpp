// No false clear, whatever happens to the database and the follower in whatever order.
#include "../../unit/app/running.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace badgewatch;
using namespace badgewatch::tests;

namespace {

constexpr std::size_t people = 4;

person::Person someone(std::size_t number) {
  static constexpr std::array<std::string_view, people> names = {
      "Abdirahman Warsame", "Zbigniew Kowalczyk", "Gurpreet Sandhu", "Olumide Adeyemi"};
  return person_named(std::string(names[number]),
                      "196" + std::to_string(number) + "-05-1" + std::to_string(number));
}

// Draws what happens next; the same seed gives the same story.
class Story {
public:
  explicit Story(std::uint64_t seed) : randomness_(seed) {}
  std::size_t draw(std::size_t below) {
    std::uint8_t byte = 0;
    randomness_.fill(std::span(&byte, 1));
    return byte % below;
  }

private:
  core::SeededRandomness randomness_;
};

// Who is in the database right now, asked of the database itself.
bool is_entered(ports::MemoryRegister& reg, std::size_t number) {
  bool found = false;
  const auto head = reg.new_feed()->snapshot(1, [&](std::vector<ports::IndexRow>&& rows) {
    for (const auto& row : rows)
      found = found || row.person == someone(number);
  });
  REQUIRE(head.has_value());
  return found;
}

// The deliberately broken twin of app::Checks: believes an index whose number is the head's.
bool twin_clears(Running& run, std::size_t number) {
  const auto head = run.reg.new_feed()->head();
  if (!head) return false;
  return run.index.read([&](const app::IndexContents* contents) {
    if (contents == nullptr) return false;
    if (contents->applied.head().position.seq < head->position.seq) return false;
    return contents->entries.search(contents->rules->profile_of(someone(number))).found.empty();
  });
}

struct Tally {
  int clears = 0;
  int false_clears = 0;
  int false_clears_of_twin = 0;
  int refusals = 0;
};

void live_through(std::uint64_t seed, Tally& tally) {
  Story story(seed);
  Running run({}, std::chrono::milliseconds(15));
  auto image = run.reg.image();
  int references = 0;
  for (int step = 0; step < 40; ++step) {
    switch (story.draw(9)) {
      case 0:
      case 1:
        run.enter(run.leeds,
                  revocation_of(someone(story.draw(people)), std::to_string(++references)));
        break;
      case 2:
        image = run.reg.image();
        break;
      case 3:
        run.reg.restore(*image);
        break;
      case 4:
        run.follower_held = story.draw(2) == 0;
        break;
      case 5:
        run.reg.fail_head_reads(story.draw(4) == 0);
        break;
      case 6:
        run.reg.fail_frequencies(story.draw(4) == 0);
        run.publish("* " + std::to_string(1 + story.draw(50)) + "\n");
        break;
      default: {
        const auto asked = story.draw(people);
        const bool entered = is_entered(run.reg, asked);
        for (std::size_t other = 0; other < people; ++other)
          if (is_entered(run.reg, other) && twin_clears(run, other)) ++tally.false_clears_of_twin;
        const auto answer = run.checks.ask(run.york, check_of(someone(asked)));
        if (!answer) ++tally.refusals;
        if (!answer || answer->outcome != domain::Outcome::no_match) break;
        ++tally.clears;
        if (entered) ++tally.false_clears;
      }
    }
  }
}

}  // namespace

TEST_CASE(
    "No story of entries, restores, stalls, new rules and failed reads ends in a false clear") {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= 120; ++seed)
    live_through(seed, tally);
  CHECK(tally.false_clears == 0);
  // The stories are hard enough to catch the twin, and the real one still answers.
  INFO(tally.clears << " " << tally.refusals << " " << tally.false_clears_of_twin);
  CHECK(tally.false_clears_of_twin > 0);
  CHECK(tally.clears > 100);
  CHECK(tally.refusals > 100);
}
