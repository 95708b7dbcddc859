// The ports in memory: one register without a database, for tests of the use cases. It keeps the
// promises of the real one (one head, a chained feed, unique alerts), and tests can break them.
#pragma once

#include "ports/alerts.hpp"
#include "ports/checks.hpp"
#include "ports/clear_checks.hpp"
#include "ports/concerns.hpp"
#include "ports/duties.hpp"
#include "ports/feed.hpp"
#include "ports/findings.hpp"
#include "ports/frequencies.hpp"
#include "ports/unit_of_work.hpp"

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace badgewatch::ports {

// Thread safe. Ids of licences and alerts are counted up.
class MemoryRegister final : public Register,
                             public Entries,
                             public CheckLog,
                             public AlertInbox,
                             public Findings,
                             public DutyDesk,
                             public ConcernDesk,
                             public FrequencyTables {
public:
  MemoryRegister();

  core::Result<std::unique_ptr<UnitOfWork>> begin(const Caller& caller) override;
  core::Result<DecisionRecord> find_decision(const Caller& caller, const core::Uuid& id) override;
  core::Result<LicenceRecord> find_licence(const Caller& caller,
                                           const std::string& licence_number) override;
  core::Result<std::vector<EntryView>> find(const std::vector<core::Uuid>& ids) override;
  core::Result<void> record(std::vector<RecordedCheck> checks) override;
  core::Result<void> note(std::vector<proof::Leaf> leaves) override;
  core::Result<void> probe(std::chrono::steady_clock::time_point deadline) override;
  core::Result<CheckRecord> find(const Caller& caller, const core::Uuid& id) override;
  core::Result<std::vector<Alert>> alerts(const Caller& caller, std::int64_t after,
                                          std::size_t limit) override;
  core::Result<std::vector<Event>> events(const Caller& caller, std::int64_t after,
                                          std::size_t limit) override;
  core::Result<std::int64_t> watched_position() override;
  core::Result<std::vector<FindingRecord>> about(const Caller& caller,
                                                 std::span<const core::Hash> pairs) override;
  core::Result<std::vector<FindingRecord>> of_check(const Caller& caller,
                                                    const core::Uuid& check) override;
  core::Result<std::unique_ptr<FrequencyLearning>> begin(core::Date turn, bool again,
                                                         core::Instant forget_before) override;
  core::Result<std::vector<FrequencyFacts>> published() override;

  core::Result<DutyPage> list(const Caller& caller, const DutyFilter& filter,
                              const std::optional<DutyPlace>& after, core::Date today,
                              std::size_t limit, const proof::Leaf& leaf) override;
  core::Result<KeptDuty> move(
      const Caller& caller, const core::Uuid& id,
      const std::function<core::Result<domain::Duty>(const domain::Duty&)>& move,
      const proof::Leaf& leaf) override;
  core::Result<std::vector<Lateness>> lateness(const Caller& caller, core::Date from, core::Date to,
                                               core::Date today, const proof::Leaf& leaf) override;

  core::Result<ConcernRecord> find(const Caller& caller, const core::Uuid& id,
                                   const proof::Leaf& leaf) override;
  core::Result<std::vector<ConcernRecord>> list(const Caller& caller,
                                                const std::optional<core::Uuid>& after,
                                                std::size_t limit,
                                                const proof::Leaf& leaf) override;
  core::Result<std::vector<TraitCount>> traits(const Caller& caller, int from_year, int to_year,
                                               const proof::Leaf& leaf) override;

  std::unique_ptr<DutyAlarm> new_duty_alarm();
  std::unique_ptr<Feed> new_feed();
  std::unique_ptr<Watch> new_watch();
  std::unique_ptr<ClearChecks> new_clear_checks();

  // Everything as it stands, to go back to: what a restore or a failover does.
  struct Image;
  std::shared_ptr<const Image> image() const;
  void restore(const Image& image);
  // As a restore does behind it.
  void begin_epoch();

  // From now on these fail, as a full disk or a lost connection would make them.
  void fail_head_reads(bool fail);
  void fail_records(bool fail);
  void fail_snapshots(bool fail);
  // As if the words of the published table could not be opened.
  void fail_frequencies(bool fail);
  void fail_findings(bool fail);
  // The next commit happens, and says that it is not known whether it did.
  void lose_next_answer();

  std::vector<proof::Leaf> leaves() const;
  std::size_t recorded_checks() const;
  std::size_t finding_reads() const;  // how often about() was asked

private:
  friend class MemoryUnitOfWork;
  friend class MemoryFeed;
  friend class MemoryWatch;
  friend class MemoryClearChecks;
  friend class MemoryLearning;
  friend class MemoryDuties;
  friend class MemoryConcerns;
  friend class MemoryDutyAlarm;
  friend class MemoryDisclosures;
  friend class MemoryDisclosureWork;
  friend class MemoryCaseOutcomes;
  friend class MemoryCaseOutcomeWork;
  friend class MemoryRectifications;
  friend class MemoryRectificationWork;
  friend class MemorySubjectRecords;
  struct State;
  mutable std::mutex mutex_;
  std::shared_ptr<State> state_;
  // Not a part of the state: commitments are salted, so that two histories never share one.
  std::uint64_t salts_ = 0;
  const Watch* holder_ = nullptr;
  bool fail_head_reads_ = false;
  bool fail_records_ = false;
  bool lose_answer_ = false;
  bool fail_snapshots_ = false;
  bool fail_frequencies_ = false;
  bool fail_findings_ = false;
  std::size_t finding_reads_ = 0;
  bool learning_ = false;
};

}  // namespace badgewatch::ports
