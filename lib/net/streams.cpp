#include "net/streams.hpp"

#include "net/event_stream.hpp"

namespace badgewatch::net {

void Streams::add(const std::string& topic, EventStream& stream) {
  by_topic_[topic].insert(&stream);
  ++count_;
}

void Streams::remove(const std::string& topic, EventStream& stream) {
  const auto found = by_topic_.find(topic);
  found->second.erase(&stream);
  if (found->second.empty()) by_topic_.erase(found);
  --count_;
}

void Streams::wake(const std::string& topic) const {
  const auto found = by_topic_.find(topic);
  if (found == by_topic_.end()) return;
  for (auto* stream : found->second)
    stream->wake();
}

void Streams::wake_all() const {
  for (const auto& [topic, streams] : by_topic_)
    for (auto* stream : streams)
      stream->wake();
}

}  // namespace badgewatch::net
