// The event streams that are open, by what wakes them.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace badgewatch::net {

class EventStream;

// Used on the loop's thread only, but for any().
class Streams {
public:
  void add(const std::string& topic, EventStream& stream);
  void remove(const std::string& topic, EventStream& stream);
  void wake(const std::string& topic) const;
  void wake_all() const;
  std::size_t count() const { return count_; }
  bool any() const { return count_ > 0; }

private:
  std::unordered_map<std::string, std::unordered_set<EventStream*>> by_topic_;
  std::atomic<std::size_t> count_ = 0;
};

}  // namespace badgewatch::net
