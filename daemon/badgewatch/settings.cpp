#include "badgewatch/settings.hpp"

#include "config/toml_settings.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace badgewatch::cli {
namespace {

struct FileSettings {
  std::string url;
  std::string key_file;
  std::string client_id;
  std::string private_key_file;
  client::TlsFiles tls;

  // Null for a name that may not stand there.
  std::string* place_of(std::string_view name) {
    if (name == "url") return &url;
    if (name == "key_file") return &key_file;
    if (name == "client_id") return &client_id;
    if (name == "private_key_file") return &private_key_file;
    if (name == "ca_file") return &tls.ca_file;
    if (name == "certificate_file") return &tls.certificate_file;
    if (name == "certificate_key_file") return &tls.certificate_key_file;
    return nullptr;
  }
};

core::Error invalid(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

std::string default_config_file(const Environment& environment) {
  if (const auto base = environment("XDG_CONFIG_HOME")) return *base + "/badgewatch/config.toml";
  if (const auto home = environment("HOME")) return *home + "/.config/badgewatch/config.toml";
  return "";
}

core::Result<FileSettings> read_settings(const std::string& path) {
  std::ifstream file(path);
  if (!file) return invalid("The settings file cannot be read: " + path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto toml = daemon::read_toml(text);
  if (const auto* fault = std::get_if<daemon::TomlFault>(&toml))
    return invalid(path + ":" + std::to_string(fault->line) + ": " + fault->what);
  FileSettings settings;
  for (const auto& setting : std::get<std::vector<daemon::TomlSetting>>(toml)) {
    std::string* place = settings.place_of(setting.name);
    const auto* value = std::get_if<std::string>(&setting.value);
    if (place == nullptr || value == nullptr)
      return invalid(path + ":" + std::to_string(setting.line) +
                     ": only `url`, `key_file`, `client_id`, `private_key_file`, `ca_file`, "
                     "`certificate_file` and `certificate_key_file` may stand here, each a text in "
                     "quotes.");
    *place = *value;
  }
  return settings;
}

core::Result<FileSettings> file_settings(const ConnectionOptions& options,
                                         const Environment& environment) {
  if (!options.config_file.empty()) return read_settings(options.config_file);
  const std::string usual = default_config_file(environment);
  std::error_code none;
  if (usual.empty() || !std::filesystem::exists(usual, none)) return FileSettings{};
  return read_settings(usual);
}

std::string first_of(const std::string& option, const std::optional<std::string>& variable,
                     const std::string& setting) {
  if (!option.empty()) return option;
  return variable ? *variable : setting;
}

// The client's private key, where there is one and no API key was named nearer to the command.
core::Result<client::Target> client_target(std::string base, std::string id,
                                           const std::string& file, client::TlsFiles tls) {
  if (id.empty() || file.empty())
    return invalid(
        "A client has an id and a private key: set both BADGEWATCH_CLIENT_ID and "
        "BADGEWATCH_PRIVATE_KEY_FILE.");
  auto key = client::ClientKey::read(std::move(id), file);
  if (!key) return invalid(key.error().detail() + " (" + file + ")");
  return client::Target{std::move(base), {}, std::move(*key), std::move(tls)};
}

core::Result<client::Target> key_target(std::string base, const std::string& file,
                                        client::TlsFiles tls) {
  auto key = client::read_key_file(file);
  if (!key) return invalid(key.error().detail() + " (" + file + ")");
  return client::Target{std::move(base), std::move(*key), {}, std::move(tls)};
}

core::Result<client::TlsFiles> find_tls(const client::TlsFiles& options,
                                        const Environment& environment,
                                        const client::TlsFiles& file) {
  client::TlsFiles tls;
  tls.ca_file = first_of(options.ca_file, environment("BADGEWATCH_CA_FILE"), file.ca_file);
  tls.certificate_file = first_of(
      options.certificate_file, environment("BADGEWATCH_CERTIFICATE_FILE"), file.certificate_file);
  tls.certificate_key_file =
      first_of(options.certificate_key_file, environment("BADGEWATCH_CERTIFICATE_KEY_FILE"),
               file.certificate_key_file);
  if (tls.certificate_key_file.empty() != tls.certificate_file.empty())
    return invalid("A certificate of one's own needs its key: name both files.");
  for (const auto& path : {tls.ca_file, tls.certificate_file, tls.certificate_key_file})
    if (!path.empty() && !std::ifstream(path)) return invalid("The file cannot be read: " + path);
  return tls;
}

}  // namespace

core::Result<client::Target> find_target(const ConnectionOptions& options,
                                         const Environment& environment) {
  const auto file = file_settings(options, environment);
  if (!file) return file.error();
  const std::string url = first_of(options.url, environment("BADGEWATCH_URL"), file->url);
  // From one place all: an API key on the command line wins over a client in the environment.
  auto key_file = first_of(options.key_file, environment("BADGEWATCH_KEY_FILE"), "");
  std::string id;
  std::string private_key_file;
  if (key_file.empty()) {
    id = first_of("", environment("BADGEWATCH_CLIENT_ID"), file->client_id);
    private_key_file =
        first_of("", environment("BADGEWATCH_PRIVATE_KEY_FILE"), file->private_key_file);
  }
  const bool is_client = !id.empty() || !private_key_file.empty();
  if (!is_client && key_file.empty()) key_file = file->key_file;
  if (url.empty() || (!is_client && key_file.empty()))
    return invalid(std::string(url.empty() ? "Where is the register? Set BADGEWATCH_URL"
                                           : "Which key? Set BADGEWATCH_KEY_FILE") +
                   ", or put it into the settings file.");
  auto base = client::read_base_url(url);
  if (!base) return base.error();
  auto tls = find_tls(options.tls, environment, file->tls);
  if (!tls) return tls.error();
  return is_client
             ? client_target(std::move(*base), std::move(id), private_key_file, std::move(*tls))
             : key_target(std::move(*base), key_file, std::move(*tls));
}

}  // namespace badgewatch::cli
