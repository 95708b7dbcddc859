#include "http/form.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using http::is_form;
using http::parse_form;

TEST_CASE("A form's names and values are decoded once") {
  const auto form = parse_form("a=1&b=%2B+%26&&c&%C3%A9=%25%34%31&d=x=y").value();
  CHECK(form.find("a") == "1");
  CHECK(form.find("b") == "+ &");
  CHECK(form.find("c") == "");
  CHECK(form.find("\xC3\xA9") == "%41");
  CHECK(form.find("d") == "x=y");
  CHECK_FALSE(form.find("e").has_value());
  CHECK(form.items().size() == 5);
  CHECK(parse_form("").value().items().empty());
  CHECK(parse_form("text=one%0D%0Atwo").value().find("text") == "one\r\ntwo");
}

TEST_CASE("A form that could be read in two ways is refused, without its content") {
  std::string many;
  for (int i = 0; i < 65; ++i)
    many += "n" + std::to_string(i) + "=secret&";
  for (const std::string& body :
       {std::string("secret=1&secret=1"), std::string("%73=1&s=secret"), std::string("secret=%"),
        std::string("secret=%4"), std::string("secret=%zz"), std::string("secret=%00"),
        std::string("secret=%FF"), std::string("secret=%C0%AF"), std::string("secret=%1b"),
        std::string("se\0cret=1", 9), many}) {
    INFO(body);
    const auto form = parse_form(body);
    REQUIRE(form.has_error());
    CHECK(form.error().code() == core::Errc::malformed);
    CHECK(form.error().detail().find("secret") == std::string::npos);
  }
}

TEST_CASE("A form says that it is one") {
  const auto says = [](const char* type) { return is_form({{"content-type", type}}); };
  CHECK(says("application/x-www-form-urlencoded"));
  CHECK(says("Application/X-WWW-Form-URLEncoded; charset=UTF-8"));
  CHECK_FALSE(says("application/x-www-form-urlencoded; charset=latin1"));
  CHECK_FALSE(says("application/json"));
  CHECK_FALSE(says("multipart/form-data"));
  CHECK_FALSE(says(""));
  CHECK_FALSE(is_form({}));
}
