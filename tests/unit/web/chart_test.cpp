// Shares in words and as bars: what is there is never called nothing, and what is not told is not
// drawn.
#include "web/chart.hpp"

#include <catch2/catch.hpp>

namespace badgewatch::web::test {

namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

bool has(const std::string& text, const std::string& part) {
  return count_of(text, part) > 0;
}

core::Json json(std::string_view text) {
  auto json = core::parse_json(text);
  return std::move(*json);
}

}  // namespace

TEST_CASE("Of what there are some never 0%, of what some lack never 100%") {
  CHECK(percent_text(0.0) == "0%");
  CHECK(percent_text(1.0) == "100%");
  CHECK(percent_text(1e-9) == "under 0.1%");
  CHECK(percent_text(1 - 1e-9) == "over 99.9%");
  CHECK(percent_text(0.0005) == "0.1%");
  CHECK(percent_text(0.025) == "2.5%");
  CHECK(percent_text(0.5) == "50.0%");
  CHECK(percent_text({}) == "not told");
}

TEST_CASE("Counts have commas, and those that are not told are few") {
  const auto text = [](std::string_view value) { return count_text(JsonView(json(value))); };
  CHECK(text("0") == "0");
  CHECK(text("999") == "999");
  CHECK(text("1000") == "1,000");
  CHECK(text("381000") == "381,000");
  CHECK(text("1234567") == "1,234,567");
  CHECK(count_text(JsonView()) == "few");
}

TEST_CASE("A share is of counts that are both told") {
  const auto share = [](const char* text) {
    const auto both = json(text);
    return share_of(JsonView(both)["a"], JsonView(both)["b"]);
  };
  CHECK(share(R"({"a":1,"b":4})") == ShareShown(0.25));
  CHECK(share(R"({"a":0,"b":4})") == ShareShown(0.0));
  CHECK_FALSE(share(R"({"a":0,"b":0})"));
  CHECK_FALSE(share(R"({"a":null,"b":4})"));
  CHECK_FALSE(share(R"({"a":1,"b":null})"));
}

TEST_CASE(
    "A bar is as long as its share, seen where there is anything, and none where it is not told") {
  const auto both = render(share_bars(0.5, 1.0));
  CHECK(has(both, R"(aria-label="Yours 50.0%, the nation 100%")"));
  CHECK(has(both, R"(class="bw-chart__own" x="0" y="1" width="100")"));
  CHECK(has(both, R"(class="bw-chart__nation" x="0" y="11" width="200")"));
  CHECK(has(render(share_bar(0.0001)), R"(width="1" height="8")"));
  CHECK(has(render(share_bar(0.0)), R"(width="0" height="8")"));
  CHECK(has(render(share_bar(7.0)), R"(width="200" height="8")"));
  const auto untold = render(share_bars({}, {}));
  CHECK_FALSE(has(untold, R"(height="8")"));
  CHECK(has(untold, R"(aria-label="Yours not told, the nation not told")"));
}

TEST_CASE("A trend goes from the oldest to the newest, and leaves out what is not told") {
  const auto trend = render(trend_line({0.0, {}, 1.0}));
  CHECK(has(trend, R"(points="5,22 115,3")"));
  CHECK(has(trend, R"(aria-label="From 0% to 100% in 3 runs")"));
  CHECK(count_of(trend, "<circle") == 1);
  CHECK(has(trend, R"(cx="115" cy="3")"));
  CHECK(has(render(trend_line({0.5})), R"(points="5,12")"));
}

}  // namespace badgewatch::web::test
