// Checkpoints: the log's size and root, signed, in the forms of C2SP signed-note, tlog-checkpoint
// and tlog-cosignature. What is read is read strictly: one text for one value.
#pragma once

#include "core/clock.hpp"
#include "proof/merkle.hpp"
#include "proof/receipt.hpp"

#include <array>
#include <string>
#include <string_view>

namespace badgewatch::proof {

inline constexpr std::size_t longest_note = 16'384;

struct NoteSignature {
  std::string name;
  std::array<std::uint8_t, 4> key_id{};
  core::Bytes signature;
};

struct Note {
  std::string text;  // ends with a line feed
  std::vector<NoteSignature> signatures;
};

// Nothing for what is not of the form: a text, a blank line, then lines "— name base64". The text
// is UTF-8 without control characters.
std::optional<Note> parse_note(std::string_view note);

// Not empty, no blank and no plus sign, at most 200 visible ASCII characters.
bool is_key_name(std::string_view name);

// The public key of a log: pinned by whoever verifies it.
struct LogKey {
  std::string name;  // also the origin, the first line of its checkpoints
  Hash public_key{};
  friend bool operator==(const LogKey&, const LogKey&) = default;
};

// C2SP's verifier key: NAME+HHHHHHHH+BASE64.
std::string verifier_key(const LogKey& key);
std::optional<LogKey> parse_verifier_key(std::string_view text);

struct Checkpoint {
  std::string origin;
  TreeHead tree;
};

// "ORIGIN\nSIZE\nBASE64 OF THE ROOT\n".
std::string checkpoint_text(const Checkpoint& checkpoint);
// Nothing for extension lines too: no log of ours writes any.
std::optional<Checkpoint> parse_checkpoint_text(std::string_view text);

// The whole note, with `origin` as the key's name.
std::string sign_checkpoint(const Checkpoint& checkpoint, const Signer& signer);

// The checkpoint in a note, when `key` has signed it and it is of the log that the key names. Says
// what is wrong otherwise (Errc::invalid). Other signatures are passed over.
core::Result<TreeHead> open_checkpoint(std::string_view note, const LogKey& key);

// A witness's line for a note's text: "— NAME BASE64\n". It says that the witness saw, at that
// time, a log of which every checkpoint that it signed before is the beginning.
std::string cosignature_line(std::string_view note_text, const std::string& name,
                             const Signer& signer, core::Instant at);
// Whether a note bears this witness's valid cosignature.
bool is_cosigned(const Note& note, const std::string& name, const Hash& public_key);

}  // namespace badgewatch::proof
