#include "web/navigation.hpp"

#include "web/admin.hpp"
#include "web/messages.hpp"
#include "web/reports.hpp"

namespace badgewatch::web {

std::vector<NavigationItem> navigation(const Visit& visit) {
  std::vector<NavigationItem> items;
  if (visit.who == nullptr) return items;
  items.push_back({"/", std::string(say("nav.home"))});
  if (visit.may("POST", "/v1/checks")) items.push_back({"/check", std::string(say("nav.check"))});
  if (visit.may("GET", "/v1/licences/{licence_number}"))
    items.push_back({"/drivers", std::string(say("nav.drivers"))});
  if (visit.may("GET", "/v1/decisions"))
    items.push_back({"/decisions", std::string(say("nav.decisions"))});
  if (visit.may("GET", "/v1/alerts")) items.push_back({"/alerts", std::string(say("nav.alerts"))});
  if (visit.may("GET", "/v1/disclosure-requests"))
    items.push_back({"/requests", std::string(say("nav.requests"))});
  else if (visit.may("GET", "/v1/rectification-requests"))
    items.push_back({"/corrections", std::string(say("nav.corrections"))});
  if (visit.may("GET", "/v1/checks"))
    items.push_back({"/searches", std::string(say("nav.searches"))});
  if (visit.may("GET", "/v1/concerns"))
    items.push_back({"/concerns", std::string(say("nav.concerns"))});
  if (may_read_reports(visit)) items.push_back({"/reports", std::string(say("nav.reports"))});
  if (may_administer(visit))
    items.push_back({std::string(admin_place), std::string(say("admin.title"))});
  return items;
}

}  // namespace badgewatch::web
