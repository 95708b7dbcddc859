#include "api/events.hpp"

#include "api/acting_for.hpp"
#include "api/answers.hpp"
#include "api/cursor.hpp"
#include "core/json_writer.hpp"
#include "http/media_type.hpp"

#include <memory>
#include <utility>

namespace badgewatch::api {

namespace {

constexpr std::size_t page = 2'000;
// What a listener who was away is sent at once; many may be at it, and slowly.
constexpr std::size_t stream_page = 500;
constexpr std::string_view event_stream = "text/event-stream";

void write_event(core::JsonWriter& out, const ports::Event& event) {
  out.begin_object().member("seq", event.seq).member("type", event.type);
  out.member("at", core::to_text(event.at)).key("data").raw(event.data).end_object();
}

// A page, and that it was read.
core::Result<std::vector<ports::Event>> read_page(Context& context, const ports::Caller& caller,
                                                  std::int64_t after, std::size_t most) {
  auto events = context.inbox.events(caller, after, most);
  if (!events) return events;
  auto logged = context.trace.listed(caller, "events_listed", after, events->size());
  if (!logged) return logged.error();
  return events;
}

// As HTML's section 9.2.6 reads it. JSON has no line end in it.
std::string as_message(const ports::Event& event) {
  core::JsonWriter json;
  write_event(json, event);
  return "id: " + std::to_string(event.seq) + "\nevent: " + event.type +
         "\ndata: " + std::move(json).take() + "\n\n";
}

class OwnEvents final : public http::EventFeed {
public:
  OwnEvents(Context& context, const Call& call, std::int64_t after)
      : context_(context), head_(call.request.head), caller_(call.caller()), after_(after) {}

  const std::string& topic() const override { return caller_.authority; }

  core::Result<std::string> take() override {
    if (auto allowed = still_allowed(); !allowed) return allowed.error();
    const auto ahead = context_.inbox.events(caller_, after_, 1);
    if (!ahead) return ahead.error();
    if (ahead->empty()) return std::string();
    const auto events = read_page(context_, caller_, after_, stream_page);
    if (!events) return events.error();
    std::string text;
    for (const auto& event : *events)
      text += as_message(event);
    after_ = events->back().seq;
    return text;
  }

private:
  // A key that was ended, a token that ran out, a role that was taken away.
  core::Result<void> still_allowed() const {
    const auto known = context_.identification.authenticate(head_);
    if (!known) return known.error();
    const auto credential = as_named(*known, head_, *context_.reference.get(), context_.today());
    if (!credential) return credential.error();
    const auto* permission = access::permission_of("GET", "/v1/events");
    const bool same = credential->caller.authority == caller_.authority &&
                      credential->caller.actor == caller_.actor;
    if (same && credential->may(*permission)) return {};
    return core::Error(core::Errc::forbidden, "The credential may not read events any more.");
  }

  Context& context_;
  const http::RequestHead head_;
  const ports::Caller caller_;
  std::int64_t after_;
};

// Whether there is an event of that number, or it is 0.
core::Result<bool> was_given(Context& context, const ports::Caller& caller, std::int64_t number) {
  const auto events = context.inbox.events(caller, number, 1);
  if (events) return true;
  if (events.error().code() == core::Errc::malformed) return false;
  return events.error();
}

// The number of the last event, 0 where there is none. They are dense, so it is found in some
// twenty looks among a million.
core::Result<std::int64_t> last_event(Context& context, const ports::Caller& caller) {
  std::int64_t given = 0;   // there is this one, or it is 0
  std::int64_t beyond = 1;  // there is none of this number, once it was found
  const auto look = [&](std::int64_t number) { return was_given(context, caller, number); };
  for (;; beyond *= 2) {
    const auto there = look(beyond);
    if (!there) return there.error();
    if (!*there) break;
    given = beyond;
  }
  while (given + 1 < beyond) {
    const auto middle = given + (beyond - given) / 2;
    const auto there = look(middle);
    if (!there) return there.error();
    (*there ? given : beyond) = middle;
  }
  return given;
}

// Whoever comes back says what it has: that goes before what its address says.
core::Result<std::int64_t> place_to_go_on(Context& context, const Call& call) {
  const auto& head = call.request.head;
  const auto last = http::header(head.headers, "Last-Event-ID");
  if (!last.empty()) return read_cursor(last);
  return head.query == "after=latest" ? last_event(context, call.caller()) : cursor_of(head);
}

http::Response follow(Context& context, const Call& call) {
  const auto after = place_to_go_on(context, call);
  if (!after) return http::problem(after.error());
  const auto given = context.inbox.events(call.caller(), *after, 1);
  if (!given) return http::problem(given.error());
  auto logged = context.trace.listed(call.caller(), "events_followed", *after, 0);
  if (!logged) return http::problem(logged.error());
  http::Response response;
  response.headers = {{"content-type", std::string(event_stream)},
                      {"x-accel-buffering", "no"}};  // proxies pass it on as it comes
  response.events = std::make_shared<OwnEvents>(context, call, *after);
  return response;
}

}  // namespace

http::Response get_events(Context& context, const Call& call) {
  if (http::asks_for(call.request.head.headers, event_stream)) return follow(context, call);
  const auto after = cursor_of(call.request.head);
  if (!after) return http::problem(after.error());
  const auto events = read_page(context, call.caller(), *after, page);
  if (!events) return http::problem(events.error());
  core::JsonWriter out;
  out.begin_object().key("events").begin_array();
  for (const auto& event : *events)
    write_event(out, event);
  out.end_array().member("next", events->empty() ? *after : events->back().seq);
  return json_answer(200, std::move(out.end_object()).take());
}

}  // namespace badgewatch::api
