#include "running.hpp"

#include "person/birth_date.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace badgewatch::tests {

core::Date day(std::string_view iso) {
  return core::Date::parse_iso(iso).value();
}

std::vector<ports::ReferenceFile> real_reference_files() {
  std::vector<ports::ReferenceFile> out;
  for (const std::string_view kind : app::reference_kinds) {
    const auto path = std::filesystem::path(BW_SOURCE_DIR) / "config" / "reference" /
                      (std::string(kind) + ".json");
    const std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    out.push_back({std::string(kind), "2026-11-23", text.str()});
  }
  return out;
}

app::Reference real_reference() {
  return app::read_reference(real_reference_files()).value();
}

person::Person person_named(std::string full, std::string born, std::string insurance) {
  person::Person person;
  person.names.push_back({.full = std::move(full), .given = {}, .family = {}});
  const auto date = day(born);
  person.date_of_birth = person::BirthDate{date.year(), date.month(), date.day()};
  person.national_insurance_number = std::move(insurance);
  return person;
}

domain::Decision revocation_of(person::Person subject, std::string reference) {
  domain::Decision decision;
  decision.decided_on = day("2026-11-16");
  decision.effective_on = day("2026-11-16");
  decision.notified_on = day("2026-11-16");
  decision.relies_on_relevant_information = true;
  decision.subject = std::move(subject);
  decision.your_reference = std::move(reference);
  return decision;
}

ports::LicenceToPut licence_of(person::Person holder, std::string number,
                               domain::LicenceStatus status) {
  ports::LicenceToPut put;
  put.licence.licence_number = std::move(number);
  put.licence.status = status;
  put.licence.holder = std::move(holder);
  return put;
}

domain::CheckRequest check_of(person::Person subject) {
  return {.case_reference = "APP/1",
          .purpose = domain::Purpose::new_application,
          .subject = std::move(subject),
          .warnings = {}};
}

core::Result<proof::Head> HeldFeed::head() {
  if (held_) return core::Error(core::Errc::unavailable, "The feed is held back.");
  return feed_->head();
}

core::Result<std::vector<ports::FeedStep>> HeldFeed::after(std::int64_t seq, std::size_t limit) {
  if (held_) return std::vector<ports::FeedStep>();
  return feed_->after(seq, limit);
}

core::Result<std::size_t> HeldWatch::raise(std::span<const ports::NewAlert> alerts,
                                           const ports::Compared& compared, core::Instant now) {
  ++writes_.waiting;
  writes_.held.wait(true);
  --writes_.waiting;
  ++writes_.count;
  if (compared.to == compared.from) ++writes_.ahead;
  const core::Error lost(core::Errc::unavailable, "The connection is lost.");
  if (writes_.lost_before > 0 && writes_.lost_before-- > 0) return lost;
  auto written = compared;
  if (writes_.spoil) writes_.spoil(written);
  auto raised = watch_->raise(alerts, written, now);
  if (writes_.lost_behind > 0 && writes_.lost_behind-- > 0) return lost;
  return raised;
}

Running::Running(app::WatcherOptions watching, std::chrono::milliseconds deadline)
    : clock(core::Instant{1'795'514'400'000'000}),  // 2026-11-24T10:00:00Z
      watcher(std::make_unique<HeldWatch>(reg.new_watch(), watch_writes), reg.new_feed(),
              watched_entries, index, clock, metrics, watching),
      follower(
          [this] { return std::make_unique<HeldFeed>(reg.new_feed(), follower_held); }, index,
          metrics,
          {.poll = std::chrono::milliseconds(2), .read_table_again = std::chrono::milliseconds(10)},
          {.applied = [this](const app::AppliedRows& rows) { watcher.applied(rows); },
           .anew = [this] { watcher.forget(); },
           .reference_changed = [] {}}),
      checks(index, heads, told, reg, reg, reg, reference, signer, clock, randomness, metrics,
             {.deadline = deadline}, [this] { follower.wake(); }),
      adjudications(reg, reg, clock, randomness, metrics),
      records(reg, reference, clock, randomness,
              [this](const proof::Head& head) {
                told.raise(head.position);
                follower.wake();
              }),
      entry_changes(reg, clock, randomness, metrics, [this](const proof::Head& head) {
        told.raise(head.position);
        follower.wake();
      }) {
  REQUIRE(caught_up());
}

core::Uuid Running::enter(const ports::Caller& caller, const domain::Decision& decision) {
  return records.enter_decisions(caller, std::span(&decision, 1)).front().value().record.id;
}

core::Uuid Running::put(const ports::Caller& caller, const ports::LicenceToPut& licence) {
  return records.put_licence(caller, licence).value().id;
}

bool Running::caught_up() const {
  auto feed = const_cast<ports::MemoryRegister&>(reg).new_feed();
  const auto seq = feed->head().value().position.seq;
  return soon([&] {
    const auto head = index.head();
    return head && head->position.seq >= seq;
  });
}

bool Running::watched() {
  const auto seq = reg.new_feed()->head().value().position.seq;
  return soon([&] { return reg.watched_position().value() >= seq; });
}

std::int64_t Running::publish(const std::string& text) {
  const auto learning = reg.begin(day("2026-11-24"), true, {}).value();
  REQUIRE(learning);
  ports::FrequencyTable table;
  table.text = text;
  const auto version = learning->publish(table, {}).value();
  follower.wake();
  return version;
}

bool Running::changed_to(std::int64_t version) {
  return soon([&] {
    const auto rules = index.rules();
    return rules && rules->version == version;
  });
}

bool Running::reconciled() {
  const auto watch = reg.new_watch();
  return soon([&] {
    const auto rules = index.rules();
    const auto compared = watch->compared_under().value();
    return rules && compared.rules == rules->name && compared.whole;
  });
}

std::vector<ports::Alert> Running::alerts(const ports::Caller& caller) {
  return reg.alerts(caller, 0, 1000).value();
}

}  // namespace badgewatch::tests
