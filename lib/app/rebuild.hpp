// Contents of the index: built from a snapshot, and built anew beside those that are served.
#pragma once

#include "app/live_index.hpp"
#include "ports/feed.hpp"

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <optional>

namespace badgewatch::app {

using FeedMaker = std::function<std::unique_ptr<ports::Feed>()>;
using BuiltContents = core::Result<std::unique_ptr<IndexContents>>;

// Builds contents from a snapshot and proves them whole: the rows' count and digest must be the
// head's. Errc::internal when they are not. Once `stop` is true the rest is not indexed, and
// Errc::unavailable comes back.
BuiltContents build_contents(ports::Feed& feed, unsigned threads, SharedRules rules,
                             const std::atomic<bool>& stop);

// Builds by the published rules on a thread of its own, which gives way to everybody else's. Used
// by one thread.
class Rebuild {
public:
  // `done` is called from the thread that built.
  Rebuild(FeedMaker new_feed, std::function<void()> done);
  // Gives up what is under way.
  ~Rebuild();

  void begin();
  bool is_under_way() const { return built_.valid(); }
  // What came of it, near the end of the feed; nothing while it is under way.
  std::optional<BuiltContents> take();
  // Destroys what is not served any more; that takes its time.
  void dispose(std::unique_ptr<IndexContents> contents);

private:
  BuiltContents build();

  FeedMaker new_feed_;
  std::function<void()> done_;
  std::atomic<bool> stop_ = false;
  std::future<BuiltContents> built_;
  std::future<void> disposed_;
};

}  // namespace badgewatch::app
