#include "core/csv.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch::core;
using Fields = std::vector<std::string>;

namespace {

// Each record in turn; a malformed one is the single field "!".
std::vector<Fields> records(std::string_view text) {
  std::vector<Fields> found;
  while (!text.empty()) {
    const std::size_t before = text.size();
    auto record = take_csv_record(text);
    found.push_back(record ? *record : Fields{"!"});
    REQUIRE(text.size() < before);
  }
  return found;
}

}  // namespace

TEST_CASE("the ends of lines and of the text") {
  CHECK(records("a,b\r\nc,d\n") == std::vector<Fields>{{"a", "b"}, {"c", "d"}});
  CHECK(records("a,b") == std::vector<Fields>{{"a", "b"}});
  CHECK(records("a,\r") == std::vector<Fields>{{"a", ""}});
  CHECK(records("\n\"\"\n") == std::vector<Fields>{{""}, {""}});
  CHECK(records("\xEF\xBB\xBF\"a\",b\n") == std::vector<Fields>{{"a", "b"}});
  CHECK(records(" a ,\"b\"\n") == std::vector<Fields>{{" a ", "b"}});
}

TEST_CASE("a quote within a field that does not begin with one would shift columns unseen") {
  CHECK(records("1, \"Khan, Ali\",x\nok\n") == std::vector<Fields>{{"!"}, {"ok"}});
  CHECK(records("Ali \"Al\" Khan,x\nok\n") == std::vector<Fields>{{"!"}, {"ok"}});
}

TEST_CASE("a quote never closed costs the line on which its record begins") {
  CHECK(records("\"a,b\nc,d\n") == std::vector<Fields>{{"!"}, {"c", "d"}});
  CHECK(records("x,\"\"\"\nc\n") == std::vector<Fields>{{"!"}, {"c"}});
}

TEST_CASE("what is wrong behind a quoted line break does not begin a record in its middle") {
  CHECK(records("\"a\nb\"c,d\nok\n") == std::vector<Fields>{{"!"}, {"ok"}});
}

TEST_CASE("a record has at most so many columns") {
  const std::string most(max_csv_columns - 1, ',');
  std::string_view taken = most;
  CHECK(take_csv_record(taken)->size() == max_csv_columns);
  CHECK(records(most + ",\nok\n") == std::vector<Fields>{{"!"}, {"ok"}});
}
