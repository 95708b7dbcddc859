#include "badgewatchd/demo_keys.hpp"

#include "access/scope.hpp"
#include "app/reference.hpp"
#include "badgewatchd/admin_act.hpp"
#include "badgewatchd/key_issue.hpp"
#include "badgewatchd/signals.hpp"
#include "core/json.hpp"
#include "core/json_writer.hpp"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace badgewatch::daemon {

namespace {

constexpr const char* key_name = "demo";

std::string stored_text(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

core::Json stored_demo(const std::string& path) {
  auto json = core::parse_json(stored_text(path));
  return json ? std::move(*json) : core::Json();
}

// demo.json begins with it.
core::JsonWriter& begin_with(core::JsonWriter& out, const std::string& base_url, std::int64_t pid) {
  return out.begin_object().member("base_url", base_url).member("pid", pid);
}

std::string path_of(const Config& config) {
  return (config.state_directory / "demo.json").string();
}

core::Error not_written() {
  return {core::Errc::unavailable, "The demo's keys cannot be written in the state directory."};
}

std::map<std::string, std::string> stored_keys(const core::Json& stored) {
  std::map<std::string, std::string> keys;
  const auto* list = stored.find("authorities");
  if (list == nullptr || list->array() == nullptr) return keys;
  for (const auto& one : *list->array()) {
    const auto* code = one.find("code");
    const auto* key = one.find("api_key");
    if (code != nullptr && key != nullptr && code->string() != nullptr && key->string() != nullptr)
      keys[*code->string()] = *key->string();
  }
  return keys;
}

// Every scope but `import`, which an operator opens for some days.
std::vector<std::string> usual_scopes() {
  std::vector<std::string> scopes;
  for (const auto& one : access::scope_names)
    if (one.scope != access::Scope::import) scopes.emplace_back(one.name);
  return scopes;
}

// A demo that ended before its keys were in demo.json has lost them: nobody can use them any more.
core::Result<void> end_lost_keys(store::Store& store, const Environment& environment,
                                 const std::string& authority) {
  const auto keys = store.keys().list(authority);
  if (!keys) return keys.error();
  for (const auto& key : *keys) {
    if (key.name != key_name || key.revoked_at) continue;
    const auto leaf = operator_leaf(environment, "key_revoked", authority, key.id);
    if (auto ended = store.keys().revoke(authority, key.id, environment.clock.now(), leaf); !ended)
      return ended;
  }
  return {};
}

// Whole or not at all, for its owner's eyes only.
bool write_private(const std::string& path, std::string_view text) {
  const auto next = path + ".next";
  ::unlink(next.c_str());
  const int file = ::open(next.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool written =
      file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (file >= 0) ::close(file);
  return written && ::rename(next.c_str(), path.c_str()) == 0;
}

}  // namespace

core::Result<void> renew_demo_keys(const Config& config) {
  const auto text = stored_text(path_of(config));
  const auto json = core::parse_json(text);
  const auto* url = json ? json->find("base_url") : nullptr;
  const auto* pid = json ? json->find("pid") : nullptr;
  if (url == nullptr || url->string() == nullptr || pid == nullptr || pid->integer() == nullptr)
    return {};
  core::JsonWriter before;
  begin_with(before, *url->string(), *pid->integer());
  if (!text.starts_with(before.text())) return {};
  core::JsonWriter now;
  begin_with(now, config.http.port == 0 ? *url->string() : demo_url(config.http.port), ::getpid());
  if (!write_private(path_of(config), now.text() + text.substr(before.text().size())))
    return not_written();
  return {};
}

std::string demo_url(std::uint16_t port) {
  return "http://127.0.0.1:" + std::to_string(port);
}

std::string DemoKeys::directory() const {
  return (std::filesystem::path(path_).parent_path() / "demo-keys").string();
}

core::Result<DemoKeys> DemoKeys::read_or_issue(const Config& config, Database& database,
                                               const Environment& environment,
                                               const std::vector<std::string>& authorities,
                                               const std::vector<std::string>& with_officers) {
  DemoKeys made;
  made.path_ = path_of(config);
  const auto before = stored_demo(made.path_);
  const auto stored = stored_keys(before);
  const auto files = database.store->reference().load();
  if (!files) return files.error();
  const auto reference = app::read_reference(*files);
  if (!reference) return reference.error();
  for (const auto& code : authorities) {
    const auto* authority = reference->authorities.with_code(code);
    const auto name = authority == nullptr ? code : authority->name;
    if (const auto found = stored.find(code); found != stored.end()) {
      made.keys_[code] = {name, core::Secret(found->second)};
      continue;
    }
    if (stop_is_wanted())
      return core::Error(core::Errc::unavailable,
                         "Stopped before the demo was loaded. The next start goes on with it.");
    if (auto ended = end_lost_keys(*database.store, environment, code); !ended)
      return ended.error();
    auto secret = issue_key(*database.store, environment,
                            {.authority = code, .name = key_name, .scopes = usual_scopes()});
    if (!secret) return secret.error();
    made.keys_[code] = {name, std::move(*secret)};
  }
  auto officers = DemoOfficers::read_or_issue(before, database, environment, with_officers);
  if (!officers) return officers.error();
  made.officers_ = std::move(*officers);
  return made;
}

core::Result<void> DemoKeys::write(const std::string& base_url, const Database& database) const {
  core::JsonWriter out;
  begin_with(out, base_url, ::getpid());
  if (database.cluster)
    out.key("database")
        .begin_object()
        .member("data_directory", database.cluster->data_directory())
        .end_object();
  out.key("authorities").begin_array();
  for (const auto& [code, key] : keys_) {
    out.begin_object().member("code", code).member("name", key.name);
    out.member("api_key", key.secret.reveal());
    officers_.write_officers(out, code);
    out.end_object();
  }
  out.end_array();
  officers_.write_operator(out);
  out.end_object();

  const auto folder = directory();
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
  bool written = !failed && write_private(path_, out.text());
  for (const auto& [code, key] : keys_)
    written = written && write_private(folder + "/" + code, key.secret.reveal() + "\n");
  if (!written) return not_written();
  return {};
}

}  // namespace badgewatch::daemon
