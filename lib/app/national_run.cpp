#include "app/national_run.hpp"

#include "app/comparison.hpp"
#include "app/finding_pair.hpp"
#include "app/licence_survey.hpp"
#include "app/run_findings.hpp"
#include "core/json_writer.hpp"
#include "core/log.hpp"

#include <algorithm>
#include <future>
#include <thread>

namespace badgewatch::app {

namespace {

core::Error stopped() {
  return {core::Errc::unavailable, "Stopped before the run was done; it goes on later."};
}

proof::Leaf leaf_of_end(const core::Uuid& run, std::span<const ports::IntegrityCheck> integrity,
                        const core::Clock& clock, core::Randomness& randomness) {
  std::int64_t wrong = 0;
  for (const auto& check : integrity)
    wrong += check.wrong;
  core::JsonWriter detail;
  detail.begin_object().member("wrong", wrong).end_object();
  return proof::make_leaf({.at = clock.now(),
                           .kind = "reconciliation_finished",
                           .authority = "",
                           .actor = "reconciliation",
                           .subject = run,
                           .detail = detail.text()},
                          clock, randomness);
}

// Those behind `after`, in the order of their ids.
std::vector<core::Uuid> entries_left(const IndexContents& contents,
                                     const std::optional<core::Uuid>& after) {
  auto ids = contents.entries.ids();
  std::erase_if(ids, [&](const core::Uuid& id) { return after && id <= *after; });
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace

NationalRun::NationalRun(std::unique_ptr<ports::ReconciliationWork> work, FeedMaker new_feed,
                         ports::Entries& entries, const LiveIndex* served, const core::Clock& clock,
                         core::Randomness& randomness, core::Metrics& metrics,
                         NationalRunOptions options)
    : work_(std::move(work)),
      new_feed_(std::move(new_feed)),
      entries_(entries),
      served_(served),
      clock_(clock),
      randomness_(randomness),
      metrics_(metrics),
      options_(std::move(options)) {}

template <class Work>
auto NationalRun::while_keeping(Work&& work) -> decltype(work()) {
  auto done = std::async(std::launch::async, std::forward<Work>(work));
  core::Result<void> kept;
  while (done.wait_for(options_.keep_every) != std::future_status::ready)
    if (kept) kept = work_->keep();
  auto result = done.get();
  if (result && !kept) return kept.error();
  return result;
}

core::Result<bool> NationalRun::run(const std::atomic<bool>& stop) {
  const auto held = work_->take(clock_.now());
  if (!held) return held.error();
  if (!*held) return false;
  matching_time_ = {};
  auto done = work_on(**held, stop);
  work_->let_go();
  if (!done) return done.error();
  return true;
}

core::Result<void> NationalRun::work_on(const ports::HeldRun& held, const std::atomic<bool>& stop) {
  options_.progress({.phase = domain::RunPhase::reading, .done = held.done, .total = 0});
  auto contents = read(stop);
  if (!contents && contents.error().code() != core::Errc::internal) return contents.error();
  // Tables that do not add up are a finding of this run, and nothing can be compared.
  if (!contents) return conclude(held, nullptr, stop);
  const auto left = entries_left(**contents, held.entry);
  const ports::RunBeginning beginning{.from = (*contents)->applied.head().position,
                                      .rules = (*contents)->rules->name,
                                      .total = held.done + static_cast<std::int64_t>(left.size()),
                                      .compares = options_.compares,
                                      .at = clock_.now()};
  if (auto begun = work_->begin(beginning); !begun) return begun;
  if (options_.compares) {
    const auto otherwise = wait_for_watch(**contents, stop);
    if (!otherwise) return otherwise.error();
    if (auto done = compare(held, **contents, left, *otherwise, stop); !done) return done;
  }
  return conclude(held, std::move(*contents), stop);
}

core::Result<NationalRun::Contents> NationalRun::read(const std::atomic<bool>& stop) {
  return while_keeping([&]() -> core::Result<Contents> {
    const auto feed = new_feed_();
    auto rules = published_rules(*feed);
    // As a daemon that starts: by the built-in ones where the published ones cannot be read.
    if (!rules && rules.error().code() == core::Errc::unavailable) return rules.error();
    return build_contents(*feed, options_.threads, rules ? *rules : built_in_rules(), stop);
  });
}

// What is found without an alert is the watch's loss only where the watch has come by it.
core::Result<domain::Explanation> NationalRun::wait_for_watch(const IndexContents& contents,
                                                              const std::atomic<bool>& stop) {
  const auto until = std::chrono::steady_clock::now() + options_.watch_patience;
  for (;;) {
    const auto watch = work_->watch_place();
    if (!watch) return watch.error();
    const auto& at = contents.applied.head().position;
    if (watch->at.epoch == at.epoch && watch->at.seq >= at.seq && watch->under.whole &&
        watch->under.rules == contents.rules->name)
      return domain::Explanation::lost;
    if (!watch->is_held || std::chrono::steady_clock::now() > until)
      return domain::Explanation::not_yet_compared;
    if (stop) return stopped();
    if (auto kept = work_->keep(); !kept) return kept.error();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

core::Result<void> NationalRun::compare(const ports::HeldRun& held, const IndexContents& contents,
                                        const std::vector<core::Uuid>& left,
                                        domain::Explanation otherwise,
                                        const std::atomic<bool>& stop) {
  const auto total = held.done + static_cast<std::int64_t>(left.size());
  auto done = held.done;
  for (std::size_t first = 0; first < left.size();) {
    if (stop) return stopped();
    const auto count = std::min(options_.entries_a_step, left.size() - first);
    const std::vector<core::Uuid> ids(left.begin() + static_cast<std::ptrdiff_t>(first),
                                      left.begin() + static_cast<std::ptrdiff_t>(first + count));
    auto step = step_of(ids, contents);
    if (!step) return step.error();
    first += count;
    done += static_cast<std::int64_t>(count);
    step->otherwise = otherwise;
    step->entry = ids.back();
    step->done = done;
    const auto raised = work_->save(*step, clock_.now());
    if (!raised) return raised.error();
    if (*raised > 0) {
      metrics_.count("badgewatch_alerts_raised_total", {}, static_cast<double>(*raised));
      metrics_.count("badgewatch_reconciliation_healed_total", {}, static_cast<double>(*raised));
      core::log(core::LogLevel::warning, "missing alerts raised",
                {{"run", std::string_view(held.id.text())},
                 {"alerts", static_cast<std::int64_t>(*raised)}});
    }
    options_.progress({.phase = domain::RunPhase::entries, .done = done, .total = total});
  }
  return {};
}

struct NationalRun::Found {
  std::vector<ports::NewAlert> alerts;
  match::Profile profile;
};

std::vector<NationalRun::Found> NationalRun::match(const std::vector<ports::EntryView>& views,
                                                   const IndexContents& contents) {
  const auto begun = std::chrono::steady_clock::now();
  std::vector<std::optional<Found>> found(views.size());
  std::atomic<std::size_t> next{0};
  const auto look = [&] {
    for (auto i = next.fetch_add(1); i < views.size(); i = next.fetch_add(1)) {
      PreparedRow row;
      row.event.kind = proof::RowKind::decision;
      row.event.row = views[i].id;
      row.authority = views[i].recording_authority;
      row.profile = contents.rules->profile_of(views[i].subject);
      auto alerts = alerts_of(row, contents, options_.pair_key);
      found[i] = Found{std::move(alerts), std::move(*row.profile)};
    }
  };
  std::vector<std::future<void>> others;
  for (unsigned i = 1; i < options_.threads; ++i)
    others.push_back(std::async(std::launch::async, look));
  look();
  for (auto& other : others)
    other.get();
  std::vector<Found> all;
  all.reserve(found.size());
  for (auto& one : found)
    all.push_back(std::move(*one));
  matching_time_ += std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begun);
  return all;
}

core::Result<ports::RunStep> NationalRun::step_of(const std::vector<core::Uuid>& ids,
                                                  const IndexContents& contents) {
  const auto views = entries_.find(ids);
  if (!views) return views.error();
  const auto known = work_->alerts_about(ids);
  if (!known) return known.error();
  RunFindings findings(*known);
  const auto found = match(*views, contents);
  for (std::size_t i = 0; i < views->size(); ++i)
    findings.take((*views)[i], found[i].alerts);

  // What is left has an alert and is not found.
  std::map<core::Uuid, std::size_t> places;
  for (std::size_t i = 0; i < views->size(); ++i)
    places[(*views)[i].id] = i;
  const auto is_as_it_was = [&](const ports::KnownAlert& alert, match::RecordId holder) {
    const auto& profile = found[places.at(alert.entry)].profile;
    return alert.pair == finding_pair(options_.pair_key, alert.authority, alert.entry,
                                      contents.holders.pair_of(profile, holder));
  };
  return std::move(findings).step([&](const ports::KnownAlert& alert) {
    const auto holder = contents.holders.record_of(alert.licence);
    const bool is_shown = places.contains(alert.entry);
    return domain::VanishedAlert{
        .is_licence_watched = holder.has_value(),
        .is_entry_shown = is_shown,
        .are_details_equal = holder && is_shown && is_as_it_was(alert, *holder)};
  });
}

// Caught up with what the daemon serves, so that the two can be held against each other.
core::Result<ports::IntegrityCheck> NationalRun::check_served(IndexContents& contents,
                                                              const std::atomic<bool>& stop) {
  ports::IntegrityCheck check{.name = "index_is_the_tables"};
  constexpr int most_tries = 200;
  const auto feed = new_feed_();
  for (int i = 0; i < most_tries && !stop; ++i) {
    auto served = served_->read([&](const IndexContents* there) -> std::optional<Holdings> {
      if (there == nullptr ||
          there->applied.head().position.seq != contents.applied.head().position.seq)
        return {};
      return Holdings(*there);
    });
    const auto differences =
        served ? differences_of(std::move(*served), Holdings(contents)) : std::nullopt;
    if (differences) {
      check.checked = differences->compared;
      check.wrong = differences->different;
      return check;
    }
    if (auto caught_up = catch_up(contents, *feed); !caught_up) return caught_up.error();
    if (auto kept = work_->keep(); !kept) return kept.error();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  // It moves on too quickly, or is being built anew: nothing was compared.
  return check;
}

core::Result<ports::RunCounts> NationalRun::survey(const IndexContents& contents,
                                                   const std::atomic<bool>& stop) {
  if (auto entered = work_->enter(domain::RunPhase::licences); !entered) return entered.error();
  options_.progress({.phase = domain::RunPhase::licences, .done = 0, .total = 0});
  const auto today = core::uk_date(clock_.now());
  const auto year_ago = today.plus_years(-1);
  // A search counts for a grant a year later.
  auto searches = work_->searched_since(year_ago.plus_years(-1));
  if (!searches) return searches.error();
  LicenceSurvey looked(contents, *searches,
                       {.today = today,
                        .grants_since = std::max(year_ago, core::uk_date(searches->known_since)),
                        .trait_key = options_.trait_key});
  auto read = while_keeping([&] {
    return work_->licences(options_.threads, [&](std::vector<ports::LicenceRow>&& rows) {
      if (!stop) looked.take(rows);
    });
  });
  if (!read) return read.error();
  if (stop) return stopped();
  auto counts = work_->count_work(year_ago);
  if (!counts) return counts.error();
  counts->merge(looked.counts());
  if (auto told = tell(looked.dual_licences(), stop); !told) return told.error();
  return counts;
}

// As app/dual_licences tells of them; those that it has not come by yet are not told by it again.
core::Result<void> NationalRun::tell(const std::vector<DualLicence>& found,
                                     const std::atomic<bool>& stop) {
  constexpr std::size_t at_once = 500;
  std::vector<ports::NewAlert> alerts;
  for (const auto& dual : found) {
    if (options_.is_within_one_house(dual)) continue;
    for (const auto& side : {dual, other_side(dual)})
      alerts.push_back(alert_of(side, domain::AlertKind::dual_licence));
  }
  std::size_t raised = 0;
  for (std::size_t first = 0; first < alerts.size(); first += at_once) {
    if (stop) return stopped();
    const auto told = work_->raise_dual_licences(
        std::span(alerts).subspan(first, std::min(at_once, alerts.size() - first)), clock_.now());
    if (!told) return told.error();
    raised += *told;
  }
  metrics_.count("badgewatch_alerts_raised_total", {}, static_cast<double>(raised));
  return {};
}

core::Result<void> NationalRun::conclude(const ports::HeldRun& held, Contents contents,
                                         const std::atomic<bool>& stop) {
  if (stop) return stopped();
  std::vector<ports::IntegrityCheck> integrity;
  integrity.push_back({.name = "tables_add_up_to_the_feed",
                       .checked = contents ? contents->applied.head().live : 0,
                       .wrong = contents ? 0 : 1});
  if (contents && served_ != nullptr) {
    auto served = check_served(*contents, stop);
    if (!served) return served.error();
    integrity.push_back(std::move(*served));
  }
  ports::RunCounts counts;
  if (contents && options_.compares) {
    auto surveyed = survey(*contents, stop);
    if (!surveyed) return surveyed.error();
    counts = std::move(*surveyed);
  }
  contents.reset();
  if (auto entered = work_->enter(domain::RunPhase::integrity); !entered) return entered;
  options_.progress({.phase = domain::RunPhase::integrity, .done = 0, .total = 0});
  auto asked = while_keeping([&] { return work_->check_tables(core::uk_date(clock_.now())); });
  if (!asked) return asked.error();
  integrity.insert(integrity.end(), asked->begin(), asked->end());
  for (const auto& check : integrity) {
    metrics_.set("badgewatch_integrity_wrong", static_cast<double>(check.wrong),
                 {{"check", check.name}});
    if (check.wrong > 0)
      core::log(core::LogLevel::error, "the register does not fit together",
                {{"check", std::string_view(check.name)}, {"wrong", check.wrong}});
  }
  const auto now = clock_.now();
  if (auto done = work_->finish(counts, integrity, now,
                                leaf_of_end(held.id, integrity, clock_, randomness_));
      !done)
    return done;
  options_.progress({.phase = domain::RunPhase::done, .done = 0, .total = 0});
  metrics_.set("badgewatch_reconciliation_finished_timestamp_seconds",
               static_cast<double>(now.micros) / 1e6);
  core::log(core::LogLevel::info, "reconciliation run done",
            {{"run", std::string_view(held.id.text())},
             {"matching_ms", static_cast<std::int64_t>(matching_time_.count() / 1000)}});
  return {};
}

}  // namespace badgewatch::app
