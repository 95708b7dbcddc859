#include "proof/leaf.hpp"

#include "core/json_writer.hpp"

#include <utility>

namespace badgewatch::proof {

std::string canonical(const LogEvent& event) {
  core::JsonWriter writer;
  writer.begin_object()
      .member("format", "badgewatch-log-event/1")
      .member("at_micros", event.at.micros)
      .member("kind", event.kind)
      .member("authority", event.authority)
      .member("actor", event.actor)
      .member("subject", event.subject.text())
      .member("detail", event.detail)
      .end_object();
  return std::move(writer).take();
}

core::Hash commitment_of(const LogEvent& event, const core::Hash& salt) {
  constexpr std::uint8_t leaf_prefix = 0x00;
  const std::string text = canonical(event);
  return sha256({{&leaf_prefix, 1}, salt, core::as_bytes(text)});
}

Leaf make_leaf(LogEvent event, const core::Clock& clock, core::Randomness& randomness) {
  Leaf leaf;
  leaf.id = core::new_uuid(clock, randomness);
  leaf.event = std::move(event);
  randomness.fill(leaf.salt);
  leaf.commitment = commitment_of(leaf.event, leaf.salt);
  return leaf;
}

}  // namespace badgewatch::proof
