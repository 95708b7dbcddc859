#include "app/records.hpp"

#include "app/act_leaf.hpp"
#include "app/retry.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::app {

namespace {

std::string puts_detail(std::span<const ports::LicencePut> puts) {
  std::int64_t created = 0;
  std::int64_t updated = 0;
  for (const auto& put : puts) {
    created += put.outcome == ports::PutOutcome::created ? 1 : 0;
    updated += put.outcome == ports::PutOutcome::updated ? 1 : 0;
  }
  core::JsonWriter out;
  out.begin_object().member("rows", puts.size()).member("created", created);
  return std::move(out.member("updated", updated).end_object()).take();
}

std::string entries_detail(std::span<const ports::DecisionEntered> entered) {
  core::JsonWriter out;
  out.begin_object().key("decisions").begin_array();
  for (const auto& one : entered)
    if (one.outcome == ports::EnterOutcome::entered) out.value(one.record.id.text());
  return std::move(out.end_array().end_object()).take();
}

}  // namespace

Records::Records(ports::Register& reg, const ReferenceData& reference, const core::Clock& clock,
                 core::Randomness& randomness, std::function<void(const proof::Head&)> committed,
                 std::set<domain::DecisionKind> optional_kinds)
    : register_(reg),
      reference_(reference),
      clock_(clock),
      randomness_(randomness),
      committed_(std::move(committed)),
      optional_kinds_(std::move(optional_kinds)) {}

proof::Leaf Records::leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                          std::string detail) {
  return act_leaf(caller, std::move(kind), subject, std::move(detail), clock_, randomness_);
}

core::Result<void> Records::log_write(ports::UnitOfWork& work, const ports::Caller& caller,
                                      Kept& kept, std::string kind, const core::Uuid& subject,
                                      std::string detail) {
  if (!kept || kept->event.subject != subject || kept->event.detail != detail)
    kept = leaf(caller, std::move(kind), subject, std::move(detail));
  return work.log(std::span(&*kept, 1));
}

core::Result<ports::LicencePut> Records::put_licence(const ports::Caller& caller,
                                                     const ports::LicenceToPut& licence) {
  auto put = std::move(put_licences(caller, std::span(&licence, 1)).front());
  if (put && put->outcome == ports::PutOutcome::version_differs)
    return core::Error(core::Errc::precondition_failed,
                       "The licence has changed since the version that If-Match names.");
  return put;
}

std::vector<core::Result<ports::LicencePut>> Records::put_licences(
    const ports::Caller& caller, std::span<const ports::LicenceToPut> licences) {
  Kept kept;
  return all_or_each<ports::LicencePut>(licences, [&](std::span<const ports::LicenceToPut> some) {
    return try_put(caller, some, kept);
  });
}

core::Result<std::vector<ports::LicencePut>> Records::try_put(
    const ports::Caller& caller, std::span<const ports::LicenceToPut> licences, Kept& kept) {
  auto work = register_.begin(caller);
  if (!work) return work.error();
  auto puts = (*work)->put_licences(licences, clock_.now());
  if (!puts) return puts.error();
  const auto subject = puts->size() == 1 ? puts->front().id : core::Uuid{};
  auto logged = log_write(**work, caller, kept, "licences_put", subject, puts_detail(*puts));
  if (!logged) return logged.error();
  const auto head = (*work)->commit();
  if (!head) return head.error();
  committed_(*head);
  return puts;
}

core::Result<void> Records::check_kind(const ports::Caller& caller,
                                       domain::DecisionKind kind) const {
  const auto refused = [](const char* why) {
    return core::Error(core::Errc::invalid, "Decisions of this kind are not taken here.",
                       {{"/kind", why}});
  };
  if (!domain::is_optional(kind)) return {};
  if (!optional_kinds_.contains(kind))
    return refused(
        "is not turned on in this register: it is not in statute, and no legal basis is "
        "recorded for it");
  const auto* authority = reference_.get()->authorities.with_code(caller.authority);
  if (kind == domain::DecisionKind::out_of_area_suspension &&
      (authority == nullptr || authority->nation != domain::Nation::england))
    return refused("is a power of English authorities alone");
  return {};
}

core::Result<ports::DecisionToEnter> Records::to_enter(const ports::Caller& caller,
                                                       const domain::Decision& decision,
                                                       core::Instant now) const {
  if (auto taken = check_kind(caller, decision.kind); !taken) return taken.error();
  const auto reference = reference_.get();
  auto clocks =
      domain::reckon_clocks(decision, core::uk_date(now), reference->calendar, reference->periods);
  if (!clocks) return clocks.error();
  return ports::DecisionToEnter{core::new_uuid(clock_, randomness_), decision, *clocks};
}

core::Result<std::vector<ports::DecisionEntered>> Records::try_enter(
    const ports::Caller& caller, std::span<const ports::DecisionToEnter> entries, core::Instant now,
    Kept& kept) {
  auto work = register_.begin(caller);
  if (!work) return work.error();
  auto entered = (*work)->enter_decisions(entries, now);
  if (!entered) return entered.error();
  const auto subject = entered->size() == 1 ? entered->front().record.id : core::Uuid{};
  auto logged =
      log_write(**work, caller, kept, "decisions_entered", subject, entries_detail(*entered));
  if (!logged) return logged.error();
  const auto head = (*work)->commit();
  if (!head) return head.error();
  committed_(*head);
  return entered;
}

std::vector<core::Result<ports::DecisionEntered>> Records::enter_decisions(
    const ports::Caller& caller, std::span<const domain::Decision> decisions) {
  const auto now = clock_.now();
  std::vector<core::Result<ports::DecisionEntered>> results(decisions.size());
  std::vector<std::size_t> places;  // of each entry in `decisions`
  std::vector<ports::DecisionToEnter> entries;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    auto entry = to_enter(caller, decisions[i], now);
    if (!entry) {
      results[i] = entry.error();
      continue;
    }
    places.push_back(i);
    entries.push_back(std::move(*entry));
  }
  Kept kept;
  auto entered =
      all_or_each<ports::DecisionEntered>(std::span<const ports::DecisionToEnter>(entries),
                                          [&](std::span<const ports::DecisionToEnter> some) {
                                            return try_enter(caller, some, now, kept);
                                          });
  for (std::size_t i = 0; i < entered.size(); ++i)
    results[places[i]] = std::move(entered[i]);
  return results;
}

core::Result<Answered> Records::enter_decision(const ports::Caller& caller,
                                               const domain::Decision& decision,
                                               const Once<ports::DecisionEntered>& once) {
  const auto now = clock_.now();
  const auto entry = to_enter(caller, decision, now);
  if (!entry) return entry.error();
  Kept kept;
  return try_again([&] { return try_enter_once(caller, *entry, once, now, kept); });
}

core::Result<Answered> Records::try_enter_once(const ports::Caller& caller,
                                               const ports::DecisionToEnter& entry,
                                               const Once<ports::DecisionEntered>& once,
                                               core::Instant now, Kept& kept) {
  const auto write = [&](ports::UnitOfWork& work) -> core::Result<ports::DecisionEntered> {
    auto entered = work.enter_decisions(std::span(&entry, 1), now);
    if (!entered) return entered.error();
    auto& one = entered->front();
    if (one.outcome == ports::EnterOutcome::reference_taken)
      return core::Error(core::Errc::conflict,
                         "Another decision has this reference already, with other content.",
                         {{"/your_reference", "is the reference of another decision"}});
    auto logged =
        log_write(work, caller, kept, "decisions_entered", one.record.id, entries_detail(*entered));
    if (!logged) return logged.error();
    return std::move(one);
  };
  return write_once(register_, caller, once, now, write, committed_);
}

core::Result<ports::DecisionRecord> Records::read_decision(const ports::Caller& caller,
                                                           const core::Uuid& id) {
  auto record = register_.find_decision(caller, id);
  if (!record) return record;
  if (auto logged = log_reading(caller, "decision_read", id); !logged) return logged.error();
  return record;
}

core::Result<ports::Register::LicenceRecord> Records::read_licence(
    const ports::Caller& caller, const std::string& licence_number) {
  auto record = register_.find_licence(caller, licence_number);
  if (!record) return record;
  if (auto logged = log_reading(caller, "licence_read", record->id); !logged) return logged.error();
  return record;
}

core::Result<void> Records::log_reading(const ports::Caller& caller, std::string kind,
                                        const core::Uuid& subject) {
  const auto entry = leaf(caller, std::move(kind), subject, "{}");
  auto work = register_.begin(caller);
  if (!work) return work.error();
  if (auto logged = (*work)->log(std::span(&entry, 1)); !logged) return logged.error();
  if (auto head = (*work)->commit(); !head) return head.error();
  return {};
}

}  // namespace badgewatch::app
