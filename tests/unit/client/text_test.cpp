#include "client/progress.hpp"
#include "client/render_check.hpp"
#include "client/text_table.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::client {
namespace {

using namespace std::chrono_literals;

TEST_CASE("what a terminal would obey is not printed") {
  CHECK(printable("a\x1b[31mb\x7f"
                  "c\td") == "a?[31mb?c?d");
  CHECK(printable("Łukasz Ömer") == "Łukasz Ömer");
  CHECK(printable("a\xC2\x9B"
                  "31mb") == "a?31mb");
}

TEST_CASE("padding counts characters, not bytes") {
  CHECK(padded("Łu", 4) == "Łu  ");
  CHECK(padded("long", 2) == "long");
  CHECK(right_aligned("7", 3) == "  7");
}

TEST_CASE("numbers and durations read easily") {
  CHECK(with_commas(0) == "0");
  CHECK(with_commas(999) == "999");
  CHECK(with_commas(1000) == "1,000");
  CHECK(with_commas(1234567) == "1,234,567");
  CHECK(duration_text(7s) == "0:07");
  CHECK(duration_text(3723s) == "1:02:03");
}

UploadProgress half_way() {
  UploadProgress progress;
  progress.bytes_sent = 500;
  progress.rows = 9012;
  progress.rejected = 2;
  return progress;
}

TEST_CASE("a progress line has bar, rate and time left") {
  CHECK(progress_line(half_way(), 1000, 3000ms) ==
        "[###############...............]  50 %  9,012 rows, 3,004/s, 0:03 left, 2 rejected");
  CHECK(progress_line(half_way(), std::nullopt, 3000ms) == "9,012 rows, 3,004/s, 2 rejected");
  CHECK(progress_line({}, 1000, 0ms) == "[..............................]   0 %  0 rows");
}

TEST_CASE("a terminal's line is redrawn and removed, elsewhere lines are rare") {
  std::string out;
  Elapsed now = 50ms;
  const auto clock = [&] { return now; };
  const auto write = [&](const std::string& text) { out += text; };
  ProgressDisplay terminal(true, 1000, clock, write);
  terminal.show(half_way());
  CHECK(out.empty());
  now = 200ms;
  terminal.show(half_way());
  terminal.show(half_way());
  CHECK(out.starts_with("\r\x1b[K[####"));
  CHECK(out.find('\r', 1) == std::string::npos);
  terminal.clear();
  CHECK(out.ends_with("\r\x1b[K"));

  out.clear();
  ProgressDisplay plain(false, 1000, clock, write);
  now = 9s;
  plain.show(half_way());
  CHECK(out.empty());
  now = 10s;
  plain.show(half_way());
  CHECK(out.ends_with("rejected\n"));
  CHECK(out.find('\r') == std::string::npos);
}

core::Json json(const char* text) {
  return core::parse_json(text).value();
}

TEST_CASE("no match counts only with its proof") {
  CHECK(word_of(json(R"({"outcome":"no_match","freshness":"proven","proof":{}})")) ==
        CheckWord::no_match);
  CHECK(word_of(json(R"({"outcome":"no_match","freshness":"behind","proof":{}})")) ==
        CheckWord::unproven);
  CHECK(word_of(json(R"({"outcome":"no_match","freshness":"proven","proof":null})")) ==
        CheckWord::unproven);
  CHECK(word_of(json(R"({"outcome":"no_match","freshness":"proven"})")) == CheckWord::unproven);
}

TEST_CASE("an outcome that is not known is no clear") {
  CHECK(word_of(json(R"({"outcome":"all_fine","freshness":"proven","proof":{}})")) ==
        CheckWord::indeterminate);
  CHECK(word_of(json("{}")) == CheckWord::indeterminate);
  CHECK(word_of(json(R"({"outcome":"possible_match"})")) == CheckWord::possible_match);
}

TEST_CASE("a hit is shown with its fields, next step and proof") {
  const std::string text = render_check(json(
      R"({"id":"c","checked_at":"T","outcome":"match","hits":[{"entry":{"id":"e","kind":"revocation",)"
      R"("recording_authority":"LDS","name":"Khan","birth_year":1985,"state":"active",)"
      R"("ask":{"team":"Licensing","email":null}},"band":"strong","evidence":[)"
      R"({"field":"date_of_birth","verdict":"agree","weight":3,"note":"same day"},)"
      R"({"field":"name","verdict":"conflict","weight":-2.5},{"field":"email","verdict":"missing","weight":0}],"next_step":"Ask them."}],)"
      R"("searched":["decisions"],"freshness":"proven",)"
      R"("proof":{"epoch":"e1","seq":9,"rules":"r","proven_at":"T"},)"
      R"("receipt":{"key_id":"k1","signature":"sig"}})"));
  CHECK(text.starts_with("MATCH: 1 strong, 0 possible.\n"));
  CHECK(text.find("STRONG  Khan, born 1985: revocation by LDS, active") != std::string::npos);
  CHECK(text.find("date of birth              agrees       +3.0  +++\n") != std::string::npos);
  CHECK(text.find("same day\n") != std::string::npos);
  CHECK(text.find("name                       CONFLICTS    -2.5  ---\n") != std::string::npos);
  CHECK(text.find("Not compared, as one side lacks it: email\n") != std::string::npos);
  CHECK(text.find("Next: Ask them.\n") != std::string::npos);
  CHECK(text.find("feed number 9 (epoch e1), rules r") != std::string::npos);
  CHECK(text.find("signed with key k1: sig") != std::string::npos);
}

TEST_CASE("a check with nothing in it is still text") {
  CHECK(render_check(json("{}")).starts_with("INDETERMINATE"));
  CHECK(render_check(json(R"({"hits":[1,{"entry":null}]})")).starts_with("INDETERMINATE"));
}

}  // namespace
}  // namespace badgewatch::client
