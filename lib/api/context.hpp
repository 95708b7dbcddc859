// What the calls work with. All of it outlives every request.
#pragma once

#include "access/client_authentication.hpp"
#include "access/credential.hpp"
#include "access/limiter.hpp"
#include "api/column_mapping.hpp"
#include "api/provider_parts.hpp"
#include "api/request_budgets.hpp"
#include "api/sign_in_parts.hpp"
#include "app/adjudications.hpp"
#include "app/alert_work.hpp"
#include "app/checks.hpp"
#include "app/concerns.hpp"
#include "app/credentials.hpp"
#include "app/disclosures.hpp"
#include "app/duties.hpp"
#include "app/entry_changes.hpp"
#include "app/holds.hpp"
#include "app/misuse_reviews.hpp"
#include "app/records.hpp"
#include "app/reference_data.hpp"
#include "app/trace.hpp"
#include "app/webhooks.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "http/message.hpp"
#include "http/router.hpp"
#include "ports/alerts.hpp"
#include "ports/log_tree.hpp"

#include <functional>
#include <map>
#include <string>

namespace badgewatch::ports {
class OwnLists;
}  // namespace badgewatch::ports

namespace badgewatch::api {

struct NationCalls;  // api/nation_calls.hpp
struct CaseCalls;    // api/case_calls.hpp

struct MisuseCalls {
  ports::MisuseDesk& desk;
  app::MisuseReviews& reviews;
};

struct Context {
  app::Checks& checks;
  app::Adjudications& adjudications;
  app::Records& records;
  app::EntryChanges& entry_changes;
  app::Disclosures& disclosures;
  app::Trace& trace;
  ports::AlertInbox& inbox;
  app::AlertWork& alert_work;
  ports::LogReader& log;
  ports::OwnLists& lists;
  bool is_watching;  // the in-term watch is on: what is entered is compared with every licence
  app::Credentials& credentials;
  app::Holds& holds;
  app::Duties& duties;
  app::Webhooks& webhooks;
  NationCalls& nation;
  CaseCalls& cases;
  app::Concerns& concerns;
  access::Identification& identification;
  access::ClientAuthentication& client_authentication;
  SignIn& sign_in;
  ProviderParts& providers;
  access::Limiter& limiter;
  MisuseCalls misuse;
  RequestBudgets budgets;
  const app::ReferenceData& reference;
  const core::Clock& clock;
  core::Randomness& randomness;
  core::Metrics& metrics;
  // Nothing when the register can answer; else the cause, for /readyz.
  std::function<std::optional<std::string>()> not_ready;
  // What an operator should know although it can, for /readyz too.
  std::function<std::optional<std::string>()> remark;
  // Why the log is signed no more, for /readyz; nothing while all is well.
  std::function<std::optional<std::string>()> log_trouble;
  std::string openapi;                            // the text of config/openapi.json
  std::map<std::string, ColumnMapping> mappings;  // the register's, by name; "default" is there
  std::size_t most_rows = 0;                      // of one upload

  core::Date today() const { return core::uk_date(clock.now()); }
};

// One call of one caller.
struct Call {
  const access::Credential& credential;
  const http::Request& request;
  const http::PathParameters& path;

  const ports::Caller& caller() const { return credential.caller; }
};

}  // namespace badgewatch::api
