#include "http/cookie.hpp"

#include <catch2/catch.hpp>

using badgewatch::http::cookies;
using Values = std::vector<std::string_view>;

TEST_CASE("Cookies are found by their exact name, in every field and each time they stand there") {
  CHECK(cookies({}, "a").empty());
  CHECK(cookies({{"Cookie", "a=1"}}, "a") == Values{"1"});
  CHECK(cookies({{"cookie", "b=2; a=1;c=3"}}, "a") == Values{"1"});
  CHECK(cookies({{"Cookie", "a=1; a=2"}, {"Cookie", "a=3"}}, "a") == Values{"1", "2", "3"});
  CHECK(cookies({{"Cookie", "aa=1; A=2; xa=3; a"}}, "a").empty());
  CHECK(cookies({{"Cookie", " a = x=y ;"}}, "a") == Values{"x=y"});
  CHECK(cookies({{"Cookie", "a="}}, "a") == Values{""});
  CHECK(cookies({{"Set-Cookie", "a=1"}}, "a").empty());
  CHECK(cookies({{"Cookie", ";;; ;=;"}}, "a").empty());
}
