#include "config/config.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

using namespace badgewatch;
using daemon::Config;
using daemon::read_config;

namespace {

const std::filesystem::path file = "/etc/badgewatch/badgewatch.toml";

std::vector<std::string> faults_of(std::string_view text) {
  const auto config = read_config(text, file);
  REQUIRE(config.has_error());
  const core::Error error = config.error();
  CHECK(error.code() == core::Errc::invalid);
  std::vector<std::string> out;
  for (const auto& fault : error.fields())
    out.push_back(fault.detail);
  return out;
}

std::string fault_of(std::string_view text) {
  const auto faults = faults_of(text);
  REQUIRE(faults.size() == 1);
  return faults.front();
}

// "section.key" of every line `key = value` in a file that is written plainly.
std::set<std::string> keys_in(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::set<std::string> out;
  std::string section;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('[')) section = line.substr(1, line.find(']') - 1);
    const std::size_t equals = line.find(" = ");
    if (line.starts_with('#') || equals == std::string::npos) continue;
    out.insert(section + "." + line.substr(0, equals));
  }
  return out;
}

}  // namespace

TEST_CASE("the annotated file says the defaults and holds every setting") {
  const std::filesystem::path annotated =
      std::filesystem::path(BW_SOURCE_DIR) / "config" / "badgewatch.toml";
  const auto config = daemon::load_config(annotated);
  REQUIRE(config.has_value());
  CHECK((*config == daemon::default_config(annotated.parent_path())));

  const auto names = daemon::setting_names();
  CHECK(keys_in(annotated) == std::set<std::string>(names.begin(), names.end()));
  CHECK(names.size() == std::set<std::string>(names.begin(), names.end()).size());
}

TEST_CASE("an empty file is the defaults, with every path absolute") {
  const auto config = read_config("", file);
  REQUIRE(config.has_value());
  CHECK((*config == daemon::default_config("/etc/badgewatch")));
  CHECK(config->state_directory == "/etc/var");
  CHECK(config->keys.master_key_file == "/etc/var/keys/master.key");
  CHECK(config->keys.receipt_key_file == "/etc/var/keys/receipt.key");
  CHECK(config->http.spool_directory == "/etc/var/spool");
  CHECK(config->retention.erasure_ledger == "/etc/var/erasures.ledger");
  CHECK(config->reference.mappings_directory == "/etc/badgewatch/mappings");
  CHECK(config->http.port == 8480);
  CHECK(config->freshness.deadline_ms == 500);
  CHECK_FALSE(config->policies.in_term_watch.enabled);
}

TEST_CASE("values are taken, and relative paths count from the file's folder") {
  const auto config = read_config(R"(
[http]
port = 0
hosts = ["register.example.org", "localhost"]
spool_bytes = 8_589_934_592
[state]
directory = "/srv/bw"
[keys]
master_key_file = "secret/../master.key"
[log]
level = "warning"
[policies.in_term_watch]
enabled = true
legal_basis = "Agreement 2026/14"
)",
                                  file);
  REQUIRE(config.has_value());
  CHECK(config->http.port == 0);
  CHECK(config->http.hosts == std::vector<std::string>{"register.example.org", "localhost"});
  CHECK(config->http.spool_bytes == 8ULL << 30);
  CHECK(config->http.spool_directory == "/srv/bw/spool");
  CHECK(config->keys.master_key_file == "/etc/badgewatch/master.key");
  CHECK(config->keys.next_master_key_file == "/etc/badgewatch/master.next.key");
  CHECK(config->keys.receipt_key_file == "/srv/bw/keys/receipt.key");
  CHECK(config->log.level == core::LogLevel::warning);
  CHECK((config->policies.in_term_watch == daemon::Policy{true, "Agreement 2026/14"}));
  CHECK_FALSE(config->policies.reverse_locator.enabled);
  CHECK_FALSE(config->policies.interim_suspensions.enabled);
  CHECK_FALSE(config->policies.out_of_area_suspensions.enabled);
}

TEST_CASE("a wrong value is named with its line and what is allowed") {
  CHECK(fault_of("[http]\n\nport = 65536\n") ==
        "badgewatch.toml:3: http.port must be a whole number from 0 to 65535.");
  CHECK(fault_of("http.port = -1") ==
        "badgewatch.toml:1: http.port must be a whole number from 0 to 65535.");
  CHECK(fault_of("[http]\nport = 80.5") ==
        "badgewatch.toml:2: http.port must be a whole number from 0 to 65535.");
  CHECK(fault_of("[http]\nport = \"8480\"") ==
        "badgewatch.toml:2: http.port must be a whole number from 0 to 65535.");
  CHECK(fault_of("[http]\naddress = \"localhost\"") ==
        "badgewatch.toml:2: http.address must be an IPv4 or IPv6 address, as \"127.0.0.1\" or "
        "\"::1\".");
  CHECK(fault_of("[http]\nhosts = [\"a\", 1]") ==
        "badgewatch.toml:2: http.hosts must be a list of texts, as [\"one\", \"two\"].");
  CHECK(fault_of("[state]\ndirectory = 5") ==
        "badgewatch.toml:2: state.directory must be a path in quotation marks.");
  CHECK(fault_of("[log]\nlevel = \"loud\"") ==
        "badgewatch.toml:2: log.level must be one of \"debug\", \"info\", \"warning\", "
        "\"error\".");
  CHECK(fault_of("[policies.reverse_locator]\nenabled = \"yes\"") ==
        "badgewatch.toml:2: policies.reverse_locator.enabled must be true or false.");
  CHECK(fault_of("[database]\nurl = \"postgresql://a,b/badgewatch\"").find("must name one host") !=
        std::string::npos);
  CHECK(fault_of("[database]\nurl = \"mysql://x\"") ==
        "badgewatch.toml:2: database.url must begin with postgresql://, or be empty for an "
        "embedded one.");
  CHECK(fault_of("[retention]\ncheck_subject_months = 7") ==
        "badgewatch.toml:2: retention.check_subject_months must be a whole number from 1 to 6.");
  CHECK(fault_of("[http]\nchunk_bytes = 2048") ==
        "badgewatch.toml:2: http.chunk_bytes is wrong: chunk_bytes must be at least row_bytes.");
}

TEST_CASE("TLS needs a certificate and its key, and who may sign clients' certificates") {
  const auto config = read_config(
      "[tls]\ncertificate_file = \"a.pem\"\nkey_file = \"/k/a.key\"\n"
      "client_certificates = \"require\"\nclient_ca_file = \"ca.pem\"",
      file);
  REQUIRE(config.has_value());
  CHECK(config->tls.is_on());
  CHECK(config->tls.certificate_file == "/etc/badgewatch/a.pem");
  CHECK(config->tls.key_file == "/k/a.key");
  CHECK((config->tls.client_certificates == daemon::ClientCertificates::require));
  CHECK_FALSE(read_config("", file)->tls.is_on());
  CHECK(read_config("", file)->tls.key_file.empty());
  CHECK(fault_of("[tls]\nkey_file = \"a.key\"").find("of no use alone") != std::string::npos);
  CHECK(fault_of("[tls]\ncertificate_file = \"a\"").find("of no use alone") != std::string::npos);
  CHECK(fault_of("[tls]\nclient_certificates = \"request\"").find("needs client_ca_file") !=
        std::string::npos);
}

TEST_CASE("systemd's credentials are the files of TLS") {
  std::string folder = std::filesystem::temp_directory_path() / "bw-credentials-XXXXXX";
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  const std::filesystem::path credentials = folder;
  for (const char* name : {"tls.crt", "tls.key", "client-ca.crt"})
    std::ofstream(credentials / name) << "x";
  const auto config = read_config(
      "http.address = \"0.0.0.0\"\ntls.client_certificates = \"request\"", file, credentials);
  std::filesystem::remove_all(credentials);
  REQUIRE(config.has_value());
  CHECK(config->tls.certificate_file == credentials / "tls.crt");
  CHECK(config->tls.key_file == credentials / "tls.key");
  CHECK(config->tls.client_ca_file == credentials / "client-ca.crt");
}

TEST_CASE("plain HTTP is served to other machines only where a proxy ends TLS") {
  const std::string open = "http.address = \"0.0.0.0\"\n";
  CHECK(fault_of(open).find("plain HTTP would show them every key") != std::string::npos);
  CHECK(fault_of("http.address = \"2001:db8::1\"").starts_with("badgewatch.toml:1: http.address"));
  CHECK(read_config("http.address = \"127.0.0.9\"", file).has_value());
  CHECK(read_config("http.address = \"::1\"", file).has_value());
  CHECK(read_config(open + "[tls]\ncertificate_file = \"a\"\nkey_file = \"b\"", file).has_value());
  CHECK(read_config(open + "[proxy]\ntrusted = [\"10.0.0.7\"]\nends_tls = true", file).has_value());
  CHECK(fault_of("[proxy]\nends_tls = true").find("where proxy.trusted names the proxy") !=
        std::string::npos);
}

TEST_CASE("trusted proxies are addresses and networks") {
  const auto config = read_config(
      "[proxy]\ntrusted = [\"10.0.0.7\", \"2001:db8::/32\"]\nfield = \"forwarded\"", file);
  REQUIRE(config.has_value());
  CHECK(config->proxy.trusted.size() == 2);
  CHECK((config->proxy.field == daemon::ProxyField::forwarded));
  CHECK(fault_of("[proxy]\ntrusted = [\"10.0.0.7/8\"]").find("the bits behind") !=
        std::string::npos);
  CHECK(fault_of("[proxy]\ntrusted = [\"proxy.example\"]").find("addresses and networks") !=
        std::string::npos);
}

TEST_CASE("whatever the setting, a value of no use is named with its line") {
  // A date fits none of them; neither do a list of numbers and a number past every range.
  for (const auto& name : daemon::setting_names()) {
    for (const std::string value : {"1979-05-27", "[1]", "4611686018427387904", "-1"}) {
      const auto dot = name.rfind('.');
      const auto text =
          "[" + name.substr(0, dot) + "]\n\n" + name.substr(dot + 1) + " = " + value + "\n";
      INFO(text);
      const std::string fault = fault_of(text);
      CHECK(fault.starts_with("badgewatch.toml:3: " + name + " must be "));
    }
  }
}

TEST_CASE("a time of day is two digits each") {
  for (const std::string wrong : {"24:00", "3:15", "03:60", "03-15", "03:15:00", "", "ab:cd"}) {
    CHECK(fault_of("[retention]\npurge_at = \"" + wrong + "\"") ==
          "badgewatch.toml:2: retention.purge_at must be a time of day from \"00:00\" to "
          "\"23:59\".");
  }
  for (const std::string right : {"00:00", "23:59", "19:09"})
    CHECK(read_config("[retention]\npurge_at = \"" + right + "\"", file).has_value());
}

TEST_CASE("a file that is named without a folder counts from the working folder") {
  const auto here = std::filesystem::current_path();
  const auto config = read_config("", "start.toml");
  REQUIRE(config.has_value());
  CHECK((*config == daemon::default_config(here)));
  CHECK(config->state_directory == (here / "../var").lexically_normal());
}

TEST_CASE("an unknown name is refused with the nearest one") {
  CHECK(fault_of("[http]\nprot = 1") ==
        "badgewatch.toml:2: http.prot is no setting of Badgewatch; the nearest name is http.port.");
  CHECK(fault_of("[freshnes]\n") ==
        "badgewatch.toml:1: freshnes is no section of Badgewatch; the nearest name is freshness.");
  CHECK(fault_of("http = 1") == "badgewatch.toml:1: http is a section: write [http].");
  CHECK(fault_of("[http.port]\n") ==
        "badgewatch.toml:1: http.port must be a whole number from 0 to 65535.");
}

TEST_CASE("an optional power needs its legal basis") {
  const std::string sentence =
      "badgewatch.toml:2: policies.concern_pointers.enabled may only be true where "
      "policies.concern_pointers.legal_basis states the legal basis of this power.";
  CHECK(fault_of("[policies.concern_pointers]\nenabled = true") == sentence);
  CHECK(fault_of("[policies.concern_pointers]\nenabled = true\nlegal_basis = \"  \"") == sentence);
  CHECK(read_config("[policies.concern_pointers]\nenabled = true\nlegal_basis = \"s 5\"", file)
            .has_value());
  CHECK(read_config("[policies.concern_pointers]\nlegal_basis = \"not yet\"", file).has_value());
}

TEST_CASE("all faults come at once, with pointers") {
  const auto config = read_config("[http]\nport = -1\nwrokers = 3\n[log]\nlevel = 1\n", file);
  REQUIRE(config.has_error());
  const core::Error error = config.error();
  const auto& fields = error.fields();
  REQUIRE(fields.size() == 3);
  CHECK(fields[0].pointer == "/http/port");
  CHECK(fields[1].pointer == "/log/level");
  CHECK(fields[2].pointer == "/http/wrokers");
  CHECK(std::count(error.detail().begin(), error.detail().end(), '\n') == 2);
}

TEST_CASE("what is no TOML is one fault with its line") {
  const std::string fault = fault_of("[http]\nport = \n");
  CHECK(fault.starts_with("badgewatch.toml:2: this is no TOML: "));
  CHECK(fault_of("[http]\nport = 1\nport = 2\n").starts_with("badgewatch.toml:3: "));
}

TEST_CASE("a file that is not there is said to be so") {
  const auto config = daemon::load_config("/nowhere/badgewatch.toml");
  REQUIRE(config.has_error());
  CHECK(config.error().code() == core::Errc::unavailable);
  CHECK(config.error().detail() == "Cannot read the settings in /nowhere/badgewatch.toml.");
  CHECK(daemon::load_config("/etc").has_error());
  CHECK(daemon::load_config("/dev/null").has_value());  // as empty as a file can be
}
