#include "app/alert_work.hpp"

#include "core/json_writer.hpp"

namespace badgewatch::app {

core::Result<std::vector<ports::Alert>> AlertWork::list(const ports::Caller& caller,
                                                        const ports::AlertQuery& query) {
  auto alerts = desk_.list(caller, query);
  if (!alerts) return alerts;
  auto logged =
      trace_.listed(caller, "alerts_listed", query.before.value_or(query.after), alerts->size());
  if (!logged) return logged.error();
  return alerts;
}

core::Result<std::vector<ports::Alert>> AlertWork::of_licence(const ports::Caller& caller,
                                                              const core::Uuid& licence,
                                                              std::size_t limit) {
  auto alerts = desk_.of_licence(caller, licence, limit);
  if (!alerts) return alerts;
  auto logged = trace_.listed(caller, "licence_alerts_listed", 0, alerts->size());
  if (!logged) return logged.error();
  return alerts;
}

core::Result<ports::AlertInFull> AlertWork::find(const ports::Caller& caller,
                                                 const core::Uuid& id) {
  auto alert = desk_.find(caller, id);
  if (!alert) return alert;
  auto logged = trace_.listed(caller, "alert_read", alert->alert.number, 1);
  if (!logged) return logged.error();
  return alert;
}

core::Result<ports::AlertInFull> AlertWork::change(const ports::Caller& caller,
                                                   const core::Uuid& id, domain::AlertChange change,
                                                   std::string note) {
  core::JsonWriter detail;
  detail.begin_object().member("change", domain::name_of(change)).end_object();
  const auto now = clock_.now();
  const auto leaf = proof::make_leaf({.at = now,
                                      .kind = "alert_changed",
                                      .authority = caller.authority,
                                      .actor = caller.actor,
                                      .subject = id,
                                      .detail = detail.text()},
                                     clock_, randomness_);
  ports::AlertChangeMade wanted;
  wanted.change = change;
  wanted.at = now;
  wanted.actor = caller.actor;
  wanted.by = caller.label;
  wanted.note = std::move(note);
  auto made = desk_.change(caller, id, wanted, leaf);
  if (made) metrics_.count("badgewatch_alert_changes_total", {{"change", domain::name_of(change)}});
  return made;
}

}  // namespace badgewatch::app
