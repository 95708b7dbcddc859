#include "web/decision_change.hpp"

#include "web/components.hpp"
#include "web/day_field.hpp"
#include "web/decision_life.hpp"
#include "web/entry_wording.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/wording.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace badgewatch::web {

namespace {

constexpr std::array<const char*, 3> amended_days = {"decided_on", "effective_on",
                                                     "suspension_ends_on"};

// The change that a visit is about, of the entry as it stands.
struct Wanted {
  std::string change;
  bool approves = false;      // what has been proposed
  bool is_own = false;        // and that by oneself
  bool needs_reason = false;  // section 3(4): who was answered is told the reason
  bool amends = false;
  bool needs_two = false;
};

Wanted wanted_of(const Visit& visit, const Answer& decision) {
  Wanted wanted{.change = std::string(visit.path.at("change"))};
  wanted.approves = decision["proposal"]["change"].text() == wanted.change;
  wanted.is_own = wanted.approves && decision["proposal"]["proposed_by_you"].is_true();
  wanted.needs_reason =
      !wanted.approves && wanted.change != "appeal_lodged" && wanted.change != "later_grant";
  wanted.amends = !wanted.approves && wanted.change == "amend";
  wanted.needs_two = !wanted.approves && (wanted.change == "amend" || wanted.change == "remove");
  return wanted;
}

bool is_possible(const Answer& decision, const std::string& change) {
  const auto& possible = decision["possible"].items();
  return std::any_of(possible.begin(), possible.end(),
                     [&](const auto& one) { return JsonView(one).text() == change; });
}

// What stands in the boxes of an entry that nobody has changed yet.
Typed typed_entry(const Answer& decision) {
  auto typed = typed_of(decision["subject"]);
  for (const auto* day : amended_days)
    if (const auto date = core::Date::parse_iso(decision[day].text())) put_day(typed, day, *date);
  return typed;
}

void add_fields(const Visit& visit, Part& content, const Answer& decision, const Wanted& wanted,
                const Typed& typed, const FormErrors& errors) {
  if (!wanted.approves)
    content.add("CHANGE", day_field(typed, errors, "on", say("change_form.on"), ""));
  if (wanted.needs_reason)
    content.add("CHANGE", component(TextArea{.name = "reason",
                                             .label = std::string(say("change_form.reason")),
                                             .value = visit.typed("reason"),
                                             .error = errors.of("reason"),
                                             .hint = std::string(say("change_form.reason.hint")),
                                             .rows = 3}));
  if (!wanted.amends) return;
  content.show("AMENDS");
  content.add("DAYS", day_field(typed, errors, "decided_on", say("decision.decided_on"), ""));
  content.add("DAYS", day_field(typed, errors, "effective_on", say("decision.effective_on"), ""));
  if (decision["kind"].text().ends_with("suspension"))
    content.add("DAYS", day_field(typed, errors, "suspension_ends_on",
                                  say("decision.suspension_ends_on"), ""));
  add_person_fields(content, typed, errors);
}

http::Response page(const Visit& visit, int status, const Answer& decision, const Wanted& wanted,
                    const Typed& typed, const FormErrors& errors) {
  const auto title =
      wanted.approves ? say_of("approve.", wanted.change) : say_of("move.", wanted.change);
  Part content("decision_change");
  if (!errors.empty()) content.add("ERRORS", errors.summary());
  content.set("ID", decision["id"].text()).set("MOVE", wanted.change).set("TITLE", title);
  content.set("NAME", names_text(decision["subject"]));
  content.set("VERSION", std::to_string(decision["version"].integer()));
  content.add("TOKEN", form_token(visit, status == 412 ? std::string() : once_key(visit)));
  if (status == 412) {
    const auto text = visit.typed("version");
    std::int64_t seen = 0;
    (void)std::from_chars(text.data(), text.data() + text.size(), seen);
    content.each("STALE",
                 Values().add("TABLE", component(history_table(decision["history"], seen))));
  }
  content.show("NEEDS_TWO", wanted.needs_two && wanted.change == "remove");
  content.show("MAY_NEED_TWO", wanted.amends);
  if (wanted.approves)
    content.each("APPROVES",
                 Values()
                     .set("TEXT", say("entry.proposed",
                                      {{"change", say_of("change.", wanted.change)},
                                       {"who", decision["proposal"]["proposed_by"].text()},
                                       {"day", day_text(decision["proposal"]["on"].text())}}))
                     .set("REASON", decision["proposal"]["reason"].text())
                     .maybe("SUBJECT", names_text(decision["proposal"]["subject"])));
  add_fields(visit, content, decision, wanted, typed, errors);
  content.add("BUTTON", component(Button{.text = title, .once = true}));
  return show(visit, status,
              {.title = title,
               .content = std::move(content),
               .active = "/decisions",
               .has_errors = !errors.empty() || status == 412});
}

// What differs from the entry alone: a person who is typed anew would be another person.
std::string body_of(const Visit& visit, const Answer& decision, const Wanted& wanted,
                    const Typed& typed) {
  core::JsonWriter out;
  out.begin_object().member("change", wanted.change);
  if (!wanted.approves) write_day(out, typed, "on");
  const auto reason = one_line(visit.typed("reason"));
  if (!reason.empty()) out.member("reason", reason);
  if (wanted.amends) {
    const auto stands = typed_entry(decision);
    for (const auto* day : amended_days)
      if (typed_day(typed, day) != typed_day(stands, day)) write_day(out, typed, day);
    const auto subject = decision["subject"];
    if (person_json(typed) != person_json(stands))
      out.key("subject").raw(person_json(typed, subject));
  }
  return std::move(out.end_object()).take();
}

std::vector<FieldPlace> places() {
  std::vector<FieldPlace> all = {
      place_of_day("on", say("change_form.on"), say("change_form.on.missing")),
      {"/reason", "reason", std::string(say("change_form.reason")),
       std::string(say("change_form.reason.missing"))},
      place_of_day("decided_on", say("decision.decided_on"), ""),
      place_of_day("effective_on", say("decision.effective_on"), ""),
      place_of_day("suspension_ends_on", say("decision.suspension_ends_on"), "")};
  for (auto& one : person_places("/subject"))
    all.push_back(std::move(one));
  return all;
}

}  // namespace

http::Response show_decision_change(const Visit& visit) {
  const auto decision = read_decision(visit);
  if (!decision.is_good()) return refusal(visit, decision);
  const auto wanted = wanted_of(visit, decision);
  if (!is_possible(decision, wanted.change) || wanted.is_own) return refusal(visit, 404);
  auto typed = typed_entry(decision);
  put_day(typed, "on", visit.today());
  return page(visit, 200, decision, wanted, typed, {});
}

http::Response do_change_decision(const Visit& visit) {
  const auto decision = read_decision(visit);
  if (!decision.is_good()) return refusal(visit, decision);
  const auto wanted = wanted_of(visit, decision);
  auto typed = typed_person(visit);
  take_day(visit, typed, "on");
  for (const auto* day : amended_days)
    take_day(visit, typed, day);
  const auto answer =
      ask(visit, {.method = "POST",
                  .path = address_of("/v1/decisions/{id}/changes", {visit.path.at("id")}),
                  .body = body_of(visit, decision, wanted, typed),
                  .headers = {{"Idempotency-Key", once_key(visit)},
                              {"If-Match", '"' + visit.typed("version") + '"'}}});
  if (answer.is_good()) return go_to("/decisions/" + decision["id"].text());
  if (answer.status != 422 && answer.status != 409 && answer.status != 412)
    return refusal(visit, answer);
  FormErrors errors;
  if (answer.status == 412 || !is_possible(decision, wanted.change)) {
    errors.add("stale", std::string(say("change_form.stale")));
    return page(visit, 412, decision, wanted, typed, errors);
  }
  errors.take(answer, places());
  return page(visit, answer.status, decision, wanted, typed, errors);
}

}  // namespace badgewatch::web
