#include "app/comparable_check.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

core::Json comparable(const std::string& text) {
  return app::comparable_check(text).value();
}

using Pointers = std::vector<std::string>;

const std::string check =
    R"({"id":"1","checked_at":"2026","outcome":"match","hits":[{"id":"2","weight":12.5,)"
    R"("entry":{"id":"3"},"evidence":[{"field":"name","note":"As it is."}],"next_step":"Ask."}],)"
    R"("current":true,"proof":{"seq":7,"proven_at":"2026"},"receipt":{"text":"x"}})";

std::string with(const std::string& from, const std::string& to) {
  auto text = check;
  text.replace(text.find(from), from.size(), to);
  return text;
}

}  // namespace

TEST_CASE("What belongs to one answer alone is not compared") {
  for (const auto& other : {with(R"("id":"1")", R"("id":"9")"), with(R"("id":"2")", R"("id":"9")"),
                            with(R"("text":"x")", R"("text":"y")"),
                            with(R"("proven_at":"2026")", R"("proven_at":"2027")"),
                            with(R"("current":true)", R"("current":true,"warnings":[])")}) {
    const auto found = app::differences(comparable(check), comparable(other));
    CHECK(found.said.empty());
    CHECK(found.worded.empty());
  }
}

TEST_CASE("Whatever else differs is named by its pointer, sentences apart") {
  const auto said = [](const std::string& other) {
    return app::differences(comparable(check), comparable(other)).said;
  };
  CHECK(said(with("12.5", "12.51")) == Pointers{"/hits/0/weight"});
  CHECK(said(with(R"("id":"3")", R"("id":"4")")) == Pointers{"/hits/0/entry/id"});
  CHECK(said(with(R"("seq":7)", R"("seq":8)")) == Pointers{"/proof/seq"});
  CHECK(said(with(R"("proof":{"seq":7,"proven_at":"2026"})", R"("proof":null)")) ==
        Pointers{"/proof"});
  CHECK(said(with(R"("weight":12.5)", R"("weight":12.5,"held":true)")) == Pointers{"/hits/0/held"});
  CHECK(said(R"({"outcome":"match","hits":[],"proof":{"seq":7}})") == Pointers{"/hits/0"});
  const auto worded =
      app::differences(comparable(check), comparable(with("As it is.", "As it was."))).worded;
  CHECK(worded == Pointers{"/hits/0/evidence/0/note"});
}

TEST_CASE("What is no check is refused") {
  for (const auto* text : {"", "[]", "{}", R"({"outcome":"match"})", R"({"hits":[]})"})
    CHECK(app::comparable_check(text).has_error());
}
