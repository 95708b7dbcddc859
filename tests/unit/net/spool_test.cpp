#include "net/spool.hpp"

#include "net/seal.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

using badgewatch::core::Errc;
using badgewatch::net::Seal;
using badgewatch::net::Spool;
using badgewatch::net::SpoolRoom;

namespace {

std::string read_all(Spool& spool) {
  std::string all;
  while (true) {
    const auto piece = spool.next().value();
    if (piece.empty()) return all;
    all += piece;
  }
}

// The one file of this process whose name says that it is gone.
std::string deleted_file_content() {
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code error;
    const auto target = std::filesystem::read_symlink(entry.path(), error).string();
    if (target.find("(deleted)") == std::string::npos) continue;
    std::ifstream file(entry.path());
    return {std::istreambuf_iterator<char>(file), {}};
  }
  return {};
}

}  // namespace

TEST_CASE("A sealed record opens under its number and no other") {
  const auto seal = Seal::make().value();
  const std::string text = "{\"row\":1}\n";
  const auto record = seal.close(7, text).value();
  CHECK(record.size() == text.size() + Seal::overhead);
  CHECK(record.find("row") == std::string::npos);
  CHECK(seal.open(7, record).value() == text);
  CHECK(seal.open(8, record).has_error());
  CHECK(Seal::make().value().open(7, record).has_error());
  CHECK(seal.open(7, record.substr(1)).has_error());
  CHECK(seal.open(7, "short").has_error());
  for (std::size_t i = 0; i < record.size(); ++i) {
    auto changed = record;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK(seal.open(7, changed).has_error());
  }
  CHECK(seal.open(0, seal.close(0, "").value()).value().empty());
}

TEST_CASE("Little stays in memory") {
  SpoolRoom room(1000);
  Spool spool({"/nonexistent", 100}, room);
  CHECK(spool.empty());
  CHECK(spool.append("one\n").has_value());
  CHECK(spool.append("two\n").has_value());
  CHECK(spool.size() == 8);
  CHECK(spool.in_memory());
  CHECK(read_all(spool) == "one\ntwo\n");
}

TEST_CASE("Much goes to a sealed file without a name and comes back in order") {
  char name[] = "/tmp/unit_net-XXXXXX";
  const std::string folder = ::mkdtemp(name);
  std::string wanted;
  {
    SpoolRoom room(1'000'000);
    Spool spool({folder, 100}, room);
    for (int i = 0; i < 1000; ++i) {
      const auto line = "line of results " + std::to_string(i) + "\n";
      wanted += line;
      REQUIRE(spool.append(line).has_value());
    }
    CHECK_FALSE(spool.in_memory());
    CHECK(std::filesystem::is_empty(folder));
    const auto content = deleted_file_content();
    CHECK(content.size() > 15'000);
    CHECK(content.find("results") == std::string::npos);
    CHECK(read_all(spool) == wanted);
  }
  CHECK(deleted_file_content().empty());
  std::filesystem::remove_all(folder);
}

TEST_CASE("A spool takes only so much, and keeps what it had") {
  SpoolRoom room(10);
  Spool spool({"/nonexistent", 100}, room);
  CHECK(spool.append("12345678").has_value());
  CHECK(spool.append("abc").error().code() == Errc::too_large);
  CHECK(spool.append("90").has_value());
  CHECK(read_all(spool) == "1234567890");
}

TEST_CASE("A folder that cannot be written is an error when it is needed") {
  SpoolRoom room(100);
  Spool spool({"/nonexistent", 4}, room);
  CHECK(spool.append("1234").has_value());
  const auto refused = spool.append("5");
  CHECK(refused.error().code() == Errc::unavailable);
  CHECK(refused.error().detail().find("nonexistent") == std::string::npos);
}

TEST_CASE("All uploads share one room, and give back what they took") {
  SpoolRoom room(10);
  Spool first({"/nonexistent", 100}, room);
  {
    Spool second({"/nonexistent", 100}, room);
    CHECK(first.append("123456").has_value());
    CHECK(second.append("abcd").has_value());
    const auto refused = second.append("e");
    REQUIRE(refused.has_error());
    CHECK(refused.error().code() == Errc::unavailable);
    CHECK(refused.error().detail().find("later") != std::string::npos);
    CHECK(room.is_short());
    CHECK(read_all(second) == "abcd");
  }
  CHECK_FALSE(room.is_short());
  CHECK(first.append("7890").has_value());
  CHECK(first.append("x").error().code() == Errc::too_large);  // for it alone it is never enough
  CHECK(read_all(first) == "1234567890");
}

TEST_CASE("A text that cannot be written gives its room back") {
  SpoolRoom room(8);
  Spool spool({"/nonexistent", 4}, room);
  CHECK(spool.append("1234").has_value());
  CHECK(spool.append("5678").has_error());
  CHECK(room.take(4));
}

TEST_CASE("The room is counted right by several threads at once") {
  SpoolRoom room(1000);
  std::atomic<bool> too_much = false;
  std::atomic<int> held = 0;
  {
    std::vector<std::jthread> uploads;
    for (int thread = 0; thread < 4; ++thread)
      uploads.emplace_back([&] {
        for (int i = 0; i < 5000; ++i) {
          if (!room.take(300)) continue;
          if (held.fetch_add(300) + 300 > 1000) too_much = true;
          held.fetch_sub(300);
          room.give_back(300);
        }
      });
  }
  CHECK_FALSE(too_much.load());
  CHECK(room.take(1000));
  CHECK_FALSE(room.take(1));
}
