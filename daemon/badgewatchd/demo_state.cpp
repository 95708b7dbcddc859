#include "badgewatchd/demo_state.hpp"

#include "cluster/durable_file.hpp"
#include "cluster/placement.hpp"
#include "core/json.hpp"
#include "core/json_writer.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace badgewatch::daemon {

namespace {

namespace fs = std::filesystem;

constexpr const char* note_file = "demo-begun";

bool holds_any(const fs::path& folder, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(), [&](const char* name) {
    std::error_code ignored;
    return fs::exists(folder / name, ignored);
  });
}

bool is_a_register(const fs::path& state) {
  return holds_any(state, {"postgresql", "postgresql.location", "keys", "erasures.ledger",
                           "restore-unfinished"});
}

bool is_a_demo(const fs::path& state) {
  return holds_any(state, {note_file, "demo.json", "demo-keys", "demo-loaded"});
}

// Nothing where no people are noted.
std::optional<sample::SampleOptions> noted_people(const fs::path& state) {
  std::ostringstream text;
  text << std::ifstream(state / note_file).rdbuf();
  const auto json = core::parse_json(text.str());
  const auto* people = json ? json->find("people") : nullptr;
  if (people == nullptr || people->object() == nullptr) return {};
  const auto* drivers = people->find("drivers");
  const auto* seed = people->find("seed");
  const auto* day = people->find("day");
  if (drivers == nullptr || seed == nullptr || day == nullptr || drivers->integer() == nullptr ||
      seed->integer() == nullptr || day->string() == nullptr)
    return {};
  const auto date = core::Date::parse_iso(*day->string());
  if (!date) return {};
  return sample::SampleOptions{.seed = static_cast<std::uint64_t>(*seed->integer()),
                               .drivers = static_cast<std::size_t>(*drivers->integer()),
                               .today = *date};
}

core::Result<void> note(const fs::path& state, const sample::SampleOptions* people) {
  core::JsonWriter out;
  out.begin_object().member("format", "badgewatch-demo/1");
  if (people != nullptr)
    out.key("people")
        .begin_object()
        .member("drivers", people->drivers)
        .member("seed", people->seed)
        .member("day", people->today.iso())
        .end_object();
  return cluster::write_durably((state / note_file).string(),
                                std::move(out.end_object()).take() + "\n");
}

}  // namespace

bool is_demo(const Config& config) {
  return is_a_demo(config.state_directory);
}

PoliciesConfig policies_of_demo() {
  PoliciesConfig policies;
  for (auto* policy : {&policies.in_term_watch, &policies.reverse_locator,
                       &policies.concern_pointers, &policies.surrender_pointers,
                       &policies.interim_suspensions, &policies.out_of_area_suspensions})
    *policy = {true, "Demonstration with invented people only"};
  return policies;
}

core::Result<void> begin_demo(const Config& config) {
  if (!config.database.url.empty())
    return core::Error(core::Errc::invalid,
                       "The demo makes a database of its own, and these settings name another "
                       "(database.url): give it settings without one.");
  const auto& state = config.state_directory;
  if (is_a_register(state) && !is_a_demo(state))
    return core::Error(core::Errc::invalid,
                       "The register in " + state.string() +
                           " was not begun as a demo, and no invented people are put into it. Name "
                           "another folder with --state.");
  const auto made = cluster::make_state_folder(state.string());
  if (!made) return made.error();
  if (holds_any(*made, {note_file})) return {};
  return note(*made, nullptr);
}

core::Result<sample::SampleOptions> demo_people(const Config& config,
                                                const sample::SampleOptions& wanted) {
  if (const auto noted = noted_people(config.state_directory)) return *noted;
  if (auto kept = note(config.state_directory, &wanted); !kept) return kept.error();
  return wanted;
}

}  // namespace badgewatch::daemon
