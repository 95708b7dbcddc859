// Each row of access::permissions(), asked over HTTP by each role and each scope, of an own record
// and of another authority's: exactly what the row says, and nothing else.
#include "access/api_key.hpp"
#include "access/credential.hpp"
#include "api/case_calls.hpp"
#include "api/licence_rows.hpp"
#include "api/nation_calls.hpp"
#include "api/register_calls.hpp"
#include "api/service.hpp"
#include "app/mail_addresses.hpp"
#include "app/trace.hpp"
#include "core/text.hpp"
#include "net/server.hpp"
#include "ports/memory_alert_desk.hpp"
#include "ports/memory_budgets.hpp"
#include "ports/memory_cases.hpp"
#include "ports/memory_clients.hpp"
#include "ports/memory_column_mappings.hpp"
#include "ports/memory_contacts.hpp"
#include "ports/memory_holds.hpp"
#include "ports/memory_keys.hpp"
#include "ports/memory_mail.hpp"
#include "ports/memory_misuse.hpp"
#include "ports/memory_officers.hpp"
#include "ports/memory_own_lists.hpp"
#include "ports/memory_reconciliations.hpp"
#include "ports/memory_rosters.hpp"
#include "ports/memory_used_sign_ins.hpp"
#include "ports/memory_webhooks.hpp"
#include "raw_client.hpp"
#include "running.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace badgewatch;
using access::Foreign;
using access::Permission;
using access::Role;
using access::Scope;

namespace {

// Lets in whom the header names: "role officer LDS", "scope checks LDS". How a person signs in is
// no part of this; whether they showed a second factor of late is.
class Named final : public access::Identification {
public:
  Named(const core::Clock& clock, const core::Uuid& somebody)
      : clock_(clock), somebody_(somebody) {}

  core::Result<access::Credential> authenticate(const http::RequestHead& head) override {
    const auto words = core::split(http::header(head.headers, "Authorization"), ' ');
    if (words.size() != 3) return core::Error(core::Errc::unauthenticated, "Say who asks.");
    access::Credential credential;
    credential.caller = {std::string(words[2]), somebody_.text()};
    if (words[0] == "role") {
      credential.roles = {access::role_named(words[1]).value()};
      credential.signed_in = {session, somebody_, "csrf of somebody", shown_at_};
    }
    if (words[0] == "scope") credential.scopes = {access::scope_named(words[1]).value()};
    // An operator and an auditor have none.
    if (words[2] == "-") credential.caller.authority.clear();
    return credential;
  }

  void show_second_factor() { shown_at_ = clock_.now(); }
  core::Uuid session;  // that whoever asks is signed in with

private:
  const core::Clock& clock_;
  core::Uuid somebody_;
  std::optional<core::Instant> shown_at_;
};

// A log that is signed, and holds nothing of anybody's.
class EmptyLog final : public ports::LogReader {
public:
  core::Result<std::optional<ports::SignedTree>> newest() override {
    return std::optional(ports::SignedTree{{}, "a note\n", {}});
  }
  core::Result<std::vector<core::Hash>> tile(const proof::TileRequest& /*wanted*/) override {
    return none();
  }
  core::Result<ports::LeafPlace> find(const ports::Caller& /*caller*/,
                                      const core::Uuid& /*leaf*/) override {
    return none();
  }
  core::Result<ports::LeafPlace> find(const ports::Caller& /*caller*/,
                                      const core::Hash& /*commitment*/) override {
    return none();
  }

private:
  static core::Error none() { return {core::Errc::not_found, "There is no such leaf."}; }
};

// A good request of a call, but for its path.
struct Sample {
  int status;
  std::string body;
  std::string type = "application/json";
};

const std::string somebody =
    R"({"names":[{"full":"Amina Quatermain"}],"date_of_birth":"1985-03-14"})";
const std::string licence = R"("class":"private_hire","status":"current","holder":)" + somebody;
const std::string check =
    R"({"case_reference":"1","purpose":"renewal","subject":)" + somebody + "}";
const std::string decision =
    R"("kind":"revocation","decided_on":"2026-11-16","effective_on":"2026-11-16","notified_on":)"
    R"("2026-11-16","relies_on_relevant_information":true,"subject":)" +
    somebody;
const std::string jwks =
    R"({"keys":[{"kty":"EC","crv":"P-256","x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",)"
    R"("y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}]})";
const std::string nothing = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11";
const std::string rows = "application/x-ndjson";

std::string mapping_named(const std::string& name) {
  return R"({"format":"badgewatch-mapping/1","name":")" + name +
         R"(","description":"Ours","columns":{"licence_number":{"header":"No"},"full_name":)"
         R"({"header":"Driver"}},"values":{},"defaults":{},"dates":["dmy"],"name_order":)"
         R"("as_written"})";
}

const std::map<std::string, Sample> samples = {
    {"PUT /v1/licences/{licence_number}", {200, "{" + licence + "}"}},
    {"GET /v1/licences/{licence_number}", {200, ""}},
    {"GET /v1/licences/{licence_number}/history", {200, ""}},
    {"GET /v1/licences/{licence_number}/elsewhere", {200, ""}},
    {"POST /v1/licences/batch", {200, R"({"licence_number":"B1",)" + licence + "}\n", rows}},
    {"GET /v1/column-mappings", {200, ""}},
    {"GET /v1/column-mappings/{name}", {200, ""}},
    {"PUT /v1/column-mappings/{name}", {200, mapping_named("of-nobody")}},
    {"DELETE /v1/column-mappings/{name}", {204, ""}},
    {"POST /v1/decisions", {201, "{" + decision + "}"}},
    {"GET /v1/decisions", {200, ""}},
    {"GET /v1/decisions/{id}", {200, ""}},
    {"POST /v1/decisions/{id}/changes", {200, R"({"change":"later_grant","on":"2026-11-16"})"}},
    {"GET /v1/decisions/{id}/seen-by", {200, ""}},
    {"POST /v1/decisions/batch", {200, R"({"your_reference":"B1",)" + decision + "}\n", rows}},
    {"POST /v1/checks", {201, check}},
    {"GET /v1/checks", {200, ""}},
    {"GET /v1/undecided-hits", {200, ""}},
    {"GET /v1/checks/{id}", {200, ""}},
    {"POST /v1/checks/batch", {200, check + "\n", rows}},
    {"POST /v1/checks/{id}/hits/{hit_id}/adjudication",
     {200, R"({"finding":"undecided","reason":"To be asked."})"}},
    {"POST /v1/checks/{id}/outcome",
     {201, R"({"result":"granted","decided_on":"2026-11-16","reason":"It was another man."})"}},
    {"GET /v1/reports/grants", {200, ""}},
    {"POST /v1/rectification-requests",
     {404, R"({"entry":")" + nothing + R"(","received_on":"2026-11-16","wrong":"The day."})"}},
    {"GET /v1/rectification-requests", {200, ""}},
    {"GET /v1/rectification-requests/{id}", {200, ""}},
    {"POST /v1/rectification-requests/{id}/answer",
     {200, R"({"outcome":"refused","reasons":"It is as it was."})"}},
    {"POST /v1/rectification-requests/{id}/extension",
     {200, R"({"told_on":"2026-11-16","reason":"The file is with the court."})"}},
    {"POST /v1/rectification-requests/{id}/withdrawal", {200, R"({"reason":"He said so."})"}},
    {"POST /v1/duties/{id}/clock", {200, R"({"clock":"pause","reason":"identity"})"}},
    {"GET /v1/contact", {200, ""}},
    {"PUT /v1/contact", {200, R"({"team":"Licensing","telephone":"0113 496 0000"})"}},
    {"POST /v1/subject-requests",
     {201, R"({"case_reference":"1","received_on":"2026-11-16","subject":)" + somebody + "}"}},
    {"POST /v1/subject-requests/{id}/bundle", {200, "{}"}},
    {"POST /v1/disclosure-requests",
     {404, R"({"entry":")" + nothing + R"(","check":")" + nothing + R"(","question":"Why?"})"}},
    {"GET /v1/disclosure-requests", {400, ""}},
    {"GET /v1/disclosure-requests/{id}", {200, ""}},
    {"POST /v1/disclosure-requests/{id}/answer", {200, R"({"answer":"In short."})"}},
    {"POST /v1/disclosure-requests/{id}/had-regard", {200, R"({"regard":"It was weighed."})"}},
    {"POST /v1/disclosure-requests/{id}/withdrawal", {200, R"({"reason":"No application."})"}},
    {"POST /v1/disclosure-requests/{id}/messages", {200, R"({"text":"When?"})"}},
    {"POST /v1/disclosure-requests/{id}/attachments",
     {200, R"({"name":"letter.txt","content":"RGVhciBMZWVkcw=="})"}},
    {"GET /v1/disclosure-requests/{id}/attachments/{attachment_id}", {200, ""}},
    {"GET /v1/alerts", {200, ""}},
    {"GET /v1/alert-counts", {200, ""}},
    {"GET /v1/licences/{licence_number}/alerts", {200, ""}},
    {"GET /v1/alerts/{id}", {200, ""}},
    {"POST /v1/alerts/{id}/changes", {200, R"({"change":"acknowledge"})"}},
    {"GET /v1/events", {200, ""}},
    {"GET /v1/misuse/flags", {200, ""}},
    {"POST /v1/misuse/flags/{id}/review", {404, R"({"outcome":"explained","reason":"Asked."})"}},
    {"GET /v1/misuse/sample", {400, ""}},
    {"POST /v1/misuse/sample/{id}/review", {404, R"({"outcome":"explained","reason":"Asked."})"}},
    {"POST /v1/concerns",
     {201, R"({"became_aware_on":"2026-11-16","categories":["c"],"subject":)" + somebody + "}"}},
    {"GET /v1/concerns", {200, ""}},
    {"GET /v1/concerns/{id}", {200, ""}},
    {"POST /v1/concerns/{id}/changes", {200, R"({"change":"name_issuer","issuer":"BRD"})"}},
    {"GET /v1/reports/concerns", {200, ""}},
    {"GET /v1/duties", {200, ""}},
    {"GET /v1/reports/lateness", {200, ""}},
    {"GET /v1/holds", {200, ""}},
    {"POST /v1/holds/{id}/release", {200, R"({"entries":1,"reason":"The files were seen."})"}},
    {"POST /v1/reconciliations", {202, ""}},
    {"GET /v1/reconciliations", {200, ""}},
    {"GET /v1/reconciliations/{id}", {404, ""}},
    {"GET /v1/reconciliations/{id}/report", {404, ""}},
    {"POST /v1/rosters", {422, "{}\n", rows}},
    {"GET /v1/rosters/{id}", {200, ""}},
    {"POST /v1/rosters/{id}/apply",
     {200, R"({"different":0,"missing":0,"extra":0,"extra_becomes":"unchanged"})"}},
    {"GET /v1/log/checkpoint", {200, ""}},
    {"GET /v1/log/tile/{level}/{n}", {404, ""}},
    {"GET /v1/log/tile/{level}/{n}/{n2}", {404, ""}},
    {"GET /v1/log/tile/{level}/{n}/{n2}/{n3}", {404, ""}},
    {"GET /v1/log/tile/{level}/{n}/{n2}/{n3}/{w}", {404, ""}},
    {"GET /v1/log/leaves/{leaf}", {404, ""}},
    {"GET /v1/log/consistency", {400, ""}},
    {"GET /v1/keys", {200, ""}},
    {"POST /v1/keys", {201, R"({"name":"NAME","scopes":["checks"]})"}},
    {"DELETE /v1/keys/{id}", {204, ""}},
    {"GET /v1/clients", {200, ""}},
    {"POST /v1/clients", {201, R"({"name":"NAME","scopes":["checks"],"jwks":)" + jwks + "}"}},
    {"GET /v1/clients/{id}", {200, ""}},
    {"PUT /v1/clients/{id}/jwks", {200, jwks}},
    {"DELETE /v1/clients/{id}", {204, ""}},
    {"GET /v1/webhooks", {200, ""}},
    {"POST /v1/webhooks", {201, R"({"url":"https://council.example/NAME"})"}},
    {"GET /v1/webhooks/{id}", {200, ""}},
    {"DELETE /v1/webhooks/{id}", {204, ""}},
    {"POST /v1/webhooks/{id}/key", {200, R"({"overlap_hours":1})"}},
    {"POST /v1/webhooks/{id}/test", {202, ""}},
    {"POST /v1/webhooks/{id}/replay", {202, R"({"after":0})"}},
    {"PUT /v1/webhooks/{id}/state", {200, R"({"state":"disabled"})"}},
    {"GET /v1/webhooks/{id}/attempts", {200, ""}},
    {"GET /v1/mail-addresses", {200, ""}},
    {"POST /v1/mail-addresses", {201, R"({"email":"NAME@example.org"})"}},
    {"GET /v1/mail-addresses/{id}", {200, ""}},
    {"PUT /v1/mail-addresses/{id}", {200, R"({"mode":"each","state":"enabled"})"}},
    {"DELETE /v1/mail-addresses/{id}", {204, ""}},
    {"POST /v1/mail-addresses/{id}/code", {202, ""}},
    {"POST /v1/mail-addresses/{id}/test", {202, ""}},
    {"POST /v1/mail-addresses/{id}/confirmation", {200, R"({"code":"12345678"})"}},
    {"GET /v1/mail-addresses/{id}/attempts", {200, ""}},
    {"GET /v1/officers", {200, ""}},
    {"POST /v1/officers", {201, R"({"username":"NAME","name":"Amina","roles":["officer"]})"}},
    {"GET /v1/officers/{id}", {200, ""}},
    {"PUT /v1/officers/{id}/roles", {200, R"({"roles":["officer"]})"}},
    {"POST /v1/officers/{id}/invitation", {201, ""}},
    // Who was never disabled.
    {"POST /v1/officers/{id}/enable", {409, ""}},
    {"DELETE /v1/officers/{id}/sessions", {204, ""}},
    {"DELETE /v1/officers/{id}", {204, ""}},
    {"GET /v1/session", {200, ""}},
    {"DELETE /v1/session", {204, ""}},
    // What is shown is wrong: it is heard, and refused as that.
    {"POST /v1/session/step-up", {403, R"({"code":"000000"})"}},
    {"PUT /v1/session/password",
     {409, R"({"password":"not theirs","new_password":"copper kettle volcano"})"}},
    {"POST /v1/session/totp", {409, ""}},
    {"POST /v1/session/totp/confirmation", {409, R"({"code":"000000"})"}},
    {"POST /v1/session/recovery-codes", {409, ""}},
    {"GET /v1/sessions", {200, ""}},
    {"DELETE /v1/sessions/{id}", {204, ""}},
    {"POST /v1/session", {401, R"({"username":"NAME","password":"none","code":"000000"})"}},
    {"POST /v1/invitation", {401, R"({"invitation":"none","password":"none"})"}},
    {"POST /v1/invitation/confirmation", {401, R"({"invitation":"none","code":"000000"})"}},
    // What is sent is no client's: it is heard, and that is refused.
    {"POST /v1/token", {400, "grant_type=none", "application/x-www-form-urlencoded"}},
    // There is none of that name.
    {"GET /v1/identity-providers", {200, ""}},
    {"GET /v1/identity-providers/{provider}/sign-in", {404, ""}},
    {"GET /v1/identity-providers/{provider}/callback", {404, ""}},
    {"GET /v1/identity-providers/{provider}/jwks", {404, ""}},
    {"POST /v1/identity-providers/{provider}/logout",
     {404, "logout_token=x", "application/x-www-form-urlencoded"}},
    {"GET /v1/register", {200, ""}},
    {"GET /v1/authorities", {200, ""}},
    {"GET /livez", {200, ""}},
    {"GET /readyz", {200, ""}},
    {"GET /metrics", {200, ""}},
    {"GET /openapi.json", {200, ""}},
};

std::string call_of(const Permission& row) {
  return std::string(row.method) + " " + std::string(row.pattern);
}

// Nobody is asked where a name leads.
struct Anywhere final : ports::WebhookTargets {
  core::Result<void> check(const std::string& /*url*/) override { return {}; }
};

struct NoReferenceFiles final : ports::ReferenceStore {
  core::Result<std::vector<ports::ReferenceFile>> load() override {
    return std::vector<ports::ReferenceFile>();
  }
  core::Result<void> replace(const std::vector<ports::ReferenceFile>& /*files*/,
                             const proof::Leaf& /*leaf*/, core::Instant /*now*/) override {
    return {};
  }
};

struct Register {
  tests::Running running{{}, std::chrono::seconds(20)};
  ports::MemoryKeys keys;
  ports::MemoryClients clients;
  ports::MemoryHolds kept_holds;
  app::Holds holds{kept_holds, running.clock, running.randomness};
  app::Concerns concerns{running.reg,
                         running.reg,
                         running.index,
                         running.reference,
                         running.clock,
                         running.randomness,
                         running.metrics,
                         [](const proof::Head&) {},
                         {}};
  app::Duties duties{running.reg, running.reference, running.clock, running.randomness};
  ports::MemoryCaseOutcomes kept_outcomes{running.reg};
  app::CaseOutcomes outcomes{kept_outcomes,     running.reg,   running.reg,        running.reg,
                             running.reference, running.clock, running.randomness, running.metrics};
  ports::MemoryRectifications kept_rectifications{running.reg};
  app::Rectifications rectifications{kept_rectifications, running.reg,   running.reg,
                                     running.reference,   running.clock, running.randomness,
                                     running.metrics};
  ports::MemoryContacts kept_contacts;
  app::Contacts contacts{kept_contacts, running.reference, running.clock, running.randomness,
                         [] {}};
  ports::MemorySubjectRecords kept_subjects{running.reg};
  ports::MemoryMisuse sights{running.reg};
  app::SubjectAccess subject_access{{running.checks, running.index, running.reg, kept_subjects,
                                     running.reg, sights, running.reference, running.clock,
                                     running.randomness}};
  ports::MemoryMail kept_mail;
  app::MailAddresses mail{kept_mail, true, running.clock, running.randomness};
  ports::MemoryOwnLists lists{&running.reg};
  api::CaseCalls cases{.outcomes = outcomes,
                       .rectifications = rectifications,
                       .contacts = contacts,
                       .subject_access = subject_access,
                       .mail = mail,
                       .undecided = app::UndecidedHits(lists),
                       .records = running.reg};
  ports::MemoryWebhooks kept_webhooks;
  Anywhere targets;
  app::Webhooks webhooks{kept_webhooks, targets, running.clock, running.randomness};
  ports::MemoryReconciliations kept_runs;
  app::ReconciliationRuns runs{kept_runs, running.clock, running.randomness};
  ports::MemoryRosters kept_rosters;
  app::Rosters rosters{kept_rosters, running.records, running.clock, running.randomness};
  ports::MemoryColumnMappings kept_mappings;
  app::ColumnMappings mappings{kept_mappings, running.clock, running.randomness};
  NoReferenceFiles files;
  app::RecordLooks looks{running.reg, running.clock, running.randomness};
  ports::MemoryOfficers officers;
  app::SessionEnds session_ends{officers, running.clock, running.randomness};
  api::RegisterCalls register_calls{
      .reference = files,
      .held = kept_subjects,
      .looks = looks,
      .session_ends = session_ends,
      .index = running.index,
      .names_issuers = true,
      .feed_end = [] { return core::Result<std::int64_t>(7); },
      .past_its_day = [] { return core::Result<api::PastItsDay>(api::PastItsDay{}); }};
  api::NationCalls nation{runs, rosters, mappings, register_calls};
  app::Credentials credentials{keys, clients, running.clock, running.randomness, [] {}};
  access::ClientAuthentication client_authentication{clients, running.clock,
                                                     [] { return std::vector<std::string>(); }};
  const core::Uuid somebody = core::new_uuid(running.clock, running.randomness);
  Named identification{running.clock, somebody};
  app::Trace trace{running.reg, running.clock, running.randomness, running.metrics};
  app::OfficerAccounts accounts{officers,      officers,           officers, trace,
                                running.clock, running.randomness, {}};
  access::Passwords passwords;
  access::LocalSignIn local{officers, officers, officers, passwords, running.clock};
  api::SignIn sign_in{accounts, local, passwords, ""};
  access::IdentityProviders no_providers;
  app::ProviderOfficers provider_officers{officers, officers, running.reg, running.clock,
                                          running.randomness};
  ports::MemoryUsedSignIns used_sign_ins;
  api::ProviderParts providers{no_providers, provider_officers, used_sign_ins,
                               [] { return std::string(); }};
  ports::MemoryAlertDesk kept_alerts;
  app::AlertWork alert_work{kept_alerts, trace, running.clock, running.randomness, running.metrics};
  EmptyLog log;
  ports::SharedBudgets shared_budgets{running.clock};
  access::Limiter limiter{std::make_unique<ports::MemoryBudgets>(shared_budgets), running.clock,
                          access::LimiterOptions{}};
  ports::MemoryMisuse misuse{running.reg};
  app::MisuseReviews reviews{misuse, running.reg, running.clock, running.randomness, {}, 5};
  static constexpr ports::BudgetTerms plenty{1e6, 1e6};
  api::Context context{
      .checks = running.checks,
      .adjudications = running.adjudications,
      .records = running.records,
      .entry_changes = running.entry_changes,
      .disclosures = running.disclosures,
      .trace = trace,
      .inbox = running.reg,
      .alert_work = alert_work,
      .log = log,
      .lists = lists,
      .is_watching = true,
      .credentials = credentials,
      .holds = holds,
      .duties = duties,
      .webhooks = webhooks,
      .nation = nation,
      .cases = cases,
      .concerns = concerns,
      .identification = identification,
      .client_authentication = client_authentication,
      .sign_in = sign_in,
      .providers = providers,
      .limiter = limiter,
      .misuse = {misuse, reviews},
      .budgets = {plenty, plenty, plenty, plenty},
      .reference = running.reference,
      .clock = running.clock,
      .randomness = running.randomness,
      .metrics = running.metrics,
      .not_ready = [] { return std::optional<std::string>(); },
      .remark = [] { return std::optional<std::string>(); },
      .log_trouble = [] { return std::optional<std::string>(); },
      .openapi = "{}",
      .mappings = {{"default",
                    api::ColumnMapping::of_own_names(api::licence_file_columns().known)}},
      .most_rows = 100,
  };
  api::Service service{context};
  net::Server server;
  std::map<std::string, std::string> ids;  // "LDS /v1/decisions/{id}"
  int names = 0;

  static net::ServerOptions options() {
    net::ServerOptions wanted;
    wanted.port = 0;
    wanted.workers = 2;
    wanted.connections_per_peer = 10'000;
    return wanted;
  }

  Register() : server(options(), service) {
    REQUIRE(server.start().has_value());
    ids["put"] = "L%20of%20nobody";
    for (const auto& caller : {running.leeds, running.york}) {
      const auto& code = caller.authority;
      (void)running.put(caller,
                        tests::licence_of(tests::person_named("Barnaby Wigglesworth", "1990-02-03"),
                                          "L of " + code));
      ids[code + " /v1/licences/{licence_number}"] = "L%20of%20" + code;
      ids[code + " /v1/licences/{licence_number}/alerts"] = "L%20of%20" + code;
      ids[code + " /v1/licences/{licence_number}/history"] = "L%20of%20" + code;
      ids[code + " /v1/licences/{licence_number}/elsewhere"] = "L%20of%20" + code;
      ids[code + " /v1/log/leaves/{leaf}"] = std::string(64, '0');
      ids[code + " /v1/log/tile/{level}/{n}"] = "0/000";
      ids[code + " /v1/log/tile/{level}/{n}/{n2}"] = "0/x001/067";
      ids[code + " /v1/log/tile/{level}/{n}/{n2}/{n3}"] = "0/x001/x001/067";
      ids[code + " /v1/log/tile/{level}/{n}/{n2}/{n3}/{w}"] = "0/x001/x001/067.p/5";
      ids[code + " /v1/decisions/{id}"] =
          running
              .enter(caller, tests::revocation_of(
                                 tests::person_named("Barnaby Wigglesworth", "1990-02-03"), "R"))
              .text();
      app::Once<ports::ConcernRecord> once;
      once.render = [&](const ports::ConcernRecord& record) {
        ids[code + " /v1/concerns/{id}"] = record.id.text();
        ids[code + " /v1/concerns/{id}/changes"] = record.id.text();
        return ports::StoredAnswer{};
      };
      domain::Concern concern;
      concern.became_aware_on = tests::day("2026-11-16");
      concern.categories = {domain::ConcernCategory::harm};
      concern.subject = tests::person_named("Thaddeus Nobody", "1961-02-03");
      REQUIRE(concerns.report(caller, concern, {}, once).has_value());
      ids[code + " /v1/decisions/{id}/changes"] = ids[code + " /v1/decisions/{id}"];
      ids[code + " /v1/decisions/{id}/seen-by"] = ids[code + " /v1/decisions/{id}"];
      for (const auto* of : {"flags", "sample"})
        ids[code + " /v1/misuse/" + of + "/{id}/review"] =
            core::new_uuid(running.clock, running.randomness).text();
      REQUIRE(running.caught_up());
      const auto asked = running.checks.ask(
          caller, tests::check_of(tests::person_named("Barnaby Wigglesworth", "1990-02-03")));
      const auto id = asked.value().id.text();
      ids[code + " /v1/checks/{id}"] = id;
      ids[code + " /v1/checks/{id}/hits/{hit_id}/adjudication"] =
          id + "/hits/" + asked.value().hits.at(0).id.text();
    }
  }

  // Keys and clients are ended by the calls, so each call has its own.
  std::string new_id(const ports::Caller& caller, std::string_view pattern) {
    const auto id = core::new_uuid(running.clock, running.randomness);
    const auto name = "n" + std::to_string(++names);
    if (pattern.starts_with("/v1/disclosure-requests")) return new_request(caller, pattern);
    if (pattern.starts_with("/v1/checks"))
      return running.checks
          .ask(caller, tests::check_of(tests::person_named("Barnaby Wigglesworth", "1990-02-03")))
          .value()
          .id.text();
    if (pattern.starts_with("/v1/subject-requests"))
      return subject_access
          .find(caller, {"1", tests::person_named("Barnaby Wigglesworth", "1990-02-03"),
                         tests::day("2026-11-16")})
          .value()
          .check.id.text();
    if (pattern.starts_with("/v1/rectification-requests")) return new_rectification(caller).text();
    if (pattern.starts_with("/v1/duties")) return new_clock(caller).text();
    if (pattern.starts_with("/v1/holds")) {
      ports::Hold hold;
      hold.id = id;
      hold.authority = caller.authority;
      hold.entries = 1;
      hold.posted_by = {"somebody else"};
      kept_holds.add(hold);
      return id.text();
    }
    if (pattern.starts_with("/v1/alerts")) {
      ports::Alert alert;
      alert.id = id;
      kept_alerts.add(caller.authority, alert);
      return id.text();
    }
    if (pattern.starts_with("/v1/webhooks")) {
      ports::Webhook webhook;
      webhook.id = id;
      webhook.authority = caller.authority;
      webhook.url = core::Secret("https://council.example/" + name);
      webhook.keys = {{core::Secret(std::string(32, 'k')), {}}};
      REQUIRE(kept_webhooks.add(webhook, 10'000, {}).has_value());
      return id.text();
    }
    if (pattern.starts_with("/v1/mail-addresses")) {
      ports::MailAddress address;
      address.id = id;
      address.authority = caller.authority;
      address.email = core::Secret(name + "@example.com");
      // One that gets letters, one that may be confirmed, and one that may have another code.
      if (pattern.ends_with("/test")) address.confirmed_at = running.clock.now();
      if (pattern.ends_with("/confirmation"))
        address.code = ports::MailCode{core::Secret("12345678"), running.clock.now()};
      REQUIRE(kept_mail.add(address, 10'000, {}).has_value());
      return id.text();
    }
    if (pattern.starts_with("/v1/column-mappings")) {
      const auto its_name = "m" + std::to_string(++names);
      REQUIRE(
          kept_mappings
              .put(caller,
                   {{its_name, "licences", id, id, mapping_named(its_name), {}, ""}, {}, 10'000},
                   [](const core::Uuid&) { return proof::Leaf(); })
              .has_value());
      return its_name;
    }
    if (pattern.starts_with("/v1/rosters")) {
      ports::Roster roster;
      roster.id = id;
      roster.as_of = core::uk_date(running.clock.now());
      roster.state = domain::RosterState::compared;
      REQUIRE(kept_rosters.begin(caller, roster).has_value());
      return id.text();
    }
    if (pattern.starts_with("/v1/keys")) {
      ports::ApiKey key;
      key.id = id;
      key.authority = caller.authority;
      key.name = name;
      core::Hash hash{};
      std::copy(id.bytes.begin(), id.bytes.end(), hash.begin());
      REQUIRE(credentials.add_key(caller, key, hash).has_value());
    } else {
      ports::Client client;
      client.id = id;
      client.authority = caller.authority;
      client.name = name;
      client.jwks = jwks;
      REQUIRE(credentials.add_client(caller, client).has_value());
    }
    return id.text();
  }

  // Of that authority with a third one, as it must stand for the call.
  std::string new_request(const ports::Caller& caller, std::string_view pattern) {
    const ports::Caller third{"MAN", "key-of-manchester"};
    const bool asks = !pattern.ends_with("/answer");
    ports::DisclosureRequest request;
    request.id = core::new_uuid(running.clock, running.randomness);
    request.asked_by = asks ? caller.authority : third.authority;
    request.asked_of = asks ? third.authority : caller.authority;
    request.entry = core::Uuid::parse(ids[caller.authority + " /v1/decisions/{id}"]).value();
    request.check = core::new_uuid(running.clock, running.randomness);
    const auto said = [&](ports::DisclosureItemKind kind, std::string text) {
      ports::DisclosureItem item;
      item.id = core::new_uuid(running.clock, running.randomness);
      item.kind = kind;
      item.said_by = request.asked_by;
      item.text = std::move(text);
      item.media_type = "text/plain";
      return item;
    };
    request.items.push_back(said(ports::DisclosureItemKind::question, "Why?"));
    auto work = running.reg.begin(asks ? caller : third).value();
    REQUIRE(work->disclosures().open(request).has_value());
    if (pattern.ends_with("/had-regard")) request.state = domain::DisclosureState::answered;
    const auto file = said(ports::DisclosureItemKind::attachment, "letter.txt");
    request.items.push_back(file);
    REQUIRE(work->disclosures().add(request, file, "Dear Leeds").has_value());
    REQUIRE(work->commit().has_value());
    return request.id.text() +
           (pattern.ends_with("{attachment_id}") ? "/attachments/" + file.id.text() : "");
  }

  // Of that authority about its own entry.
  core::Uuid new_rectification(const ports::Caller& caller) {
    core::Uuid id;
    app::Once<ports::Rectification> once;
    once.render = [&](const ports::Rectification& request) {
      id = request.id;
      return ports::StoredAnswer{};
    };
    app::RectificationToTake wanted;
    wanted.entry = core::Uuid::parse(ids[caller.authority + " /v1/decisions/{id}"]).value();
    wanted.received_on = tests::day("2026-11-16");
    wanted.wrong = "The day.";
    REQUIRE(rectifications.take(caller, wanted, once).has_value());
    return id;
  }

  core::Uuid new_clock(const ports::Caller& caller) {
    const auto about = new_rectification(caller);
    const auto all =
        duties.list(caller, {domain::DutyKind::rectify, {}}, {}, 10'000).value().duties;
    const auto its = std::find_if(all.begin(), all.end(),
                                  [&](const auto& one) { return one.duty.about.id == about; });
    return its->id;
  }

  // Whoever asks has an officer and a session of their own for each request: some calls end them.
  void sign_in_anew(const std::string& authority) {
    ports::Officer officer;
    officer.id = somebody;
    officer.authority = authority;
    officer.name = "Somebody";
    (void)officers.add(officer, {}, {}, {}, {});
    ports::NewSession begun;
    begun.session.id = core::new_uuid(running.clock, running.randomness);
    begun.session.officer = somebody;
    begun.session.authority = authority;
    begun.session.began_at = begun.session.seen_at = running.clock.now();
    begun.session.ends_at = {running.clock.now().micros + 3'600'000'000};
    std::copy_n(begun.session.id.bytes.begin(), 16, begun.token_hash.begin());
    (void)officers.begin(begun, {});
    identification.session = begun.session.id;
    identification.show_second_factor();
  }

  std::string new_officer(const ports::Caller& caller) {
    ports::Officer officer;
    officer.id = core::new_uuid(running.clock, running.randomness);
    officer.authority = caller.authority;
    officer.username = "n" + std::to_string(++names) + "@" + caller.authority;
    REQUIRE(officers.add(officer, {}, {}, {}, {}).has_value());
    return officer.id.text();
  }

  std::string path(const Permission& row, const ports::Caller& whose) {
    std::string place(row.pattern);
    const auto begin = place.find('{');
    if (begin == std::string::npos) return place;
    if (row.method == "PUT" && row.pattern.starts_with("/v1/column-mappings"))
      return place.replace(begin, std::string::npos, "of-nobody");
    // A number under which nobody has a licence: whoever puts one makes an own one of it.
    const bool puts = row.method == "PUT" && row.pattern.starts_with("/v1/licences");
    const auto found = ids.find(puts ? "put" : whose.authority + " " + place);
    const bool is_officers = row.pattern.starts_with("/v1/officers");
    const bool is_session = row.pattern.starts_with("/v1/sessions");
    const auto id = is_officers          ? new_officer(whose)
                    : is_session         ? session_of(whose)
                    : found != ids.end() ? found->second
                                         : new_id(whose, row.pattern);
    return place.replace(begin, place.rfind('}') - begin + 1, id);
  }

  // Of somebody, where they belong to that authority or to none; else a session of another.
  std::string session_of(const ports::Caller& whose) {
    if (whose.authority == "LDS") return identification.session.text();
    return core::new_uuid(running.clock, running.randomness).text();
  }

  test::Answer ask(const Permission& row, const std::string& who, const ports::Caller& whose,
                   std::chrono::minutes after_sign_in = {},
                   const std::string& more = "X-CSRF-Token: csrf of somebody\r\n") {
    const auto words = core::split(who, ' ');
    if (words.size() == 3) sign_in_anew(words[2] == "-" ? "" : std::string(words[2]));
    running.clock.advance(after_sign_in);
    const auto& sample = samples.at(call_of(row));
    auto body = sample.body;
    if (const auto at = body.find("NAME"); at != std::string::npos)
      body.replace(at, 4, "n" + std::to_string(++names));
    std::string request = std::string(row.method) + " " + path(row, whose) +
                          " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n";
    if (!who.empty()) request += "Authorization: " + who + "\r\n";
    request += more;
    if (!body.empty())
      request += "Content-Type: " + sample.type +
                 "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    test::RawClient client(server.port());
    client.send(request + "\r\n" + body);
    return client.receive().value();
  }
};

int expected(const Permission& row, bool is_open, bool is_own) {
  if (row.scope != Scope::none && !is_open) return 403;
  if (row.foreign == Foreign::hidden && !is_own) return 404;
  // Each of the two authorities was given a hit on the other's entry.
  if (row.foreign == Foreign::refused && !is_own) return 403;
  return samples.at(call_of(row)).status;
}

bool has_route(const Permission& row) {
  for (const auto& route : api::routes())
    if (route.method == row.method && route.pattern == row.pattern) return true;
  return false;
}

std::vector<Permission> rows_with_routes() {
  std::vector<Permission> found;
  for (const auto& row : access::permissions())
    if (has_route(row)) found.push_back(row);
  return found;
}

// The first PUT of a licence makes it.
int made_or_there(int status, const Permission& row) {
  const bool makes =
      row.pattern.starts_with("/v1/licences") || row.pattern.starts_with("/v1/column-mappings");
  return row.method == "PUT" && makes && status == 201 ? 200 : status;
}

}  // namespace

TEST_CASE("Each call of the API has a row, and each row is of a call that is there or promised") {
  // Written down before they are there, because the contract names them.
  const std::set<std::string> promised = {};
  std::size_t there = 0;
  for (const auto& row : access::permissions()) {
    INFO(call_of(row));
    if (has_route(row)) {
      ++there;
      CHECK(samples.contains(call_of(row)));
    } else {
      CHECK(promised.contains(call_of(row)));
    }
  }
  CHECK(there == api::routes().size());
}

TEST_CASE("Each role may do what its row says, with its own records and with others'") {
  Register reg;
  for (const auto& row : rows_with_routes()) {
    for (const auto& one : access::role_names) {
      const bool is_register_s = one.role == Role::registrar || one.role == Role::auditor;
      const bool is_everybody_s = row.pattern.starts_with("/v1/holds");  // the operator's too
      const auto who = "role " + std::string(one.name) + (is_register_s ? " -" : " LDS");
      for (const auto& whose : {reg.running.leeds, reg.running.york}) {
        const bool is_own = whose.authority == "LDS";
        INFO(call_of(row) << " by " << who << " of " << whose.authority);
        const auto answer = reg.ask(row, who, whose);
        const bool is_seen = is_own || (is_register_s && is_everybody_s);
        CHECK(made_or_there(answer.status, row) ==
              expected(row, row.is_open_to(one.role), is_seen));
        if (answer.status == 403) CHECK(answer.field("content-type") == "application/problem+json");
      }
    }
  }
}

TEST_CASE("Who else licenses somebody is told to nobody where the policy is off") {
  Register reg;
  const auto* row = access::permission_of("GET", "/v1/licences/{licence_number}/elsewhere");
  REQUIRE(row != nullptr);
  const auto looks = [&] {
    const auto leaves = reg.running.reg.leaves();
    return std::count_if(leaves.begin(), leaves.end(), [](const proof::Leaf& leaf) {
      return leaf.event.kind == "licence_elsewhere_read";
    });
  };
  CHECK(reg.ask(*row, "role officer LDS", reg.running.leeds).status == 200);
  const auto before = looks();
  reg.register_calls.names_issuers = false;
  for (const std::string who : {"role officer LDS", "scope licences LDS"}) {
    const auto answer = reg.ask(*row, who, reg.running.leeds);
    CHECK(answer.status == 409);
    CHECK(answer.body.find("no legal basis is recorded") != std::string::npos);
    CHECK(answer.body.find("YOR") == std::string::npos);
    // And whether the licence is there is another's to know still.
    CHECK(reg.ask(*row, who, reg.running.york).status == 404);
  }
  CHECK(looks() == before);
}

TEST_CASE("What asks for a fresh second factor is refused to a person who showed none of late") {
  Register reg;
  std::size_t asked = 0;
  for (const auto& row : rows_with_routes()) {
    if (row.scope == Scope::none) continue;
    const bool is_fresh = row.second_factor == access::SecondFactor::fresh;
    asked += is_fresh ? 1U : 0U;
    for (const auto& one : access::role_names) {
      const bool is_register_s = one.role == Role::registrar || one.role == Role::auditor;
      if (!row.is_open_to(one.role) || is_register_s) continue;
      const auto who = "role " + std::string(one.name) + " LDS";
      INFO(call_of(row) << " by " << who);
      const auto late = reg.ask(row, who, reg.running.leeds, std::chrono::minutes(10));
      const bool is_refused = late.body.find("/problems/step-up-required") != std::string::npos;
      CHECK(is_refused == is_fresh);
      if (is_refused) CHECK(late.status == 403);
      const auto in_time = reg.ask(row, who, reg.running.leeds, std::chrono::minutes(9));
      CHECK(in_time.body.find("/problems/step-up-required") == std::string::npos);
    }
    // A system has none to show.
    if (row.scope == Scope::administration)
      CHECK(reg.ask(row, "scope administration LDS", reg.running.leeds, std::chrono::minutes(10))
                .status == samples.at(call_of(row)).status);
  }
  CHECK(asked >= 8);
}

TEST_CASE("An unsafe call of a session without its CSRF token is refused, whatever its role") {
  Register reg;
  for (const auto& row : rows_with_routes()) {
    if (row.scope == Scope::none) continue;
    for (const auto& one : access::role_names) {
      if (!row.is_open_to(one.role) || one.role == Role::registrar || one.role == Role::auditor)
        continue;
      const auto who = "role " + std::string(one.name) + " LDS";
      INFO(call_of(row) << " by " << who);
      for (const std::string more :
           {"", "X-CSRF-Token: csrf of another\r\n",
            "X-CSRF-Token: csrf of somebody\r\nSec-Fetch-Site: cross-site\r\n"}) {
        const auto answer = reg.ask(row, who, reg.running.leeds, {}, more);
        if (row.method == "GET")
          CHECK(answer.status == samples.at(call_of(row)).status);
        else
          CHECK(answer.status == 403);
      }
    }
  }
}

TEST_CASE("Each scope opens what its row says, and lacking it is told by name") {
  Register reg;
  for (const auto& row : rows_with_routes()) {
    for (const auto& one : access::scope_names) {
      const auto who = "scope " + std::string(one.name) + " LDS";
      for (const auto& whose : {reg.running.leeds, reg.running.york}) {
        const bool is_own = whose.authority == "LDS";
        INFO(call_of(row) << " by " << who << " of " << whose.authority);
        const auto answer = reg.ask(row, who, whose);
        CHECK(made_or_there(answer.status, row) ==
              expected(row, row.scope == one.scope || row.scope == Scope::any, is_own));
        if (answer.status == 403 && row.scope != one.scope)
          CHECK(answer.field("www-authenticate") ==
                R"(Bearer realm="badgewatch", error="insufficient_scope", scope=")" +
                    std::string(access::name_of(row.scope)) + "\"");
      }
    }
  }
}

TEST_CASE("Without a credential only what is open to everybody answers") {
  Register reg;
  for (const auto& row : rows_with_routes()) {
    INFO(call_of(row));
    const auto answer = reg.ask(row, "", reg.running.leeds);
    const bool is_open = row.scope == Scope::none;
    CHECK(answer.status == (is_open ? samples.at(call_of(row)).status : 401));
    if (!is_open) {
      CHECK(answer.field("www-authenticate") == R"(Bearer realm="badgewatch")");
      CHECK(answer.field("content-type") == "application/problem+json");
    }
  }
}
