#include "bench/load_generator.hpp"

#include <array>
#include <cerrno>
#include <deque>
#include <memory>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace badgewatch::bench {
namespace {

Clock::duration of_seconds(double value) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(value));
}

std::string outcome_of(std::string_view body) {
  constexpr std::string_view key = "\"outcome\":\"";
  const std::size_t at = body.find(key);
  if (at == std::string_view::npos) return "none";
  const std::string_view rest = body.substr(at + key.size());
  return std::string(rest.substr(0, rest.find('"')));
}

struct Wired {
  int socket = -1;
  const std::string* request = nullptr;  // under way
  std::size_t sent = 0;
  std::string received;
  Clock::time_point intended;
};

class Generator {
public:
  explicit Generator(const LoadPlan& plan) : plan_(plan), poll_(::epoll_create1(EPOLL_CLOEXEC)) {}
  Generator(const Generator&) = delete;
  Generator& operator=(const Generator&) = delete;
  ~Generator() {
    for (const Wired& wired : connections_)
      if (wired.socket >= 0) ::close(wired.socket);
    ::close(poll_);
  }

  core::Result<LoadResult> run();

private:
  bool open(Wired& wired);
  void reopen(Wired& wired);
  void watch(const Wired& wired, int operation, bool writing);
  void begin(Wired& wired, Clock::time_point intended);
  void send(Wired& wired);
  void receive(Wired& wired);
  void finish(Wired& wired, const WireReply& reply);
  void start_due(Clock::time_point now);
  void wait(Clock::time_point now);
  bool is_measured(Clock::time_point intended) const {
    return intended >= measure_from_ && intended < end_;
  }
  std::size_t under_way() const;

  const LoadPlan& plan_;
  int poll_;
  std::vector<Wired> connections_;
  std::deque<Wired*> idle_;
  std::deque<Clock::time_point> due_;  // open loop: meant to have been sent, no free connection
  std::uint64_t scheduled_ = 0;
  std::size_t next_request_ = 0;
  std::uint64_t broken_in_a_row_ = 0;
  Clock::time_point start_, measure_from_, end_;
  LoadResult result_;
};

bool Generator::open(Wired& wired) {
  wired = Wired();
  wired.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (wired.socket < 0) return false;
  const auto* address = reinterpret_cast<const sockaddr*>(&plan_.endpoint.address);
  if (::connect(wired.socket, address, sizeof plan_.endpoint.address) != 0) {
    ::close(wired.socket);
    wired.socket = -1;
    return false;
  }
  const int on = 1;
  ::setsockopt(wired.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  watch(wired, EPOLL_CTL_ADD, false);
  return true;
}

void Generator::watch(const Wired& wired, int operation, bool writing) {
  epoll_event event{};
  event.events = writing ? EPOLLIN | EPOLLOUT : EPOLLIN;
  event.data.u64 = static_cast<std::uint64_t>(&wired - connections_.data());
  ::epoll_ctl(poll_, operation, wired.socket, &event);
}

void Generator::begin(Wired& wired, Clock::time_point intended) {
  wired.request = &plan_.requests[next_request_++ % plan_.requests.size()];
  wired.sent = 0;
  wired.intended = intended;
  send(wired);
}

void Generator::send(Wired& wired) {
  while (wired.sent < wired.request->size()) {
    const ssize_t count = ::send(wired.socket, wired.request->data() + wired.sent,
                                 wired.request->size() - wired.sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) return watch(wired, EPOLL_CTL_MOD, true);
    if (count < 0) return reopen(wired);
    wired.sent += static_cast<std::size_t>(count);
  }
  watch(wired, EPOLL_CTL_MOD, false);
}

void Generator::receive(Wired& wired) {
  std::array<char, 65536> buffer;
  const ssize_t count = ::recv(wired.socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) return reopen(wired);
  wired.received.append(buffer.data(), static_cast<std::size_t>(count));
  WireReply reply;
  const Wire state = read_reply(wired.received, reply);
  if (state == Wire::bad || (state == Wire::whole && wired.request == nullptr))
    return reopen(wired);
  if (state == Wire::whole) finish(wired, reply);
}

void Generator::finish(Wired& wired, const WireReply& reply) {
  broken_in_a_row_ = 0;
  if (is_measured(wired.intended)) {
    const auto now = Clock::now();
    result_.latencies.add(now - wired.intended);
    ++result_.statuses[reply.status];
    if (reply.status == 201 && now < end_) ++result_.made_in_time;
    if (reply.status == 200 || reply.status == 201) ++result_.outcomes[outcome_of(reply.body)];
  }
  wired.received.erase(0, reply.length);
  wired.request = nullptr;
  if (reply.closes) {
    ::close(wired.socket);
    if (!open(wired)) return;
  }
  idle_.push_back(&wired);
}

// What was under way on it counts as unanswered.
void Generator::reopen(Wired& wired) {
  if (wired.request != nullptr) {
    ++result_.broken;
    ++broken_in_a_row_;
    if (is_measured(wired.intended)) ++result_.unanswered;
  }
  const bool was_idle = wired.request == nullptr;
  ::close(wired.socket);
  if (!open(wired)) {
    ++broken_in_a_row_;
    std::erase(idle_, &wired);
  } else if (!was_idle) {
    idle_.push_back(&wired);
  }
}

void Generator::start_due(Clock::time_point now) {
  if (!plan_.rate) {
    for (std::size_t free = idle_.size(); free > 0 && now < end_ && !idle_.empty(); --free) {
      Wired* wired = idle_.front();
      idle_.pop_front();
      begin(*wired, now);
    }
    return;
  }
  for (;;) {
    const auto at = start_ + of_seconds(static_cast<double>(scheduled_) / *plan_.rate);
    if (at > now || at >= end_) break;
    due_.push_back(at);
    ++scheduled_;
  }
  while (!due_.empty() && !idle_.empty()) {
    Wired* wired = idle_.front();
    idle_.pop_front();
    const auto intended = due_.front();
    due_.pop_front();
    begin(*wired, intended);
  }
}

void Generator::wait(Clock::time_point now) {
  auto until = now + std::chrono::milliseconds(100);
  if (plan_.rate)
    until = std::min(until, start_ + of_seconds(static_cast<double>(scheduled_) / *plan_.rate));
  const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::max(until - now, Clock::duration::zero()));
  timespec timeout{};
  timeout.tv_sec = left.count() / 1'000'000'000;
  timeout.tv_nsec = left.count() % 1'000'000'000;
  std::array<epoll_event, 256> events;
  const int count =
      ::epoll_pwait2(poll_, events.data(), static_cast<int>(events.size()), &timeout, nullptr);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    Wired& wired = connections_[event.data.u64];
    if ((event.events & EPOLLOUT) != 0 && wired.request != nullptr) send(wired);
    if ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) receive(wired);
  }
}

std::size_t Generator::under_way() const {
  std::size_t count = 0;
  for (const Wired& wired : connections_)
    if (wired.request != nullptr && is_measured(wired.intended)) ++count;
  for (const auto intended : due_)
    count += is_measured(intended) ? 1 : 0;
  return count;
}

core::Result<LoadResult> Generator::run() {
  const core::Error nobody(core::Errc::unavailable, "Nothing takes connections there.");
  connections_.resize(plan_.connections);
  for (Wired& wired : connections_) {
    if (!open(wired)) return nobody;
    idle_.push_back(&wired);
  }
  start_ = Clock::now();
  measure_from_ = start_ + of_seconds(plan_.warm_up_seconds);
  end_ = measure_from_ + of_seconds(plan_.run_seconds);
  const auto limit = end_ + std::chrono::seconds(5);
  for (auto now = start_; now < end_ || (now < limit && under_way() > 0); now = Clock::now()) {
    start_due(now);
    wait(now);
    if (broken_in_a_row_ > 10 * connections_.size()) return nobody;
  }
  result_.unanswered += under_way();
  result_.measured_seconds = plan_.run_seconds;
  return std::move(result_);
}

}  // namespace

core::Result<LoadResult> run_load_plan(const LoadPlan& plan) {
  return Generator(plan).run();
}

}  // namespace badgewatch::bench
