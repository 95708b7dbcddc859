// [[oidc.provider]]: what is taken, and what is said of each mistake.
#include "config/config.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <map>

using namespace badgewatch;
using daemon::read_config;

namespace {

const std::filesystem::path file = "/etc/badgewatch/badgewatch.toml";

// One provider, with some settings replaced; an empty value takes one out.
std::string provider(std::map<std::string, std::string> changed = {},
                     const std::string& roles = "officer = [\"Badgewatch.Officer\"]\n") {
  std::map<std::string, std::string> all = {{"name", "\"leeds\""},
                                            {"issuer", "\"https://login.example/t\""},
                                            {"client_id", "\"bw\""},
                                            {"client_key_file", "\"a.key\""},
                                            {"authorities", "[\"LDS\"]"}};
  for (auto& [name, value] : changed)
    all[name] = value;
  std::string text = "[[oidc.provider]]\n";
  for (const auto& [name, value] : all)
    if (!value.empty()) text += name + " = " + value + "\n";
  return text + "[oidc.provider.roles]\n" + roles;
}

// All sentences, one a line; empty where it is good.
std::string faults_of(const std::string& text) {
  const auto config = read_config(text, file);
  return config ? "" : config.error().detail();
}

bool says(const std::string& text, const std::string& part) {
  const auto told = faults_of(text);
  INFO(text << '\n' << told);
  CHECK(told.find(part) != std::string::npos);
  // One mistake, one sentence.
  CHECK(told.find('\n') == std::string::npos);
  return told.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a provider is read, with its defaults") {
  const auto config = read_config(
      provider({{"scopes", "[\"profile\"]"}, {"prompt", "\"login\""}, {"max_age_seconds", "3600"}},
               "officer = [\"a\", \"b\"]\nsupervisor = [\"c\"]\n"),
      file);
  REQUIRE(config.has_value());
  REQUIRE(config->oidc.providers.size() == 1);
  const auto& read = config->oidc.providers.front();
  CHECK(read.name == "leeds");
  CHECK(read.title == "leeds");
  CHECK(read.client_key_file == "/etc/badgewatch/a.key");
  CHECK(read.client_secret_file.empty());
  CHECK(read.prompt == "login");
  CHECK(read.max_age_seconds == 3600);
  CHECK(read.roles_claim == "roles");
  REQUIRE(read.roles.size() == 2);
  CHECK(read.roles.front().first == "officer");
  CHECK(read.roles.front().second == std::vector<std::string>{"a", "b"});
  CHECK(read.roles.back().first == "supervisor");
  CHECK(read_config("", file)->oidc.providers.empty());
}

TEST_CASE("each mistake in a provider is named with its line and what is wanted") {
  CHECK(faults_of(provider({{"name", "\"Leeds\""}})) ==
        "badgewatch.toml:6: oidc.provider.0.name must be 1 to 32 of a-z, 0-9 and hyphen: it stands "
        "in the provider's addresses here.");
  CHECK(says(provider({{"name", ""}}), "oidc.provider.0.name must be"));
  for (const char* issuer :
       {"", "\"\"", "\"http://login.example/t\"", "\"login.example\"", "\"https://\"",
        "\"https://login.example/t?x=1\"", "\"https://login.example/#x\"",
        "\"https://u@login.example/\"", "\"http://127.0.0.1:3000\""})
    CHECK(says(provider({{"issuer", issuer}}), "issuer must be the provider's own name"));
  CHECK(says(provider({{"client_id", ""}}), "client_id must be what the provider calls"));
  CHECK(
      says(provider({{"client_key_file", ""}}), "or client_secret_file must be set, and not both"));
  CHECK(says(provider({{"client_secret_file", "\"s\""}}), "must be set, and not both"));
  CHECK(says(provider({{"scopes", "[\"openid\"]"}}), "scopes must hold scopes besides openid"));
  CHECK(says(provider({{"prompt", "\"none\""}}), "prompt must be one of"));
  CHECK(says(provider({{"max_age_seconds", "86401"}}), "must be a whole number from 0 to 86400"));
  CHECK(says(provider({{"acr", "[\"a b\"]"}}), "acr must hold values"));
  CHECK(says(provider({{"authorities", "[\"Leeds\"]"}}), "must hold codes of authorities"));
  CHECK(says(provider({{"authorities", "[\"LDS\", \"BIR\"]"}}),
             "authority_claim must name the claim"));
  CHECK(says(provider({{"roles_claim", "\"\""}}), "roles_claim must name the claim"));
  CHECK(says(provider({}, ""), "oidc.provider.0.roles must say for one role at least"));
  CHECK(says(provider({}, "officer = [\"\"]\n"), "none that is empty"));
  CHECK(says(provider({}, "oficer = [\"x\"]\nofficer = [\"x\"]\n"),
             "the nearest name is oidc.provider.0.roles.officer"));
  CHECK(says(provider({{"clientid", "\"x\""}}), "the nearest name is oidc.provider.0.client_id"));
  CHECK(faults_of("[oidc.provider]\nname = \"x\"\n")
            .starts_with("badgewatch.toml:1: oidc.provider is a list: write [[oidc.provider]]"));
}

TEST_CASE("a provider of an authority gives no role of the register's own people") {
  CHECK(says(provider({}, "operator = [\"x\"]\n"), "speaks for no authority"));
  CHECK(says(provider({}, "officer = [\"y\"]\nauditor = [\"x\"]\n"), "speaks for no authority"));
  CHECK(says(provider({{"authorities", ""}}), "roles.officer is a role at an authority"));
  CHECK(faults_of(provider({{"authorities", ""}}, "operator = [\"x\"]\nauditor = [\"y\"]\n"))
            .empty());
  CHECK(says(provider({{"authorities", ""}, {"authority_claim", "\"c\""}}, "operator = [\"x\"]\n"),
             "is of no use where authorities is empty"));
}

TEST_CASE("providers do not stand in each other's way") {
  const std::map<std::string, std::string> other = {{"name", "\"other\""},
                                                    {"issuer", "\"https://other.example\""},
                                                    {"client_key_file", "\"b.key\""}};
  const auto beside = [&](std::map<std::string, std::string> changed) {
    auto all = other;
    for (auto& [name, value] : changed)
      all[name] = value;
    return provider() + provider(all);
  };
  CHECK(faults_of(beside({})).empty());
  CHECK(says(beside({{"name", "\"leeds\""}}), "oidc.provider.1.name is that of another provider"));
  CHECK(says(beside({{"client_key_file", "\"a.key\""}}), "each needs a key or secret of its own"));
  CHECK(says(beside({{"issuer", "\"https://login.example/t\""}}), "are spoken for by another"));
  CHECK(faults_of(beside({{"issuer", "\"https://login.example/t\""}, {"authorities", "[\"BIR\"]"}}))
            .empty());
}

TEST_CASE("plain HTTP is taken on this machine, where the settings say so") {
  const std::string plain = "[oidc]\nplain_loopback = true\n";
  CHECK(faults_of(plain + provider({{"issuer", "\"http://127.0.0.1:3000\""}})).empty());
  CHECK(says(plain + provider({{"issuer", "\"http://idp.example\""}}), "issuer must be"));
}

TEST_CASE("where the register is reached from elsewhere, it must know its own address") {
  const std::string tls = "[tls]\ncertificate_file = \"c\"\nkey_file = \"k\"\n";
  CHECK(says(tls + provider(), "http.public_url must be set where officers sign in"));
  CHECK(
      faults_of("[http]\npublic_url = \"https://register.example\"\n" + tls + provider()).empty());
}

TEST_CASE("systemd's credentials are a provider's key or secret") {
  std::string folder = std::filesystem::temp_directory_path() / "bw-credentials-XXXXXX";
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  const std::filesystem::path credentials = folder;
  std::ofstream(credentials / "oidc-leeds.secret") << "x";
  const auto config = read_config(provider({{"client_key_file", ""}}), file, credentials);
  std::filesystem::remove_all(credentials);
  REQUIRE(config.has_value());
  CHECK(config->oidc.providers.front().client_secret_file == credentials / "oidc-leeds.secret");
}
