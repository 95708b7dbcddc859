#include "test_service.hpp"

#include "http/media_type.hpp"
#include "http/problem.hpp"

#include <algorithm>
#include <array>
#include <pthread.h>
#include <stdexcept>
#include <utility>

namespace badgewatch::test {

namespace {

bool on_loop_thread() {
  std::array<char, 16> name{};
  pthread_getname_np(pthread_self(), name.data(), name.size());
  return std::string(name.data()) == "net";
}

class CountingUpload final : public http::RowUpload {
public:
  explicit CountingUpload(TestService& service) : service_(service) {}
  ~CountingUpload() override {
    if (on_loop_thread()) service_.uploads.on_server_loop = true;
    ++service_.uploads.destroyed;
  }

  core::Result<std::string> take(http::RowChunk chunk) override {
    auto& log = service_.uploads;
    if (busy_.exchange(true)) log.at_once = true;
    if (on_loop_thread()) log.on_server_loop = true;
    log.bytes += chunk.text.size();
    if (chunk.text.size() > log.largest_chunk) log.largest_chunk = chunk.text.size();
    service_.chunk_barrier.pass();
    const int number = ++log.chunks;
    auto lines = write_lines(chunk);
    busy_ = false;
    if (number == service_.fail_at_chunk) {
      if (service_.throw_at_chunk) throw std::runtime_error("secret text");
      return core::Error(core::Errc::unavailable, "The database has gone.");
    }
    return lines;
  }

  std::string finish() override {
    ++service_.uploads.finished;
    return "{\"summary\":" + std::to_string(rows_) + "}\n";
  }

private:
  std::string write_lines(const http::RowChunk& chunk) {
    const auto count = std::count(chunk.text.begin(), chunk.text.end(), '\n') +
                       (chunk.text.empty() || chunk.text.back() == '\n' ? 0 : 1);
    std::string lines;
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      const auto row = chunk.first_row + static_cast<std::size_t>(i);
      lines += "{\"row\":" + std::to_string(row) + "}" + std::string(service_.padding, ' ') + "\n";
    }
    rows_ += static_cast<std::size_t>(count);
    service_.uploads.broken_rows += chunk.broken_rows.size();
    service_.uploads.rows += static_cast<std::size_t>(count);
    return lines;
  }

  TestService& service_;
  std::atomic<bool> busy_ = false;
  std::size_t rows_ = 0;
};

}  // namespace

void Barrier::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
}

void Barrier::open() {
  const std::lock_guard lock(mutex_);
  closed_ = false;
  changed_.notify_all();
}

void Barrier::pass() {
  std::unique_lock lock(mutex_);
  ++waiting_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !closed_; });
  --waiting_;
}

void Barrier::wait_for(int waiting) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this, waiting] { return waiting_ >= waiting; });
}

core::Result<std::string> TestFeed::take() {
  barrier.pass();
  ++looks;
  const std::lock_guard lock(mutex_);
  if (ended_) return core::Error(core::Errc::forbidden, "No more.");
  return std::exchange(text_, {});
}

void TestFeed::give(const std::string& text) {
  const std::lock_guard lock(mutex_);
  text_ += text;
}

void TestFeed::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
}

http::BodyPlan TestService::plan(const http::RequestHead& head) const {
  http::BodyPlan plan;
  plan.rows = head.path == "/rows" && head.method == "POST";
  plan.limit = 1000;
  return plan;
}

std::optional<http::Response> TestService::immediate(const http::RequestHead& head) const {
  ++received;
  if (head.path != "/now") return {};
  return http::Response{.status = 200, .headers = {}, .body = on_loop_thread() ? "now" : "late"};
}

http::Response TestService::handle(http::Request request) {
  ++handled;
  {
    const std::lock_guard lock(mutex_);
    last_head_ = request.head;
  }
  barrier.pass();
  if (request.head.path == "/throw") throw std::runtime_error("secret text");
  http::Response response;
  response.headers.emplace_back("content-type", "text/plain");
  if (request.head.path == "/split") {
    response.headers.emplace_back("x-bad", "a\r\nx-injected: b");
    response.headers.emplace_back("cache-control", "max-age=60");
  }
  if (request.head.path == "/events") {
    response.events = feed;
    return response;
  }
  if (request.head.path == "/none") response.status = 204;
  const std::size_t copies = request.head.path == "/large" ? 32'000'000 : 1;
  if (copies > 1) response.body = std::string(copies, 'x');
  response.body +=
      request.head.method + " " + request.head.path + " " + request.head.query + " " + request.body;
  return response;
}

std::variant<http::Service::Upload, http::Response> TestService::open_upload(
    const http::RequestHead& head) {
  ++opened;
  const auto format = http::row_format(head.headers);
  if (!format) return problem(core::Error(core::Errc::malformed, "No rows."));
  return Upload{*format, std::make_unique<CountingUpload>(*this)};
}

http::Response TestService::problem(const core::Error& error) const {
  return http::problem(error);
}

http::RequestHead TestService::last_head() {
  const std::lock_guard lock(mutex_);
  return last_head_;
}

void TestObserver::refused(std::string_view reason) {
  const std::lock_guard lock(mutex_);
  ++refused_[std::string(reason)];
}

void TestObserver::served(std::string_view, int status, double) {
  const std::lock_guard lock(mutex_);
  ++served_[status];
}

int TestObserver::refusals(const std::string& reason) {
  const std::lock_guard lock(mutex_);
  return refused_[reason];
}

int TestObserver::served_with(int status) {
  const std::lock_guard lock(mutex_);
  return served_[status];
}

net::ServerOptions quick_options() {
  net::ServerOptions options;
  options.port = 0;
  options.workers = 4;
  options.body_grace = std::chrono::milliseconds(2000);
  return options;
}

Running::Running(net::ServerOptions options)
    : server(std::make_unique<net::Server>(std::move(options), service, &observer)) {
  const auto started = server->start();
  if (!started) throw std::runtime_error(started.error().detail());
}

bool becomes(const std::function<bool()>& condition) {
  for (int i = 0; i < 2000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return condition();
}

}  // namespace badgewatch::test
