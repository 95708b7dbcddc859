#include "badgewatchd/backup_set.hpp"

#include "cluster/durable_file.hpp"
#include "core/json.hpp"
#include "core/json_writer.hpp"

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace badgewatch::daemon {

namespace {

constexpr const char* format = "badgewatch-backup/1";

core::Error refused(const std::filesystem::path& set, const std::string& why) {
  return {core::Errc::invalid, set.string() + " cannot be restored: " + why};
}

// Nothing when it cannot be read.
std::optional<BackupFile> weigh(const std::filesystem::path& set, const std::string& name) {
  const int file = ::open((set / name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) return {};
  std::optional<BackupFile> weighed;
  struct ::stat status{};
  if (::fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
    const auto size = static_cast<std::size_t>(status.st_size);
    void* mapped = size == 0 ? nullptr : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (mapped != MAP_FAILED) {
      const core::ByteView bytes(static_cast<const std::uint8_t*>(mapped), size);
      weighed = BackupFile{name, status.st_size, proof::sha256({bytes})};
      if (mapped != nullptr) ::munmap(mapped, size);
    }
  }
  ::close(file);
  return weighed;
}

core::Result<void> flush(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool flushed = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!flushed)
    return core::Error(core::Errc::unavailable, path.string() + " cannot be brought to the disk.");
  return {};
}

std::string text_of(const Manifest& manifest) {
  core::JsonWriter out;
  out.begin_object().member("format", format).member("made_at", core::to_text(manifest.made_at));
  if (manifest.register_id) out.member("register", manifest.register_id->text());
  out.member("schema_version", std::int64_t{manifest.schema_version});
  const auto& head = manifest.head;
  out.key("head").begin_object().member("epoch", head.position.epoch.text());
  out.member("seq", head.position.seq).member("chain", core::hex(head.position.chain));
  out.member("live", head.live).member("set_digest", core::hex(head.digest.value())).end_object();
  out.member("key_mark", core::hex(manifest.key_marks.back()));
  if (manifest.key_marks.size() > 1)
    out.member("key_mark_before", core::hex(manifest.key_marks.front()));
  out.key("files").begin_array();
  for (const auto& file : manifest.files)
    out.begin_object()
        .member("name", file.name)
        .member("bytes", file.bytes)
        .member("sha256", core::hex(file.sha256))
        .end_object();
  out.end_array().member("keys", "Not in this set: keep the master key apart from it.");
  return std::move(out.end_object()).take() + "\n";
}

// Reads members of the manifest; notes when one is not of its form.
class Reader {
public:
  explicit Reader(const core::Json* json) : json_(json) {}

  std::string text(std::string_view key) {
    const auto* found = json_ == nullptr ? nullptr : json_->find(key);
    const auto* value = found == nullptr ? nullptr : found->string();
    good_ = good_ && value != nullptr;
    return value == nullptr ? "" : *value;
  }
  std::int64_t number(std::string_view key) {
    const auto* found = json_ == nullptr ? nullptr : json_->find(key);
    const auto* value = found == nullptr ? nullptr : found->integer();
    good_ = good_ && value != nullptr && *value >= 0;
    return value == nullptr ? 0 : *value;
  }
  core::Hash hash(std::string_view key) {
    const auto bytes = core::from_hex(text(key));
    core::Hash hash{};
    good_ = good_ && bytes && bytes->size() == hash.size();
    if (good_) std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
  }
  bool good() const { return good_; }

private:
  const core::Json* json_;
  bool good_ = true;
};

std::optional<Manifest> manifest_of(const core::Json& json) {
  Manifest manifest;
  Reader reader(&json);
  const bool known = reader.text("format") == format;
  const bool timed = core::parse_instant(reader.text("made_at"), manifest.made_at);
  manifest.schema_version = static_cast<int>(reader.number("schema_version"));
  if (json.find("key_mark_before") != nullptr)
    manifest.key_marks.push_back(reader.hash("key_mark_before"));
  manifest.key_marks.push_back(reader.hash("key_mark"));
  if (json.find("register") != nullptr) {
    manifest.register_id = core::Uuid::parse(reader.text("register"));
    if (!manifest.register_id) return {};
  }
  Reader head(json.find("head"));
  const auto epoch = core::Uuid::parse(head.text("epoch"));
  manifest.head.position.seq = head.number("seq");
  manifest.head.position.chain = head.hash("chain");
  manifest.head.live = head.number("live");
  manifest.head.digest = proof::SetDigest(head.hash("set_digest"));
  const auto* files = json.find("files");
  const auto* list = files == nullptr ? nullptr : files->array();
  if (!known || !timed || !epoch || list == nullptr || !reader.good() || !head.good()) return {};
  manifest.head.position.epoch = *epoch;
  for (const auto& one : *list) {
    Reader file(&one);
    manifest.files.push_back({file.text("name"), file.number("bytes"), file.hash("sha256")});
    if (!file.good()) return {};
  }
  return manifest;
}

}  // namespace

core::Result<void> write_manifest(const std::filesystem::path& set, Manifest manifest) {
  for (const auto* name : {dump_file, ledger_file}) {
    if (auto flushed = flush(set / name); !flushed) return flushed;
    const auto weighed = weigh(set, name);
    if (!weighed)
      return core::Error(core::Errc::unavailable, (set / name).string() + " cannot be read again.");
    manifest.files.push_back(*weighed);
  }
  return cluster::write_durably((set / manifest_file).string(), text_of(manifest));
}

core::Result<Manifest> read_backup_set(const std::filesystem::path& set) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(set, ignored))
    return refused(set, "there is no such folder. A backup is a folder with a " +
                            std::string(manifest_file) + ".");
  const std::ifstream file(set / manifest_file, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf()))
    return refused(set, std::string("it has no ") + manifest_file +
                            ". Name the folder of one backup; one without a manifest was never "
                            "finished.");
  const auto json = core::parse_json(text.str());
  const auto manifest = json ? manifest_of(*json) : std::nullopt;
  if (!manifest)
    return refused(set, std::string("its ") + manifest_file +
                            " is not of the form that this version writes and reads.");
  for (const auto* name : {dump_file, ledger_file}) {
    const auto wanted = std::find_if(manifest->files.begin(), manifest->files.end(),
                                     [&](const BackupFile& one) { return one.name == name; });
    const auto found = weigh(set, name);
    if (wanted == manifest->files.end() || !found)
      return refused(set, std::string("its file ") + name + " is missing or cannot be read.");
    if (found->bytes != wanted->bytes)
      return refused(set, std::string("its file ") + name + " has " + std::to_string(found->bytes) +
                              " bytes instead of " + std::to_string(wanted->bytes) +
                              ": it was cut short or changed. Take another copy.");
    if (found->sha256 != wanted->sha256)
      return refused(set, std::string("its file ") + name +
                              " is not what was written: its SHA-256 differs. Take another copy.");
  }
  return *manifest;
}

}  // namespace badgewatch::daemon
