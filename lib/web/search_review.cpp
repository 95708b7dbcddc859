#include "web/search_review.hpp"

#include "core/json_writer.hpp"
#include "core/uuid.hpp"
#include "web/ask.hpp"
#include "web/components.hpp"
#include "web/form_errors.hpp"
#include "web/iso_week.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

#include <array>

namespace badgewatch::web {

namespace {

constexpr std::array<std::string_view, 3> outcomes = {"explained", "misuse", "referred"};
constexpr int most_pages = 20;
constexpr std::size_t most_searches = 50;  // that the API lists of a flag

// What was typed about one of them when it could not be taken.
struct Attempt {
  std::string id;
  const FormErrors* errors = nullptr;
  bool is_stale = false;  // somebody reviewed it meanwhile
};

// Each form of the page is another thing to be done once.
std::string new_key(const Visit& visit) {
  return core::new_uuid(visit.parts.clock, visit.parts.randomness).text();
}

// Names by the ids of who searched, as the search log has them.
std::string name_in(const Answer& searches, const std::string& actor) {
  for (const auto& item : searches["checks"].items())
    if (JsonView(item)["actor"].text() == actor) {
      const auto name = JsonView(item)["actor_name"].text();
      if (!name.empty()) return name;
    }
  return actor;
}

// The case and when; of those older than what the search log was asked for nothing is known here.
std::string search_text(const Answer& searches, const std::string& check, std::size_t number) {
  for (const auto& item : searches["checks"].items()) {
    const JsonView search(item);
    if (search["id"].text() != check) continue;
    const auto reference = search["case_reference"].text();
    return say("review.search",
               {{"case", reference.empty() ? std::string(say("searches.erased")) : reference},
                {"when", time_text(search["checked_at"].text())}});
  }
  return say("review.search.older", {{"number", std::to_string(number)}});
}

void add_review(const Visit& visit, Values& card, const std::string& kind, const std::string& id,
                const Attempt& attempt) {
  const bool again = attempt.id == id;
  Values review;
  review.set("ACTION", "/searches/review/" + kind + "/" + id);
  review.add("TOKEN", form_token(visit, again ? once_key(visit) : new_key(visit)));
  Radios radios{.name = "outcome",
                .legend = std::string(say("review.outcome")),
                .choices = {},
                .chosen = again ? visit.typed("outcome") : "",
                .error = again ? attempt.errors->of("outcome-" + id) : "",
                .legend_classes = "govuk-fieldset__legend--s",
                .classes = "govuk-radios--small",
                .id = "outcome-" + id};
  for (const auto one : outcomes)
    radios.choices.push_back({std::string(one), say_of("review_outcome.", one)});
  review.add("FIELDS", component(radios));
  review.add("FIELDS", component(TextArea{.name = "reason",
                                          .label = std::string(say("review.reason")),
                                          .value = again ? visit.typed("reason") : "",
                                          .error = again ? attempt.errors->of("reason-" + id) : "",
                                          .hint = std::string(say("review.reason.hint")),
                                          .id = "reason-" + id,
                                          .rows = 2}));
  review.add("FIELDS", component(Button{.text = std::string(say("decide.button")), .once = true}));
  card.each("REVIEW", std::move(review));
}

// What waits; what was reviewed is counted, and the review of one that a form came for is kept.
struct Flags {
  std::vector<core::Json> waiting;
  std::size_t reviewed = 0;
  core::Json review_of_it;
  std::optional<Answer> refused;
};

Flags read_flags(const Visit& visit, const std::string& it) {
  Flags flags;
  std::string after;
  for (int page = 0; page < most_pages; ++page) {
    auto answer = ask(visit, {.path = "/v1/misuse/flags", .query = after});
    if (!answer.is_good()) {
      flags.refused = std::move(answer);
      return flags;
    }
    const auto& list = answer["flags"].items();
    if (list.empty()) return flags;
    for (const auto& one : list) {
      if (JsonView(one)["state"].text() != "reviewed") {
        flags.waiting.push_back(one);
        continue;
      }
      ++flags.reviewed;
      const auto* review = one.find("review");
      if (review != nullptr && JsonView(one)["id"].text() == it) flags.review_of_it = *review;
    }
    after = "after=" + std::to_string(answer["next"].integer());
  }
  return flags;
}

// What somebody else found meanwhile, and what was typed, which has no form any more.
Part stale_text(const Visit& visit, const JsonView& review, const std::string& outcome) {
  const auto name = review["reviewed_by_name"].text();
  const auto what = say_of("review_outcome.", outcome);
  const bool is_told = review["reviewed_at"].is_there();  // of a sample only what came of it
  InsetText inset{.text = {}, .id = "stale"};
  inset.inside.push_back(strong_paragraph(
      is_told ? say("review.stale.who",
                    {{"who", name.empty() ? std::string(say("review.colleague")) : name},
                     {"when", time_text(review["reviewed_at"].text())},
                     {"outcome", what}})
              : say("review.stale.outcome", {{"outcome", what}})));
  if (is_told) inset.inside.push_back(paragraph(review["reason"].text()));
  if (const auto typed = visit.typed("reason"); !typed.empty()) {
    inset.inside.push_back(paragraph(say("review.stale.typed")));
    inset.inside.push_back(paragraph(typed));
  }
  return component(inset);
}

http::Response page(const Visit& visit, int status, const Attempt& attempt) {
  const auto flags = read_flags(visit, attempt.id);
  if (flags.refused) return refusal(visit, *flags.refused);
  const auto week = iso_week_of(visit.today().plus_days(-7));
  const auto sample = ask(visit, {.path = "/v1/misuse/sample", .query = "week=" + week});
  if (!sample.is_good()) return refusal(visit, sample);
  const auto searches = ask(visit, {.path = "/v1/checks", .query = "list=authority&limit=500"});
  if (!searches.is_good()) return refusal(visit, searches);

  Part content("search_review");
  if (attempt.errors != nullptr) content.add("ERRORS", attempt.errors->summary());
  const JsonView review(flags.review_of_it);
  if (attempt.is_stale && review["outcome"].is_there())
    content.add("STALE", stale_text(visit, review, review["outcome"].text()));
  content.show("NO_FLAGS", flags.waiting.empty());
  content.set("REVIEWED", std::to_string(flags.reviewed));
  for (const auto& item : flags.waiting) {
    const JsonView flag(item);
    Values card;
    card.set("SENTENCE", flag["sentence"].text());
    card.set("WHO", say("review.who", {{"who", name_in(searches, flag["actor"].text())},
                                       {"day", day_text(flag["day"].text())}}));
    const auto& checks = flag["checks"].items();
    for (std::size_t n = 0; n < checks.size(); ++n) {
      const auto id = JsonView(checks[n]).text();
      card.each("SEARCH", Values().set("ID", id).set("TEXT", search_text(searches, id, n + 1)));
    }
    card.show("LAST_ONES", checks.size() >= most_searches);
    add_review(visit, card, "flag", flag["id"].text(), attempt);
    content.each("FLAG", std::move(card));
  }
  content.set("WEEK", say("review.week", {{"day", day_text(sample["from"].text())}}));
  const auto& sampled = sample["checks"].items();
  content.show("NO_SAMPLE", sampled.empty());
  for (const auto& item : sampled) {
    const JsonView search(item);
    const auto id = search["check"].text();
    Values card;
    const auto reference = search["case_reference"].text();
    card.set("ID", id);
    card.set("CASE", reference.empty() ? std::string(say("searches.erased")) : reference);
    card.set("WHO",
             say("review.searched", {{"who", name_in(searches, search["actor"].text())},
                                     {"when", time_text(search["checked_at"].text())},
                                     {"purpose", say_of("purpose.", search["purpose"].text())}}));
    const bool is_reviewed = search["state"].text() == "reviewed";
    if (is_reviewed && attempt.is_stale && id == attempt.id)
      content.add("STALE", stale_text(visit, search["review"], search["outcome"].text()));
    if (is_reviewed)
      card.each(
          "DONE",
          Values().add("TAG", component(Tag{say_of("review_outcome.", search["outcome"].text()),
                                            "govuk-tag--grey"})));
    else
      add_review(visit, card, "sample", id, attempt);
    content.each("SAMPLED", std::move(card));
  }
  return show(visit, status,
              {.title = std::string(say("review.title")),
               .content = std::move(content),
               .active = "/searches",
               .has_errors = attempt.errors != nullptr});
}

}  // namespace

http::Response show_search_review(const Visit& visit) {
  return page(visit, 200, {});
}

http::Response do_review_search(const Visit& visit) {
  const auto kind = visit.path.at("kind");
  if (kind != "flag" && kind != "sample") return refusal(visit, 404);
  const auto id = id_in(visit, "id");
  core::JsonWriter body;
  body.begin_object();
  if (!visit.typed("outcome").empty()) body.member("outcome", visit.typed("outcome"));
  const auto reason = one_line(visit.typed("reason"));
  if (!reason.empty()) body.member("reason", reason);
  body.end_object();
  const auto pattern =
      kind == "flag" ? "/v1/misuse/flags/{id}/review" : "/v1/misuse/sample/{id}/review";
  const auto answer = ask(visit, {.method = "POST",
                                  .path = address_of(pattern, {id}),
                                  .body = std::move(body).take(),
                                  .headers = once_header(visit)});
  if (answer.is_good()) return go_to("/searches/review");
  if (answer.status != 422 && answer.status != 409 && answer.status != 403)
    return refusal(visit, answer);
  FormErrors errors;
  if (answer.status == 409 && !answer.is_being_done()) {
    errors.add("stale", std::string(say("review.stale")));
    return page(visit, 409, {id, &errors, true});
  }
  errors.take(answer,
              {{"/outcome", "outcome-" + id, "", std::string(say("review.outcome.missing"))},
               {"/reason", "reason-" + id, std::string(say("review.reason")),
                std::string(say("decide.reason.missing"))}});
  return page(visit, answer.status, {id, &errors});
}

}  // namespace badgewatch::web
