#include "badgewatch/receipt_command.hpp"

#include "badgewatch/log_client.hpp"
#include "badgewatch/output.hpp"
#include "badgewatch/pinned_keys.hpp"
#include "client/text_table.hpp"
#include "core/json.hpp"
#include "core/json_writer.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

namespace badgewatch::cli {
namespace {

core::Error invalid(std::string detail) {
  return {core::Errc::invalid, std::move(detail)};
}

core::Result<std::string> text_of(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream file(path, std::ios::binary);
  if (!file) return invalid("The receipt cannot be read: " + path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

const std::string* text_in(const core::Json& json, std::string_view name) {
  const core::Json* member = json.find(name);
  return member == nullptr ? nullptr : member->string();
}

using Claims = std::map<std::string, std::string>;

// The lines "name value" of what was signed.
std::optional<Claims> claims_in(std::string_view text) {
  constexpr std::string_view first = "badgewatch-receipt/1\n";
  if (!text.starts_with(first) || !text.ends_with('\n')) return {};
  text.remove_prefix(first.size());
  Claims claims;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() + 1);
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos) return {};
    if (!claims.emplace(line.substr(0, blank), line.substr(blank + 1)).second) return {};
  }
  return claims;
}

std::string claim_in(const Claims& claims, const std::string& name) {
  const auto found = claims.find(name);
  return found == claims.end() ? std::string() : found->second;
}

bool agrees(const core::Json& answer, std::string_view member, const std::string& claim) {
  const auto* said = text_in(answer, member);
  return said != nullptr && *said == claim;
}

// What was proven of the index that answered; null where nothing was.
bool agrees_in_proof(const core::Json& answer, const Claims& claims) {
  const auto* proof = answer.find("proof");
  if (claim_in(claims, "proven") != "true") return proof == nullptr || proof->is_null();
  if (proof == nullptr || proof->object() == nullptr) return false;
  const auto* seq = proof->find("seq");
  const auto* number = seq == nullptr ? nullptr : seq->integer();
  return number != nullptr && std::to_string(*number) == claim_in(claims, "seq") &&
         agrees(*proof, "epoch", claim_in(claims, "epoch")) &&
         agrees(*proof, "chain", claim_in(claims, "chain")) &&
         agrees(*proof, "rules", claim_in(claims, "rules"));
}

// Hits are not signed, but whether there are any stands in the outcome.
bool agrees_in_hits(const core::Json& answer, const Claims& claims) {
  const auto* hits = answer.find("hits");
  if (hits == nullptr || hits->array() == nullptr) return false;
  const auto outcome = claim_in(claims, "outcome");
  if (outcome == "no_match") return hits->array()->empty();
  return !hits->array()->empty() || (outcome != "match" && outcome != "possible_match");
}

// The answer itself is signed only as far as the receipt repeats it: the first member of it that
// is another.
std::optional<std::string> changed_in(const core::Json& answer, const Claims& claims) {
  for (const auto& [member, claim] : {std::pair("id", "check"), std::pair("outcome", "outcome"),
                                      std::pair("checked_at", "checked_at")})
    if (!agrees(answer, member, claim_in(claims, claim))) return member;
  const bool is_proven = claim_in(claims, "proven") == "true";
  if (!agrees(answer, "freshness", is_proven ? "proven" : "behind")) return "freshness";
  if (!agrees_in_proof(answer, claims)) return "proof";
  if (!agrees_in_hits(answer, claims)) return "hits";
  return {};
}

Exit not_genuine(const std::string& why) {
  std::cerr << client::paragraph("", "badgewatch: " + client::printable(why));
  return exit_not_genuine;
}

struct Verified {
  Claims claims;
  std::optional<std::uint64_t> number;  // of its leaf in the log
  std::optional<std::uint64_t> size;
};

Exit verify_inclusion(const PinnedKeys& keys, client::Target target, Verified& verified) {
  if (!keys.log) return report(invalid("There is no key of the log in the file of keys."));
  const auto bytes = core::from_hex(verified.claims["leaf"]);
  core::Hash leaf{};
  if (!bytes || bytes->size() != leaf.size())
    return not_genuine("The receipt names no leaf of the log.");
  std::copy(bytes->begin(), bytes->end(), leaf.begin());
  client::HttpClient http(std::move(target));
  const auto inclusion = fetch_inclusion(http, verified.claims["leaf"]);
  if (!inclusion && inclusion.error().code() == core::Errc::not_found)
    return not_genuine("The log does not hold the receipt's leaf, or it is another authority's.");
  if (!inclusion) return report(inclusion.error());
  const auto tree = proof::open_checkpoint(inclusion->checkpoint, *keys.log);
  if (!tree) return not_genuine("The checkpoint is not the log's. " + tree.error().detail());
  if (!proof::verify_inclusion(leaf, inclusion->number, *tree, inclusion->proof))
    return not_genuine("That the log includes the receipt's leaf is not proven.");
  verified.number = inclusion->number;
  verified.size = tree->size;
  return exit_done;
}

void print(const Verified& verified, bool json) {
  if (json) {
    core::JsonWriter out;
    out.begin_object().member("genuine", true);
    for (const auto& [name, value] : verified.claims)
      out.member(name, value);
    if (verified.number) {
      out.member("leaf_number", static_cast<std::int64_t>(*verified.number));
      out.member("log_size", static_cast<std::int64_t>(*verified.size));
    }
    std::cout << std::move(out.end_object()).take() << '\n';
    return;
  }
  const auto& claims = verified.claims;
  const auto claim = [&](const char* name) { return client::printable(claim_in(claims, name)); };
  std::cout << client::paragraph("", "The receipt is the register's: check " + claim("check") +
                                         " of " + claim("checked_at") + " was answered with " +
                                         client::words(claim("outcome")) +
                                         ". What it said of each hit is not signed: the register "
                                         "keeps it, and a replay there answers anew.");
  if (verified.number)
    std::cout << client::paragraph("", "Its leaf is number " + std::to_string(*verified.number) +
                                           " of the " + std::to_string(*verified.size) +
                                           " in the signed log.");
}

}  // namespace

Exit run_verify_receipt(const ReceiptOptions& options,
                        const std::function<core::Result<client::Target>()>& find_target) {
  const auto keys = read_pinned_keys(options.keys_file);
  if (!keys) return report(keys.error());
  if (keys->receipts.empty())
    return report(invalid("There is no key of receipts in " + options.keys_file + "."));
  const auto text = text_of(options.file);
  if (!text) return report(text.error());
  const auto answer = core::parse_json(*text);
  if (!answer || answer->object() == nullptr)
    return not_genuine("The file is neither a check's answer nor a receipt.");
  const core::Json* inner = answer->find("receipt");
  const core::Json& receipt = inner == nullptr ? *answer : *inner;
  const auto* signed_text = text_in(receipt, "text");
  const auto* signature = text_in(receipt, "signature");
  if (signed_text == nullptr || signature == nullptr)
    return not_genuine("The file is neither a check's answer nor a receipt.");
  const bool is_signed =
      std::any_of(keys->receipts.begin(), keys->receipts.end(), [&](const std::string& key) {
        return proof::verify_signature(key, *signed_text, *signature);
      });
  if (!is_signed) return not_genuine("None of the pinned keys has signed this receipt.");
  auto claims = claims_in(*signed_text);
  if (!claims) return not_genuine("What is signed is no receipt.");
  if (const auto changed = inner == nullptr ? std::nullopt : changed_in(*answer, *claims))
    return not_genuine("The answer's `" + *changed +
                       "` is not the one that the receipt was signed for.");
  Verified verified{.claims = std::move(*claims), .number = {}, .size = {}};
  if (options.online) {
    auto target = find_target();
    if (!target) return report(target.error());
    const auto status = verify_inclusion(*keys, std::move(*target), verified);
    if (status != exit_done) return status;
  }
  print(verified, options.json);
  return exit_done;
}

}  // namespace badgewatch::cli
