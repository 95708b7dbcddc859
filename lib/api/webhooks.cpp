#include "api/webhooks.hpp"

#include "api/answers.hpp"
#include "api/cursor.hpp"
#include "api/delivery_attempts.hpp"
#include "api/done_once.hpp"
#include "api/nation_calls.hpp"
#include "api/register_calls.hpp"
#include "core/json_reader.hpp"

namespace badgewatch::api {

namespace {

constexpr std::size_t page = 200;
constexpr std::size_t longest_url = 2'000;
constexpr std::int64_t usual_overlap = 24;
constexpr std::int64_t longest_overlap = 24 * 14;
constexpr std::int64_t last_number = 1'000'000'000'000;

enum class Show { public_keys, all_keys };

template <class T>
std::optional<std::string> text_of(const std::optional<T>& at) {
  if (!at) return {};
  return core::to_text(*at);
}

std::optional<std::string> because_of(const ports::Webhook& webhook) {
  if (!webhook.disabled_because) return {};
  return std::string(name_of(*webhook.disabled_because));
}

void write_keys(core::JsonWriter& out, const ports::Webhook& webhook, Show show) {
  const bool is_public = webhook.scheme == domain::WebhookScheme::v1a;
  out.key("keys").begin_array();
  for (const auto& key : webhook.keys) {
    const bool shown = is_public || (show == Show::all_keys && !key.until);
    out.begin_object().key("key");
    if (shown)
      out.value(app::receivers_key(webhook.scheme, key).reveal());
    else
      out.value(nullptr);
    out.member("until", text_of(key.until)).end_object();
  }
  out.end_array();
}

void write_webhook(core::JsonWriter& out, const ports::Webhook& webhook, Show show) {
  out.member("id", webhook.id.text()).member("url", webhook.url.reveal());
  out.member("description", webhook.description).member("scheme", name_of(webhook.scheme));
  write_keys(out, webhook, show);
  out.member("created_at", core::to_text(webhook.created_at));
  out.member("state", webhook.disabled_at ? "disabled" : "enabled");
  out.member("disabled_at", text_of(webhook.disabled_at));
  out.member("disabled_because", because_of(webhook));
  out.member("failing_since", text_of(webhook.failing_since));
}

std::string webhook_text(const ports::Webhook& webhook, Show show) {
  core::JsonWriter out;
  out.begin_object();
  write_webhook(out, webhook, show);
  return std::move(out.end_object()).take();
}

http::Response webhook_answer(int status, const ports::Webhook& webhook, Show show) {
  return json_answer(status, webhook_text(webhook, show),
                     {{"Location", "/v1/webhooks/" + webhook.id.text()}});
}

std::optional<core::Uuid> id_of(const Call& call) {
  return core::Uuid::parse(call.path.at("id"));
}

// A body that may be left out, where every member may.
core::Result<core::Json> optional_body(const http::Request& request) {
  if (request.body.empty()) return core::parse_json("{}");
  return json_body(request);
}

}  // namespace

http::Response get_webhooks(Context& context, const Call& call) {
  const auto webhooks = context.webhooks.list(call.caller());
  if (!webhooks) return http::problem(webhooks.error());
  auto logged = context.trace.listed(call.caller(), "webhooks_listed", 0, webhooks->size());
  if (!logged) return http::problem(logged.error());
  core::JsonWriter out;
  out.begin_object().key("webhooks").begin_array();
  for (const auto& webhook : *webhooks) {
    out.begin_object();
    write_webhook(out, webhook, Show::public_keys);
    out.end_object();
  }
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

http::Response post_webhook(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  app::WebhookWanted wanted;
  wanted.url = reader.string("url", longest_url);
  wanted.description = reader.optional_string("description").value_or("");
  if (reader.optional_choice("scheme", {"v1a", "v1"}).value_or(0) == 1)
    wanted.scheme = domain::WebhookScheme::v1;
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  const auto kept = context.webhooks.add(call.caller(), wanted);
  if (!kept) return http::problem(kept.error());
  return kept->is_new ? webhook_answer(201, kept->webhook, Show::all_keys)
                      : webhook_answer(200, kept->webhook, Show::public_keys);
}

http::Response get_webhook(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_webhook());
  const auto view = context.webhooks.find(call.caller(), *id);
  if (!view) return http::problem(view.error());
  auto logged = context.nation.register_calls.looks.note(call.caller(), "webhook_read", *id, 1);
  if (!logged) return http::problem(logged.error());
  core::JsonWriter out;
  out.begin_object();
  write_webhook(out, view->webhook, Show::public_keys);
  const auto& undelivered = view->undelivered;
  out.key("undelivered").begin_object().member("pending", undelivered.pending);
  out.member("failed", undelivered.failed).member("from", undelivered.from).end_object();
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response delete_webhook(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_webhook());
  if (auto removed = context.webhooks.remove(call.caller(), *id); !removed)
    return http::problem(removed.error());
  return {.status = 204, .headers = {}, .body = {}};
}

http::Response post_webhook_key(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_webhook());
  const auto json = optional_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto hours = reader.optional_integer("overlap_hours", 0, longest_overlap);
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  // What is kept of the answer has no secret, so neither has the one that comes again.
  const auto without_secret = [](const ports::Webhook& webhook) {
    return ports::StoredAnswer{
        .status = 200, .body = webhook_text(webhook, Show::public_keys), .headers = {}};
  };
  std::optional<ports::Webhook> changed;
  auto answer = done_once<ports::Webhook>(context, call, without_secret, [&] {
    auto webhook = context.webhooks.rotate(call.caller(), *id,
                                           std::chrono::hours(hours.value_or(usual_overlap)));
    if (webhook) changed = *webhook;
    return webhook;
  });
  if (!changed || answer.status != 200) return answer;
  return webhook_answer(200, *changed, Show::all_keys);
}

http::Response post_webhook_test(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_webhook());
  const auto render = [](const std::string& message) {
    core::JsonWriter out;
    out.begin_object().member("message", message).end_object();
    return ports::StoredAnswer{.status = 202, .body = std::move(out).take(), .headers = {}};
  };
  return done_once<std::string>(context, call, render,
                                [&] { return context.webhooks.test(call.caller(), *id); });
}

http::Response post_webhook_replay(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_webhook());
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  std::int64_t after = 0;
  if (reader.required_member("after"))
    after = reader.optional_integer("after", 0, last_number).value_or(0);
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  const auto render = [](const ports::Queued& queued) {
    core::JsonWriter out;
    out.begin_object().member("messages", queued.messages).member("next", queued.next);
    return ports::StoredAnswer{
        .status = 202, .body = std::move(out.end_object()).take(), .headers = {}};
  };
  return done_once<ports::Queued>(
      context, call, render, [&] { return context.webhooks.replay(call.caller(), *id, after); });
}

http::Response put_webhook_state(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_webhook());
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto state = reader.choice("state", {"enabled", "disabled"});
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  const auto webhook = context.webhooks.set_enabled(call.caller(), *id, *state == 0);
  if (!webhook) return http::problem(webhook.error());
  return webhook_answer(200, *webhook, Show::public_keys);
}

http::Response get_webhook_attempts(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_webhook());
  const auto after = cursor_of(call.request.head);
  if (!after) return http::problem(after.error());
  const auto attempts = context.webhooks.attempts(call.caller(), *id, *after, page);
  if (!attempts) return http::problem(attempts.error());
  auto logged = context.nation.register_calls.looks.note(call.caller(), "webhook_attempts_listed",
                                                         *id, attempts->size());
  if (!logged) return http::problem(logged.error());
  return attempts_answer(*attempts, *after);
}

}  // namespace badgewatch::api
