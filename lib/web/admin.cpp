#include "web/admin.hpp"

#include "web/messages.hpp"
#include "web/refusals.hpp"

#include <vector>

namespace badgewatch::web {

namespace {

struct Entry {
  std::string href;
  std::string_view name;
  std::string_view text;
};

std::vector<Entry> entries_for(const Visit& visit) {
  std::vector<Entry> all;
  if (visit.may("GET", "/v1/officers"))
    all.push_back({"/admin/officers", say("officers.title"), say("officers.text")});
  if (visit.may("GET", "/v1/keys"))
    all.push_back({"/admin/keys", say("keys.title"), say("keys.text")});
  if (visit.may("GET", "/v1/clients"))
    all.push_back({"/admin/clients", say("clients.title"), say("clients.text")});
  if (visit.may("GET", "/v1/webhooks"))
    all.push_back({"/admin/webhooks", say("webhooks.title"), say("webhooks.text")});
  if (visit.may("GET", "/v1/mail-addresses"))
    all.push_back({"/admin/mail", say("mails.title"), say("mails.text")});
  if (visit.may("PUT", "/v1/contact"))
    all.push_back({"/admin/contact", say("own_contact.title"), say("own_contact.text")});
  if (visit.may("GET", "/v1/column-mappings"))
    all.push_back({"/admin/mappings", say("mappings.title"), say("mappings.text")});
  if (visit.may("GET", "/v1/register")) {
    all.push_back({"/admin/register", say("standing.title"), say("standing.text")});
    all.push_back({"/admin/authorities", say("authorities.title"), say("authorities.text")});
  }
  return all;
}

}  // namespace

bool may_administer(const Visit& visit) {
  return !entries_for(visit).empty();
}

void add_administration(const Visit& visit, Sheet& sheet) {
  for (const auto& entry : entries_for(visit))
    sheet.link(entry.href, entry.name).text(entry.text);
}

http::Response show_admin(const Visit& visit) {
  if (!may_administer(visit)) return refusal(visit, 403);
  Sheet sheet;
  sheet.title(say("admin.title"));
  add_administration(visit, sheet);
  return show(visit, 200,
              {.title = std::string(say("admin.title")),
               .content = std::move(sheet).take(),
               .active = std::string(admin_place)});
}

http::Response show_admin_page(const Visit& visit, int status, std::string_view title, Sheet sheet,
                               bool has_errors, bool wide) {
  return show(visit, status,
              {.title = std::string(title),
               .content = std::move(sheet).take(),
               .active = std::string(admin_place),
               .has_errors = has_errors,
               .wide = wide});
}

std::string listed(const JsonView& words, std::string_view front) {
  std::string all;
  for (const auto& word : words.items())
    all += (all.empty() ? "" : ", ") + say_of(front, JsonView(word).text());
  return all;
}

std::string listed_plain(const JsonView& words, std::string_view between) {
  std::string all;
  for (const auto& word : words.items()) {
    if (!all.empty()) all += between;
    all += JsonView(word).text();
  }
  return all;
}

}  // namespace badgewatch::web
