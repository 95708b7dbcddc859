#include "web/own_contact.hpp"

#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "web/admin.hpp"
#include "web/ask.hpp"
#include "web/clock_text.hpp"
#include "web/messages.hpp"
#include "web/refusals.hpp"
#include "web/seen.hpp"
#include "web/wording.hpp"

#include <array>
#include <map>

namespace badgewatch::web {

namespace {

constexpr std::array<const char*, 5> boxes = {"team", "email", "telephone", "address", "url"};

using Texts = std::map<std::string, std::string>;

Texts texts_of(const Answer& contact) {
  Texts texts;
  for (const auto* box : boxes)
    texts[box] = contact[box].text();
  return texts;
}

Texts typed_texts(const Visit& visit) {
  Texts texts;
  for (const auto* box : boxes)
    texts[box] = std::string(core::trim(one_line(visit.typed(box))));
  return texts;
}

http::Response page(const Visit& visit, int status, const Answer& contact, const Texts& texts,
                    const FormErrors& errors) {
  Sheet sheet;
  sheet.errors(errors).title(say("own_contact.title")).text(say("own_contact.explained"));
  const auto confirmed = contact["confirmed_at"].text();
  SummaryList list;
  list.rows.push_back(
      {std::string(say("own_contact.confirmed")),
       confirmed.empty() ? std::string(say("own_contact.not_confirmed")) : time_text(confirmed)});
  if (contact["review_by"].is_there())
    list.rows.push_back({std::string(say("own_contact.review_by")),
                         due_text(contact["review_by"].text(), visit.today())});
  sheet.list(list);
  std::vector<Part> fields;
  for (const auto* box : boxes)
    fields.push_back(component(Input{.name = box,
                                     .label = say_of("own_contact_box.", box),
                                     .value = texts.at(box),
                                     .error = errors.of(box),
                                     .hint = say_of("own_contact_hint.", box),
                                     .autocomplete = "off"}));
  fields.push_back(seen_as(confirmed));
  sheet.add(component(visit, PostForm{.action = "/admin/contact",
                                      .fields = std::move(fields),
                                      .button = std::string(say("own_contact.button"))}));
  sheet.link(std::string(admin_place), say("admin.back"));
  return show_admin_page(visit, status, say("own_contact.title"), std::move(sheet),
                         !errors.empty());
}

Answer read_contact(const Visit& visit) {
  return ask(visit, {.path = "/v1/contact"});
}

std::vector<FieldPlace> places() {
  std::vector<FieldPlace> all;
  for (const auto* box : boxes)
    all.push_back({"/" + std::string(box), box, say_of("own_contact_box.", box)});
  return all;
}

}  // namespace

http::Response show_own_contact(const Visit& visit) {
  const auto contact = read_contact(visit);
  if (!contact.is_good()) return refusal(visit, contact);
  return page(visit, 200, contact, texts_of(contact), {});
}

http::Response do_say_contact(const Visit& visit) {
  const auto stands = read_contact(visit);
  if (!stands.is_good()) return refusal(visit, stands);
  const auto typed = typed_texts(visit);
  FormErrors errors;
  if (was_seen_otherwise(visit, stands["confirmed_at"].text())) {
    // As a second press finds it.
    if (typed == texts_of(stands)) return go_to("/admin/contact");
    std::string now;
    for (const auto& [box, text] : texts_of(stands))
      if (!text.empty()) now += (now.empty() ? "" : ", ") + text;
    errors.add("", say("own_contact.stale",
                       {{"time", time_text(stands["confirmed_at"].text())}, {"contact", now}}));
    return page(visit, 409, stands, typed, errors);
  }
  core::JsonWriter body;
  body.begin_object();
  for (const auto& [box, text] : typed)
    if (!text.empty()) body.member(box, text);
  const auto answer = ask(
      visit, {.method = "PUT", .path = "/v1/contact", .body = std::move(body.end_object()).take()});
  if (answer.is_good()) return go_to("/admin/contact");
  if (answer.status != 422 && answer.status != 409) return refusal(visit, answer);
  errors.take(answer, places());
  return page(visit, answer.status, stands, typed, errors);
}

}  // namespace badgewatch::web
