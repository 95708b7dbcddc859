#include "store/connecting.hpp"

#include "store/bell.hpp"
#include "store/ending.hpp"
#include "store/sql_error.hpp"

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>

#include <charconv>
#include <future>
#include <poll.h>
#include <pthread.h>
#include <string_view>
#include <thread>

namespace badgewatch::store {
namespace {

constexpr std::chrono::seconds not_named{10};

std::chrono::seconds connect_timeout_of(const std::string& conninfo) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(conninfo.c_str(), nullptr), PQconninfoFree);
  for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr;
       ++option) {
    if (std::string_view(option->keyword) != "connect_timeout" || option->val == nullptr) continue;
    const std::string_view text(option->val);
    int seconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (read.ec == std::errc() && seconds > 0) return std::chrono::seconds(seconds);
  }
  return not_named;
}

// Shared by whoever waits and the thread that connects: the later one of them ends it.
class Attempt {
public:
  void make(const std::string& conninfo) {
    try {
      made_.set_value(std::make_unique<soci::session>(soci::postgresql, conninfo));
    } catch (...) {
      made_.set_exception(std::current_exception());
    }
    done_.ring();
  }
  // Readable once it is made or failed.
  int done() const { return done_.descriptor(); }
  std::unique_ptr<soci::session> take() { return made_.get_future().get(); }

private:
  const Bell done_;
  std::promise<std::unique_ptr<soci::session>> made_;
};

}  // namespace

core::Result<std::unique_ptr<soci::session>> connect(const std::string& conninfo,
                                                     std::chrono::milliseconds beyond_it,
                                                     Ending* ending) {
  const auto begun = std::chrono::steady_clock::now();
  const auto attempt = std::make_shared<Attempt>();
  std::thread([attempt, conninfo] {
    pthread_setname_np(pthread_self(), "connecting");
    attempt->make(conninfo);
  }).detach();
  const auto deadline = begun + connect_timeout_of(conninfo) + beyond_it;
  const pollfd done{.fd = attempt->done(), .events = POLLIN, .revents = 0};
  if (!wait_until_ready(done, deadline, ending)) return connection_lost("connect");
  try {
    return attempt->take();
  } catch (const soci::soci_error&) {
    if (ending != nullptr) ending->waited_in_vain(begun);
    return connection_lost("connect");
  }
}

}  // namespace badgewatch::store
