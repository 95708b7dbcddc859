#include "sample/tables.hpp"

#include "core/json.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <set>
#include <sstream>

namespace badgewatch::sample {
namespace {

core::Json authorities_file() {
  std::ifstream file(BW_SOURCE_DIR "/config/reference/authorities.json");
  std::stringstream text;
  text << file.rdbuf();
  return core::parse_json(text.str()).value();
}

const Area* area_of(std::string_view code) {
  for (const Area& area : tables().areas)
    if (area.authority == code) return &area;
  return nullptr;
}

TEST_CASE("every authority that licenses drivers now or later has an area with the same days") {
  const core::Json file = authorities_file();
  std::size_t seen = 0;
  for (const core::Json& authority : *file.find("authorities")->array()) {
    const std::string* ends = authority.find("ends_on")->string();
    if (!*authority.find("licenses_drivers")->boolean() ||
        (ends != nullptr && *ends < "2026-11-23"))
      continue;
    const std::string& code = *authority.find("code")->string();
    INFO(code);
    const Area* area = area_of(code);
    REQUIRE(area != nullptr);
    CHECK(area->starts_on.iso() == *authority.find("starts_on")->string());
    CHECK((area->ends_on ? area->ends_on->iso() : "") == (ends == nullptr ? "" : *ends));
    CHECK(area->weight > 0);
    CHECK_FALSE(area->places.empty());
    ++seen;
  }
  CHECK(seen == tables().areas.size());
}

TEST_CASE("every setting that an area names has a mixture, and every culture is in one") {
  std::set<const Culture*> used;
  for (const auto& [setting, mixture] : tables().mixtures)
    used.insert(mixture.values().begin(), mixture.values().end());
  CHECK(used.size() == tables().cultures.size());
  for (const Area& area : tables().areas) {
    INFO(area.authority);
    CHECK(tables().mixtures.contains(area.setting));
  }
}

TEST_CASE("every culture can name men and women") {
  for (const Culture& culture : tables().cultures) {
    INFO(culture.name);
    CHECK_FALSE(culture.given_men.empty());
    CHECK_FALSE(culture.given_women.empty());
    CHECK_FALSE(culture.family_men.empty());
    CHECK((culture.prefix == 0 || !culture.prefixes.empty()));
  }
}

TEST_CASE("a name has the other spellings of its family and not itself") {
  const auto others = tables().other_spellings("Mohammed");
  CHECK(std::find(others.begin(), others.end(), "Muhammad") != others.end());
  CHECK(std::find(others.begin(), others.end(), "Mohammed") == others.end());
  CHECK(tables().other_spellings("Kowalski").empty());
}

TEST_CASE("a weighted list draws by weight and never what has none") {
  Weighted<char> list;
  list.add(3, 'a');
  list.add(0, 'b');
  list.add(1, 'c');
  Draws draws(7, 7, Purpose::name);
  int as = 0, cs = 0;
  for (int i = 0; i < 10'000; ++i) {
    const char drawn = list.pick(draws);
    REQUIRE(drawn != 'b');
    ++(drawn == 'a' ? as : cs);
  }
  CHECK(as > 7'200);
  CHECK(as < 7'800);
  CHECK_THROWS_AS(Weighted<char>().pick(draws), std::logic_error);
}

}  // namespace
}  // namespace badgewatch::sample
