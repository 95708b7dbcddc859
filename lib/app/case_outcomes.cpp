#include "app/case_outcomes.hpp"

#include "app/act_leaf.hpp"
#include "app/check_answer.hpp"
#include "app/retry.hpp"
#include "app/undecided_hits.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "domain/succession.hpp"

#include <utility>

namespace badgewatch::app {

namespace {

// The log says what was recorded; why, and of which licence, is sealed beside it.
std::string detail_of(const ports::CaseOutcomeRecord& record) {
  core::JsonWriter out;
  out.begin_object().member("outcome", record.id.text());
  out.member("result", domain::name_of(record.outcome.result));
  out.member("decided_on", record.outcome.decided_on.iso());
  out.member("undecided_hits", record.undecided);
  if (record.corrects) out.member("corrects", record.corrects->text());
  return std::move(out.end_object()).take();
}

}  // namespace

CaseOutcomes::CaseOutcomes(ports::CaseOutcomes& kept, ports::CheckLog& checks,
                           ports::Findings& findings, ports::Register& reg,
                           const ReferenceData& reference, const core::Clock& clock,
                           core::Randomness& randomness, core::Metrics& metrics)
    : kept_(kept),
      checks_(checks),
      findings_(findings),
      register_(reg),
      reference_(reference),
      clock_(clock),
      randomness_(randomness),
      metrics_(metrics) {}

proof::Leaf CaseOutcomes::leaf(const ports::Caller& caller, std::string kind,
                               const core::Uuid& subject, std::string detail) const {
  return act_leaf(caller, std::move(kind), subject, std::move(detail), clock_, randomness_);
}

// A hit that the answer does not show nobody can have decided; nor one from before findings were
// kept.
core::Result<std::size_t> CaseOutcomes::undecided_in(const ports::Caller& caller,
                                                     const ports::CheckRecord& check) const {
  const auto hits = hits_in(check.answer);
  if (!hits) return hits.error();
  const auto all = hits->size() + check.left_out.size();
  if (check.pairs.size() != hits->size()) return all;
  const auto open = undecided_among(findings_, caller, check.pairs);
  if (!open) return open.error();
  return open->size() + check.left_out.size();
}

core::Result<ports::CaseOutcomeRecord> CaseOutcomes::made(const ports::Caller& caller,
                                                          const CaseOutcomeToRecord& wanted) const {
  const auto check = checks_.find(caller, wanted.check);
  if (!check) return check.error();
  if (auto may = domain::check_purpose(check->purpose); !may) return may.error();
  const auto undecided = undecided_in(caller, *check);
  if (!undecided) return undecided.error();
  const auto now = clock_.now();
  const auto today = core::uk_date(now);
  auto problems = domain::check_case_outcome(wanted.outcome, *undecided, today);
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  const auto reference = reference_.get();
  const auto* retain = reference->periods.in_force("retain_case_outcome", today);
  if (retain == nullptr) return domain::not_loaded("the period `retain_case_outcome`");
  ports::CaseOutcomeRecord record;
  record.id = core::new_uuid(clock_, randomness_);
  record.check = wanted.check;
  record.searched_on = core::uk_date(check->checked_at);
  record.outcome = wanted.outcome;
  record.undecided = *undecided;
  record.corrects = wanted.corrects;
  record.actor = caller.actor;
  record.recorded_by = caller.label.empty() ? caller.actor : caller.label;
  record.recorded_at = now;
  record.kept_until = domain::last_day_of(*retain, today, reference->calendar);
  return record;
}

core::Result<Answered> CaseOutcomes::record(const ports::Caller& caller,
                                            const CaseOutcomeToRecord& wanted,
                                            const Once<ports::CaseOutcomeRecord>& once) {
  const auto record = made(caller, wanted);
  if (!record) return record.error();
  const auto its = leaf(caller, "case_outcome_recorded", record->check, detail_of(*record));
  auto answered = try_again([&] {
    return write_once(register_, caller, once, record->recorded_at,
                      [&](ports::UnitOfWork& work) -> core::Result<ports::CaseOutcomeRecord> {
                        if (auto kept = work.case_outcomes().keep(*record); !kept)
                          return kept.error();
                        if (auto logged = work.log(std::span(&its, 1)); !logged)
                          return logged.error();
                        return *record;
                      });
  });
  if (answered && !answered->replayed)
    metrics_.count("badgewatch_case_outcomes_total",
                   {{"result", domain::name_of(record->outcome.result)}});
  return answered;
}

core::Result<std::vector<ports::CaseOutcomeRecord>> CaseOutcomes::of_check(
    const ports::Caller& caller, const core::Uuid& check) {
  return kept_.of_check(caller, check);
}

core::Result<ports::Grants> CaseOutcomes::grants(const ports::Caller& caller, core::Date from,
                                                 core::Date to, std::size_t most) {
  const auto reference = reference_.get();
  core::JsonWriter detail;
  detail.begin_object().member("from", from.iso()).member("to", to.iso()).end_object();
  // The search of a house that became one was made under whichever code.
  auto own = caller;
  if (!own.acting.empty()) own.authority = std::exchange(own.acting, "");
  std::vector<ports::Caller> house{own};
  for (auto& former :
       domain::inherited_by(reference->authorities, own.authority, core::uk_date(clock_.now()))) {
    house.push_back(own);
    house.back().authority = std::move(former);
    house.back().acting = own.authority;
  }
  const bool names_former = !caller.acting.empty();
  const ports::GrantsWanted wanted{
      .listed = names_former ? std::span(&caller, 1) : std::span<const ports::Caller>(house),
      .house = house,
      .from = from,
      .to = to,
      .searched_since = domain::searches_count_since(from, reference->periods, reference->calendar),
      .most = most,
      .judge = [&](core::Date granted_on, const std::vector<domain::RecordedSearch>& searches)
          -> core::Result<domain::SearchBefore> {
        if (searches.empty()) return domain::SearchBefore::none;
        const auto* period = reference->periods.in_force("search_before_grant", granted_on);
        if (period == nullptr) return domain::not_loaded("the period `search_before_grant`");
        return domain::search_before(granted_on, searches, *period, reference->calendar);
      }};
  const auto its = leaf(caller, "grants_read", {}, std::move(detail).take());
  return try_again([&] { return kept_.grants(wanted, its); });
}

}  // namespace badgewatch::app
