#include "proof/checkpoint.hpp"

#include <algorithm>
#include <charconv>

namespace badgewatch::proof {
namespace {

constexpr std::string_view dash = "\xE2\x80\x94 ";  // an em dash and a blank
constexpr std::uint8_t ed25519 = 0x01;
constexpr std::uint8_t cosignature_v1 = 0x04;
constexpr std::size_t longest_name = 200;
constexpr std::size_t most_signatures = 64;

using KeyId = std::array<std::uint8_t, 4>;

KeyId key_id_of(std::string_view name, std::uint8_t algorithm, const Hash& public_key) {
  constexpr std::uint8_t line_feed = 0x0A;
  const auto hash =
      sha256({core::as_bytes(name), {&line_feed, 1}, {&algorithm, 1}, ByteView(public_key)});
  KeyId id{};
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

std::string signature_line(std::string_view name, const KeyId& id, ByteView signature) {
  core::Bytes bytes(id.begin(), id.end());
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return std::string(dash) + std::string(name) + " " + core::base64(bytes) + "\n";
}

// Up to the next line feed, which is taken too; nothing when there is none.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  if (end == std::string_view::npos) return {};
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

std::optional<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(dash)) return {};
  line.remove_prefix(dash.size());
  const auto blank = line.find(' ');
  if (blank == std::string_view::npos) return {};
  NoteSignature signature;
  signature.name = line.substr(0, blank);
  const auto bytes = core::from_base64(line.substr(blank + 1));
  if (!is_key_name(signature.name) || !bytes || bytes->size() <= signature.key_id.size()) return {};
  const auto split = bytes->begin() + static_cast<std::ptrdiff_t>(signature.key_id.size());
  std::copy(bytes->begin(), split, signature.key_id.begin());
  signature.signature.assign(split, bytes->end());
  return signature;
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n') || byte == 0x7F;
  });
}

std::optional<Hash> parse_hash(std::string_view base64) {
  const auto bytes = core::from_base64(base64);
  Hash hash{};
  if (!bytes || bytes->size() != hash.size()) return {};
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || size >> 63 != 0 || std::to_string(size) != text) return {};
  return size;
}

std::string cosigned_text(std::string_view note_text, std::uint64_t seconds) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(note_text);
}

core::Error wrong(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

}  // namespace

bool is_key_name(std::string_view name) {
  return !name.empty() && name.size() <= longest_name &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return c > ' ' && c < '\x7F' && c != '+'; });
}

std::optional<Note> parse_note(std::string_view note) {
  if (note.size() > longest_note || !note.ends_with('\n') || has_control_character(note)) return {};
  const auto split = note.rfind("\n\n");
  if (split == std::string_view::npos || split == 0) return {};
  Note parsed;
  parsed.text = note.substr(0, split + 1);
  auto rest = note.substr(split + 2);
  while (!rest.empty()) {
    auto signature = parse_signature(*take_line(rest));
    if (!signature || parsed.signatures.size() == most_signatures) return {};
    parsed.signatures.push_back(std::move(*signature));
  }
  if (parsed.signatures.empty()) return {};
  return parsed;
}

std::string verifier_key(const LogKey& key) {
  core::Bytes bytes{ed25519};
  bytes.insert(bytes.end(), key.public_key.begin(), key.public_key.end());
  return key.name + "+" + core::hex(key_id_of(key.name, ed25519, key.public_key)) + "+" +
         core::base64(bytes);
}

std::optional<LogKey> parse_verifier_key(std::string_view text) {
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return {};
  const auto bytes = core::from_base64(text.substr(second + 1));
  LogKey key;
  key.name = text.substr(0, first);
  if (!is_key_name(key.name) || !bytes || bytes->size() != key.public_key.size() + 1 ||
      bytes->front() != ed25519)
    return {};
  std::copy(bytes->begin() + 1, bytes->end(), key.public_key.begin());
  // Key id and spelling too: one text for one key.
  if (verifier_key(key) != text) return {};
  return key;
}

std::string checkpoint_text(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.tree.size) + "\n" +
         core::base64(checkpoint.tree.root) + "\n";
}

std::optional<Checkpoint> parse_checkpoint_text(std::string_view text) {
  auto rest = text;
  const auto origin = take_line(rest);
  const auto size = take_line(rest);
  const auto root = take_line(rest);
  if (!origin || origin->empty() || !size || !root || !rest.empty()) return {};
  const auto read_size = parse_size(*size);
  const auto read_root = parse_hash(*root);
  if (!read_size || !read_root) return {};
  return Checkpoint{.origin = std::string(*origin), .tree = {*read_size, *read_root}};
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const Signer& signer) {
  const auto text = checkpoint_text(checkpoint);
  return text + "\n" +
         signature_line(checkpoint.origin,
                        key_id_of(checkpoint.origin, ed25519, signer.public_key()),
                        signer.sign(core::as_bytes(text)));
}

core::Result<TreeHead> open_checkpoint(std::string_view note, const LogKey& key) {
  const auto parsed = parse_note(note);
  if (!parsed) return wrong("It is no signed note.");
  const auto id = key_id_of(key.name, ed25519, key.public_key);
  const auto valid = std::any_of(
      parsed->signatures.begin(), parsed->signatures.end(), [&](const NoteSignature& signature) {
        return signature.name == key.name && signature.key_id == id &&
               verify_ed25519(key.public_key, core::as_bytes(parsed->text), signature.signature);
      });
  if (!valid) return wrong("The key of the log " + key.name + " has not signed it.");
  const auto checkpoint = parse_checkpoint_text(parsed->text);
  if (!checkpoint) return wrong("What is signed is no checkpoint.");
  if (checkpoint->origin != key.name) return wrong("It is another log's checkpoint.");
  return checkpoint->tree;
}

std::string cosignature_line(std::string_view note_text, const std::string& name,
                             const Signer& signer, core::Instant at) {
  const auto seconds = static_cast<std::uint64_t>(at.micros / 1'000'000);
  core::Bytes bytes(sizeof seconds);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(seconds >> (56 - 8 * i));
  const auto signature = signer.sign(core::as_bytes(cosigned_text(note_text, seconds)));
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return signature_line(name, key_id_of(name, cosignature_v1, signer.public_key()), bytes);
}

bool is_cosigned(const Note& note, const std::string& name, const Hash& public_key) {
  constexpr std::size_t time_bytes = 8;
  const auto id = key_id_of(name, cosignature_v1, public_key);
  return std::any_of(
      note.signatures.begin(), note.signatures.end(), [&](const NoteSignature& signature) {
        if (signature.name != name || signature.key_id != id ||
            signature.signature.size() <= time_bytes)
          return false;
        std::uint64_t seconds = 0;
        for (std::size_t i = 0; i < time_bytes; ++i)
          seconds = seconds << 8 | signature.signature[i];
        return verify_ed25519(public_key, core::as_bytes(cosigned_text(note.text, seconds)),
                              ByteView(signature.signature).subspan(time_bytes));
      });
}

}  // namespace badgewatch::proof
