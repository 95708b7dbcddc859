#include "web/decision_change.hpp"

#include "web/components.hpp"
#include "web/day_field.hpp"
#include "web/decision_life.hpp"
#include "web/entry_wording.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
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

Wanted wanted_of(std::string change, bool approves) {
  Wanted wanted{.change = std::move(change), .approves = approves};
  wanted.needs_reason =
      !wanted.approves && wanted.change != "appeal_lodged" && wanted.change != "later_grant";
  wanted.amends = !wanted.approves && wanted.change == "amend";
  wanted.needs_two = !wanted.approves && (wanted.change == "amend" || wanted.change == "remove");
  return wanted;
}

// As the entry stands now.
Wanted wanted_of(const Visit& visit, const Answer& decision) {
  const std::string change(visit.path.at("change"));
  const auto proposal = decision["proposal"];
  auto wanted = wanted_of(change, proposal["change"].text() == change);
  wanted.is_own = wanted.approves && proposal["proposed_by_you"].is_true();
  return wanted;
}

// As it stood when the form was shown: a second press says the same as the first one did.
Wanted wanted_in_form(const Visit& visit) {
  return wanted_of(std::string(visit.path.at("change")), visit.typed("approves") == "yes");
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

Part proposal_text(const Answer& decision) {
  auto inside = proposal_parts(decision);
  const auto name = names_text(decision["proposal"]["subject"]);
  if (!name.empty()) inside.push_back(paragraph(say("change_form.subject", {{"name", name}})));
  return component(InsetText{.text = {}, .inside = std::move(inside)});
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
    auto history = history_table(decision["history"], seen);
    content.add("STALE",
                component(InsetText{.text = {},
                                    .id = "stale",
                                    .inside = {strong_paragraph(say("change_form.meanwhile")),
                                               scrolled(history)}}));
  }
  content.show("SAYS_APPROVES", wanted.approves);
  content.show("NEEDS_TWO", wanted.needs_two && wanted.change == "remove");
  content.show("MAY_NEED_TWO", wanted.amends);
  if (wanted.approves) content.add("APPROVES", proposal_text(decision));
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

// Whether a first press of the same button has done it: a correction that leaves nothing to
// correct, by whoever sends it again; and whoever waits for a second person has no form here.
bool is_done(const Visit& visit, const Answer& decision, const Wanted& wanted, const Typed& typed) {
  if (wanted_of(visit, decision).is_own) return true;
  const auto& history = decision["history"].items();
  if (!wanted.amends || history.empty()) return false;
  const JsonView last(history.back());
  const auto stands = typed_entry(decision);
  return last["change"].text() == wanted.change &&
         last["recorded_by"].text() == visit.who->caller.label &&
         person_json(typed) == person_json(stands) &&
         std::all_of(amended_days.begin(), amended_days.end(), [&](const auto* day) {
           return typed_day(typed, day) == typed_day(stands, day);
         });
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
  const auto wanted = wanted_in_form(visit);
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
  const bool is_stale = answer.status == 412 || !is_possible(decision, wanted.change) ||
                        visit.typed("version") != std::to_string(decision["version"].integer());
  if (answer.is_being_done() || !(is_stale || answer.was_sent_otherwise())) {
    errors.take(answer, places());
    return page(visit, answer.status, decision, wanted, typed, errors);
  }
  if (is_done(visit, decision, wanted, typed)) return go_to("/decisions/" + decision["id"].text());
  if (is_stale)
    errors.add("stale", std::string(say("change_form.stale")));
  else
    errors.take(answer, places());
  return page(visit, is_stale ? 412 : answer.status, decision, wanted_of(visit, decision), typed,
              errors);
}

}  // namespace badgewatch::web
