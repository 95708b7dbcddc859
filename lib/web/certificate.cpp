#include "web/certificate.hpp"

#include "core/json_writer.hpp"
#include "web/ask.hpp"
#include "web/components.hpp"
#include "web/messages.hpp"
#include "web/qr_code.hpp"
#include "web/refusals.hpp"
#include "web/sheet.hpp"
#include "web/wording.hpp"

namespace badgewatch::web {

namespace {

// What `badgewatch verify-receipt` reads.
std::string receipt_json(const JsonView& receipt) {
  core::JsonWriter out;
  out.begin_object().member("text", receipt["text"].text());
  out.member("key_id", receipt["key_id"].text());
  out.member("signature", receipt["signature"].text()).end_object();
  return std::move(out).take();
}

std::string outcome_text(const Answer& check) {
  const auto outcome = check["outcome"].text();
  const auto hits = check["hits"].items().size();
  if (hits == 0) return say_of("outcome.", outcome);
  return say("certificate.hits",
             {{"outcome", say_of("outcome.", outcome)}, {"count", std::to_string(hits)}});
}

// Of a concern nothing is shown but whom to ask.
std::string hit_text(const Visit& visit, const JsonView& hit) {
  const auto entry = hit["entry"];
  const auto authority =
      authority_text(visit, entry["recording_authority"].text(), entry["id"].text());
  const auto finding = hit["finding"].is_there()
                           ? say_of("finding.", hit["finding"]["finding"].text())
                           : std::string(say("certificate.undecided"));
  if (entry["type"].text() == "concern")
    return say("certificate.concern", {{"authority", authority}, {"finding", finding}});
  return say("certificate.hit", {{"name", entry["name"].text()},
                                 {"kind", say_of("kind.", entry["kind"].text())},
                                 {"authority", authority},
                                 {"day", day_text(entry["decided_on"].text())},
                                 {"finding", finding}});
}

}  // namespace

http::Response show_certificate(const Visit& visit) {
  const auto check = ask(visit, {.path = address_of("/v1/checks/{id}", {visit.path.at("id")}),
                                 .query = "include=asked"});
  if (!check.is_good()) return refusal(visit, check);
  const auto asked = check["asked"];
  const auto subject = asked["subject"];
  SummaryList list;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) list.rows.push_back({std::string(key), value});
  };
  add(say("certificate.outcome"), outcome_text(check));
  add(say("certificate.authority"), authority_text(visit, visit.who->caller.authority));
  add(say("certificate.checked"), time_text(check["checked_at"].text()));
  add(say("certificate.proven"), time_text(check["proof"]["proven_at"].text()));
  add(say("check.case_reference"), asked["case_reference"].text());
  add(say("check.purpose"), say_of("purpose.", asked["purpose"].text()));
  add(say_of("field.", "name"), names_text(subject));
  add(say_of("field.", "date_of_birth"), day_text(subject["date_of_birth"].text()));
  add(say("certificate.number"), check["id"].text());
  Part content("certificate");
  content.add("LIST", component(list)).set("ID", check["id"].text());
  if (!check["current"].is_true())
    content.add("CONTRADICTED", component(WarningText{std::string(say("answer.contradicted"))}));
  for (const auto& item : check["hits"].items())
    content.each("HIT", Values().set("TEXT", hit_text(visit, JsonView(item))));
  content.set("RECEIPT", check["receipt"]["text"].text());
  content.set("KEY", check["receipt"]["key_id"].text());
  content.set("SIGNATURE", check["receipt"]["signature"].text());
  content.add("QR", qr_code(receipt_json(check["receipt"]), say("certificate.qr")));
  return show(visit, 200,
              {.title = std::string(say("certificate.title")),
               .content = std::move(content),
               .active = "/check"});
}

}  // namespace badgewatch::web
