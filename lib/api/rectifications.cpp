#include "api/rectifications.hpp"

#include "api/case_calls.hpp"
#include "api/cursor.hpp"
#include "api/once.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "domain/succession.hpp"
#include "http/query.hpp"

namespace badgewatch::api {

namespace {

using domain::RectificationAct;

constexpr std::size_t page = 200;
constexpr std::size_t longest_text = 10'000;  // code points

std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

bool is_late(const ports::Rectification& request, core::Date today) {
  return request.answer_by < (request.ended_at ? core::uk_date(*request.ended_at) : today);
}

void write_facts(core::JsonWriter& out, const ports::Rectification& request, core::Date today) {
  out.member("id", request.id.text()).member("state", domain::name_of(request.state));
  out.member("received_by", request.received_by);
  out.key("entry").begin_object().member("type", "decision").member("id", request.entry.text());
  out.member("recording_authority", request.recorded_by).end_object();
  out.member("received_on", request.received_on.iso());
  out.member("answer_by", request.answer_by.iso()).member("late", is_late(request, today));
  out.member("extended_on",
             request.extended_on ? std::optional(request.extended_on->iso()) : std::nullopt);
  out.member("ended_at",
             request.ended_at ? std::optional(core::to_text(*request.ended_at)) : std::nullopt);
}

// One authority may be both sides: as it was from the beginning, or since it acts for the other.
domain::RectificationSides sides_of(const Context& context, const std::string& authority,
                                    const ports::Rectification& request) {
  const auto reference = context.reference.get();
  const auto is_its = [&](const std::string& code, const core::Uuid& record) {
    return domain::stands_for(reference->authorities, authority, code, context.today(), record);
  };
  // Received and recorded by one: it goes with its entry.
  const auto is_within = request.received_by == request.recorded_by;
  return {.received = is_its(request.received_by, is_within ? request.entry : request.id),
          .recorded = is_its(request.recorded_by, request.entry)};
}

// As far as the request says: its clock may stand still.
bool may_be_extended(const Context& context, const ports::Rectification& request,
                     const std::string& authority) {
  return request.state == domain::RectificationState::open && !request.extended_on &&
         context.today() <= request.answer_by && sides_of(context, authority, request).recorded;
}

std::string request_json(const Context& context, const ports::Rectification& request,
                         const std::string& authority) {
  const auto today = context.today();
  core::JsonWriter out;
  out.begin_object();
  write_facts(out, request, today);
  out.member("wrong", request.wrong).member("taken_by", request.taken_by);
  out.member("told_on", request.told_on ? std::optional(request.told_on->iso()) : std::nullopt);
  out.member("extension_reason", text_or_null(request.extension_reason));
  out.member("extended_by", text_or_null(request.extended_by));
  out.member("reasons", text_or_null(request.reasons));
  out.member("ended_by", text_or_null(request.ended_by)).key("possible").begin_array();
  for (const auto act : domain::possible_acts(request.state, sides_of(context, authority, request)))
    out.value(domain::name_of(act));
  if (may_be_extended(context, request, authority)) out.value("extend");
  return std::move(out.end_array().end_object()).take();
}

core::Uuid id_in(core::JsonReader& reader, std::string_view key) {
  const auto before = reader.problems().size();
  const auto id = core::Uuid::parse(reader.string(key));
  if (!id && reader.problems().size() == before) reader.problem(key, "must be an id");
  return id.value_or(core::Uuid{});
}

// {"entry", "check", "received_on", "wrong"}: every wrong field at once.
core::Result<app::RectificationToTake> read_request(const core::Json& json) {
  core::Problems problems;
  core::JsonReader reader(json, "", problems);
  app::RectificationToTake wanted;
  wanted.entry = id_in(reader, "entry");
  if (const auto* check = reader.member("check"); check != nullptr)
    wanted.check = id_in(reader, "check");
  wanted.received_on = reader.date("received_on").value_or(core::Date());
  wanted.wrong = reader.paragraphs("wrong", longest_text);
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return wanted;
}

app::Once<ports::Rectification> once_for(Context& context, const Call& call,
                                         std::optional<ports::IdempotencyKey> key, int status) {
  app::Once<ports::Rectification> once;
  once.key = std::move(key);
  once.render = [&context, &call, status](const ports::Rectification& request) {
    http::Headers headers;
    if (status == 201)
      headers.emplace_back("Location", "/v1/rectification-requests/" + request.id.text());
    return ports::StoredAnswer{.status = status,
                               .body = request_json(context, request, call.caller().authority),
                               .headers = std::move(headers)};
  };
  return once;
}

http::Response end(Context& context, const Call& call, RectificationAct act,
                   const std::string& reasons) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(ports::no_such_rectification());
  auto key = idempotency_key(call.request);
  if (!key) return http::problem(key.error());
  auto answered = context.cases.rectifications.end(call.caller(), *id, act, reasons,
                                                   once_for(context, call, std::move(*key), 200));
  if (!answered) return http::problem(answered.error());
  return once_answer(std::move(*answered));
}

}  // namespace

http::Response post_rectification(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  const auto wanted = read_request(*json);
  if (!wanted) return http::problem(wanted.error());
  auto key = idempotency_key(call.request);
  if (!key) return http::problem(key.error());
  auto answered = context.cases.rectifications.take(call.caller(), *wanted,
                                                    once_for(context, call, std::move(*key), 201));
  if (!answered) return http::problem(answered.error());
  return once_answer(std::move(*answered));
}

http::Response get_rectifications(Context& context, const Call& call) {
  const auto query = http::parse_query(call.request.head.query, {"state", "after"});
  if (!query) return http::problem(query.error());
  std::optional<domain::RectificationState> state;
  if (const auto word = query->find("state")) {
    state = domain::rectification_state_named(*word);
    if (!state)
      return http::problem(
          {core::Errc::malformed, "`state` must be one of open, corrected, refused, withdrawn."});
  }
  std::int64_t after = 0;
  if (const auto word = query->find("after")) {
    const auto number = read_cursor(*word);
    if (!number) return http::problem(number.error());
    after = *number;
  }
  const auto requests = context.cases.rectifications.list(call.caller(), state, after, page);
  if (!requests) return http::problem(requests.error());
  core::JsonWriter out;
  out.begin_object().key("rectification_requests").begin_array();
  for (const auto& request : *requests) {
    out.begin_object();
    write_facts(out, request, context.today());
    out.end_object();
  }
  out.end_array().member("next", requests->empty() ? after : requests->back().number);
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response get_rectification(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(ports::no_such_rectification());
  const auto request = context.cases.rectifications.read(call.caller(), *id);
  if (!request) return http::problem(request.error());
  return json_answer(200, request_json(context, *request, call.caller().authority));
}

http::Response post_rectification_answer(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto outcome = reader.choice("outcome", {"corrected", "refused"});
  const auto reasons = reader.paragraphs("reasons", longest_text);
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  return end(context, call, *outcome == 0 ? RectificationAct::correct : RectificationAct::refuse,
             reasons);
}

http::Response post_rectification_extension(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto told_on = reader.date("told_on");
  const auto reason = reader.paragraphs("reason", longest_text);
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(ports::no_such_rectification());
  auto key = idempotency_key(call.request);
  if (!key) return http::problem(key.error());
  auto answered = context.cases.rectifications.extend(
      call.caller(), *id, *told_on, reason, once_for(context, call, std::move(*key), 200));
  if (!answered) return http::problem(answered.error());
  return once_answer(std::move(*answered));
}

http::Response post_rectification_withdrawal(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto reason = reader.paragraphs("reason", longest_text);
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  return end(context, call, RectificationAct::withdraw, reason);
}

}  // namespace badgewatch::api
