#include "app/background.hpp"

#include <pthread.h>
#include <sched.h>

namespace badgewatch::app {

// Not a lower priority: a thread that is put aside while it holds a lock (of the allocator, of the
// index) keeps all others waiting, for hundreds of milliseconds on a busy machine.
void give_way(const char* name) {
  const sched_param none{};
  pthread_setname_np(pthread_self(), name);
  // That it is refused does no harm.
  (void)pthread_setschedparam(pthread_self(), SCHED_BATCH, &none);
}

}  // namespace badgewatch::app
