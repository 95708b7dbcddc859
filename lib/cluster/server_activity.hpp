// Whether a server is still at work, by what the system shows of its processes.
#pragma once

#include <cstdint>
#include <map>
#include <sys/types.h>

namespace badgewatch::cluster {

// A server that is busy ending and one that is halted look alike to whoever only waits for their
// end. Reads /proc; for one thread.
class ServerActivity {
public:
  // `server` is the postmaster; the others are its children.
  explicit ServerActivity(pid_t server) : server_(server), last_(look()) {}

  // Whether at this look one of them wants a processor or waits for the disk, or since the last one
  // has had a processor, come or gone. True as well where nothing is shown of them.
  bool goes_on();

private:
  struct Look {
    bool is_busy = false;
    std::map<pid_t, std::uint64_t> used;  // grows with all that each of them does
  };
  Look look() const;

  const pid_t server_;
  Look last_;
};

}  // namespace badgewatch::cluster
