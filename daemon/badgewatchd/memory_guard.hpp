// People's particulars and keys are in this process's memory: not in a core file, not for another
// process of the same user, not in swap.
#pragma once

#include <optional>
#include <string>

namespace badgewatch::daemon {

// No core file of this process or its children, and no other process reads its memory, root's
// apart. The first thing that a program does.
void forbid_core_files();

// Keeps all that this process has and gets out of swap, and logs a warning where that is not
// permitted. Its children are not concerned.
void lock_memory();

// Whether lock_memory() may do so here.
bool memory_may_be_locked();

// What is missing since lock_memory(), for people; nothing where it is locked.
std::optional<std::string> unlocked_memory();

}  // namespace badgewatch::daemon
