#include "app/rebuild.hpp"

#include "app/background.hpp"

#include <malloc.h>
#include <mutex>

namespace badgewatch::app {

namespace {

// What one snapshot held, added up while it streams by.
struct Tally {
  std::int64_t live = 0;
  proof::SetDigest digest;

  void add(const ports::IndexRow& row) {
    ++live;
    digest.add(proof::row_element(row.kind, row.id, row.version));
  }
};

PreparedRow prepare_row(ports::IndexRow&& row, const Rules& rules) {
  ports::FeedStep step;
  step.event.kind = row.kind;
  step.event.row = row.id;
  step.event.new_version = row.version;
  step.row = std::move(row);
  return prepare(std::move(step), rules);
}

core::Error stopped() {
  return {core::Errc::unavailable, "Stopped before the index was built."};
}

// Up to the last event that there is by now.
core::Result<void> follow(IndexContents& contents, ports::Feed& feed,
                          const std::atomic<bool>& stop) {
  constexpr std::size_t batch = 1'000;
  for (std::size_t read = batch; read == batch;) {
    if (stop) return stopped();
    auto steps = feed.after(contents.applied.head().position.seq, batch);
    if (!steps) return steps.error();
    read = steps->size();
    for (auto& step : *steps)
      if (!contents.apply(prepare(std::move(step), *contents.rules)))
        return core::Error(core::Errc::conflict, "The feed went another way meanwhile.");
  }
  return {};
}

}  // namespace

BuiltContents build_contents(ports::Feed& feed, unsigned threads, SharedRules rules,
                             const std::atomic<bool>& stop) {
  auto contents = std::make_unique<IndexContents>(proof::Head{}, std::move(rules));
  std::mutex mutex;
  Tally tally;
  auto head = feed.snapshot(threads, [&](std::vector<ports::IndexRow>&& rows) {
    if (stop) return;
    Tally part;
    std::vector<PreparedRow> prepared;
    prepared.reserve(rows.size());
    for (auto& row : rows) {
      part.add(row);
      prepared.push_back(prepare_row(std::move(row), *contents->rules));
    }
    const std::lock_guard lock(mutex);
    tally.live += part.live;
    tally.digest.add_all(part.digest);
    for (const auto& row : prepared)
      contents->place(row);
  });
  if (stop) return stopped();
  if (!head) return head.error();
  if (tally.live != head->live || tally.digest != head->digest)
    return core::Error(
        core::Errc::internal,
        "The rows of the database do not add up to its feed: the index is not whole.");
  contents->applied = proof::AppliedHistory(*head);
  contents->settle();
  return contents;
}

Rebuild::Rebuild(FeedMaker new_feed, std::function<void()> done)
    : new_feed_(std::move(new_feed)), done_(std::move(done)) {}

Rebuild::~Rebuild() {
  stop_ = true;
}

void Rebuild::begin() {
  built_ = std::async(std::launch::async, [this] {
    give_way("rebuild");
    auto built = build();
    done_();
    return built;
  });
}

BuiltContents Rebuild::build() {
  const auto feed = new_feed_();
  auto rules = published_rules(*feed);
  if (!rules) return rules.error();
  // One thread: checks need the others.
  auto contents = build_contents(*feed, 1, std::move(*rules), stop_);
  if (!contents) return contents;
  if (auto followed = follow(**contents, *feed, stop_); !followed) return followed.error();
  return contents;
}

std::optional<BuiltContents> Rebuild::take() {
  if (!built_.valid() || built_.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
    return {};
  try {
    return built_.get();
  } catch (const std::exception&) {
    // As when there is no memory for a second index: the first one goes on.
    return BuiltContents(core::Error(core::Errc::internal, "The new index could not be built."));
  }
}

void Rebuild::dispose(std::unique_ptr<IndexContents> contents) {
  disposed_ = std::async(std::launch::async, [contents = std::move(contents)]() mutable {
    give_way("dispose");
    contents.reset();
    malloc_trim(0);  // a register has this much to spare for some seconds only
  });
}

}  // namespace badgewatch::app
