#include "bench/people.hpp"

#include "core/json_writer.hpp"
#include "person/person_json.hpp"
#include "sample/decisions.hpp"

namespace badgewatch::bench {
namespace {

std::string body_of(const person::Person& subject, std::size_t number) {
  core::JsonWriter writer;
  writer.begin_object()
      .member("case_reference", "BENCH-" + std::to_string(number))
      .member("purpose", "new_application")
      .key("subject");
  person::write_person(writer, subject);
  writer.end_object();
  return std::move(writer).take();
}

}  // namespace

core::Date today() {
  return core::uk_date(core::SystemClock().now());
}

std::vector<std::string> check_bodies(const PeopleOptions& options, std::size_t count) {
  const sample::Roster roster({options.seed, options.drivers, today()});
  const sample::Planted planted = sample::plant_decisions(roster);
  sample::Draws draws(options.seed, 0, sample::Purpose::decision);
  std::vector<std::string> bodies;
  while (bodies.size() < count) {
    const bool known = bodies.size() % 100 == 99 && !planted.pairs.empty();
    const std::uint64_t person =
        known ? planted.decisions[planted.pairs[draws.below(planted.pairs.size())].decision].person
              : draws.below(options.drivers);
    const auto licences = roster.licences_of(person);
    bodies.push_back(body_of(licences.front().licence.holder, bodies.size()));
  }
  return bodies;
}

}  // namespace badgewatch::bench
