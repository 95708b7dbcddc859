// Work that can wait, beside checks that cannot.
#pragma once

namespace badgewatch::app {

// From now on the calling thread is one that computes and lets others in: whoever wakes up runs
// before it. `name`: 15 characters at most.
void give_way(const char* name);

}  // namespace badgewatch::app
