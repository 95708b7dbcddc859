// A service whose doings a test can see and hold back.
#pragma once

#include "http/message.hpp"
#include "net/server.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace badgewatch::test {

// Closed, it holds who comes through it until it is opened.
class Barrier {
public:
  void close();
  void open();
  void pass();
  // Until so many stand before it.
  void wait_for(int waiting);

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_ = false;
  int waiting_ = 0;
};

// What the uploads of a service did, over all of them.
struct UploadLog {
  std::atomic<int> chunks = 0;
  std::atomic<int> finished = 0;
  std::atomic<int> destroyed = 0;
  std::atomic<std::size_t> bytes = 0;
  std::atomic<std::size_t> rows = 0;
  std::atomic<std::size_t> broken_rows = 0;
  std::atomic<std::size_t> largest_chunk = 0;
  std::atomic<bool> at_once = false;  // two chunks of one upload were taken at the same time
  std::atomic<bool> on_server_loop = false;
};

// Events that a test gives out by hand.
class TestFeed final : public http::EventFeed {
public:
  core::Result<std::string> take() override;
  const std::string& topic() const override { return topic_; }
  void give(const std::string& text);
  // The next look ends the stream.
  void end();

  std::atomic<int> looks = 0;
  Barrier barrier;  // before take() answers

private:
  const std::string topic_ = "topic";
  std::mutex mutex_;
  std::string text_;
  bool ended_ = false;
};

// GET /now answers on the loop. GET and POST answer 200 with "METHOD path query body"; GET /events
// is a stream; POST /rows is an upload whose lines are
// {"row":n} with `padding` bytes more, then {"summary":rows}.
class TestService final : public http::Service {
public:
  http::BodyPlan plan(const http::RequestHead& head) const override;
  std::optional<http::Response> immediate(const http::RequestHead& head) const override;
  http::Response handle(http::Request request) override;
  std::variant<Upload, http::Response> open_upload(const http::RequestHead& head) override;
  http::Response problem(const core::Error& error) const override;

  http::RequestHead last_head();

  mutable std::atomic<int> received = 0;  // whole calls; what goes to a worker is on its way there
  std::atomic<int> handled = 0;
  std::atomic<int> opened = 0;
  Barrier barrier;        // before handle() answers
  Barrier chunk_barrier;  // before take() answers
  UploadLog uploads;
  std::shared_ptr<TestFeed> feed = std::make_shared<TestFeed>();
  std::size_t padding = 0;
  int fail_at_chunk = 0;  // from 1; then take() gives an error
  bool throw_at_chunk = false;

private:
  std::mutex mutex_;
  http::RequestHead last_head_;
};

// Counts refusals by their reason.
class TestObserver final : public net::ServerObserver {
public:
  void refused(std::string_view reason) override;
  void served(std::string_view method, int status, double seconds) override;
  void streaming(std::size_t open) override { streams = open; }
  int refusals(const std::string& reason);
  int served_with(int status);

  std::atomic<std::size_t> streams = 0;

private:
  std::mutex mutex_;
  std::map<std::string, int> refused_;
  std::map<int, int> served_;
};

// A server on a free port for the length of a test.
struct Running {
  explicit Running(net::ServerOptions options);
  ~Running() { server->stop(); }
  std::uint16_t port() const { return server->port(); }

  TestService service;
  TestObserver observer;
  std::unique_ptr<net::Server> server;
};

// Options with which no test waits long.
net::ServerOptions quick_options();

// Waits until it is so, at most 10 s.
bool becomes(const std::function<bool()>& condition);

}  // namespace badgewatch::test
