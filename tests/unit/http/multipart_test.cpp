#include "http/multipart.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using http::is_multipart;
using http::parse_multipart;

namespace {

const http::Headers headers = {{"Content-Type", "multipart/form-data; boundary=----Bound=ary1"}};

std::string part(const std::string& disposition, const std::string& content) {
  return "------Bound=ary1\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" +
         content + "\r\n";
}

const std::string end = "------Bound=ary1--\r\n";

}  // namespace

TEST_CASE("A form with a file is read, and the file keeps its bytes") {
  const std::string bytes("%PDF\r\n\r\n\0\xFF------Bound\r\n--", 26);
  const auto form = parse_multipart(
      headers, part("name=\"csrf\"", "token") + part("name=text", "one\r\ntwo") +
                   "------Bound=ary1\r\ncontent-type: application/pdf\r\nCONTENT-DISPOSITION: "
                   "form-data; name=\"file\"; filename=\"O'Connor; letter.pdf\"\r\n\r\n" +
                   bytes + "\r\n" + part("name=\"other\"; filename=\"\"", "") + end);
  REQUIRE(form.has_value());
  CHECK(form->find("csrf") == "token");
  CHECK(form->find("text") == "one\r\ntwo");
  CHECK(form->items().size() == 2);
  const auto* file = form->file("file");
  REQUIRE(file != nullptr);
  CHECK(file->name == "O'Connor; letter.pdf");
  CHECK(file->content == bytes);
  // Nothing was chosen there.
  CHECK(form->file("other") == nullptr);
  CHECK(form->file("csrf") == nullptr);
}

TEST_CASE("A form with a file that could be read in two ways is refused, without its content") {
  std::string many;
  for (int i = 0; i < 65; ++i)
    many += part("name=\"secret" + std::to_string(i) + "\"", "");
  for (const auto& body :
       {std::string(), std::string("secret"), part("name=\"secret\"", "1"),
        part("name=\"a\"", "secret") + part("name=\"a\"", "2") + end,
        part("filename=\"secret\"", "1") + end, part("name=\"secret", "1") + end,
        part("name=\"a\"", "secret\x01") + end, part("name=\"a\"", "secret\xFF") + end,
        part("name=\"a\"; filename=\"secret\x01.pdf\"", "1") + end, "secret" + end,
        "------Bound=ary1secret" + end, many + end,
        std::string("------Bound=ary1\r\nsecret: 1\r\n\r\n1\r\n") + end}) {
    INFO(body);
    const auto form = parse_multipart(headers, body);
    REQUIRE(form.has_error());
    CHECK(form.error().code() == core::Errc::malformed);
    CHECK(form.error().detail().find("secret") == std::string::npos);
  }
}

TEST_CASE("A form with a file says that it is one, and by which boundary") {
  const auto says = [](const std::string& type) { return is_multipart({{"content-type", type}}); };
  CHECK(says("multipart/form-data; boundary=x"));
  CHECK(says("Multipart/Form-Data;charset=utf-8; Boundary=\"a b\""));
  CHECK_FALSE(says("multipart/form-data"));
  CHECK_FALSE(says("multipart/form-data; boundary="));
  CHECK_FALSE(says("multipart/form-data; boundary=" + std::string(71, 'x')));
  CHECK_FALSE(says("multipart/mixed; boundary=x"));
  CHECK_FALSE(says("application/x-www-form-urlencoded"));
  CHECK_FALSE(is_multipart({}));
}
