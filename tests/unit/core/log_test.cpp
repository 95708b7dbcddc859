#include "core/log.hpp"

#include "core/json.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>
#include <unistd.h>

using namespace badgewatch::core;

namespace {

// What is written to standard error meanwhile.
std::string standard_error_of(const std::function<void()>& work) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), &std::fclose);
  REQUIRE(file != nullptr);
  const int saved = ::dup(STDERR_FILENO);
  ::dup2(::fileno(file.get()), STDERR_FILENO);
  work();
  ::dup2(saved, STDERR_FILENO);
  ::close(saved);
  std::rewind(file.get());
  std::string text(4096, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  return text;
}

}  // namespace

TEST_CASE("an event is one line of JSON") {
  const std::string line = standard_error_of([] {
    log(LogLevel::warning, "index \"published\"",
        {{"rows", std::int64_t{12}}, {"reason", "a\nb"}, {"share", 0.5}, {"odd", std::nan("")}});
  });
  REQUIRE(line.find('\n') == line.size() - 1);
  const Json json = parse_json(line).value();
  CHECK(*json.find("level")->string() == "warning");
  CHECK(*json.find("event")->string() == "index \"published\"");
  CHECK(*json.find("rows")->integer() == 12);
  CHECK(*json.find("reason")->string() == "a\nb");
  CHECK(json.find("share")->number() == 0.5);
  CHECK(json.find("odd")->is_null());
  CHECK(json.find("at")->string()->size() == 24);
}

TEST_CASE("what is below the level is not written") {
  CHECK(standard_error_of([] { log(LogLevel::debug, "detail"); }).empty());
  const std::string written = standard_error_of([] {
    set_log_level(LogLevel::error);
    log(LogLevel::warning, "hidden");
    log(LogLevel::error, "shown");
    set_log_level(LogLevel::info);
  });
  CHECK(written.find("hidden") == std::string::npos);
  CHECK(written.find("shown") != std::string::npos);
}
