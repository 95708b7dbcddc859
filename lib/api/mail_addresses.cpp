#include "api/mail_addresses.hpp"

#include "api/answers.hpp"
#include "api/case_calls.hpp"
#include "api/cursor.hpp"
#include "api/delivery_attempts.hpp"
#include "api/nation_calls.hpp"
#include "api/register_calls.hpp"
#include "app/mail_addresses.hpp"
#include "core/json_reader.hpp"
#include "person/email.hpp"

#include <algorithm>

namespace badgewatch::api {

namespace {

constexpr std::size_t page = 200;
constexpr std::size_t longest_email = 254;
constexpr std::size_t most_kinds = 40;

std::optional<std::string> text_of(const std::optional<core::Instant>& at) {
  if (!at) return {};
  return core::to_text(*at);
}

std::string_view state_of(const ports::MailAddress& address) {
  if (address.disabled_at) return "disabled";
  return address.confirmed_at ? "enabled" : "unconfirmed";
}

void write_address(core::JsonWriter& out, const ports::MailAddress& address) {
  out.member("id", address.id.text()).member("email", address.email.reveal());
  out.member("mode", name_of(address.mode)).key("kinds").begin_array();
  for (const auto kind : address.kinds)
    out.value(name_of(kind));
  out.end_array().member("created_at", core::to_text(address.created_at));
  out.member("state", state_of(address)).member("confirmed_at", text_of(address.confirmed_at));
  out.member("disabled_at", text_of(address.disabled_at));
  std::optional<std::string> because;
  if (address.disabled_because) because = std::string(name_of(*address.disabled_because));
  out.member("disabled_because", because);
  out.member("failing_since", text_of(address.failing_since));
}

http::Response address_answer(int status, const ports::MailAddress& address) {
  core::JsonWriter out;
  out.begin_object();
  write_address(out, address);
  out.end_object();
  return json_answer(status, std::move(out).take(),
                     {{"Location", "/v1/mail-addresses/" + address.id.text()}});
}

std::optional<core::Uuid> id_of(const Call& call) {
  return core::Uuid::parse(call.path.at("id"));
}

// Plain ASCII in a plain form: what a relay takes, and what cannot end a header or a command.
bool is_plain(const std::string& email) {
  return std::all_of(email.begin(), email.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("@._+-'&").find(c) != std::string_view::npos;
  });
}

std::string read_mailbox(core::JsonReader& reader) {
  const auto text = reader.string("email", longest_email);
  if (text.empty()) return {};
  auto read = person::read_email(text);
  if (read.standing == person::Standing::refused || !is_plain(read.value))
    reader.problem("email", "must be one e-mail address, of plain letters and digits");
  return read.value;
}

std::vector<domain::AlertKind> read_kinds(core::JsonReader& reader) {
  std::vector<domain::AlertKind> kinds;
  const auto* list = reader.optional_array("kinds", most_kinds);
  if (list == nullptr) return kinds;
  for (const auto& one : *list) {
    const auto kind =
        one.string() == nullptr ? std::nullopt : domain::alert_kind_named(*one.string());
    if (!kind) {
      reader.problem("kinds", "must hold kinds of alerts");
      return {};
    }
    if (std::find(kinds.begin(), kinds.end(), *kind) == kinds.end()) kinds.push_back(*kind);
  }
  return kinds;
}

domain::MailMode mode_at(std::size_t place) {
  return place == 0 ? domain::MailMode::digest : domain::MailMode::each;
}

}  // namespace

http::Response get_mail_addresses(Context& context, const Call& call) {
  const auto addresses = context.cases.mail.list(call.caller());
  if (!addresses) return http::problem(addresses.error());
  auto logged = context.trace.listed(call.caller(), "mail_addresses_listed", 0, addresses->size());
  if (!logged) return http::problem(logged.error());
  core::JsonWriter out;
  out.begin_object().key("mail_addresses").begin_array();
  for (const auto& address : *addresses) {
    out.begin_object();
    write_address(out, address);
    out.end_object();
  }
  return json_answer(200, std::move(out.end_array().end_object()).take());
}

http::Response post_mail_address(Context& context, const Call& call) {
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  app::MailAddressWanted wanted;
  wanted.email = read_mailbox(reader);
  wanted.mode = mode_at(reader.optional_choice("mode", {"digest", "each"}).value_or(0));
  wanted.kinds = read_kinds(reader);
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  const auto kept = context.cases.mail.add(call.caller(), wanted);
  if (!kept) return http::problem(kept.error());
  return address_answer(kept->is_new ? 201 : 200, kept->address);
}

http::Response get_mail_address(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_mail_address());
  const auto view = context.cases.mail.find(call.caller(), *id);
  if (!view) return http::problem(view.error());
  auto logged =
      context.nation.register_calls.looks.note(call.caller(), "mail_address_read", *id, 1);
  if (!logged) return http::problem(logged.error());
  core::JsonWriter out;
  out.begin_object();
  write_address(out, view->address);
  out.key("undelivered").begin_object().member("pending", view->undelivered.pending);
  out.member("failed", view->undelivered.failed).end_object();
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response put_mail_address(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_mail_address());
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  app::MailSettings settings;
  settings.mode = mode_at(reader.choice("mode", {"digest", "each"}).value_or(0));
  settings.kinds = read_kinds(reader);
  settings.enabled = reader.choice("state", {"enabled", "disabled"}).value_or(0) == 0;
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  const auto address = context.cases.mail.set(call.caller(), *id, settings);
  if (!address) return http::problem(address.error());
  return address_answer(200, *address);
}

http::Response delete_mail_address(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_mail_address());
  if (auto removed = context.cases.mail.remove(call.caller(), *id); !removed)
    return http::problem(removed.error());
  return {.status = 204, .headers = {}, .body = {}};
}

http::Response post_mail_code(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_mail_address());
  const auto address = context.cases.mail.send_code(call.caller(), *id);
  if (!address) return http::problem(address.error());
  return address_answer(202, *address);
}

http::Response post_mail_test(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_mail_address());
  const auto address = context.cases.mail.test(call.caller(), *id);
  if (!address) return http::problem(address.error());
  return address_answer(202, *address);
}

http::Response post_mail_confirmation(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_mail_address());
  const auto json = json_body(call.request);
  if (!json) return http::problem(json.error());
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto code = reader.string("code", domain::mail_code_digits);
  reader.finish();
  if (!problems.empty()) return http::problem(core::invalid_fields(std::move(problems)));
  const auto address = context.cases.mail.confirm(call.caller(), *id, code);
  if (!address) return http::problem(address.error());
  return address_answer(200, *address);
}

http::Response get_mail_attempts(Context& context, const Call& call) {
  const auto id = id_of(call);
  if (!id) return http::problem(ports::no_mail_address());
  const auto after = cursor_of(call.request.head);
  if (!after) return http::problem(after.error());
  const auto attempts = context.cases.mail.attempts(call.caller(), *id, *after, page);
  if (!attempts) return http::problem(attempts.error());
  auto logged = context.nation.register_calls.looks.note(call.caller(), "mail_attempts_listed", *id,
                                                         attempts->size());
  if (!logged) return http::problem(logged.error());
  return attempts_answer(*attempts, *after);
}

}  // namespace badgewatch::api
