#include "bench/linkage_files.hpp"

#include "bench/measure.hpp"
#include "bench/temporary_folder.hpp"
#include "core/json_writer.hpp"
#include "person/person_json.hpp"

#include <array>
#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace badgewatch::bench {

namespace {

core::Error failed(const std::string& what) {
  return {core::Errc::unavailable, what};
}

void write_line(std::ofstream& file, const std::string& id, const person::Person& person) {
  core::JsonWriter writer;
  person::write_person(writer, person);
  file << R"({"id":")" << id << "\"," << std::string_view(writer.text()).substr(1) << '\n';
}

struct Used {
  Clock::duration time{};
  double megabytes = 0;
};

core::Result<Used> run(const std::string& program, const std::string& a, const std::string& b,
                       const std::string& out) {
  std::string command = "link";
  std::string path = program, first = a, second = b;
  std::array<char*, 5> arguments{path.data(), command.data(), first.data(), second.data(), nullptr};
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const auto start = Clock::now();
  const int started = posix_spawn(&child, path.c_str(), &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (started != 0) return failed(program + " cannot be run.");
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child || status != 0)
    return failed(program + " did not end well.");
  return Used{Clock::now() - start, static_cast<double>(usage.ru_maxrss) / 1024};
}

}  // namespace

core::Result<void> write_linkage(const sample::Linkage& people, const std::string& folder) {
  std::ofstream drivers(folder + "/drivers.ndjson");
  for (std::uint64_t driver = 0; driver < people.options().drivers; ++driver)
    write_line(drivers, std::to_string(driver), people.driver(driver));
  std::ofstream entries(folder + "/entries.ndjson");
  for (std::size_t place = 0; place < people.options().entries; ++place) {
    const auto entry = people.entry(place);
    const auto whom = entry.driver ? std::to_string(*entry.driver) : "nobody";
    write_line(entries, std::to_string(place) + "-" + whom, entry.subject);
  }
  if (!drivers.flush() || !entries.flush()) return failed("The files cannot be written.");
  return {};
}

core::Result<void> run_program_on(const sample::Linkage& people, const std::string& program) {
  const TemporaryFolder folder("/var/tmp");
  if (auto written = write_linkage(people, folder.path()); !written) return written.error();
  const auto used = run(program, folder.path() + "/drivers.ndjson",
                        folder.path() + "/entries.ndjson", folder.path() + "/pairs.ndjson");
  if (!used) return used.error();
  const auto detail = [&](core::JsonWriter& writer) {
    writer.member("a", people.options().drivers).member("b", people.options().entries);
  };
  say("match_link_program", seconds(used->time), "s", detail);
  say("match_link_program_memory", used->megabytes, "MiB", detail);
  return {};
}

}  // namespace badgewatch::bench
