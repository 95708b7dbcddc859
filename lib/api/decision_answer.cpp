#include "api/decision_answer.hpp"

#include "app/change_in_hand.hpp"
#include "person/person_json.hpp"

namespace badgewatch::api {

namespace {

void write_text(core::JsonWriter& out, std::string_view name, const std::string& text) {
  if (!text.empty()) out.member(name, text);
}

void write_date(core::JsonWriter& out, std::string_view name,
                const std::optional<core::Date>& date) {
  if (date) out.member(name, date->iso());
}

void write_item(core::JsonWriter& out, const ports::HistoryItem& item) {
  out.begin_object().member("change", item.change);
  out.member("state", domain::name_of(item.state));
  out.member("on", item.on.iso()).member("at", core::to_text(item.at));
  out.member("version", item.version);
  if (item.is_proposal) out.member("proposed", true);
  write_text(out, "reason", item.reason);
  write_text(out, "decided_by", item.decided_by);
  write_text(out, "approved_by", item.approved_by);
  write_text(out, "recorded_by", item.recorded_by);
  if (!item.fields.empty()) {
    out.key("fields").begin_array();
    for (const auto& field : item.fields)
      out.value(field);
    out.end_array();
  }
  out.end_object();
}

void write_proposal(core::JsonWriter& out, const ports::Proposal& proposal,
                    std::string_view asker) {
  const auto& amendment = proposal.amendment;
  out.key("proposal").begin_object().member("change", domain::name_of(proposal.change));
  out.member("on", proposal.on.iso()).member("at", core::to_text(proposal.at));
  out.member("reason", proposal.reason).member("proposed_by", proposal.by.name);
  if (!asker.empty() && proposal.by.session == asker) out.member("proposed_by_you", true);
  write_date(out, "decided_on", amendment.decided_on);
  write_date(out, "effective_on", amendment.effective_on);
  write_date(out, "suspension_ends_on", amendment.suspension_ends_on);
  if (amendment.subject) {
    out.key("subject");
    person::write_person(out, *amendment.subject);
  }
  out.end_object();
}

}  // namespace

void write_clocks(core::JsonWriter& out, const ports::DecisionRecord& record, core::Date today) {
  const auto& decision = record.decision;
  out.member("id", record.id.text()).member("entered_at", core::to_text(record.entered_at));
  out.member("enter_by", record.clocks.enter_by.iso()).member("late", record.clocks.late);
  out.member("retained_until", record.clocks.retained_until.iso());
  out.member("state", domain::name_of(domain::state_on(record.state, decision.kind,
                                                       decision.suspension_ends_on, today)));
}

std::string decision_json(const ports::DecisionRecord& record, core::Date today, bool watched,
                          std::string_view asker) {
  const auto& decision = record.decision;
  core::JsonWriter out;
  out.begin_object();
  write_clocks(out, record, today);
  out.member("kind", domain::name_of(decision.kind));
  out.member("decided_on", decision.decided_on.iso());
  out.member("effective_on", decision.effective_on.iso());
  out.member("notified_on", decision.notified_on.iso());
  write_date(out, "suspension_ends_on", decision.suspension_ends_on);
  out.member("relies_on_relevant_information", decision.relies_on_relevant_information);
  out.key("subject");
  person::write_person(out, decision.subject);
  write_date(out, "disputed_on", record.disputed_on);
  write_text(out, "your_reference", decision.your_reference);
  write_date(out, "first_entered_on", decision.first_entered_on);
  write_text(out, "imported_from", decision.imported_from);
  out.member("version", record.version);
  if (record.proposal) write_proposal(out, *record.proposal, asker);
  out.key("history").begin_array();
  for (const auto& item : record.history)
    write_item(out, item);
  out.end_array().key("possible").begin_array();
  for (const auto change : domain::possible_changes(app::now_of(record, today)))
    out.value(domain::name_of(change));
  out.end_array().member("watched", watched);
  return std::move(out.end_object()).take();
}

}  // namespace badgewatch::api
