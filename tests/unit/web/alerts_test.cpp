// The inbox in pages, over an API that holds so many alerts: each is on one page, the newest first.
#include "core/json_writer.hpp"
#include "http/query.hpp"
#include "site_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>

namespace badgewatch::web::test {

namespace {

struct InboxPages : Fixture {
  InboxPages() {
    api.answers = [this](const http::Request& request) { return list(request); };
  }

  // Of the numbers that the authority has; the state is told by where a number stands.
  http::Response list(const http::Request& request) {
    const auto query =
        http::parse_query(request.head.query, {"after", "before", "limit", "kind", "state"});
    REQUIRE(query.has_value());
    const auto number = [&](std::string_view name) {
      return std::stoll(std::string(query->find(name).value_or("0")));
    };
    std::vector<std::int64_t> found;
    const bool is_before = query->find("before").has_value();
    for (const auto one : numbers)
      if (is_before ? one < number("before") : one > number("after")) found.push_back(one);
    if (is_before) std::reverse(found.begin(), found.end());
    found.resize(std::min(found.size(), static_cast<std::size_t>(number("limit"))));
    core::JsonWriter out;
    out.begin_object().key("alerts").begin_array();
    for (const auto one : found) {
      out.begin_object().member("id", std::to_string(one)).member("number", one);
      out.member("kind", "licensee_matched").member("state", "raised").end_object();
    }
    out.end_array().end_object();
    return {.status = 200, .headers = {}, .body = std::move(out).take()};
  }

  http::Response get(const std::string& query) { return send("GET", "/alerts", "", {}, query); }

  static std::vector<std::int64_t> shown(const http::Response& page) {
    std::vector<std::int64_t> found;
    const std::regex row(R"re(href="/alerts/(\d+)")re");
    for (std::sregex_iterator it(page.body.begin(), page.body.end(), row), end; it != end; ++it)
      found.push_back(std::stoll((*it)[1]));
    return found;
  }

  // The query of the page that this one leads to; empty: to none.
  static std::string link(const http::Response& page, const std::string& relation) {
    const std::regex any(R"re(<a[^>]*href="/alerts\??([^"]*)"[^>]*rel="(\w+)")re");
    for (std::sregex_iterator it(page.body.begin(), page.body.end(), any), end; it != end; ++it)
      if ((*it)[2] == relation) return std::regex_replace((*it)[1].str(), std::regex("&amp;"), "&");
    return "";
  }

  std::vector<std::int64_t> numbers;
};

}  // namespace

TEST_CASE_METHOD(InboxPages,
                 "Every alert is on one page of the inbox, and the way back is the same") {
  for (const std::int64_t count : {0, 1, 50, 51, 100, 137}) {
    CAPTURE(count);
    numbers.clear();
    for (std::int64_t i = 1; i <= count; ++i)
      numbers.push_back(3 * i);  // others are of another state
    std::vector<std::vector<std::int64_t>> pages;
    auto page = get("");
    for (int i = 0; i < 10; ++i) {
      pages.push_back(shown(page));
      const auto older = link(page, "next");
      if (older.empty()) break;
      page = get(older);
    }
    std::vector<std::int64_t> all;
    for (const auto& one : pages)
      all.insert(all.end(), one.begin(), one.end());
    std::reverse(all.begin(), all.end());
    CHECK(all == numbers);
    for (auto i = pages.size() - 1; i > 0; --i) {
      page = get(link(page, "prev"));
      CHECK(shown(page) == pages[i - 1]);
    }
    CHECK(link(page, "prev").empty());
  }
}

TEST_CASE_METHOD(InboxPages, "What is chosen stays chosen from page to page") {
  for (std::int64_t i = 1; i <= 60; ++i)
    numbers.push_back(i);
  const auto page = get("state=waiting&kind=licensee_matched");
  CHECK(api.asked.back().head.query.find("state=raised%2Cseen") != std::string::npos);
  CHECK(link(page, "next") == "kind=licensee_matched&state=waiting&before=11");
}

TEST_CASE_METHOD(InboxPages, "An address that leads nowhere shows the newest") {
  for (std::int64_t i = 1; i <= 60; ++i)
    numbers.push_back(i);
  const auto newest = shown(get(""));
  REQUIRE(newest.size() == 50);
  for (const auto* odd :
       {"before=-1", "before=x", "after=99", "after=60", "before=0", "page=2", "after=11"})
    CHECK(shown(get(odd)) == newest);
  api.answers = [this](const http::Request& request) {
    if (request.head.query.find("after=70") != std::string::npos)
      return http::problem({core::Errc::malformed, "never given"});
    return list(request);
  };
  CHECK(shown(get("after=70")) == newest);
}

}  // namespace badgewatch::web::test
