// Checkpoints as signed notes: what is taken, and all that is not.
#include "proof/checkpoint.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

namespace {

proof::Signer signer_of(std::uint8_t first) {
  core::Hash seed{};
  seed[0] = first;
  return proof::Signer(seed);
}

const std::string origin = "register.example.org/log";

proof::Checkpoint some_checkpoint() {
  proof::Checkpoint checkpoint{.origin = origin, .tree = {.size = 20'852'163, .root = {}}};
  checkpoint.tree.root.fill(0xAB);
  return checkpoint;
}

}  // namespace

TEST_CASE("C2SP's example of a signed note verifies") {
  const std::string key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const std::string note =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n"
      "\n"
      "\xE2\x80\x94 PeterNeumann "
      "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
      "\n";
  const auto parsed = proof::parse_verifier_key(key);
  REQUIRE(parsed.has_value());
  CHECK(parsed->name == "PeterNeumann");
  const auto read = proof::parse_note(note);
  REQUIRE(read.has_value());
  REQUIRE(read->signatures.size() == 1);
  CHECK(proof::verify_ed25519(parsed->public_key, core::as_bytes(read->text),
                              read->signatures[0].signature));
  CHECK(core::hex(read->signatures[0].key_id) == "c74f20a3");
}

TEST_CASE("a signed checkpoint opens under its key alone") {
  const auto signer = signer_of(1);
  const auto note = proof::sign_checkpoint(some_checkpoint(), signer);
  CHECK(note.starts_with(origin + "\n20852163\nq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=\n\n"));
  const proof::LogKey key{origin, signer.public_key()};
  CHECK(proof::open_checkpoint(note, key).value() == some_checkpoint().tree);
  CHECK(proof::open_checkpoint(note, {origin, signer_of(2).public_key()}).has_error());
  CHECK(proof::open_checkpoint(note, {origin + "2", signer.public_key()}).has_error());
  for (std::size_t i = 0; i < note.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      auto changed = note;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      INFO("byte " << i << ", bit " << bit);
      CHECK(proof::open_checkpoint(changed, key).has_error());
    }
}

TEST_CASE("a verifier key is read in one spelling only") {
  const proof::LogKey key{origin, signer_of(1).public_key()};
  const auto text = proof::verifier_key(key);
  CHECK(proof::parse_verifier_key(text).value() == key);
  auto other_id = text;
  other_id[origin.size() + 1] = other_id[origin.size() + 1] == '0' ? '1' : '0';
  for (const auto& bad : {std::string(), std::string("a+b"), text + "=", text + "\n", " " + text,
                          other_id, "x" + text, text.substr(0, text.size() - 4)})
    CHECK_FALSE(proof::parse_verifier_key(bad).has_value());
}

TEST_CASE("what is no checkpoint is not read as one") {
  const std::string root = core::base64(core::Hash{});
  CHECK(proof::parse_checkpoint_text("o\n0\n" + root + "\n").has_value());
  for (const auto& bad :
       {"", "o\n", "o\n5\n", "\n5\n%\n", "o\n05\n%\n", "o\n+5\n%\n", "o\n-5\n%\n", "o\n5 \n%\n",
        "o\n5\n%", "o\n5\n%\nextension\n", "o\n5\nAAAA\n", "o\n9223372036854775808\n%\n",
        "o\n18446744073709551616\n%\n", "o\n5\n%=\n", "o\n\n%\n"}) {
    std::string text = bad;
    if (const auto at = text.find('%'); at != std::string::npos) text.replace(at, 1, root);
    INFO(text);
    CHECK_FALSE(proof::parse_checkpoint_text(text).has_value());
  }
}

TEST_CASE("what is no note is not read as one") {
  const std::string line = "\xE2\x80\x94 name AAAAAAA=\n";
  CHECK(proof::parse_note("text\n\n" + line).has_value());
  CHECK(proof::parse_note("text\n\nmore\n\n" + line + line)->text == "text\n\nmore\n");
  for (const auto& bad :
       {std::string(), std::string("text\n"), "text\n" + line, "\n" + line, "\n\n" + line,
        std::string("text\n\n"), "text\n\n" + line.substr(0, line.size() - 1), "te\rxt\n\n" + line,
        "te\txt\n\n" + line, std::string("text\n\n- name AAAAAAA=\n"),
        std::string("text\n\n\xE2\x80\x94 AAAAAAA=\n"),
        std::string("text\n\n\xE2\x80\x94 na+me AAAAAAA=\n"),
        std::string("text\n\n\xE2\x80\x94 name AAAA\n"),
        std::string("text\n\n\xE2\x80\x94 name AAAAAAA\n"),
        std::string("text\n\n\xE2\x80\x94 name AAAAAAB=\n"),
        std::string("text\n\n\xE2\x80\x94  name AAAAAAA=\n"),
        std::string(proof::longest_note, 'a') + "\n\n" + line})
    CHECK_FALSE(proof::parse_note(bad).has_value());
}

TEST_CASE("a witness's cosignature stands under the checkpoint and says when") {
  const auto log = signer_of(1);
  const auto witness = signer_of(2);
  auto note = proof::sign_checkpoint(some_checkpoint(), log);
  const auto text = proof::parse_note(note)->text;
  note += proof::cosignature_line(text, "audit.example.org", witness, {1'764'180'000'000'000});
  const auto parsed = proof::parse_note(note);
  REQUIRE(parsed.has_value());
  CHECK(proof::is_cosigned(*parsed, "audit.example.org", witness.public_key()));
  CHECK_FALSE(proof::is_cosigned(*parsed, "audit.example.com", witness.public_key()));
  CHECK_FALSE(proof::is_cosigned(*parsed, "audit.example.org", log.public_key()));
  CHECK(proof::open_checkpoint(note, {origin, log.public_key()}).has_value());
  auto later = *parsed;
  later.signatures[1].signature[7] ^= 1;
  CHECK_FALSE(proof::is_cosigned(later, "audit.example.org", witness.public_key()));
}
