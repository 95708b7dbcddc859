#include "api/disclosures.hpp"

#include "api/cursor.hpp"
#include "api/disclosure_json.hpp"
#include "api/once.hpp"
#include "core/json_reader.hpp"
#include "http/percent.hpp"
#include "http/query.hpp"

#include <array>

namespace badgewatch::api {

namespace {

using domain::DisclosureAct;

constexpr std::size_t page = 200;
constexpr std::size_t longest_text = 10'000;  // code points

core::Uuid uuid_in(core::JsonReader& reader, std::string_view key) {
  const auto before = reader.problems().size();
  const auto text = reader.string(key);
  const auto id = core::Uuid::parse(text);
  if (!id && reader.problems().size() == before) reader.problem(key, "must be an id");
  return id.value_or(core::Uuid{});
}

// What is asked, {"entry", "check", "question"}: every wrong field at once.
core::Result<app::DisclosureQuestion> read_question(const core::Json& json) {
  core::Problems problems;
  core::JsonReader reader(json, "", problems);
  app::DisclosureQuestion question;
  question.entry = uuid_in(reader, "entry");
  question.check = uuid_in(reader, "check");
  question.question = reader.paragraphs("question", longest_text);
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return question;
}

core::Result<std::string> read_text(const core::Json& json, std::string_view key) {
  core::Problems problems;
  core::JsonReader reader(json, "", problems);
  auto text = reader.paragraphs(key, longest_text);
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return text;
}

// {"name", "content"}: what the file is, its bytes say; its name must say the same.
core::Result<app::DisclosureStep> read_attachment(const core::Json& json) {
  core::Problems problems;
  core::JsonReader reader(json, "", problems);
  app::DisclosureStep step;
  step.act = DisclosureAct::attachment;
  step.text = reader.string("name", domain::longest_file_name);
  const auto* content = reader.required_member("content");
  const auto* text = content == nullptr ? nullptr : content->string();
  const auto bytes = text == nullptr ? std::nullopt : core::from_base64(*text);
  reader.finish();
  if (content != nullptr && !bytes) reader.problem("content", "must be base64");
  if (bytes) step.file = core::as_text(*bytes);
  const auto kind = domain::file_kind_of(step.file);
  if (step.file.size() > domain::largest_file)
    reader.problem("content", "is more than 512 KiB");
  else if (bytes && !kind)
    reader.problem("content", "is no PDF, PNG, JPEG or plain text");
  if (kind) step.kind = *kind;
  if (kind && !step.text.empty() && !domain::is_file_name(step.text, *kind))
    reader.problem("name",
                   "must be a plain name that ends as its kind of file does: "
                   ".pdf, .png, .jpg, .jpeg or .txt");
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return step;
}

app::Once<ports::DisclosureRequest> once_for(Context& context, const Call& call,
                                             std::optional<ports::IdempotencyKey> key, int status) {
  app::Once<ports::DisclosureRequest> once;
  once.key = std::move(key);
  once.render = [&context, &call, status](const ports::DisclosureRequest& request) {
    http::Headers headers;
    if (status == 201)
      headers.emplace_back("Location", "/v1/disclosure-requests/" + request.id.text());
    return ports::StoredAnswer{
        .status = status,
        .body = disclosure_json(request, call.caller().authority, context.today()),
        .headers = std::move(headers)};
  };
  return once;
}

http::Response take_step(Context& context, const Call& call, app::DisclosureStep step, int status) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(ports::no_such_request());
  step.request = *id;
  auto key = idempotency_key(call.request);
  if (!key) return http::problem(key.error());
  auto once = once_for(context, call, std::move(*key), status);
  auto answered = context.disclosures.step(call.caller(), step, once);
  if (!answered) return http::problem(answered.error());
  return once_answer(std::move(*answered));
}

http::Response say(Context& context, const Call& call, DisclosureAct act, std::string_view key) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  auto text = read_text(*json, key);
  if (!text) return http::problem(text.error());
  app::DisclosureStep step;
  step.act = act;
  step.text = std::move(*text);
  return take_step(context, call, std::move(step), 200);
}

struct Wanted {
  ports::DisclosureList list = ports::DisclosureList::to_answer;
  std::optional<domain::DisclosureState> state;
  std::int64_t after = 0;
};

core::Result<Wanted> wanted_in(const http::RequestHead& head) {
  const auto query = http::parse_query(head.query, {"list", "state", "after"});
  if (!query) return query.error();
  Wanted wanted;
  const auto list = query->find("list");
  if (!list || (*list != "asked" && *list != "to_answer"))
    return core::Error(core::Errc::malformed, "`list` must be `asked` or `to_answer`.");
  if (*list == "asked") wanted.list = ports::DisclosureList::asked;
  if (const auto state = query->find("state")) {
    wanted.state = domain::disclosure_state_named(*state);
    if (!wanted.state)
      return core::Error(core::Errc::malformed,
                         "`state` must be one of open, answered, closed, withdrawn.");
  }
  if (const auto after = query->find("after")) {
    const auto number = read_cursor(*after);
    if (!number) return number.error();
    wanted.after = *number;
  }
  return wanted;
}

// RFC 6266, and RFC 8187 for a name beyond ASCII. Nothing opens it in the register's own name.
http::Headers file_headers(const ports::DisclosureItem& item) {
  return {
      {"Content-Type", item.media_type},
      {"Content-Disposition", "attachment; filename*=UTF-8''" + http::percent_encode(item.text)},
      {"X-Content-Type-Options", "nosniff"},
      {"Content-Security-Policy", "default-src 'none'; sandbox"}};
}

}  // namespace

http::Response post_disclosure(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  const auto question = read_question(*json);
  if (!question) return http::problem(question.error());
  auto key = idempotency_key(call.request);
  if (!key) return http::problem(key.error());
  auto answered = context.disclosures.ask(call.caller(), *question,
                                          once_for(context, call, std::move(*key), 201));
  if (!answered) return http::problem(answered.error());
  return once_answer(std::move(*answered));
}

http::Response get_disclosures(Context& context, const Call& call) {
  const auto wanted = wanted_in(call.request.head);
  if (!wanted) return http::problem(wanted.error());
  const auto requests =
      context.disclosures.list(call.caller(), wanted->list, wanted->state, wanted->after, page);
  if (!requests) return http::problem(requests.error());
  core::JsonWriter out;
  out.begin_object().key("disclosure_requests").begin_array();
  for (const auto& request : *requests)
    write_disclosure(out, request, call.caller().authority, context.today());
  out.end_array();
  out.member("next", requests->empty() ? wanted->after : requests->back().number);
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response get_disclosure(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return http::problem(ports::no_such_request());
  const auto request = context.disclosures.read(call.caller(), *id);
  if (!request) return http::problem(request.error());
  return json_answer(200, disclosure_json(*request, call.caller().authority, context.today()));
}

http::Response post_disclosure_answer(Context& context, const Call& call) {
  return say(context, call, DisclosureAct::answer, "answer");
}

http::Response post_disclosure_regard(Context& context, const Call& call) {
  return say(context, call, DisclosureAct::had_regard, "regard");
}

http::Response post_disclosure_withdrawal(Context& context, const Call& call) {
  return say(context, call, DisclosureAct::withdraw, "reason");
}

http::Response post_disclosure_message(Context& context, const Call& call) {
  return say(context, call, DisclosureAct::message, "text");
}

http::Response post_disclosure_attachment(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  auto step = read_attachment(*json);
  if (!step) return http::problem(step.error());
  return take_step(context, call, std::move(*step), 200);
}

http::Response get_disclosure_attachment(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  const auto attachment = core::Uuid::parse(call.path.at("attachment_id"));
  if (!id || !attachment) return http::problem(ports::no_such_request());
  auto file = context.disclosures.read_file(call.caller(), *id, *attachment);
  if (!file) return http::problem(file.error());
  return {.status = 200, .headers = file_headers(file->item), .body = std::move(file->bytes)};
}

}  // namespace badgewatch::api
