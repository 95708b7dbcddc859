#include "app/run_findings.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

core::Uuid id(std::uint8_t n) {
  core::Uuid made;
  made.bytes[15] = n;
  return made;
}

core::Hash pair(std::uint8_t n) {
  core::Hash made{};
  made[0] = n;
  return made;
}

ports::NewAlert found(std::uint8_t entry, std::uint8_t licence, std::uint8_t pair_of,
                      const char* band = "strong") {
  ports::NewAlert alert;
  alert.authority = "MAN";
  alert.entry = id(entry);
  alert.recording_authority = "BIR";
  alert.licence = id(licence);
  alert.band = band;
  alert.pair = pair(pair_of);
  return alert;
}

ports::KnownAlert known(std::uint8_t entry, std::uint8_t licence, std::uint8_t pair_of) {
  return {.authority = "MAN",
          .entry = id(entry),
          .recording_authority = "BIR",
          .licence = id(licence),
          .pair = pair(pair_of)};
}

ports::EntryView entry(std::uint8_t n) {
  ports::EntryView view;
  view.id = id(n);
  view.recording_authority = "BIR";
  return view;
}

domain::VanishedAlert of_ended_licence(const ports::KnownAlert& /*alert*/) {
  return {.is_licence_watched = false, .is_entry_shown = true, .are_details_equal = false};
}

}  // namespace

TEST_CASE("what is found and has its alert agrees, what has none is missing") {
  app::RunFindings findings({known(1, 7, 1)});
  findings.take(entry(1), {found(1, 7, 1), found(1, 8, 2, "possible")});
  auto step = std::move(findings).step(of_ended_licence);
  REQUIRE(step.missing.size() == 1);
  CHECK(step.missing[0].licence == id(8));
  CHECK(step.vanished.empty());
  CHECK(step.counts[{"MAN", "found"}] == 2);
  CHECK(step.counts[{"MAN", "found_strong"}] == 1);
  CHECK(step.counts[{"MAN", "agreed"}] == 1);
  CHECK(step.counts[{"BIR", "entries"}] == 1);
  CHECK(step.counts[{"MAN", "refused_elsewhere_licensed_here"}] == 1);
  CHECK(step.counts[{"BIR", "refused_here_licensed_elsewhere"}] == 1);
}

TEST_CASE("an alert about another pair is asked of the store, and has not vanished") {
  app::RunFindings findings({known(1, 7, 1)});
  findings.take(entry(1), {found(1, 7, 2)});
  const auto step = std::move(findings).step(of_ended_licence);
  CHECK(step.missing.size() == 1);
  CHECK(step.vanished.empty());
}

TEST_CASE("an alert that is not found any more has vanished once, whatever pairs it told of") {
  app::RunFindings findings({known(1, 7, 1), known(1, 7, 2), known(2, 7, 1)});
  findings.take(entry(1), {});
  findings.take(entry(2), {});
  const auto step = std::move(findings).step(of_ended_licence);
  REQUIRE(step.vanished.size() == 2);
  CHECK(step.vanished[0].explanation == domain::Explanation::licence_ended);
  CHECK(step.missing.empty());
}
