// The body of a change, from what stands on the command line.
#include "badgewatch/decisions_command.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace badgewatch;

TEST_CASE("A change says what was given and nothing else") {
  cli::DecisionChangeOptions options;
  options.change = "remove";
  CHECK(cli::change_request(options).value() == R"({"change":"remove"})");
  options.on = "2026-11-20";
  options.reason = "Wrong person.";
  options.decided_by = "Ann";
  options.approved_by = "Bob";
  CHECK(cli::change_request(options).value() ==
        R"({"change":"remove","on":"2026-11-20","reason":"Wrong person.","decided_by":"Ann",)"
        R"("approved_by":"Bob"})");
}

TEST_CASE("An amendment has its dates, and its person from a file") {
  const auto file = std::filesystem::temp_directory_path() / "bw-change-person.json";
  std::ofstream(file) << R"({"names":[{"full":"Ada"}]})";
  cli::DecisionChangeOptions options;
  options.change = "amend";
  options.decided_on = "2026-11-01";
  options.effective_on = "2026-11-02";
  options.suspension_ends_on = "2026-12-01";
  options.person_file = file;
  CHECK(cli::change_request(options).value() ==
        R"({"change":"amend","decided_on":"2026-11-01","effective_on":"2026-11-02",)"
        R"("suspension_ends_on":"2026-12-01","subject":{"names":[{"full":"Ada"}]}})");
  std::ofstream(file) << "[]";
  CHECK(cli::change_request(options).error().code() == core::Errc::invalid);
  std::filesystem::remove(file);
  CHECK(cli::change_request(options).error().code() == core::Errc::invalid);
}
