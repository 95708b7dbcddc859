#include "web/account.hpp"

#include "web/messages.hpp"
#include "web/places.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

std::string where_of(const JsonView& session) {
  if (session["this_one"].is_true()) return std::string(say("account.here"));
  return session["address"].text();
}

Table table_of(const Answer& sessions) {
  Table table{.caption = std::string(say("account.sessions")),
              .head = {{std::string(say("account.where"))},
                       {std::string(say("account.program"))},
                       {std::string(say("account.began"))},
                       {std::string(say("account.seen"))}},
              .rows = {},
              .first_is_header = true};
  for (const auto& item : sessions["sessions"].items()) {
    const JsonView session(item);
    table.rows.push_back({{where_of(session)},
                          {session["program"].text()},
                          {time_text(session["began_at"].text())},
                          {time_text(session["seen_at"].text())}});
  }
  return table;
}

// Nothing to choose where they are signed in here alone.
std::vector<Choice> others_of(const Answer& sessions) {
  std::vector<Choice> others;
  for (const auto& item : sessions["sessions"].items()) {
    const JsonView session(item);
    if (session["this_one"].is_true()) continue;
    others.push_back({session["id"].text(),
                      say("account.other", {{"address", session["address"].text()},
                                            {"time", time_text(session["began_at"].text())}})});
  }
  return others;
}

// Each leads to the page that changes it.
void add_factors(Sheet& sheet, const Answer& session) {
  sheet.heading(say("account.how"));
  if (!has_local_account(session)) {
    sheet.text(say("account.provider"));
    return;
  }
  const auto row = [](std::string_view key, std::string_view act, std::string_view href) {
    return SummaryRow{std::string(key), std::string(act), std::string(href)};
  };
  SummaryList list;
  list.rows = {{std::string(say("account.username")), session["officer"]["username"].text()},
               row(say("account.password"), say("account.password.change"), "/account/password"),
               row(say("account.app"), say("account.app.change"), "/account/app"),
               row(say("account.codes"), say("account.codes.change"), "/account/recovery-codes")};
  sheet.list(list);
}

http::Response page(const Visit& visit, int status, const FormErrors& errors) {
  const auto session = ask(visit, {.path = "/v1/session"});
  if (!session.is_good()) return refusal(visit, session);
  const auto sessions = ask(visit, {.path = "/v1/sessions"});
  if (!sessions.is_good()) return refusal(visit, sessions);
  Sheet sheet;
  sheet.errors(errors).title(say("account.title"));
  add_factors(sheet, session);
  sheet.heading(say("account.where_signed_in")).text(say("account.text"));
  sheet.table(table_of(sessions));
  auto others = others_of(sessions);
  if (others.empty()) {
    sheet.text(say("account.none"));
  } else {
    const Radios which{
        .name = "session",
        .legend = std::string(say("account.which")),
        .choices = std::move(others),
        .error = errors.of("session"),
        .hint = std::string(has_local_account(session) ? say("account.which.hint")
                                                       : say("account.which.hint.provider"))};
    sheet.add(component(visit, PostForm{.action = "/account/sign-out",
                                        .fields = {component(which)},
                                        .button = std::string(say("account.button"))}));
  }
  return show(visit, status,
              {.title = std::string(say("account.title")),
               .content = std::move(sheet).take(),
               .has_errors = !errors.empty(),
               .wide = true});
}

}  // namespace

bool has_local_account(const Answer& session) {
  return !session["officer"]["username"].text().empty();
}

http::Response show_account(const Visit& visit) {
  return page(visit, 200, {});
}

http::Response do_end_session(const Visit& visit) {
  const auto session = visit.typed("session");
  if (session.empty()) {
    FormErrors errors;
    errors.add("session", std::string(say("account.which.missing")));
    return page(visit, 422, errors);
  }
  const auto answer =
      ask(visit, {.method = "DELETE", .path = address_of("/v1/sessions/{id}", {session})});
  // One that has ended meanwhile is not there.
  if (answer.is_good() || answer.status == 404) return go_to(std::string(account_place));
  return refusal(visit, answer);
}

}  // namespace badgewatch::web
