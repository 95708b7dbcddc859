#include "client/target.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace badgewatch::client {
namespace {

TEST_CASE("https is taken anywhere, http on this machine only") {
  CHECK(read_base_url("https://register.example/").value() == "https://register.example");
  CHECK(read_base_url("http://127.0.0.1:8480").value() == "http://127.0.0.1:8480");
  CHECK(read_base_url("http://localhost:8480//").value() == "http://localhost:8480");
  CHECK(read_base_url("http://[::1]:8480").value() == "http://[::1]:8480");
  for (const char* bad :
       {"http://register.example", "http://127.evil.example", "http://127.0.0.1.example",
        "ftp://127.0.0.1", "127.0.0.1:8480", "https://", "https://a@register.example",
        "https://register.example?x=1", ""}) {
    INFO(bad);
    CHECK_FALSE(read_base_url(bad).has_value());
  }
}

TEST_CASE("only addresses of this machine are loopback") {
  CHECK(is_loopback("http://127.0.0.1"));
  CHECK(is_loopback("http://127.9.9.9:1"));
  CHECK(is_loopback("http://localhost"));
  CHECK_FALSE(is_loopback("http://127.0.0.1.example"));
  CHECK_FALSE(is_loopback("https://192.0.2.1"));
  CHECK_FALSE(is_loopback("no address"));
}

class KeyFile {
public:
  explicit KeyFile(const std::string& text) {
    const int descriptor = ::mkstemp(path_.data());
    REQUIRE(descriptor >= 0);
    std::ofstream(path_) << text;
    ::close(descriptor);
  }
  ~KeyFile() { std::filesystem::remove(path_); }
  KeyFile(const KeyFile&) = delete;
  KeyFile& operator=(const KeyFile&) = delete;
  const std::string& path() const { return path_; }

private:
  std::string path_ = std::filesystem::temp_directory_path() / "badgewatch-key-XXXXXX";
};

TEST_CASE("a key is the first line of a file that nobody else may read") {
  const KeyFile file("  bw_key_1 \nmore\n");
  CHECK(read_key_file(file.path()).value().reveal() == "bw_key_1");
  std::filesystem::permissions(file.path(), std::filesystem::perms{0640});
  CHECK_FALSE(read_key_file(file.path()).has_value());
  CHECK_FALSE(read_key_file(KeyFile("\n").path()).has_value());
  CHECK_FALSE(read_key_file("/nonexistent/key").has_value());
}

}  // namespace
}  // namespace badgewatch::client
