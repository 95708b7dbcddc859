#include "app/check_answer.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

app::Hit hit(bool is_held, bool is_own = false) {
  app::Hit made;
  made.recording_authority = "LDS";
  made.ask.team = "Licensing team, Leeds";
  made.comparison.band = match::Band::strong;
  made.is_held = is_held;
  made.is_own = is_own;
  return made;
}

std::string json_of(const app::Hit& one) {
  app::CheckAnswer answer;
  answer.hits = {one};
  return app::to_json(answer);
}

}  // namespace

TEST_CASE("A hit that waits for a second person says so, in a member and in a sentence") {
  const auto held = json_of(hit(true));
  CHECK(held.find(R"("held":true)") != std::string::npos);
  CHECK(held.find("nobody has confirmed it yet") != std::string::npos);
  // What to do about it stays said.
  CHECK(held.find("Ask Licensing team, Leeds in writing") != std::string::npos);
  CHECK(app::next_step(hit(true, true)).find("nobody has confirmed it yet") != std::string::npos);
}

TEST_CASE("Any other hit says nothing of it") {
  const auto other = json_of(hit(false));
  CHECK(other.find("held") == std::string::npos);
  CHECK(other.find("confirmed") == std::string::npos);
}
