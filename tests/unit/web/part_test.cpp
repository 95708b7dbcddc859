#include "web/part.hpp"

#include "web/components.hpp"
#include "web/embedded.hpp"
#include "web/messages.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::web::test {

namespace {

const std::string hostile = R"(<script>alert("x")</script>' onfocus='x &amp;)";

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("What is put into a page is escaped wherever it stands") {
  const auto html =
      render(
          component(Input{.name = hostile, .label = hostile, .value = hostile, .error = hostile})) +
      render(component(TextArea{.name = "a", .label = hostile, .value = hostile})) +
      render(component(Table{.caption = hostile, .head = {{hostile}}, .rows = {{{hostile}}}})) +
      render(component(SummaryList{{{hostile, hostile}}})) +
      render(component(Banner{.title = hostile, .text = hostile}));
  CHECK_FALSE(has(html, "<script"));
  CHECK_FALSE(has(html, "alert(\""));
  CHECK_FALSE(has(html, "' onfocus"));
  CHECK(has(html, "&lt;script&gt;"));
  CHECK(has(html, "&amp;amp;"));
}

TEST_CASE("An address that would run something is none") {
  const auto html = render(component(ErrorSummary{"Problem", {{"text", "javascript:alert(1)"}}}));
  CHECK_FALSE(has(html, "javascript:"));
}

TEST_CASE("Names of every script and length come out whole") {
  const std::string arabic = "محمد عبد الرحمن";
  const std::string lengthy(200, 'n');
  const auto html = render(component(SummaryList{{{arabic, lengthy}, {"O'Connor", "Łukasz"}}}));
  CHECK(has(html, arabic));
  CHECK(has(html, lengthy));
  CHECK(has(html, "O&#39;Connor"));
  CHECK(has(html, "Łukasz"));
}

TEST_CASE("A template that is not there is a mistake, not an empty page") {
  CHECK_THROWS_AS(render(Part("no_such_template")), std::logic_error);
}

TEST_CASE("Every template escapes by its place") {
  REQUIRE_FALSE(embedded_templates().empty());
  for (const auto& one : embedded_templates()) {
    INFO(one.name);
    CHECK(one.text.starts_with("{{%AUTOESCAPE context=\"HTML\"}}"));
    CHECK_FALSE(has(std::string(one.text), ":none"));
  }
}

TEST_CASE("Messages") {
  CHECK(say("sign_in.title") == "Sign in");
  CHECK(say("frame.title", {{"title", "{x}"}}) == "{x} - Badgewatch");
  CHECK_THROWS_AS(say("frame.title", {}), std::logic_error);
  CHECK_THROWS_AS(say("no.such"), std::logic_error);
  CHECK(say_of("date.", "month") == "Month");
  CHECK(say_of("date.", "what_is_new") == "what is new");
}

}  // namespace badgewatch::web::test
