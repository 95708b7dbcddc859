#include "badgewatchd/misuse_work.hpp"

#include "badgewatchd/derived_keys.hpp"
#include "proof/hash.hpp"

#include <fstream>
#include <iterator>

namespace badgewatch::daemon {

namespace {

domain::MisuseTerms terms_of(const MisuseConfig& config) {
  domain::MisuseTerms terms;
  terms.people_a_day = static_cast<int>(config.people_a_day);
  terms.people_a_week = static_cast<int>(config.people_a_week);
  terms.officers_of_one = static_cast<int>(config.officers_of_one);
  terms.neighbours = static_cast<int>(config.neighbours);
  terms.variants = static_cast<int>(config.variants);
  terms.searches_out_of_hours = static_cast<int>(config.searches_out_of_hours);
  terms.people_of_a_case = static_cast<int>(config.people_of_a_case);
  terms.days_of_one = static_cast<int>(config.days_of_one);
  terms.authorities_of_one = static_cast<int>(config.authorities_of_one);
  return terms;
}

}  // namespace

core::Hash MisuseWork::key(std::string_view purpose) const {
  return proof::keyed_hash(database_.lookup_key.reveal(), {core::as_bytes(purpose)});
}

MisuseWork::MisuseWork(const Config& config, Database& database, app::WellKnown well_known,
                       const app::ReferenceData& reference, const core::Clock& clock,
                       core::Randomness& randomness, core::Metrics& metrics)
    : database_(database),
      well_known_(std::move(well_known)),
      people_(database.store->new_people_budgets(), clock, key("badgewatch people budgets"),
              {.of_officer = config.misuse.people_per_day_officer,
               .of_system = config.misuse.people_per_day_system}),
      reviews_(database.store->misuse(), database.store->checks(), clock, randomness,
               key("badgewatch sample seed"), config.misuse.sample),
      thread_(database.store->new_misuse_watch(), reference, clock, metrics,
              {.terms = terms_of(config.misuse),
               .period = std::chrono::milliseconds(config.misuse.period_ms)}) {}

void MisuseWork::set(app::CheckOptions& options) {
  options.trait_key = daemon::trait_key(database_.lookup_key.reveal());
  options.well_known = &well_known_;
  options.people = &people_;
}

api::MisuseCalls MisuseWork::calls() {
  return {.desk = database_.store->misuse(), .reviews = reviews_};
}

core::Result<app::WellKnown> read_well_known(const Config& config) {
  std::ifstream file(config.misuse.well_known_file, std::ios::binary);
  if (!file)
    return core::Error(core::Errc::unavailable,
                       "The list of well-known people cannot be read: there is no file " +
                           config.misuse.well_known_file.string() + ".");
  return app::WellKnown::read(std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace badgewatch::daemon
