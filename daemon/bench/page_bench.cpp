#include "bench/page_bench.hpp"

#include "access/totp.hpp"
#include "bench/browser_wire.hpp"
#include "core/json.hpp"
#include "http/percent.hpp"

#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <vector>

namespace badgewatch::bench {

namespace {

core::Error unreadable(const std::string& what) {
  return {core::Errc::invalid, what};
}

std::string text_in(const core::Json* json, std::string_view name) {
  const auto* member = json == nullptr ? nullptr : json->find(name);
  return member == nullptr || member->string() == nullptr ? "" : *member->string();
}

const core::Json* first_of(const core::Json* json, std::string_view name) {
  const auto* member = json == nullptr ? nullptr : json->find(name);
  const auto* list = member == nullptr ? nullptr : member->array();
  return list == nullptr || list->empty() ? nullptr : &list->front();
}

struct Account {
  std::string username, password, totp_secret;
};

// The first officer of that authority who has this role.
core::Result<Account> account_of(const core::Json& demo, const std::string& code,
                                 const std::string& role) {
  const auto* authorities = demo.find("authorities");
  if (authorities == nullptr || authorities->array() == nullptr)
    return unreadable("The file is no demo.json.");
  for (const auto& authority : *authorities->array()) {
    const auto* officers = authority.find("officers");
    if (text_in(&authority, "code") != code || officers == nullptr || !officers->array()) continue;
    for (const auto& officer : *officers->array()) {
      const auto* roles = officer.find("roles");
      if (roles == nullptr || roles->array() == nullptr) continue;
      for (const auto& one : *roles->array())
        if (one.string() != nullptr && *one.string() == role)
          return Account{text_in(&officer, "username"), text_in(&officer, "password"),
                         text_in(&officer, "totp_secret")};
    }
  }
  return unreadable("The demo has no " + role + " of " + code + ".");
}

// Somebody who is signed in.
class Officer {
public:
  static core::Result<std::unique_ptr<Officer>> sign_in(const Endpoint& endpoint,
                                                        const Account& account) {
    auto officer = std::make_unique<Officer>(endpoint);
    const core::Secret secret(bytes_of_base32(account.totp_secret));
    const core::SystemClock clock;
    const auto step = access::totp_step(clock.now());
    // A code works once: one that was shown by an earlier run is refused, and the next one taken.
    for (const auto tried : {step, step + 1}) {
      core::JsonWriter body;
      body.begin_object().member("username", account.username);
      body.member("password", account.password);
      body.member("code", access::totp_code(secret, tried)).end_object();
      const auto answer = officer->wire_.send(
          {.method = "POST", .target = "/v1/session", .body = std::move(body).take()});
      if (!answer) return answer.error();
      if (answer->status != 201) continue;
      const auto json = core::parse_json(answer->body);
      if (json) officer->csrf_ = text_in(&*json, "csrf_token");
      return officer;
    }
    return unreadable("The demo's " + account.username + " cannot sign in now: wait a minute.");
  }
  explicit Officer(const Endpoint& endpoint) : wire_(endpoint) {}

  core::Result<PageReply> page(PageRequest request) { return wire_.send(request); }
  core::Result<PageReply> api(PageRequest request) {
    if (request.method != "GET") request.csrf = csrf_;
    return wire_.send(request);
  }
  core::Result<core::Json> read(const std::string& target) {
    const auto answer = api({.target = target});
    if (!answer) return answer.error();
    return core::parse_json(answer->body);
  }
  const std::string& csrf() const { return csrf_; }

private:
  BrowserWire wire_;
  std::string csrf_;
};

struct Measured {
  std::string name;
  Officer* by = nullptr;
  PageRequest page;
  std::string peer_name;
  PageRequest peer;
};

// Median and 99 %, in milliseconds; an error where an answer is not 200, 201 or a redirect.
struct Times {
  Latencies took;
  std::size_t bytes = 0;

  core::Result<void> add(const core::Result<PageReply>& reply, const std::string& target) {
    if (!reply) return reply.error();
    if (reply->status >= 400)
      return unreadable(target + " was answered with " + std::to_string(reply->status) + ".");
    took.add(reply->took);
    bytes = reply->body.size();
    return {};
  }
  double ms(double percent) { return took.percentile(percent) / 1000; }
};

core::Result<void> measure(const Measured& one, unsigned runs) {
  constexpr unsigned warm_up = 5;
  Times page, peer, unmeasured;
  for (unsigned run = 0; run < runs + warm_up; ++run) {
    const bool warm = run < warm_up;
    auto taken = (warm ? unmeasured : page).add(one.by->page(one.page), one.page.target);
    if (taken) taken = (warm ? unmeasured : peer).add(one.by->api(one.peer), one.peer.target);
    if (!taken) return taken;
  }
  say("page_" + one.name, page.ms(50), "ms", [&](core::JsonWriter& out) {
    out.key("p99").value(page.ms(99), 4).member("bytes", page.bytes).member("runs", runs);
    out.member("peer", one.peer_name).key("peer_median").value(peer.ms(50), 4);
    out.key("peer_p99").value(peer.ms(99), 4);
  });
  return {};
}

// Somebody whom the authority licenses and of whom an alert tells, so that a check has a hit; else
// somebody whom nobody knows.
struct Applicant {
  std::string licence_number;
  std::string name = "Zebulon Featherstonehaugh";
  std::string born = "1961-02-03";
};

core::Result<Applicant> applicant_of(Officer& officer) {
  Applicant applicant;
  const auto alerts = officer.read("/v1/alerts");
  if (!alerts) return alerts.error();
  const auto* list = alerts->find("alerts");
  if (list == nullptr || list->array() == nullptr) return applicant;
  for (const auto& alert : *list->array()) {
    if (text_in(&alert, "kind") != "licensee_matched") continue;
    const auto number = text_in(&alert, "licence_number");
    const auto licence = officer.read("/v1/licences/" + http::percent_encode(number));
    if (!licence) return licence.error();
    const auto* holder = licence->find("holder");
    const auto* name = first_of(holder, "names");
    if (holder == nullptr || name == nullptr) continue;
    const auto full = text_in(name, "full");
    applicant.licence_number = number;
    applicant.name = full.empty() ? text_in(name, "given") + " " + text_in(name, "family") : full;
    const auto born = text_in(holder, "date_of_birth");
    if (born.size() == 10) applicant.born = born;
    return applicant;
  }
  return applicant;
}

std::string check_body(const Applicant& applicant) {
  core::JsonWriter out;
  out.begin_object().member("case_reference", "BENCH/1").member("purpose", "renewal");
  out.key("subject").begin_object().key("names").begin_array();
  out.begin_object().member("full", applicant.name).end_object().end_array();
  out.member("date_of_birth", applicant.born).end_object().end_object();
  return std::move(out).take();
}

std::string check_form(const Applicant& applicant, const std::string& csrf) {
  const auto field = [](const char* name, const std::string& value) {
    return "&" + std::string(name) + "=" + http::percent_encode(value);
  };
  return "csrf=" + http::percent_encode(csrf) + field("case_reference", "BENCH/1") +
         field("purpose", "renewal") + field("full_name", applicant.name) +
         field("date_of_birth-day", applicant.born.substr(8)) +
         field("date_of_birth-month", applicant.born.substr(5, 2)) +
         field("date_of_birth-year", applicant.born.substr(0, 4));
}

PageRequest get(std::string target) {
  return {.method = "GET", .target = std::move(target)};
}

struct People {
  Officer& officer;
  Officer& supervisor;
  Officer& administrator;
};

std::vector<Measured> pages_of(const People& people, const Applicant& applicant,
                               const std::string& check) {
  auto* officer = &people.officer;
  auto* supervisor = &people.supervisor;
  auto* administrator = &people.administrator;
  const auto help = get("/help");
  std::vector<Measured> all = {
      {"home", officer, get("/"), "counts of alerts, of its five calls", get("/v1/alert-counts")},
      {"check_form", officer, get("/check"), "a static page", help},
      {"check",
       officer,
       {.method = "POST", .target = "/check", .body = check_form(applicant, people.officer.csrf())},
       "POST /v1/checks",
       {.method = "POST", .target = "/v1/checks", .body = check_body(applicant)}},
      {"check_result", officer, get("/checks/" + check), "GET /v1/checks/{id}",
       get("/v1/checks/" + check + "?include=asked")},
      {"duties", officer, get("/duties"), "GET /v1/duties", get("/v1/duties?limit=50")},
      {"undecided_hits", officer, get("/undecided-hits"), "GET /v1/undecided-hits",
       get("/v1/undecided-hits")},
      {"alerts", officer, get("/alerts"), "GET /v1/alerts",
       get("/v1/alerts?before=9999999&limit=51")},
      {"requests", officer, get("/requests"), "GET /v1/disclosure-requests",
       get("/v1/disclosure-requests?list=to_answer")},
      {"decisions", officer, get("/decisions"), "GET /v1/decisions", get("/v1/decisions")},
      {"concerns", officer, get("/concerns"), "GET /v1/concerns", get("/v1/concerns")},
      {"searches", officer, get("/searches"), "GET /v1/checks", get("/v1/checks")},
      {"reports", supervisor, get("/reports"), "GET /v1/reconciliations",
       get("/v1/reconciliations")},
      {"lateness", supervisor, get("/reports/lateness"), "GET /v1/reports/lateness",
       get("/v1/reports/lateness")},
      {"grants", supervisor, get("/reports/grants"), "GET /v1/reports/grants",
       get("/v1/reports/grants?limit=50")},
      {"officers", administrator, get("/admin/officers"), "GET /v1/officers", get("/v1/officers")},
      {"help", officer, get("/help/check"), "a static page", help},
  };
  if (!applicant.licence_number.empty()) {
    const auto number = http::percent_encode(applicant.licence_number);
    all.push_back({"driver",
                   officer,
                   {.method = "POST",
                    .target = "/drivers",
                    .body = "csrf=" + http::percent_encode(people.officer.csrf()) +
                            "&licence_number=" + number},
                   "GET /v1/licences/{licence_number}",
                   get("/v1/licences/" + number)});
  }
  return all;
}

core::Result<void> measure_all(const PageBenchOptions& options) {
  const auto endpoint = read_endpoint(options.url);
  if (!endpoint) return endpoint.error();
  std::ifstream file(options.demo);
  std::stringstream text;
  text << file.rdbuf();
  const auto demo = core::parse_json(text.str());
  if (!file || !demo) return unreadable("The file " + options.demo + " cannot be read.");
  std::map<std::string, std::unique_ptr<Officer>> signed_in;  // by username
  std::vector<Officer*> with_role;
  for (const auto* role : {"officer", "supervisor", "data_administrator"}) {
    const auto account = account_of(*demo, options.authority, role);
    if (!account) return account.error();
    auto& officer = signed_in[account->username];
    if (!officer) {
      auto signing = Officer::sign_in(*endpoint, *account);
      if (!signing) return signing.error();
      officer = std::move(*signing);
    }
    with_role.push_back(officer.get());
  }
  const People people{*with_role[0], *with_role[1], *with_role[2]};
  const auto applicant = applicant_of(people.officer);
  if (!applicant) return applicant.error();
  const auto checked = people.officer.api(
      {.method = "POST", .target = "/v1/checks", .body = check_body(*applicant)});
  if (!checked) return checked.error();
  const auto check = core::parse_json(checked->body);
  const auto id = check ? text_in(&*check, "id") : "";
  if (id.empty()) return unreadable("The check was not answered.");
  for (const auto& one : pages_of(people, *applicant, id))
    if (options.only.empty() || one.name == options.only)
      if (auto measured = measure(one, options.runs); !measured) return measured;
  return {};
}

}  // namespace

int run_pages(const PageBenchOptions& options) {
  const auto done = measure_all(options);
  if (done) return 0;
  std::cerr << "badgewatch-bench: " << done.error().detail() << '\n';
  return 1;
}

}  // namespace badgewatch::bench
