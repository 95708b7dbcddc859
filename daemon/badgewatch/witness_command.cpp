#include "badgewatch/witness_command.hpp"

#include "badgewatch/log_client.hpp"
#include "badgewatch/output.hpp"
#include "badgewatch/pinned_keys.hpp"
#include "client/text_table.hpp"
#include "cluster/durable_file.hpp"
#include "core/json_writer.hpp"
#include "core/key_file.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

namespace badgewatch::cli {
namespace {

namespace fs = std::filesystem;

core::Error invalid(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

struct Witness {
  proof::LogKey key;
  std::string state_file;
  std::unique_ptr<proof::Signer> cosigner;  // none: it does not cosign
  std::string name;
  bool json = false;
};

core::Result<Witness> witness_of(const WitnessOptions& options) {
  const auto keys = read_pinned_keys(options.keys_file);
  if (!keys) return keys.error();
  if (!keys->log) return invalid("There is no key of the log in " + options.keys_file + ".");
  Witness witness{.key = *keys->log,
                  .state_file = fs::absolute(options.state_file).string(),
                  .cosigner = {},
                  .name = options.name,
                  .json = options.json};
  if (!proof::is_key_name(options.name))
    return invalid("A witness's name has visible ASCII characters and no plus sign.");
  if (options.cosigner_file.empty()) return std::move(witness);
  core::SystemRandomness randomness;
  const auto seed = core::read_or_create_key_file(options.cosigner_file, randomness);
  if (!seed) return seed.error();
  witness.cosigner = std::make_unique<proof::Signer>(*seed);
  return std::move(witness);
}

// Empty when nothing was seen yet.
core::Result<std::string> last_note(const Witness& witness) {
  std::error_code error;
  if (!fs::exists(witness.state_file, error) && !error) return std::string();
  std::ifstream file(witness.state_file, std::ios::binary);
  if (!file) return invalid("The last checkpoint cannot be read: " + witness.state_file);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string hashes_text(const std::vector<core::Hash>& proof) {
  std::string text;
  for (const auto& hash : proof)
    text += core::base64(hash) + '\n';
  return text;
}

// What was seen before, what came now and the proof that came with it, side by side, for whoever
// has to be shown. Nothing that was kept before is written over.
std::string keep_evidence(const Witness& witness, const std::string& last, const std::string& now,
                          const std::vector<core::Hash>& proof, const std::string& why) {
  std::string path;
  std::error_code error;
  for (int number = 1; number < 1'000; ++number) {
    path = witness.state_file + ".evidence-" + std::to_string(number);
    if (!fs::exists(path, error)) break;
  }
  const auto text = "# " + why + "\n# seen before:\n" + last + "# seen now:\n" + now +
                    "# the proof that came with it:\n" + hashes_text(proof);
  if (auto kept = cluster::write_durably(path, text); !kept) return "";
  return path;
}

Exit refuse(const Witness& witness, const std::string& last, const std::string& now,
            const std::vector<core::Hash>& proof, Exit status, const std::string& why) {
  const auto path = keep_evidence(witness, last, now, proof, why);
  std::cerr << client::paragraph(
      "", "badgewatch: " + client::printable(why) + " " +
              (path.empty() ? "The evidence could not be kept: copy this and the last checkpoint."
                            : "Both checkpoints are kept in " + path + "."));
  return status;
}

Exit say(const Witness& witness, const proof::TreeHead& tree, const char* result) {
  if (witness.json) {
    core::JsonWriter out;
    out.begin_object().member("result", result);
    out.member("size", static_cast<std::int64_t>(tree.size));
    out.member("root", core::base64(tree.root)).end_object();
    std::cout << std::move(out).take() << std::endl;
  } else {
    std::cout << "The log has " << tree.size << " leaves"
              << (std::string_view(result) == "first"  ? "; it is seen for the first time."
                  : std::string_view(result) == "same" ? ", as before."
                                                       : " and goes on from the last one seen.")
              << std::endl;
  }
  return exit_done;
}

core::Result<void> keep(const Witness& witness, std::string note, const core::Clock& clock) {
  if (witness.cosigner)
    note += proof::cosignature_line(proof::parse_note(note)->text, witness.name, *witness.cosigner,
                                    clock.now());
  return cluster::write_durably(witness.state_file, note);
}

// A register that gives no proof is not believed, whatever it says; nor is it called a forger.
core::Error unproven(const core::Error& error) {
  if (exit_of(error.code()) != exit_usage) return error;
  return {core::Errc::unavailable,
          "The register gives no proof that its log goes on from the last checkpoint seen. " +
              error.detail()};
}

Exit look(const Witness& witness, client::HttpClient& http, const core::Clock& clock) {
  const auto last = last_note(witness);
  if (!last) return report(last.error());
  std::optional<proof::TreeHead> before;
  if (!last->empty()) {
    const auto tree = proof::open_checkpoint(*last, witness.key);
    if (!tree)
      return report(invalid("What was seen last (" + witness.state_file + ") is not of this log: " +
                            tree.error().detail() + " A new log wants a new file."));
    before = *tree;
  }

  const auto note = fetch_checkpoint(http);
  if (!note) return report(note.error());
  const auto now = proof::open_checkpoint(*note, witness.key);
  if (!now)
    return refuse(witness, *last, *note, {}, exit_not_genuine,
                  "The checkpoint is not the log's. " + now.error().detail());
  if (before && now->size < before->size)
    return refuse(witness, *last, *note, {}, exit_log_shrunk,
                  "The log has shrunk from " + std::to_string(before->size) + " to " +
                      std::to_string(now->size) + " leaves.");
  if (before && now->size == before->size && now->root != before->root)
    return refuse(
        witness, *last, *note, {}, exit_log_forked,
        "The log was forked: two roots are signed for " + std::to_string(now->size) + " leaves.");
  if (before && *now == *before) return say(witness, *now, "same");
  if (before) {
    const auto proof = fetch_consistency(http, before->size, now->size);
    if (!proof) return report(unproven(proof.error()));
    if (!proof::verify_consistency(*before, *now, *proof))
      return refuse(witness, *last, *note, *proof, exit_log_forked,
                    "The log was forked: that its " + std::to_string(now->size) +
                        " leaves begin with the " + std::to_string(before->size) +
                        " seen before is not proven.");
  }
  if (auto kept = keep(witness, *note, clock); !kept) return report(kept.error());
  return say(witness, *now, before ? "grown" : "first");
}

}  // namespace

Exit run_witness(const WitnessOptions& options, client::Target target, const core::Clock& clock) {
  const auto witness = witness_of(options);
  if (!witness) return report(witness.error());
  client::HttpClient http(std::move(target));
  for (;;) {
    const auto status = look(*witness, http, clock);
    const bool goes_on = status == exit_done || status == exit_unavailable;
    if (options.every_seconds == 0 || !goes_on) return status;
    std::this_thread::sleep_for(std::chrono::seconds(options.every_seconds));
  }
}

}  // namespace badgewatch::cli
