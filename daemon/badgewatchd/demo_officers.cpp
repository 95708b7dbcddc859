#include "badgewatchd/demo_officers.hpp"

#include "access/random_password.hpp"
#include "access/totp.hpp"
#include "access/username.hpp"
#include "badgewatchd/officer_issue.hpp"
#include "badgewatchd/signals.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::daemon {

namespace {

// Where much is tried there are two, since some acts need two people.
constexpr std::array with_two = {"TFL", "BIR", "WLV", "MAN", "LDS", "GLG", "CRF"};

struct Wanted {
  std::string authority;
  access::OfficerWanted officer;
};

bool has_two(const std::string& authority) {
  return std::find(with_two.begin(), with_two.end(), authority) != with_two.end();
}

std::vector<Wanted> all_wanted(const std::vector<std::string>& authorities) {
  std::vector<Wanted> all{{"", {"operator", "Demo operator", {"operator"}}}};
  for (const auto& code : authorities) {
    all.push_back({code, {"officer", "Demo officer of " + code, {"officer", "decision_maker"}}});
    if (has_two(code))
      all.push_back({code,
                     {"supervisor",
                      "Demo supervisor of " + code,
                      {"decision_maker", "supervisor", "data_administrator"}}});
  }
  return all;
}

std::string text_at(const core::Json& json, std::string_view name) {
  const auto* member = json.find(name);
  const auto* text = member == nullptr ? nullptr : member->string();
  return text == nullptr ? "" : *text;
}

void collect(const core::Json& json, std::map<std::string, DemoOfficer>& found) {
  DemoOfficer officer{.username = text_at(json, "username"),
                      .password = core::Secret(text_at(json, "password")),
                      .totp_secret = core::Secret(text_at(json, "totp_secret")),
                      .roles = {}};
  const bool is_whole =
      !officer.username.empty() && !officer.password.empty() && !officer.totp_secret.empty();
  if (is_whole) found[officer.username] = std::move(officer);
}

std::map<std::string, DemoOfficer> stored_officers(const core::Json& stored) {
  std::map<std::string, DemoOfficer> found;
  if (const auto* one = stored.find("operator")) collect(*one, found);
  const auto* authorities = stored.find("authorities");
  if (authorities == nullptr || authorities->array() == nullptr) return found;
  for (const auto& authority : *authorities->array()) {
    const auto* officers = authority.find("officers");
    if (officers == nullptr || officers->array() == nullptr) continue;
    for (const auto& one : *officers->array())
      collect(one, found);
  }
  return found;
}

core::Result<DemoOfficer> issue(store::Store& store, const Environment& environment,
                                const Wanted& wanted) {
  const auto username = access::username_of(wanted.officer.username, wanted.authority).value();
  const auto hash = [](const core::Secret& password) -> core::Result<core::Secret> {
    return access::quick_hash(password);
  };
  const auto there = store.officers().of_username(username);
  if (!there) return there.error();
  const auto issued =
      *there ? reissue_officer(store, environment, hash, **there)
             : issue_officer(store, environment, hash, wanted.authority, wanted.officer);
  if (!issued) return issued.error();
  return DemoOfficer{.username = username,
                     .password = issued->password,
                     .totp_secret = core::Secret(access::totp_base32(issued->totp_secret)),
                     .roles = wanted.officer.roles};
}

core::Result<std::vector<DemoOfficer>> issue_all(store::Store& store,
                                                 const Environment& environment,
                                                 const std::vector<Wanted>& missing) {
  std::vector<DemoOfficer> made;
  for (const auto& wanted : missing) {
    if (stop_is_wanted())
      return core::Error(core::Errc::unavailable,
                         "Stopped before the demo was loaded. The next start goes on with it.");
    auto one = issue(store, environment, wanted);
    if (!one) return one.error();
    made.push_back(std::move(*one));
  }
  return made;
}

void write_officer(core::JsonWriter& out, const DemoOfficer& officer) {
  out.begin_object().member("username", officer.username);
  out.member("password", officer.password.reveal());
  out.member("totp_secret", officer.totp_secret.reveal());
  out.key("roles").begin_array();
  for (const auto& role : officer.roles)
    out.value(role);
  out.end_array().end_object();
}

}  // namespace

core::Result<DemoOfficers> DemoOfficers::read_or_issue(
    const core::Json& stored, Database& database, const Environment& environment,
    const std::vector<std::string>& authorities) {
  const auto found = stored_officers(stored);
  DemoOfficers officers;
  std::vector<Wanted> missing;
  for (const auto& wanted : all_wanted(authorities)) {
    const auto username = access::username_of(wanted.officer.username, wanted.authority).value();
    const auto there = found.find(username);
    if (there == found.end()) {
      missing.push_back(wanted);
      continue;
    }
    auto officer = there->second;
    officer.roles = wanted.officer.roles;
    officers.of_authority_[wanted.authority].push_back(std::move(officer));
  }
  if (missing.empty()) return officers;
  auto made = issue_all(*database.store, environment, missing);
  if (!made) return made.error();
  for (std::size_t i = 0; i < missing.size(); ++i)
    officers.of_authority_[missing[i].authority].push_back(std::move((*made)[i]));
  for (auto& [authority, all] : officers.of_authority_)
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.username < b.username; });
  return officers;
}

void DemoOfficers::write_officers(core::JsonWriter& out, const std::string& authority) const {
  out.key("officers").begin_array();
  if (const auto its = of_authority_.find(authority); its != of_authority_.end())
    for (const auto& officer : its->second)
      write_officer(out, officer);
  out.end_array();
}

void DemoOfficers::write_operator(core::JsonWriter& out) const {
  out.key("operator");
  write_officer(out, of_authority_.at("").front());
}

}  // namespace badgewatch::daemon
