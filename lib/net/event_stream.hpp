// An answer without an end: events as they come, and a sign of life where none does.
#pragma once

#include "net/exchange.hpp"

#include <string>

namespace badgewatch::net {

// Lives in the frame of the connection's coroutine. It ends when the client goes or is too slow to
// read, when its feed ends, and at the stop of the server.
class EventStream {
public:
  // `response.events` is set.
  EventStream(Exchange& exchange, http::Response response);
  ~EventStream();
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;

  Task<Ending> run();
  // Something may have come. On the loop's thread.
  void wake();

private:
  // False: nothing more can be sent.
  Task<bool> send_what_came();
  Task<bool> write(std::string text);
  // Until something comes, with a sign of life where nothing does.
  Task<bool> wait();

  Exchange& exchange_;
  http::Response response_;
  std::string front_;  // the head, until it is written
  Timer timer_;
  bool woken_ = false;
};

}  // namespace badgewatch::net
