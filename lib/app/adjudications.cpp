#include "app/adjudications.hpp"

#include "app/check_answer.hpp"
#include "app/retry.hpp"
#include "core/json_writer.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

core::Error no_such_hit() {
  return {core::Errc::not_found, "There is no such hit in that check."};
}

// The log says who found what about which hit; why is sealed beside the finding.
std::string detail_of(const ports::FindingRecord& finding) {
  core::JsonWriter out;
  out.begin_object().member("check", finding.check.text()).member("hit", finding.hit.text());
  out.member("entry", finding.entry.text());
  return std::move(out.member("finding", domain::name_of(finding.finding)).end_object()).take();
}

}  // namespace

Adjudications::Adjudications(ports::CheckLog& checks, ports::Register& reg,
                             const core::Clock& clock, core::Randomness& randomness,
                             core::Metrics& metrics)
    : checks_(checks), register_(reg), clock_(clock), randomness_(randomness), metrics_(metrics) {}

core::Result<ports::FindingRecord> Adjudications::made(const ports::Caller& caller,
                                                       const Adjudication& adjudication) const {
  const auto check = checks_.find(caller, adjudication.check);
  if (!check) return check.error();
  const auto hits = hits_in(check->answer);
  if (!hits) return hits.error();
  const auto hit = std::find_if(hits->begin(), hits->end(),
                                [&](const StoredHit& one) { return one.id == adjudication.hit; });
  if (hit == hits->end()) return no_such_hit();
  if (check->pairs.size() != hits->size())
    return core::Error(core::Errc::conflict,
                       "This check is from before the register kept findings. Ask it again, and "
                       "decide on the hit that comes.");
  ports::FindingRecord finding;
  finding.id = core::new_uuid(clock_, randomness_);
  finding.check = adjudication.check;
  finding.hit = adjudication.hit;
  finding.entry = hit->entry;
  finding.recording_authority = hit->recording_authority;
  finding.pair = check->pairs[static_cast<std::size_t>(hit - hits->begin())];
  finding.finding = adjudication.finding;
  finding.reason = adjudication.reason;
  finding.found_by = caller.label.empty() ? caller.actor : caller.label;
  finding.found_at = clock_.now();
  return finding;
}

core::Result<Answered> Adjudications::adjudicate(const ports::Caller& caller,
                                                 const Adjudication& adjudication,
                                                 const Once<ports::FindingRecord>& once) {
  const auto finding = made(caller, adjudication);
  if (!finding) return finding.error();
  const auto leaf = proof::make_leaf({.at = finding->found_at,
                                      .kind = "hit_adjudicated",
                                      .authority = caller.authority,
                                      .actor = caller.actor,
                                      .subject = finding->id,
                                      .detail = detail_of(*finding)},
                                     clock_, randomness_);
  auto answered = try_again([&] { return try_once(caller, *finding, leaf, once); });
  if (answered && !answered->replayed)
    metrics_.count("badgewatch_findings_total", {{"finding", domain::name_of(finding->finding)}});
  return answered;
}

core::Result<Answered> Adjudications::try_once(const ports::Caller& caller,
                                               const ports::FindingRecord& finding,
                                               const proof::Leaf& leaf,
                                               const Once<ports::FindingRecord>& once) const {
  const auto write = [&](ports::UnitOfWork& work) -> core::Result<ports::FindingRecord> {
    if (auto kept = work.keep_finding(finding); !kept) return kept.error();
    if (auto logged = work.log(std::span(&leaf, 1)); !logged) return logged.error();
    return finding;
  };
  return write_once(register_, caller, once, finding.found_at, write);
}

}  // namespace badgewatch::app
