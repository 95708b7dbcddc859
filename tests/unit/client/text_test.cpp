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

TEST_CASE("a progress line says what is going on") {
  UploadProgress progress;
  CHECK(progress_line(progress, 4'000'000, 0ms) ==
        "[..............................]   0 %  0.0 of 4.0 MB");
  progress.bytes_sent = 2'000'000;
  CHECK(progress_line(progress, 4'000'000, 3000ms) ==
        "[###############...............]  50 %  2.0 of 4.0 MB, 0.7 MB/s, 0:03 left");
  CHECK(progress_line(progress, std::nullopt, 2000ms) == "2.0 MB, 1.0 MB/s");
  progress.bytes_sent = 4'000'000;
  CHECK(progress_line(progress, 4'000'000, 7000ms) ==
        "[##############################] 100 %  sent; the register is working, 0:07");
  progress.rows = 9012;
  progress.rejected = 2;
  CHECK(progress_line(progress, 4'000'000, 3000ms) ==
        "[##############################] 100 %  9,012 rows, 3,004/s, 2 rejected");
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
  const std::string proof = R"({"epoch":"e","seq":1,"chain":"c","rules":"r","proven_at":"p"})";
  const auto word = [](const std::string& hits, const std::string& freshness,
                       const std::string& said, const std::string& current) {
    const auto text = R"({"outcome":"no_match","hits":)" + hits + R"(,"freshness":")" + freshness +
                      R"(","proof":)" + said + R"(,"current":)" + current + "}";
    return word_of(core::parse_json(text).value());
  };
  CHECK(word("[]", "proven", proof, "true") == CheckWord::no_match);
  CHECK(word("[]", "behind", proof, "true") == CheckWord::unproven);
  CHECK(word("[]", "proven", "null", "true") == CheckWord::unproven);
  CHECK(word("[]", "proven", "{}", "true") == CheckWord::unproven);
  CHECK(word("null", "proven", proof, "true") == CheckWord::unproven);
  CHECK(word("[]", "proven", proof, "null") == CheckWord::unproven);
  for (const std::string part : {R"("epoch":"e",)", R"("seq":1,)", R"("chain":"c",)",
                                 R"("rules":"r",)", R"(,"proven_at":"p")"}) {
    auto less = proof;
    CHECK(word("[]", "proven", less.erase(less.find(part), part.size()), "true") ==
          CheckWord::unproven);
  }
  CHECK(word(R"([{"band":"strong"}])", "proven", proof, "true") == CheckWord::indeterminate);
  CHECK(word("[]", "proven", proof, "false") == CheckWord::indeterminate);
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
      R"({"id":"c","checked_at":"2026-11-24T09:30:00.125Z","outcome":"match","hits":[{"id":"h","entry":{"id":"e","kind":"revocation",)"
      R"("recording_authority":"LDS","name":"Khan","birth_year":1985,"state":"active",)"
      R"("ask":{"team":"Licensing","email":null}},"band":"strong","evidence":[)"
      R"({"field":"date_of_birth","verdict":"agree","weight":3,"note":"same day"},)"
      R"({"field":"name","verdict":"conflict","weight":-2.5},{"field":"address","verdict":"missing","weight":0,"note":"Address: another one"},)"
      R"({"field":"email","verdict":"missing","weight":0,"note":"E-mail: not known of both"}],"next_step":"Ask them."}],)"
      R"("warnings":[{"pointer":"/subject/date_of_birth","detail":"younger than 17"}],)"
      R"("searched":["decisions"],"freshness":"proven",)"
      R"("proof":{"epoch":"e1","seq":9,"rules":"r","proven_at":"2026-11-24T09:30:00.125Z"},)"
      R"("receipt":{"key_id":"k1","signature":"sig"}})"));
  CHECK(text == R"(MATCH: 1 strong hit.
Check c, 2026-11-24 09:30:00 UTC
Look at:  /subject/date_of_birth: younger than 17

1. STRONG: Khan, born 1985
   Revocation by LDS, active.
   Entry e
   Hit h

   verdict   weight
   agrees      +3.0  same day
   CONFLICTS   -2.5  name
   -              0  Address: another one
   -              0  E-mail: not known of both

   Next: Ask them.
   Ask:  Licensing

Weight: each point doubles the odds that both are one person; below 0 each
halves them.

Searched: decisions.
Proof:    the search knew all of the register at 2026-11-24 09:30:00 UTC: feed
          number 9, history e1, rules r.
Receipt:  signed with key k1; --json prints it, to be kept with the case.
)");
}

TEST_CASE("what was found about a hit is shown with who found it, when and why") {
  const auto text_with = [](const std::string& name) {
    const std::string check =
        R"({"outcome":"match","hits":[{"id":"h","band":"strong",")" + name +
        R"(":{"finding":"different_person","reason":"Another \u001b[2J photo.",)"
        R"("found_by":"back office","found_at":"2026-11-24T09:30:00.125Z","check":"c"}}]})";
    return render_check(json(check.c_str()));
  };
  CHECK(text_with("earlier_finding")
            .find("   Found earlier: different person, by back office on 2026-11-24 09:30:00 UTC:\n"
                  "                  Another ?[2J photo.\n") != std::string::npos);
  CHECK(text_with("finding").find("   Found since: different person, by back office") !=
        std::string::npos);
  CHECK(render_check(json(R"({"hits":[{"id":"h","earlier_finding":{}}]})"))
            .starts_with("INDETERMINATE"));
  CHECK(render_check(json(R"({"outcome":"indeterminate","hits":[]})")).find("date of birth") !=
        std::string::npos);
}

TEST_CASE("text and progress keep to a narrow terminal") {
  CHECK(paragraph("  ", "twelve words that would not fit into forty columns of a terminal", 40) ==
        "  twelve words that would not fit into\n  forty columns of a terminal\n");
  UploadProgress progress;
  progress.bytes_sent = 1'500'000;
  for (const std::size_t width : {20U, 39U, 59U, 79U}) {
    const auto line = progress_line(progress, 4'000'000, 3000ms, width);
    CHECK(line.size() <= width);
    CHECK(line.find("37 %") != std::string::npos);
    CHECK((line.find('#') != std::string::npos) == (width > 50));
  }
  std::string shown;
  ProgressDisplay narrow(
      true, 4'000'000, [] { return Elapsed(3000); }, [&](const std::string& text) { shown = text; },
      [] { return std::size_t{40}; });
  narrow.show(progress);
  CHECK(shown.size() == std::string("\r\x1b[K").size() + 39);
}

TEST_CASE("text is broken at spaces so that no line is wider than a terminal") {
  const std::string long_text =
      "A note that goes on and on, word after word, until it is wider "
      "than eighty characters and must be broken.";
  CHECK(paragraph("   Next: ", long_text) ==
        "   Next: A note that goes on and on, word after word, until it is wider than\n"
        "         eighty characters and must be broken.\n");
  CHECK(paragraph("", std::string(90, 'x') + " y") == std::string(90, 'x') + "\ny\n");
  CHECK(paragraph("   ", std::string(77, 'x') + " y") == "   " + std::string(77, 'x') + "\n   y\n");
  CHECK(paragraph("Ł: ", "a  b") == "Ł: a b\n");
  CHECK(paragraph("x ", "") == "x \n");
}

TEST_CASE("counts and instants read easily") {
  CHECK(counted(1, "hit") == "1 hit");
  CHECK(counted(1234, "row") == "1,234 rows");
  CHECK(instant_text("2026-11-24T09:30:00.125Z") == "2026-11-24 09:30:00 UTC");
  CHECK(instant_text("2026-11-24") == "2026-11-24");
  CHECK(instant_text("") == "");
}

TEST_CASE("a check with nothing in it is still text") {
  CHECK(render_check(json("{}")).starts_with("INDETERMINATE"));
  CHECK(render_check(json(R"({"hits":[1,{"entry":null}]})")).starts_with("INDETERMINATE"));
}

}  // namespace
}  // namespace badgewatch::client
