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

Leaf make_leaf(LogEvent event, const core::Clock& clock, core::Randomness& randomness) {
  constexpr std::uint8_t leaf_prefix = 0x00;
  Leaf leaf;
  leaf.id = core::new_uuid(clock, randomness);
  leaf.event = std::move(event);
  randomness.fill(leaf.salt);
  const std::string text = canonical(leaf.event);
  leaf.commitment = sha256({{&leaf_prefix, 1}, leaf.salt, core::as_bytes(text)});
  return leaf;
}

}  // namespace badgewatch::proof
