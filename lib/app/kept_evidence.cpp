#include "app/kept_evidence.hpp"

#include "proof/receipt.hpp"

namespace badgewatch::app {

namespace {

std::string text_in(const core::Json* object, std::string_view name) {
  const auto* member = object == nullptr ? nullptr : object->find(name);
  const auto* text = member == nullptr ? nullptr : member->string();
  return text == nullptr ? "" : *text;
}

std::optional<proof::Position> position_in(const core::Json& proof) {
  const auto epoch = core::Uuid::parse(text_in(&proof, "epoch"));
  const auto chain = core::from_hex(text_in(&proof, "chain"));
  const auto* seq = proof.find("seq");
  proof::Position at;
  if (!epoch || !chain || chain->size() != at.chain.size() || seq == nullptr ||
      seq->integer() == nullptr)
    return {};
  at.epoch = *epoch;
  at.seq = *seq->integer();
  std::copy(chain->begin(), chain->end(), at.chain.begin());
  return at;
}

bool is_signed(const core::Json* receipt, const core::Hash& key) {
  const auto signature = core::from_base64(text_in(receipt, "signature"));
  return signature &&
         proof::verify_ed25519(key, core::as_bytes(text_in(receipt, "text")), *signature);
}

}  // namespace

std::vector<std::string> KeptEvidence::contradictions() const {
  std::vector<std::string> found;
  if (!leaf_holds) found.emplace_back("/log");
  if (!receipt_holds) found.emplace_back("/receipt");
  return found;
}

std::optional<KeptPlace> place_of(const ports::CheckRecord& record, const core::Json& answer) {
  const auto* proof = answer.find("proof");
  const bool is_proven = proof != nullptr && proof->object() != nullptr;
  if (is_proven) {
    const auto at = position_in(*proof);
    if (at) return KeptPlace{*at, text_in(proof, "rules"), true};
  }
  if (record.basis) return KeptPlace{record.basis->searched, record.basis->rules, false};
  return {};
}

bool leaf_holds(const ports::PastCheck& kept) {
  if (!kept.leaf) return false;
  const auto& leaf = *kept.leaf;
  if (proof::commitment_of(leaf.event, leaf.salt) != leaf.commitment) return false;
  const auto detail = core::parse_json(leaf.event.detail);
  return detail && text_in(&*detail, "outcome") == domain::name_of(kept.record.outcome);
}

KeptEvidence evidence_of(const ports::PastCheck& kept, const core::Json& answer,
                         const KeptPlace& place, const core::Hash& query_key,
                         const std::optional<core::Hash>& receipt_key) {
  const auto& record = kept.record;
  KeptEvidence evidence;
  evidence.leaf_holds = leaf_holds(kept);
  proof::ReceiptClaim claim;
  claim.check = record.id;
  claim.checked_at = record.checked_at;
  claim.outcome = text_in(&answer, "outcome");
  claim.query = proof::keyed_hash(query_key, {core::as_bytes(record.request)});
  if (kept.leaf) claim.leaf = kept.leaf->commitment;
  claim.proven = place.is_proven;
  if (place.is_proven) claim.position = place.at;
  claim.rules = place.rules;
  const auto* receipt = answer.find("receipt");
  // Another key's receipt is of a register that was set up anew: only its text is looked at.
  const bool is_this_key =
      receipt_key && text_in(receipt, "key_id") ==
                         core::hex(core::ByteView(proof::sha256({*receipt_key})).first(4));
  evidence.receipt_holds = claim.outcome == domain::name_of(record.outcome) &&
                           text_in(receipt, "text") == proof::canonical(claim) &&
                           (!is_this_key || is_signed(receipt, *receipt_key));
  return evidence;
}

}  // namespace badgewatch::app
