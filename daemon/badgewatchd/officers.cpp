#include "access/api_key.hpp"
#include "access/password.hpp"
#include "access/session_token.hpp"
#include "access/totp.hpp"
#include "access/username.hpp"
#include "app/reference.hpp"
#include "badgewatchd/admin_act.hpp"
#include "badgewatchd/officer_issue.hpp"
#include "badgewatchd/signing_in.hpp"
#include "core/json_writer.hpp"
#include "core/text.hpp"

#include <iostream>

namespace badgewatch::daemon {

namespace {

constexpr std::string_view the_register = "register";

core::Result<core::Secret> slow_hash(const core::Secret& password) {
  access::Passwords passwords;
  return passwords.hash(password);
}

void write_texts(core::JsonWriter& out, std::string_view name,
                 const std::vector<std::string>& texts) {
  out.key(name).begin_array();
  for (const auto& text : texts)
    out.value(text);
  out.end_array();
}

void print_issued(const IssuedOfficer& issued) {
  core::JsonWriter out;
  out.begin_object().member("id", issued.officer.id.text());
  out.member("username", issued.officer.username);
  out.member("password", issued.password.reveal());
  out.member("totp_secret", access::totp_base32(issued.totp_secret));
  out.member("otpauth_uri", access::otpauth_uri(issued.totp_secret, issued.officer.username));
  out.key("recovery_codes").begin_array();
  for (const auto& code : issued.recovery_codes)
    out.value(code.reveal());
  out.end_array().end_object();
  std::cerr << "This is shown once. It belongs in nobody's hands but its owner's.\n";
  std::cout << out.text() << '\n';
}

// The code, or nothing for the register.
core::Result<std::string> authority_named(store::Store& store, const Environment& environment,
                                          const std::string& named) {
  if (core::ascii_lower(named) == the_register) return std::string();
  const auto files = store.reference().load();
  if (!files) return files.error();
  const auto reference = app::read_reference(*files);
  if (!reference) return reference.error();
  const auto* authority = reference->authorities.with_code(named);
  if (authority == nullptr || !authority->in_force(core::uk_date(environment.clock.now())))
    return core::Error(core::Errc::invalid, "There is no licensing authority `" + named +
                                                "` today; `register` means the register itself.");
  return named;
}

core::Result<ports::Officer> officer_named(store::Store& store, const std::string& username) {
  auto found = store.officers().of_username(access::username_as_typed(username));
  if (!found) return found.error();
  if (!*found)
    return core::Error(core::Errc::not_found,
                       "There is no officer of that username; see `admin officer list`.");
  return std::move(**found);
}

core::Error about(const core::Problems& problems) {
  return {core::Errc::invalid,
          "What is wrong with the officer: " + problems.front().pointer.substr(1) + " " +
              problems.front().detail + "."};
}

struct Invited {
  ports::Invitation invitation;
  core::Secret secret;
};

Invited new_invitation(const Config& config, const Environment& environment) {
  Invited made;
  made.secret = access::new_session_token(environment.randomness);
  const auto time = std::chrono::microseconds(sign_in_rules(config.sign_in).invitation);
  made.invitation = {access::hash_of(made.secret.reveal()),
                     {environment.clock.now().micros + time.count()}};
  return made;
}

void print_invitation(const ports::Officer& officer, const Invited& made) {
  core::JsonWriter out;
  out.begin_object().member("id", officer.id.text()).member("username", officer.username);
  out.member("invitation", made.secret.reveal());
  out.member("invited_until", core::to_text(made.invitation.until)).end_object();
  std::cout << out.text() << '\n';
}

}  // namespace

core::Result<void> create_account(Database& database, const Environment& acting,
                                  const std::string& authority,
                                  const access::OfficerWanted& wanted) {
  core::Problems problems;
  access::check_wanted(wanted, authority, problems);
  if (!problems.empty()) return about(problems);
  const auto issued = issue_officer(*database.store, acting, slow_hash, authority, wanted);
  if (!issued) return issued.error();
  print_issued(*issued);
  return {};
}

int create_officer(const Config& config, const Environment& environment, const NewOfficer& wanted) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    auto& store = *database.store;
    const auto authority = authority_named(store, acting, wanted.authority);
    if (!authority) return fail(authority.error());
    const access::OfficerWanted checked{wanted.username, wanted.name, wanted.roles};
    if (!wanted.invite) {
      const auto done = create_account(database, acting, *authority, checked);
      return done ? 0 : fail(done.error());
    }
    core::Problems problems;
    access::check_wanted(checked, *authority, problems);
    if (!problems.empty()) return fail(about(problems));
    const auto officer = access::make_officer(*authority, checked, acting.clock, acting.randomness);
    const auto made = new_invitation(config, acting);
    const auto added =
        store.officers().add(officer, {}, {}, made.invitation,
                             operator_leaf(acting, "officer_created", *authority, officer.id));
    if (!added) return fail(added.error());
    print_invitation(officer, made);
    return 0;
  });
}

int list_officers(const Config& config, const Environment& environment, const std::string& named) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto authority = authority_named(*database.store, acting, named);
    if (!authority) return fail(authority.error());
    const auto officers = database.store->officers().list(*authority);
    if (!officers) return fail(officers.error());
    auto logged =
        database.store->log_as_operator(operator_leaf(acting, "officers_listed", *authority, {}));
    if (!logged) return fail(logged.error());
    for (const auto& one : *officers) {
      core::JsonWriter out;
      out.begin_object().member("id", one.id.text()).member("username", one.username);
      out.member("name", one.name);
      write_texts(out, "roles", one.roles);
      out.member("created_at", core::to_text(one.created_at));
      std::optional<std::string> last;
      if (one.last_sign_in_at) last = core::to_text(*one.last_sign_in_at);
      out.member("last_sign_in_at", last);
      out.member("live", !one.disabled_at.has_value()).end_object();
      std::cout << out.text() << '\n';
    }
    return 0;
  });
}

int disable_officer(const Config& config, const Environment& environment,
                    const std::string& username) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto officer = officer_named(*database.store, username);
    if (!officer) return fail(officer.error());
    const auto done = database.store->officers().disable(
        officer->authority, officer->id, acting.clock.now(),
        operator_leaf(acting, "officer_disabled", officer->authority, officer->id));
    return done ? 0 : fail(done.error());
  });
}

int enable_officer(const Config& config, const Environment& environment,
                   const std::string& username) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    const auto officer = officer_named(*database.store, username);
    if (!officer) return fail(officer.error());
    const auto made = new_invitation(config, acting);
    const auto done = database.store->officers().enable(
        officer->authority, officer->id, made.invitation,
        operator_leaf(acting, "officer_enabled", officer->authority, officer->id));
    if (!done) return fail(done.error());
    print_invitation(*officer, made);
    return 0;
  });
}

int reset_officer(const Config& config, const Environment& environment, const std::string& username,
                  bool invite) {
  return with_database(config, environment, [&](Database& database, const Environment& acting) {
    auto& store = *database.store;
    const auto officer = officer_named(store, username);
    if (!officer) return fail(officer.error());
    if (invite) {
      const auto made = new_invitation(config, acting);
      const auto done = store.local_accounts().invite(
          officer->authority, officer->id, made.invitation,
          operator_leaf(acting, "officer_reset", officer->authority, officer->id));
      if (!done) return fail(done.error());
      print_invitation(*officer, made);
      return 0;
    }
    const auto issued = reissue_officer(store, acting, slow_hash, *officer);
    if (!issued) return fail(issued.error());
    print_issued(*issued);
    return 0;
  });
}

}  // namespace badgewatch::daemon
