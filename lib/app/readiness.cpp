#include "app/readiness.hpp"

#include "app/fresh_head.hpp"

namespace badgewatch::app {

namespace {

constexpr const char* being_read = "The register is still reading its records, or reads them anew.";

}  // namespace

Readiness::Readiness(const LiveIndex& index, HeadReads& heads, const Told& told,
                     ports::CheckLog& log, ReadinessOptions options,
                     std::function<void()> wake_follower)
    : index_(index),
      heads_(heads),
      told_(told),
      log_(log),
      options_(options),
      wake_follower_(std::move(wake_follower)) {}

std::optional<std::string> Readiness::missing() {
  if (auto lacks = missing_for_proof()) return lacks;
  if (!log_.probe(std::chrono::steady_clock::now() + options_.log))
    return "The log takes nothing at the moment, so no check can be recorded and answered.";
  return {};
}

std::optional<std::string> Readiness::missing_for_proof() {
  if (!index_.head()) return being_read;
  const auto fresh = read_fresh_head(index_, heads_, told_, wake_follower_,
                                     std::chrono::steady_clock::now() + options_.proof);
  if (!fresh.head) return "The database does not answer in time.";
  const auto freshness =
      index_.read([&](const IndexContents* contents) -> std::optional<proof::Freshness> {
        if (contents == nullptr) return {};
        return proof::judge(*fresh.head, fresh.known_before, contents->applied);
      });
  if (!freshness) return being_read;
  if (*freshness == proof::Freshness::proven) return {};
  if (proof::is_broken(*freshness))
    return "The database is on another history than the index, which will be read anew.";
  return "The index has not reached the latest records: it is slow, or cannot read one of them "
         "(see the log).";
}

}  // namespace badgewatch::app
