#include "app/change_in_hand.hpp"

#include "core/json_reader.hpp"

namespace badgewatch::app {

namespace {

using domain::EntryChange;

std::vector<domain::PastChange> past_of(const ports::DecisionRecord& stands) {
  std::vector<domain::PastChange> past;
  for (const auto& item : stands.history)
    past.push_back({item.change, item.on});
  return past;
}

core::Error invalid(const char* pointer, const char* detail) {
  return {core::Errc::invalid, "Some fields are wrong.", {{pointer, detail}}};
}

// What a second person approves; nothing where this is a change of its own.
core::Result<const ports::Proposal*> approved_proposal(const ports::DecisionRecord& stands,
                                                       const ChangeToMake& wanted) {
  const auto* proposal = stands.proposal ? &*stands.proposal : nullptr;
  if (proposal == nullptr || proposal->change != wanted.change) return nullptr;
  if (wanted.change == EntryChange::remove) return proposal;
  const auto& amendment = wanted.amendment;
  if (amendment.is_empty() || domain::amended(stands.decision, amendment) ==
                                  domain::amended(stands.decision, proposal->amendment))
    return proposal;
  if (!domain::corrects_identity(stands.decision, amendment)) return nullptr;
  return core::Error(
      core::Errc::conflict,
      "Another correction of the identity is proposed. Approve or withdraw it first.",
      {{"/subject", "is not what is proposed"}});
}

// One change while it is made.
struct InHand {
  core::Date on;
  std::string reason;
  domain::Amendment amendment;
  domain::Signed by = domain::Signed::by_two;
  std::string decided_by;
  std::string approved_by;
};

core::Result<InHand> in_hand(const ChangeToMake& wanted, const ports::Proposal* approved) {
  InHand change;
  core::Problems problems;
  if (wanted.on)
    change.on = *wanted.on;
  else if (approved != nullptr)
    change.on = approved->on;
  else
    problems.push_back({"/on", "is required"});
  change.reason = wanted.reason;
  if (change.reason.empty() && approved != nullptr) change.reason = approved->reason;
  if (change.reason.empty() && domain::needs_reason(wanted.change))
    problems.push_back({"/reason", "is required"});
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  change.amendment = approved != nullptr ? approved->amendment : wanted.amendment;
  const auto& signing = wanted.signing;
  change.decided_by =
      signing.decided_by.empty() && signing.acting ? signing.acting->name : signing.decided_by;
  change.approved_by = signing.approved_by;
  return change;
}

// Who stands up for what could create a clear.
core::Result<void> sign(InHand& change, const ChangeToMake& wanted,
                        const ports::Proposal* approved) {
  const auto proposed =
      approved != nullptr ? std::optional(approved->by) : std::optional<domain::Signatory>();
  const auto signatures = domain::signatures_of(wanted.signing, proposed);
  if (!signatures) return signatures.error();
  change.by = signatures->approved ? domain::Signed::by_two : domain::Signed::by_one;
  change.decided_by = signatures->decided.name;
  change.approved_by = signatures->approved ? signatures->approved->name : "";
  return {};
}

ports::Proposal proposal_of(const ChangeToMake& wanted, const InHand& change,
                            std::int64_t version) {
  ports::Proposal proposal;
  proposal.change = wanted.change;
  proposal.version = version;
  proposal.on = change.on;
  proposal.reason = change.reason;
  proposal.by.name = change.decided_by;
  if (wanted.signing.acting) proposal.by.session = wanted.signing.acting->session;
  proposal.amendment = change.amendment;
  return proposal;
}

// Nothing is kept past its period, and no change begins it anew.
core::Result<void> check_period(const ports::DecisionRecord& stands, EntryChange change,
                                core::Date today) {
  if (change != EntryChange::reinstate || today <= stands.clocks.retained_until) return {};
  return core::Error(core::Errc::conflict,
                     "The time for which this entry may be kept was over on " +
                         stands.clocks.retained_until.iso() +
                         ": a reinstated entry keeps its first clock.");
}

}  // namespace

domain::EntryNow now_of(const ports::DecisionRecord& stands, core::Date today) {
  const auto& decision = stands.decision;
  const auto& proposal = stands.proposal;
  return {
      .kind = decision.kind,
      .standing = stands.standing(),
      .shown = domain::state_on(stands.state, decision.kind, decision.suspension_ends_on, today),
      .correction_proposed = proposal && proposal->change == EntryChange::amend};
}

core::Result<ChangeMade> changed_entry(ports::DecisionRecord stands, const ChangeToMake& wanted,
                                       core::Date today) {
  const auto now = now_of(stands, today);
  if (!domain::after(now, wanted.change, domain::Signed::by_two)) return domain::not_possible(now);
  if (auto kept = check_period(stands, wanted.change, today); !kept) return kept.error();
  const auto approved = approved_proposal(stands, wanted);
  if (!approved) return approved.error();
  auto change = in_hand(wanted, *approved);
  if (!change) return change.error();
  auto problems = domain::check_change(wanted.change, change->on, change->amendment,
                                       stands.decision, past_of(stands), today);
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  const auto fields = domain::changed_fields(stands.decision, change->amendment);
  if (wanted.change == EntryChange::amend && fields.empty())
    return invalid("/subject", "neither this nor a date is other than what is recorded");

  const bool corrects = domain::corrects_identity(stands.decision, change->amendment);
  if (wanted.change == EntryChange::remove || corrects)
    if (auto is_signed = sign(*change, wanted, *approved); !is_signed) return is_signed.error();
  const auto next = *domain::after(now, wanted.change, change->by);
  const bool is_proposal = change->by == domain::Signed::by_one;
  const bool was_correction = now.correction_proposed;

  auto& record = stands;
  ++record.version;
  record.state = next.state;
  record.lifted = next.lifted;
  record.appealed = next.appealed;
  if (!next.disputed)
    record.disputed_on.reset();
  else if (!record.disputed_on)
    record.disputed_on = change->on;
  if (!is_proposal) record.decision = domain::amended(record.decision, change->amendment);
  if (is_proposal)
    record.proposal = proposal_of(wanted, *change, record.version);
  else if (*approved != nullptr || wanted.change == EntryChange::withdraw ||
           next.state == domain::EntryState::removed)
    record.proposal.reset();

  ports::HistoryItem item;
  item.version = record.version;
  item.change = domain::name_of(wanted.change);
  item.state =
      domain::state_on(next.state, record.decision.kind, record.decision.suspension_ends_on, today);
  item.is_proposal = is_proposal;
  // A correction that is proposed, or dropped again, leaves the entry as others know it.
  item.is_told =
      !(is_proposal && corrects) && !(wanted.change == EntryChange::withdraw && was_correction);
  item.on = change->on;
  item.reason = change->reason;
  item.decided_by = change->decided_by;
  item.approved_by = change->approved_by;
  item.fields = fields;
  record.history.push_back(std::move(item));
  return ChangeMade{std::move(record), is_proposal};
}

}  // namespace badgewatch::app
