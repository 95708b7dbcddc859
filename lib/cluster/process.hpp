// Processes by handle: starting a program as another user, waiting, signalling without hitting a
// stranger who was given the same process id meanwhile.
#pragma once

#include "cluster/account.hpp"
#include "core/result.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace badgewatch::cluster {

// An owned file descriptor.
class Descriptor {
public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

private:
  int fd_ = -1;
};

// A process as the system shows it to every user, proc(5).
struct ShownProcess {
  pid_t pid = 0;
  std::string folder;

  // The beginning of a file of its folder; nothing of a process that has ended meanwhile.
  std::string read(const char* file) const;
};

std::vector<ShownProcess> shown_processes();

struct Program {
  std::string path;
  std::vector<std::string> arguments;  // without the program's own name
  Account account;                     // runs as this user
  int output = -1;                     // standard output and standard error
  // Sent to the program when the thread that started it ends, so that thread must live as long.
  int parent_death_signal = 0;
  std::vector<std::string> environment = {};  // "NAME=value", beside PATH, LC_ALL and TZ
};

class Process {
public:
  // A child in a session of its own, with a clean environment, no signal blocked or ignored and no
  // descriptor but the three standard ones.
  static core::Result<Process> start(const Program& program);
  // A process that need not be a child; nothing when there is none.
  static std::optional<Process> find(pid_t pid);

  pid_t pid() const { return pid_; }
  int descriptor() const { return handle_.get(); }  // readable by poll once the process has ended
  void signal(int number) const;
  bool ended_within(std::chrono::milliseconds limit) const;
  // For a child that has ended: how, as a clause ("ended with status 1"); `success` says status 0.
  struct Ending {
    bool success = false;
    std::string clause;
  };
  Ending reap() const;

private:
  Process(pid_t pid, Descriptor handle) : pid_(pid), handle_(std::move(handle)) {}
  pid_t pid_;
  Descriptor handle_;
};

// What the program's errno means, for a sentence.
std::string system_reason(int error);

}  // namespace badgewatch::cluster
