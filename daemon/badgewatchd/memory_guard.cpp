#include "badgewatchd/memory_guard.hpp"

#include "core/log.hpp"

#include <atomic>
#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// A leak is looked for by a process that reads this one's memory.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BW_IS_READ_BY_SANITIZER 1
#endif
#endif

namespace badgewatch::daemon {

namespace {

std::atomic<bool> is_unlocked = false;

bool has_capability_to_lock() {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  __user_cap_data_struct data[2]{};
  if (::syscall(SYS_capget, &header, data) != 0) return false;
  return (data[CAP_TO_INDEX(CAP_IPC_LOCK)].effective & CAP_TO_MASK(CAP_IPC_LOCK)) != 0;
}

}  // namespace

void forbid_core_files() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  (void)::setrlimit(RLIMIT_CORE, &none);
#ifndef BW_IS_READ_BY_SANITIZER
  (void)::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

// Under a limit each later allocation would count against it, and fail: all or nothing.
bool memory_may_be_locked() {
  rlimit limit{};
  const bool is_known = ::getrlimit(RLIMIT_MEMLOCK, &limit) == 0;
  return (is_known && limit.rlim_max == RLIM_INFINITY) || has_capability_to_lock();
}

void lock_memory() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur != limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    (void)::setrlimit(RLIMIT_MEMLOCK, &limit);
  }
  // As it is touched: a thread's stack is mostly never used.
  const bool is_locked =
      memory_may_be_locked() && ::mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0;
  is_unlocked = !is_locked;
  if (!is_locked)
    core::log(core::LogLevel::warning,
              "memory is not locked: what it holds may be swapped out (LimitMEMLOCK)", {});
}

std::optional<std::string> unlocked_memory() {
  if (!is_unlocked) return {};
  return "Memory is not locked: what it holds may be swapped out (LimitMEMLOCK=infinity).";
}

}  // namespace badgewatch::daemon
