#include "web/refusals.hpp"

#include "web/messages.hpp"
#include "web/sign_in.hpp"
#include "web/step_up.hpp"

namespace badgewatch::web {

namespace {

struct Words {
  std::string title;
  std::string text;
};

Words words_for(int status) {
  const auto of = [](std::string_view title, std::string_view text) {
    return Words{std::string(title), std::string(text)};
  };
  switch (status) {
    case 400:
    case 415:
      return of(say("refused.malformed.title"), say("refused.malformed.text"));
    case 403:
      return of(say("refused.forbidden.title"), say("refused.forbidden.text"));
    case 404:
    case 405:
      return of(say("refused.missing.title"), say("refused.missing.text"));
    case 409:
      return of(say("refused.conflict.title"), say("refused.conflict.text"));
    case 413:
      return of(say("refused.large.title"), say("refused.large.text"));
    case 429:
      return of(say("refused.often.title"), say("refused.often.text"));
    case 503:
      return of(say("refused.unavailable.title"), say("refused.unavailable.text"));
    default:
      return of(say("refused.fault.title"), say("refused.fault.text"));
  }
}

http::Response page_of(const Visit& visit, int status, const Words& words,
                       const std::string& detail) {
  Part content("refusal");
  content.set("TITLE", words.title).set("TEXT", words.text).maybe("DETAIL", detail);
  content.show("FAULT", status == 500).set("REQUEST", visit.request.head.request_id);
  return show(visit, status, {.title = words.title, .content = std::move(content)});
}

}  // namespace

http::Response refusal(const Visit& visit, int status) {
  return page_of(visit, status, words_for(status), "");
}

http::Response refusal(const Visit& visit, const Answer& answer) {
  if (answer.status == 401) return session_ended(visit);
  if (answer.wants_second_factor()) return second_factor_wanted(visit);
  if (answer.is_being_done())
    return page_of(
        visit, answer.status,
        {std::string(say("refused.being_done.title")), std::string(say("form.being_done"))}, "");
  // What a 404 says is an address's, not a person's.
  return page_of(visit, answer.status, words_for(answer.status),
                 answer.status == 404 ? "" : answer.detail());
}

}  // namespace badgewatch::web
