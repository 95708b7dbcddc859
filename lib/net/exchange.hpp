// One request and its answer on a wire: what uploads and single calls have in common.
#pragma once

#include "http/message.hpp"
#include "net/message_parser.hpp"
#include "net/response_writer.hpp"
#include "net/site.hpp"
#include "net/wire.hpp"

#include <optional>
#include <string>

namespace badgewatch::net {

// How an exchange leaves the connection.
enum class Ending {
  open,    // the next request may come
  linger,  // answered, but the client may still be sending
  gone,    // nothing more can be said
};

// Lives in the frame of the connection's coroutine, for one request.
class Exchange {
public:
  Exchange(Site& site, Wire& wire, GatedHead gated);

  const http::RequestHead& head() const { return gated_.head; }
  // For the service; head() is empty then.
  http::RequestHead take_head() { return std::move(gated_.head); }
  const GatedHead& gated() const { return gated_; }
  Site& site() { return site_; }
  Wire& wire() { return wire_; }

  // Feeds the parser with what has been received.
  std::optional<Refusal> feed(MessageParser& parser);
  // Waits for more of the body; says 100 Continue first where that was asked for. False: gone.
  Task<bool> receive_body();
  // Answers and counts it.
  Task<Ending> answer(http::Response response);
  Task<Ending> refuse(Refusal refusal);

  // Of an answer that is streamed. The connection goes on behind it if keeps_open().
  std::string streamed_head(const http::Response& response);
  bool keeps_open() const;
  BodyFraming stream_framing() const;
  // Tells the observer.
  void count(int status);

private:
  HeadOptions head_options() const;

  Site& site_;
  Wire& wire_;
  GatedHead gated_;
  const std::string method_;
  const std::string request_id_;
  const bool https_;
  bool awaited_continue_;
  Pace body_pace_;
  TimePoint began_;
};

// What a slow reader may take for an answer.
Pace answer_pace(const ServerOptions& options);

}  // namespace badgewatch::net
