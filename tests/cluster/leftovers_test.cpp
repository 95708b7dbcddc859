// What is looked for among processes that come and go.
#include "cluster/leftovers.hpp"

#include "fixture.hpp"

#include <array>
#include <atomic>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace badgewatch;
using namespace badgewatch::cluster::test;

namespace {

// Processes of this user that end at once, one after the other.
class Mayflies {
public:
  ~Mayflies() {
    ends_ = true;
    thread_.join();
  }

private:
  void live() const {
    while (!ends_) {
      const auto child = fork();
      if (child == 0) _exit(0);
      if (child > 0) waitpid(child, nullptr, 0);
    }
  }

  std::atomic<bool> ends_ = false;
  std::thread thread_{[this] { live(); }};
};

}  // namespace

TEST_CASE("processes that end while they are looked at are nobody's leftovers") {
  const Folder folder;
  cluster::Placement placement;
  placement.home = folder / "home";
  placement.data = folder / "home/data";
  placement.cluster_name = "nobody-has-this-name";
  placement.account.uid = getuid();
  const std::array<Mayflies, 2> mayflies;
  for (int i = 0; i < 800; ++i)
    REQUIRE(cluster::end_leftovers(placement, "/nowhere").has_value());
}
