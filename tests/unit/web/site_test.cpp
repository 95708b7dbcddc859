// What stands before every page: whose request it is, where it comes from, and where it goes.
#include "site_fixture.hpp"
#include "web/embedded.hpp"
#include "web/kept_form.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <future>
#include <mutex>

namespace badgewatch::web::test {

TEST_CASE_METHOD(Fixture, "The API is answered by the API") {
  for (const auto* path : {"/v1/checks", "/livez", "/readyz", "/metrics", "/openapi.json"}) {
    (void)send("GET", path);
    REQUIRE_FALSE(api.asked.empty());
    CHECK(api.asked.back().head.path == path);
    http::RequestHead head;
    head.path = path;
    CHECK(site.plan(head).rows);
  }
  const auto before = api.asked.size();
  CHECK(send("GET", "/v1x").status == 404);
  CHECK(api.asked.size() == before);
}

TEST_CASE_METHOD(Fixture, "Who is not signed in is sent to the sign-in and back") {
  who.somebody = false;
  CHECK(http::header(send("GET", "/").headers, "Location") == "/sign-in");
  CHECK(http::header(send("GET", "/step-up").headers, "Location") == "/sign-in?then=%2Fstep-up");
  CHECK(api.asked.empty());
}

TEST_CASE_METHOD(Fixture,
                 "A form that finds no session is kept in the sign-in, but for its secrets") {
  who.somebody = false;
  const auto response = send("POST", "/account/sign-out",
                             "name=O%27Connor%20%3Cb%3E&csrf=old&password=hunter-two&code=123456");
  CHECK(response.status == 401);
  CHECK(has(response, R"(name="kept_name" value="O&#39;Connor &lt;b&gt;")"));
  CHECK(has(response, R"(name="kept_for" value="/account/sign-out")"));
  CHECK_FALSE(has(response, "hunter-two"));
  CHECK_FALSE(has(response, "123456"));
}

TEST_CASE_METHOD(Fixture, "A form that asks who somebody is is none that is kept") {
  api.answer = http::problem({core::Errc::forbidden, "The code is wrong, or was used before."});
  const auto code = send("POST", "/step-up", "csrf=good-token&then=%2Fconcerns&code=123456");
  CHECK(code.status == 403);
  CHECK(has(code, R"(name="then" value="/concerns")"));
  CHECK_FALSE(has(code, "kept_"));
  who.somebody = false;
  api.answer = http::problem({core::Errc::unauthenticated, "Something of these is wrong."});
  const auto wrong = send("POST", "/sign-in", "username=a&password=b&code=123456&then=%2Fcheck");
  CHECK(wrong.status == 401);
  CHECK(has(wrong, R"(name="then" value="/check")"));
  CHECK_FALSE(has(wrong, "kept_"));
}

TEST_CASE_METHOD(Fixture, "What was kept is shown to be sent once more after the sign-in") {
  who.somebody = false;
  api.answer = {
      .status = 201, .headers = {{"Set-Cookie", "c=1"}}, .body = R"({"csrf_token":"new-token"})"};
  const auto response = send("POST", "/sign-in",
                             "username=a&password=b&code=123456&kept_for=%2Fstep-up&kept_name=Ada");
  CHECK(response.status == 200);
  CHECK(has(response, R"(action="/step-up")"));
  CHECK(has(response, R"(name="csrf" value="new-token")"));
  CHECK(has(response, R"(name="name" value="Ada")"));
  CHECK(http::header(response.headers, "Set-Cookie") == "c=1");
}

TEST_CASE_METHOD(Fixture, "A form of another site, or without the session's token, does nothing") {
  const std::string body = "csrf=good-token&code=123456";
  CHECK(send("POST", "/step-up", body, {{"Sec-Fetch-Site", "cross-site"}}).status == 403);
  CHECK(send("POST", "/step-up", body, {{"Origin", "http://elsewhere"}}).status == 403);
  CHECK(send("POST", "/step-up", "csrf=other&code=1", {}).status == 403);
  // Of the register's own page, from before another sign-in: it is asked once more.
  const auto stale = send("POST", "/step-up", "csrf=other&note=kept");
  CHECK(stale.status == 200);
  CHECK(has(stale, R"(name="csrf" value="good-token")"));
  CHECK(has(stale, R"(name="note" value="kept")"));
  CHECK(api.asked.empty());
  api.answer = {.status = 200, .headers = {}, .body = "{}"};
  CHECK(send("POST", "/step-up", body).status == 303);
  REQUIRE(api.asked.size() == 1);
  CHECK(http::header(api.asked[0].head.headers, "X-CSRF-Token") == "good-token");
  CHECK(http::header(api.asked[0].head.headers, "Sec-Fetch-Site") == "same-origin");
}

TEST_CASE_METHOD(
    Fixture, "A form with a file is read where there is one, and a large one is refused unread") {
  const auto head = [](const std::string& path, std::size_t length) {
    http::RequestHead one;
    one.method = "POST";
    one.path = path;
    one.headers = {{"Content-Type", "multipart/form-data; boundary=b"},
                   {"Content-Length", std::to_string(length)},
                   {"Cookie", std::string(access::session_cookie_name) + "=x"}};
    return one;
  };
  CHECK(site.plan(head("/decisions/upload", 5)).limit == largest_form_with_file);
  CHECK_FALSE(site.plan(head("/decisions/upload", largest_form_with_file)).rows);
  CHECK(site.plan(head("/decisions/upload", largest_form_with_file + 1)).rows);
  CHECK(site.plan(head("/decisions/new", 5)).limit < largest_form_with_file);
  auto stranger = head("/decisions/upload", 5);
  stranger.headers.pop_back();
  CHECK(site.plan(stranger).limit < largest_form_with_file);
  auto large = head("/decisions/upload", largest_form_with_file + 1);
  large.headers.emplace_back("Sec-Fetch-Site", "same-origin");
  const auto opened = site.open_upload(large);
  REQUIRE(std::holds_alternative<http::Response>(opened));
  CHECK(std::get<http::Response>(opened).status == 413);
  CHECK(has(std::get<http::Response>(opened), "This is too much at once"));
  // One that is not too large and was not read either: there was no room for it.
  auto one_more = head("/decisions/upload", 5);
  one_more.headers.emplace_back("Sec-Fetch-Site", "same-origin");
  const auto busy = std::get<http::Response>(site.open_upload(one_more));
  CHECK(busy.status == 503);
  CHECK(http::header(busy.headers, "Retry-After") == "30");
  CHECK(has(busy, "Too many files are being sent just now"));
  CHECK(api.asked.empty());
}

TEST_CASE_METHOD(Fixture,
                 "A page that reads asks for whom it knows, and one that changes asks anew") {
  api.answer = {.status = 200, .headers = {}, .body = "{}"};
  (void)send("GET", "/");
  REQUIRE(api.asked.size() > 1);
  CHECK(api.known_actors == std::vector<std::string>(api.asked.size(), "7"));
  api.known_actors.clear();
  (void)send("POST", "/sign-out", "csrf=good-token");
  CHECK(api.asked.back().head.method == "DELETE");
  CHECK(api.known_actors.empty());
}

namespace {

// An API whose uploads wait until the test has seen enough.
class SlowApi final : public access::Entrance {
public:
  http::BodyPlan plan(const http::RequestHead&) const override { return {}; }
  http::Response handle(http::Request) override { return {}; }
  http::Response handle_as(const access::Credential&, http::Request) override { return {}; }
  std::variant<Upload, http::Response> open_upload(const http::RequestHead&) override {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    return http::problem(core::Error(core::Errc::invalid, "No."));
  }
  http::Response problem(const core::Error& error) const override { return http::problem(error); }
  void wait_for(int waiting) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= waiting; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

// Who asks is the officer whose name the request bears.
class Whoever final : public access::Identification {
public:
  core::Result<access::Credential> authenticate(const http::RequestHead& head) override {
    access::Credential credential;
    credential.caller = {"LDS", std::string(http::header(head.headers, "X-Who")), "Somebody", true};
    credential.roles = {access::Role::data_administrator};
    credential.signed_in = access::SignedIn{{}, {}, "good-token", {}};
    return credential;
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "So many files are worked on at once, half of them of one officer") {
  SlowApi slow;
  Whoever anybody;
  Site narrow{SiteParts{slow, anybody, limiter, {1'000, 1'000}, reference, clock, randomness, ""},
              4};
  http::Request request;
  request.head.method = "POST";
  request.head.path = "/drivers/upload";
  request.head.peer = "127.0.0.1";
  request.head.headers = {{"Sec-Fetch-Site", "same-origin"},
                          {"Host", "127.0.0.1:8480"},
                          {"Content-Type", "multipart/form-data; boundary=b"},
                          {"Cookie", std::string(access::session_cookie_name) + "=x"}};
  request.body =
      "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ngood-token\r\n"
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n\r\n"
      "licence_number\r\n1\r\n--b--\r\n";
  const auto send_as = [&](const char* officer) {
    auto theirs = request;
    theirs.head.headers.emplace_back("X-Who", officer);
    return narrow.handle(std::move(theirs)).status;
  };
  std::vector<std::future<int>> working;
  const auto work = [&](const char* officer) {
    working.push_back(std::async(std::launch::async, send_as, officer));
    slow.wait_for(static_cast<int>(working.size()));
  };
  work("ada");
  work("ada");
  CHECK(send_as("ada") == 503);
  CHECK_FALSE(narrow.plan(request.head).rows);
  work("ben");
  work("ben");
  // Full: whoever comes is told before a byte of their file is read.
  CHECK(send_as("cora") == 503);
  CHECK(narrow.plan(request.head).rows);
  slow.open();
  for (auto& one : working)
    CHECK(one.get() == 422);
  CHECK(send_as("ada") == 422);
  CHECK_FALSE(narrow.plan(request.head).rows);
}

TEST_CASE_METHOD(Fixture,
                 "A page that wants the second factor anew is gone on to once it was shown") {
  api.answer = {
      .status = 403, .headers = {}, .body = R"({"type":"/problems/step-up-required","detail":""})"};
  const auto asked = send("GET", "/concerns/7");
  CHECK(asked.status == 403);
  CHECK(has(asked, R"(name="then" value="/concerns/7")"));
  api.answer = {.status = 200, .headers = {}, .body = "{}"};
  const auto shown = [&](const std::string& then) {
    const auto response = send("POST", "/step-up", "csrf=good-token&code=123456&then=" + then);
    return std::string(http::header(response.headers, "Location"));
  };
  CHECK(shown("/concerns/7") == "/concerns/7");
  // The session goes on under another token, which a form that was kept is sent under.
  api.answer = {.status = 200,
                .headers = {{"Set-Cookie", "__Host-badgewatch=other"}},
                .body = R"({"csrf_token":"other-token"})"};
  const auto gone_on = send("POST", "/step-up", "csrf=good-token&code=123456&then=/concerns/7");
  CHECK(http::header(gone_on.headers, "Set-Cookie") == "__Host-badgewatch=other");
  const auto kept = send("POST", "/step-up",
                         "csrf=good-token&code=123456&kept_for=%2Fconcerns%2F7&kept_note=typed");
  CHECK(http::header(kept.headers, "Set-Cookie") == "__Host-badgewatch=other");
  CHECK(has(kept, R"(name="csrf" value="other-token")"));
  CHECK(shown("//elsewhere") == "/");
  CHECK(shown("/step-up") == "/");
  CHECK(shown("") == "/");
  // What was wrong with the code loses nothing of where it was going.
  api.answer = {.status = 403, .headers = {}, .body = R"({"detail":"The code is wrong."})"};
  CHECK(has(send("POST", "/step-up", "csrf=good-token&code=1&then=/concerns/7"),
            R"(name="then" value="/concerns/7")"));
}

TEST_CASE_METHOD(Fixture, "Pages name what they may load, and nothing of it is elsewhere") {
  const auto policy =
      std::string(http::header(send("GET", "/no/such").headers, "Content-Security-Policy"));
  CHECK(policy.starts_with("default-src 'none';"));
  for (const auto* loose : {"unsafe", "*", "http", "data:"})
    CHECK(policy.find(loose) == std::string::npos);
}

TEST_CASE_METHOD(Fixture, "A method that a page has not is refused with those that it has") {
  const auto response = send("DELETE", "/sign-in");
  CHECK(response.status == 405);
  CHECK(http::header(response.headers, "Allow") == "GET, HEAD, POST");
}

TEST_CASE_METHOD(Fixture, "Assets come in the coding that is asked for, and in no other version") {
  const auto get = [&](const std::string& path, const std::string& coding) {
    http::RequestHead head;
    head.method = "GET";
    head.path = path;
    head.headers = {{"Accept-Encoding", coding}};
    return site.immediate(head).value();
  };
  const auto place = "/assets/" + std::string(assets_version()) + "/style.css";
  CHECK(http::header(get(place, "gzip, br").headers, "Content-Encoding") == "br");
  CHECK(http::header(get(place, "gzip;q=0.5").headers, "Content-Encoding") == "gzip");
  CHECK(http::header(get(place, "br;q=0, identity").headers, "Content-Encoding").empty());
  CHECK(get(place, "").body.size() > get(place, "gzip").body.size());
  CHECK(get("/assets/other/style.css", "br").status == 404);
  CHECK(get("/assets/" + std::string(assets_version()) + "/other.css", "br").status == 404);
}

TEST_CASE("Only a path of the register's own is gone on to") {
  CHECK(safe_path("/checks/7") == "/checks/7");
  for (const auto* bad : {"//example.org", "https://example.org", "javascript:1", "",
                          "/\\example.org", "/a b", "/a\r\nSet-Cookie: x"})
    CHECK(safe_path(bad) == "/");
}

}  // namespace badgewatch::web::test
