// Changing the master key: `badgewatchd master-key new`, `rotate` and `status`.
#include "badgewatchd/admin_act.hpp"
#include "badgewatchd/commands.hpp"
#include "badgewatchd/master_key_files.hpp"
#include "core/json_writer.hpp"
#include "core/key_file.hpp"
#include "store/key_rotation.hpp"

#include <iostream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace badgewatch::daemon {

namespace {

using namespace std::chrono_literals;

struct Wrapped {
  std::int64_t anew = 0;
  std::int64_t all = 0;
};

core::Result<Wrapped> wrapped_anew(store::KeyRotation& rotation, std::int16_t newest) {
  const auto counted = rotation.count();
  if (!counted) return counted.error();
  Wrapped wrapped;
  for (const auto& one : *counted) {
    wrapped.all += one.keys;
    if (one.generation == newest) wrapped.anew += one.keys;
  }
  return wrapped;
}

// On a terminal a line that is written over, else a line each time.
core::Result<void> tell(store::KeyRotation& rotation, std::int16_t newest) {
  const auto wrapped = wrapped_anew(rotation, newest);
  if (!wrapped) return wrapped.error();
  const bool is_terminal = ::isatty(STDERR_FILENO) == 1;
  std::cerr << (is_terminal ? "\r" : "") << wrapped->anew << " of " << wrapped->all
            << " keys are wrapped by the new master key" << (is_terminal ? "" : "\n") << std::flush;
  return {};
}

// Takes its part in the work until it is done; daemons that serve do it as well.
core::Result<void> see_it_through(const Environment& acting, store::KeyRotation& rotation,
                                  std::int16_t newest) {
  const auto retired = [&] { return operator_leaf(acting, "master_key_retired", "", {}); };
  auto tell_again = std::chrono::steady_clock::now();
  bool is_stuck = false;
  for (;;) {
    if (std::chrono::steady_clock::now() >= tell_again) {
      if (auto told = tell(rotation, newest); !told) return told;
      tell_again = std::chrono::steady_clock::now() + 2s;
    }
    const auto done = rotation.step(retired);
    if (!done) return done.error();
    if (*done == store::RotationStep::stuck) {
      if (is_stuck)
        return core::Error(core::Errc::internal,
                           "Some keys do not open and stay as they are, so the old master key is "
                           "still needed. The log names their records: restore these from a "
                           "backup.");
      is_stuck = true;
    }
    if (*done == store::RotationStep::idle || *done == store::RotationStep::retired) break;
    if (*done != store::RotationStep::worked) std::this_thread::sleep_for(200ms);
  }
  return tell(rotation, newest);
}

core::Result<void> rotate(const Config& config, Database& database, const Environment& acting) {
  const auto rotation = database.store->new_key_rotation();
  auto generations = rotation->generations();
  if (!generations) return generations.error();
  const auto wanted = store::in_use(std::move(*generations));
  auto newest = wanted.back().generation;
  if (wanted.size() == 1) {
    const auto& path = config.keys.next_master_key_file;
    const auto key = core::read_key_file(path.string());
    if (!key && key.error().code() == core::Errc::not_found)
      return core::Error(core::Errc::invalid, "There is no new master key in " + path.string() +
                                                  ". `badgewatchd master-key new` makes one.");
    if (!key) return core::Error(key.error().code(), path.string() + ": " + key.error().detail());
    const auto added =
        rotation->add(store::DataKey(*key), operator_leaf(acting, "master_key_added", "", {}));
    if (!added) return added.error();
    newest = *added;
    database.store->sealer().add({.generation = newest, .key = store::DataKey(*key)});
    std::cout << "From now on the register is sealed with the master key of generation " << newest
              << ".\nUntil all is wrapped by it every daemon needs both keys. Ending this command "
                 "stops nothing.\n"
              << std::flush;
  }
  database.store->sealer().wrap_by(newest);
  if (auto done = see_it_through(acting, *rotation, newest); !done) return done;
  std::cout
      << "\nNothing in the register is wrapped by the old master key any more. On each machine, "
         "when its daemon says so too:\n  mv "
      << config.keys.next_master_key_file.string() << " " << config.keys.master_key_file.string()
      << "\nKeep the old key apart as long as a backup from before is kept: that one opens with "
         "the old key alone.\n";
  return {};
}

core::Result<void> print_status(Database& database) {
  const auto rotation = database.store->new_key_rotation();
  const auto generations = rotation->generations();
  if (!generations) return generations.error();
  const auto counted = rotation->count();
  if (!counted) return counted.error();
  for (const auto& one : *generations) {
    std::int64_t keys = 0;
    for (const auto& wrapped : *counted)
      if (wrapped.generation == one.generation) keys = wrapped.keys;
    core::JsonWriter out;
    out.begin_object().member("generation", std::int64_t{one.generation});
    out.member("added_at", core::to_text(one.added_at)).member("keys_wrapped", keys);
    if (one.closed_at) out.member("closed_at", core::to_text(*one.closed_at));
    if (one.retired_at) out.member("retired_at", core::to_text(*one.retired_at));
    std::cout << out.end_object().text() << '\n';
  }
  const auto holders = rotation->holders();
  if (!holders) return holders.error();
  for (const auto& one : *holders) {
    core::JsonWriter out;
    out.begin_object().member("daemon", one.name).member("wraps_by", std::int64_t{one.wraps_by});
    out.member("master_keys", static_cast<std::int64_t>(one.marks.size()));
    std::cout << out.end_object().text() << '\n';
  }
  return {};
}

}  // namespace

int make_master_key(const Config& config, const Environment& environment) {
  const auto& path = config.keys.next_master_key_file;
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored))
    return fail({core::Errc::conflict,
                 "There is a key in " + path.string() + " already: use it, or move it away."});
  if (auto made = make_private_folder(path.parent_path()); !made) return fail(made.error());
  const auto key = core::read_or_create_key_file(path.string(), environment.randomness);
  if (!key) return fail({key.error().code(), path.string() + ": " + key.error().detail()});
  // The daemon's own user reads it, whoever makes it.
  struct ::stat folder{};
  if (::geteuid() == 0 && ::stat(path.parent_path().c_str(), &folder) == 0)
    (void)!::chown(path.c_str(), folder.st_uid, folder.st_gid);
  std::cout << path.string() << "\n";
  std::cerr
      << "That is a new master key; nothing is sealed with it yet. Copy it to a place apart from "
         "this machine and its backups, give it to every daemon of the register, then `badgewatchd "
         "master-key rotate`.\n";
  return 0;
}

int rotate_master_key(const Config& config, const Environment& environment) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto done = rotate(config, database, acting);
    return done ? 0 : fail(done.error());
  });
}

int show_master_keys(const Config& config, const Environment& environment) {
  return with_database(config, environment, [&](Database& database, const Environment&) {
    const auto done = print_status(database);
    return done ? 0 : fail(done.error());
  });
}

}  // namespace badgewatch::daemon
