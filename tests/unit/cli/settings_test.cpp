#include "badgewatch/settings.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

namespace badgewatch::cli {
namespace {

class Folder {
public:
  Folder() { REQUIRE(::mkdtemp(path_.data()) != nullptr); }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name, const std::string& text) const {
    const std::string path = path_ + "/" + name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << text;
    std::filesystem::permissions(path, std::filesystem::perms{0600});
    return path;
  }
  const std::string& path() const { return path_; }

private:
  std::string path_ = std::filesystem::temp_directory_path() / "badgewatch-cli-XXXXXX";
};

Environment variables(std::map<std::string, std::string> values) {
  return [values](const char* name) -> std::optional<std::string> {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
  };
}

TEST_CASE("an option wins over the environment, and that over the settings file") {
  const Folder folder;
  const std::string key = folder.file("key", "k1");
  const std::string other = folder.file("other", "k2");
  const std::string config =
      folder.file("c.toml", "url = \"https://file.example\"\nkey_file = \"" + key + "\"\n");

  auto target = find_target({"", "", config}, variables({}));
  REQUIRE(target.has_value());
  CHECK(target->base_url == "https://file.example");
  CHECK(target->key.reveal() == "k1");

  const auto environment =
      variables({{"BADGEWATCH_URL", "https://env.example"}, {"BADGEWATCH_KEY_FILE", other}});
  target = find_target({"", "", config}, environment);
  CHECK(target->base_url == "https://env.example");
  CHECK(target->key.reveal() == "k2");

  target = find_target({"https://option.example", key, config}, environment);
  CHECK(target->base_url == "https://option.example");
  CHECK(target->key.reveal() == "k1");
}

TEST_CASE("the usual settings file is read where there is one") {
  const Folder folder;
  const std::string key = folder.file("key", "k1");
  folder.file("badgewatch/config.toml",
              "url = \"https://usual.example\"\nkey_file = \"" + key + "\"\n");
  const auto target = find_target({}, variables({{"XDG_CONFIG_HOME", folder.path()}}));
  REQUIRE(target.has_value());
  CHECK(target->base_url == "https://usual.example");
  CHECK_FALSE(find_target({}, variables({{"HOME", folder.path()}})).has_value());
}

TEST_CASE("files of TLS come from option, environment or settings file too") {
  const Folder folder;
  const std::string key = folder.file("key", "k1");
  const std::string ca = folder.file("ca.pem", "x");
  const std::string own = folder.file("own.pem", "x");
  const std::string config =
      folder.file("c.toml", "url = \"https://a.example\"\nkey_file = \"" + key +
                                "\"\nca_file = \"" + ca + "\"\ncertificate_file = \"" + own +
                                "\"\ncertificate_key_file = \"" + key + "\"\n");
  const auto all = find_target({"", "", config}, variables({}));
  REQUIRE(all.has_value());
  CHECK((all->tls == client::TlsFiles{ca, own, key}));
  const auto other = find_target({"", "", config}, variables({{"BADGEWATCH_CA_FILE", own}}));
  CHECK(other->tls.ca_file == own);
  const auto chosen = find_target({"", "", config, {key, "", ""}}, variables({}));
  CHECK(chosen->tls.ca_file == key);

  const auto refused = [&](const client::TlsFiles& tls) {
    return !find_target({"https://a.example", key, "", tls}, variables({})).has_value();
  };
  CHECK(refused({"", own, ""}));
  CHECK(refused({"", "", key}));
  CHECK(refused({"/nonexistent", "", ""}));
  CHECK_FALSE(refused({ca, "", ""}));
}

TEST_CASE("what is missing or unknown is said") {
  const Folder folder;
  const std::string key = folder.file("key", "k1");
  CHECK_FALSE(find_target({}, variables({})).has_value());
  CHECK_FALSE(find_target({"https://a.example", "", ""}, variables({})).has_value());
  CHECK_FALSE(find_target({"http://a.example", key, ""}, variables({})).has_value());
  CHECK_FALSE(find_target({"https://a.example", "/nonexistent", ""}, variables({})).has_value());
  CHECK_FALSE(find_target({"https://a.example", key, "/nonexistent"}, variables({})).has_value());
  const std::string wrong = folder.file("w.toml", "url = \"https://a.example\"\nkey = \"x\"\n");
  const auto refused = find_target({"", key, wrong}, variables({}));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().detail().find(":2: ") != std::string::npos);
}

TEST_CASE("a client is named by both its id and its key, and an API key of the command wins") {
  const Folder folder;
  const std::string key = folder.file("key", "k1");
  const std::string id = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11";
  const std::string no_pem = folder.file("private.pem", "none");
  const auto environment = [&](std::map<std::string, std::string> more) {
    more["BADGEWATCH_URL"] = "https://env.example";
    return variables(std::move(more));
  };
  const auto refusal = [&](const Environment& from) {
    const auto target = find_target({"", "", ""}, from);
    return target ? "" : target.error().detail();
  };
  CHECK(refusal(environment({{"BADGEWATCH_CLIENT_ID", id}})).find("both") != std::string::npos);
  CHECK(refusal(environment({{"BADGEWATCH_PRIVATE_KEY_FILE", no_pem}})).find("both") !=
        std::string::npos);
  CHECK(
      refusal(environment({{"BADGEWATCH_CLIENT_ID", id}, {"BADGEWATCH_PRIVATE_KEY_FILE", no_pem}}))
          .find(no_pem) != std::string::npos);
  const auto both = environment({{"BADGEWATCH_CLIENT_ID", id},
                                 {"BADGEWATCH_PRIVATE_KEY_FILE", no_pem},
                                 {"BADGEWATCH_KEY_FILE", key}});
  const auto target = find_target({"", "", ""}, both);
  REQUIRE(target.has_value());
  CHECK(target->key.reveal() == "k1");
  CHECK(target->client == nullptr);
}

}  // namespace
}  // namespace badgewatch::cli
