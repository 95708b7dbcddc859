#include "web/request.hpp"

#include "core/bytes.hpp"
#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "core/uuid.hpp"
#include "domain/file_kind.hpp"
#include "web/ask.hpp"
#include "web/clock_text.hpp"
#include "web/messages.hpp"
#include "web/our_house.hpp"
#include "web/places.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/stale.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::web {

namespace {

// What may be written in a request: how the API calls it and the text in it.
struct Act {
  std::string_view word;    // among `possible`
  std::string_view call;    // the end of its address
  std::string_view member;  // of the body
  int rows;
};
// In the order of the page: what is owed first.
constexpr std::array<Act, 4> acts = {{{"answer", "answer", "answer", 8},
                                      {"had_regard", "had-regard", "regard", 4},
                                      {"message", "messages", "text", 4},
                                      {"withdraw", "withdrawal", "reason", 2}}};

constexpr std::string_view sending_a_file = "attachment";

// What somebody sent, by which button. All of the page is one form: whatever else was typed in it
// comes along and is shown again.
struct Attempt {
  std::string_view act = {};
  const FormErrors* errors = nullptr;  // null: it was done

  bool failed(std::string_view word) const { return act == word && errors != nullptr; }
  bool succeeded() const { return !act.empty() && errors == nullptr; }
};

std::string typed_in(const Visit& visit, const Act& act) {
  return visit.typed(act.call);
}

// A file that was chosen, and another button pressed: of it only its name is sent.
bool has_chosen_file(const Visit& visit) {
  return !visit.typed("file").empty();
}

bool may(const Visit& visit, std::string_view call) {
  return visit.may("POST", "/v1/disclosure-requests/{id}/" + std::string(call));
}

std::string action_of(const Visit& visit, std::string_view call) {
  return address_of("/requests/{id}/", {visit.path.at("id")}) + std::string(call);
}

SummaryList facts_of(const Visit& visit, const Answer& request) {
  SummaryList list;
  const auto add = [&](std::string_view key, const std::string& value,
                       const std::string& href = {}) {
    if (!value.empty()) list.rows.push_back({std::string(key), value, href});
  };
  const auto state = request["state"].text();
  const auto due = request["answer_by"].text();
  add(say("request.state"), say_of("request_state.", state));
  add(say("request.asked_by"), authority_text(visit, request["asked_by"].text()));
  add(say("request.asked_of"), authority_text(visit, request["asked_of"].text()));
  add(say("request.received"), time_text(request["received_at"].text()));
  add(say("request.answer_by"), state == "open" ? due_text(due, visit.today()) : day_text(due));
  if (request["answered_at"].is_there())
    add(say("request.answered"),
        request["late"].is_true()
            ? say("request.answered.late", {{"time", time_text(request["answered_at"].text())}})
            : time_text(request["answered_at"].text()));
  add(say("request.check"), request["check"].is_there() ? std::string(say("alert.check.open")) : "",
      place_of("check", request["check"].text()));
  return list;
}

Part item_of(const Visit& visit, const JsonView& item) {
  Part part("request_item");
  part.set("KIND", say_of("request_item.", item["kind"].text()));
  part.set("WHO",
           say("request.said_by", {{"name", item["name"].text()},
                                   {"authority", authority_text(visit, item["said_by"].text())},
                                   {"time", time_text(item["said_at"].text())}}));
  const auto file = item["file"];
  part.maybe("TEXT", item["text"].text());
  if (file.is_there())
    part.each(
        "FILE",
        Values()
            .set("HREF", address_of("/v1/disclosure-requests/{id}/attachments/{attachment}",
                                    {visit.path.at("id"), item["id"].text()}))
            .set("NAME", file["name"].text())
            .set("SIZE", say("request.file.size",
                             {{"kib", std::to_string((file["bytes"].integer() + 1023) / 1024)}})));
  return part;
}

Table changes_of(const core::JsonArray& changes) {
  Table table{.caption = std::string(say("request.changes")),
              .head = {{std::string(say("request.change.on"))},
                       {std::string(say("history.what"))},
                       {std::string(say("request.change.state"))},
                       {std::string(say("request.change.reason"))}},
              .rows = {}};
  for (const auto& item : changes) {
    const JsonView change(item);
    table.rows.push_back({{day_text(change["on"].text())},
                          {say_of("change.", change["change"].text())},
                          {say_of("state.", change["state"].text())},
                          {change["reason"].text()}});
  }
  return table;
}

// Whether its box still holds something that was not done.
bool is_left(const Visit& visit, const Act& act, const Attempt& attempt) {
  const bool was_done = attempt.act == act.word && attempt.succeeded();
  return !was_done && !core::trim(typed_in(visit, act)).empty();
}

Part button_of(const Visit& visit, std::string_view call, std::string text, bool is_owed,
               bool sends_file = false) {
  return component(Button{.text = std::move(text),
                          .classes = is_owed ? "" : "govuk-button--secondary",
                          .once = true,
                          .action = action_of(visit, call),
                          .sends_file = sends_file});
}

Part fields_of(const Visit& visit, const Act& act, bool is_owed, const Attempt& attempt) {
  const std::string id(act.call);
  Sheet fields;
  fields.add(component(TextArea{.name = id,
                                .label = say_of("request_act.", act.word),
                                .value = is_left(visit, act, attempt) ? typed_in(visit, act) : "",
                                .error = attempt.failed(act.word) ? attempt.errors->of(id) : "",
                                .hint = say_of("request_act_hint.", act.word),
                                .rows = act.rows}));
  fields.add(button_of(visit, act.call, say_of("request_act_button.", act.word), is_owed));
  return std::move(fields).take();
}

Part file_fields_of(const Visit& visit, const Attempt& attempt) {
  const bool is_wrong = attempt.failed(sending_a_file);
  Sheet fields;
  fields.add(component(FileUpload{.name = "file",
                                  .label = std::string(say("request.file")),
                                  .error = is_wrong ? attempt.errors->of("file") : "",
                                  .hint = std::string(say("request.file.hint")),
                                  .accept = ".pdf,.png,.jpg,.jpeg,.txt"}));
  fields.add(button_of(visit, "attachments", std::string(say("request.file.button")), false, true));
  return std::move(fields).take();
}

bool is_possible(const Answer& request, std::string_view act) {
  const auto& possible = request["possible"].items();
  return std::any_of(possible.begin(), possible.end(),
                     [&](const core::Json& one) { return JsonView(one).text() == act; });
}

// A second press of a button finds what the first one did; what is sent from this page on is
// another, unless the first one may yet be under way.
std::string key_of(const Visit& visit, int status) {
  return status == 409 ? once_key(visit)
                       : core::new_uuid(visit.parts.clock, visit.parts.randomness).text();
}

// The buttons of one page have one key between them, and do different things.
http::Headers header_of(const Visit& visit, std::string_view call) {
  auto headers = once_header(visit);
  for (auto& [name, key] : headers)
    key += "." + std::string(call);
  return headers;
}

void add_form(Sheet& sheet, const Visit& visit, int status, const Answer& request,
              const Attempt& attempt) {
  Part form("request_form");
  std::string_view first;
  for (const auto& act : acts) {
    if (!is_possible(request, act.word) || !may(visit, act.call)) continue;
    if (first.empty()) first = act.call;
    const bool is_owed = act.word == "answer" || act.word == "had_regard";
    auto fields = fields_of(visit, act, is_owed, attempt);
    Sheet part;
    if (is_owed)
      part.add(std::move(fields));
    else
      part.details(say_of("request_act.", act.word), std::move(fields),
                   is_left(visit, act, attempt) || attempt.failed(act.word));
    if (act.word == "message" && is_possible(request, sending_a_file) && may(visit, "attachments"))
      part.details(say("request.file.send"), file_fields_of(visit, attempt),
                   has_chosen_file(visit) || attempt.failed(sending_a_file));
    form.add("FIELDS", std::move(part).take());
  }
  if (first.empty()) return;
  form.set("ACTION", action_of(visit, first))
      .add("TOKEN", form_token(visit, key_of(visit, status)));
  form.add("TOKEN", steps_shown(request["items"].items()));
  sheet.add(std::move(form));
}

// What was done, where the page is shown at once because something else was left in its form.
std::string_view left_text(std::string_view act, bool texts, bool file) {
  if (act == sending_a_file) return say("request.file.sent");
  if (!file) return say("request.done.kept");
  return texts ? say("request.done.kept_and_left") : say("request.file.left");
}

// What was not done of the form and can be done yet.
bool has_texts_left(const Visit& visit, const Answer& request, const Attempt& attempt) {
  return std::any_of(acts.begin(), acts.end(), [&](const Act& act) {
    return is_left(visit, act, attempt) && is_possible(request, act.word);
  });
}
bool has_file_left(const Visit& visit, const Answer& request) {
  return has_chosen_file(visit) && is_possible(request, sending_a_file);
}

http::Response page(const Visit& visit, int status, const Answer& request, const Attempt& attempt) {
  const bool own = is_ours(visit, request["asked_by"].text());
  const auto other = own ? request["asked_of"].text() : request["asked_by"].text();
  const auto name = authority_text(visit, other);
  const auto title = own ? say("request.title.asked", {{"authority", name}})
                         : say("request.title.to_answer", {{"authority", name}});
  Sheet sheet;
  if (attempt.errors != nullptr) sheet.errors(*attempt.errors);
  sheet.title(title);
  if (attempt.succeeded())
    sheet.inset(left_text(attempt.act, has_texts_left(visit, request, attempt),
                          has_file_left(visit, request)));
  if (attempt.errors != nullptr && has_file_left(visit, request))
    sheet.inset(say("request.file.again"));
  sheet.list(facts_of(visit, request));
  sheet.heading(say("request.said"));
  for (const auto& item : request["items"].items())
    sheet.add(item_of(visit, JsonView(item)));
  if (!request["changes"].items().empty()) {
    sheet.warning(say("request.changes.warning"));
    sheet.table(changes_of(request["changes"].items()));
  }
  add_form(sheet, visit, status, request, attempt);
  sheet.heading(say("contact.title")).list(contact_of(visit, other));
  sheet.link(own ? "/requests?list=asked" : "/requests", say("request.back"));
  return show(visit, status,
              {.title = title,
               .content = std::move(sheet).take(),
               .active = "/requests",
               .has_errors = attempt.errors != nullptr});
}

Answer read_request(const Visit& visit) {
  return ask(visit, {.path = address_of("/v1/disclosure-requests/{id}", {visit.path.at("id")})});
}

// Shows the page again with what is wrong, as the request stands now.
http::Response shown_again(const Visit& visit, int status, std::string_view act,
                           const FormErrors& errors) {
  const auto now = read_request(visit);
  return now.is_good() ? page(visit, status, now, {act, &errors}) : refusal(visit, now);
}

// What the other side, or a colleague, said since the form was shown.
std::optional<http::Response> stale_page(const Visit& visit, std::string_view act) {
  const auto request = read_request(visit);
  if (!request.is_good()) return refusal(visit, request);
  const auto& items = request["items"].items();
  if (!is_stale(visit, items, "name")) return {};
  FormErrors errors;
  errors.add("", stale_text(JsonView(items.back()), "name", "said_at"));
  return page(visit, 409, request, {act, &errors});
}

// Goes on to the page; where something else was left in its form, that is shown with it.
http::Response done(const Visit& visit, std::string_view act) {
  const Attempt attempt{act};
  const auto now = read_request(visit);
  if (now.is_good() && (has_texts_left(visit, now, attempt) || has_file_left(visit, now)))
    return page(visit, 200, now, attempt);
  return go_to("/requests/" + id_in(visit, "id"));
}

http::Response send(const Visit& visit, std::string_view call, std::string_view act,
                    std::string body, const std::vector<FieldPlace>& places) {
  const auto answer =
      ask(visit, {.method = "POST",
                  .path = address_of("/v1/disclosure-requests/{id}/", {visit.path.at("id")}) +
                          std::string(call),
                  .body = std::move(body),
                  .headers = header_of(visit, call)});
  if (answer.is_good()) return done(visit, act);
  if (answer.status != 422 && answer.status != 409 && answer.status != 413)
    return refusal(visit, answer);
  FormErrors errors;
  errors.take(answer, places);
  return shown_again(visit, answer.status, act, errors);
}

http::Response do_act(const Visit& visit, const Act& act) {
  if (auto stale = stale_page(visit, act.word)) return std::move(*stale);
  core::JsonWriter body;
  body.begin_object().member(act.member, core::trim(typed_in(visit, act))).end_object();
  return send(visit, act.call, act.word, std::move(body).take(),
              {{"/" + std::string(act.member), std::string(act.call),
                say_of("request_act.", act.word), std::string(say("request.text.missing"))}});
}

}  // namespace

http::Response show_request(const Visit& visit) {
  const auto request = read_request(visit);
  return request.is_good() ? page(visit, 200, request, {}) : refusal(visit, request);
}

http::Response do_request_answer(const Visit& visit) {
  return do_act(visit, acts[0]);
}

http::Response do_request_had_regard(const Visit& visit) {
  return do_act(visit, acts[1]);
}

http::Response do_request_message(const Visit& visit) {
  return do_act(visit, acts[2]);
}

http::Response do_request_withdraw(const Visit& visit) {
  return do_act(visit, acts[3]);
}

http::Response do_request_attachment(const Visit& visit) {
  const auto* file = visit.form.file("file");
  if (file == nullptr || file->content.size() > domain::largest_file) {
    FormErrors errors;
    errors.add("file", std::string(file == nullptr ? say("request.file.missing")
                                                   : say("request.file.too_large")));
    return shown_again(visit, 422, sending_a_file, errors);
  }
  core::JsonWriter body;
  body.begin_object().member("name", file->name);
  body.member("content", core::base64(core::as_bytes(file->content))).end_object();
  const std::string label(say("request.file"));
  return send(visit, "attachments", sending_a_file, std::move(body).take(),
              {{"/name", "file", label}, {"/content", "file", label}});
}

}  // namespace badgewatch::web
