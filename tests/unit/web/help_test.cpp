// Help: a page for each task that says what to do, and no page without its help.
#include "site_fixture.hpp"
#include "web/help_topics.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::web::test {

namespace {

// An address that the pattern matches.
std::string example_of(std::string pattern) {
  for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{'))
    pattern.replace(open, pattern.find('}') - open + 1, "0197f0a4");
  return pattern;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "Every page has help, and all of it is open to everybody") {
  who.somebody = false;
  for (const auto& page : pages()) {
    if (page.method != "GET" || page.pattern.ends_with(".csv")) continue;
    if (page.pattern.starts_with("/help")) continue;
    INFO(page.pattern);
    const auto* topic = help_topic_of(example_of(page.pattern));
    REQUIRE(topic != nullptr);
    const auto help = send("GET", "/help/" + std::string(topic->name));
    CHECK(help.status == 200);
  }
  CHECK(send("GET", "/help/no-such").status == 404);
}

TEST_CASE_METHOD(Fixture, "A topic says what it is for, what to do and what its words mean") {
  const auto list = send("GET", "/help");
  for (const auto& topic : help_topics()) {
    INFO(topic.name);
    CHECK(has(list, "href=\"/help/" + std::string(topic.name) + "\""));
    const auto page = send("GET", "/help/" + std::string(topic.name));
    CHECK(has(page, "<h1 class=\"govuk-heading-l\">"));
    CHECK(has(page, "What to do"));
    // A word and its meaning are parted by a colon: none stands without the other.
    CHECK_FALSE(has(page, "<dd class=\"govuk-summary-list__value\"></dd>"));
    // A key of the catalogue that is not there would stand as itself.
    CHECK_FALSE(has(page, std::string(topic.key) + "."));
    // The page that it is about is there.
    bool is_page = topic.place.empty();
    for (const auto& one : pages())
      is_page = is_page || (one.method == "GET" && one.pattern == topic.place);
    CHECK(is_page);
  }
}

TEST_CASE_METHOD(Fixture, "The frame leads to the help of its page") {
  api.answer = {.status = 200, .headers = {}, .body = "{}"};
  CHECK(has(send("GET", "/decisions/new"), "href=\"/help/record-decision\""));
  who.somebody = false;
  CHECK(has(send("GET", "/sign-in"), "href=\"/help/sign-in\""));
}

}  // namespace badgewatch::web::test
