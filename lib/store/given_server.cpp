#include "store/given_server.hpp"

#include "store/server_address.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <string_view>
#include <thread>

namespace badgewatch::store {

namespace {

using Parsed = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;
using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

constexpr std::array<std::string_view, 6> ssl_modes = {"disable", "allow",     "prefer",
                                                       "require", "verify-ca", "verify-full"};

// What libpq says of a text that it cannot read may repeat any part of it, a password too: only a
// keyword's name is told.
std::string unreadable(std::string_view said) {
  constexpr std::string_view unknown = "invalid URI query parameter: \"";
  constexpr std::string_view other = "invalid connection option \"";
  for (const auto begin : {unknown, other}) {
    const auto at = said.find(begin);
    if (at == std::string_view::npos) continue;
    const auto name = said.substr(at + begin.size());
    return "has the unknown keyword `" + std::string(name.substr(0, name.find('"'))) + "`";
  }
  return "cannot be read as an address of PostgreSQL (a reserved character in a name or password "
         "is "
         "written as % and two digits)";
}

Parsed parse(const std::string& conninfo, std::string* fault = nullptr) {
  char* said = nullptr;
  Parsed parsed(PQconninfoParse(conninfo.c_str(), &said), PQconninfoFree);
  if (!parsed && fault != nullptr) *fault = unreadable(said == nullptr ? "" : said);
  PQfreemem(said);
  return parsed;
}

std::string value_of(const PQconninfoOption* options, std::string_view keyword) {
  for (const auto* one = options; one != nullptr && one->keyword != nullptr; ++one)
    if (one->keyword == keyword && one->val != nullptr) return one->val;
  return {};
}

std::string without(std::string text, const std::string& secret) {
  for (std::size_t at = 0; !secret.empty() && (at = text.find(secret, at)) != std::string::npos;)
    text.replace(at, secret.size(), "…"), at += std::string_view("…").size();
  return text;
}

// One line, as libpq says the same of each of several hosts.
std::string one_line(std::string text) {
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\t', ' ');
  return text;
}

std::string advice(const std::string& said) {
  const auto says = [&](std::string_view words) { return said.find(words) != std::string::npos; };
  if (says("permission denied to set role")) return " Grant that role to the login of the url.";
  if (says("role \"bw_") && says("does not exist"))
    return " Run sql/roles.sql in that database as a superuser.";
  return {};
}

}  // namespace

std::optional<std::string> fault_of_address(const std::string& conninfo) {
  std::string fault;
  const auto parsed = parse(conninfo, &fault);
  if (!parsed) return fault;
  const auto mode = value_of(parsed.get(), "sslmode");
  if (!mode.empty() && std::find(ssl_modes.begin(), ssl_modes.end(), mode) == ssl_modes.end())
    return "has an unknown sslmode: it is one of disable, allow, prefer, require, verify-ca, "
           "verify-full";
  return {};
}

core::Result<void> try_connection(const std::string& conninfo) {
  if (const auto fault = fault_of_address(conninfo))
    return core::Error(core::Errc::invalid, "database.url " + *fault + ".");
  // What the text says itself comes later, and so counts.
  const char* keywords[] = {"connect_timeout", "dbname", nullptr};
  const char* values[] = {"10", conninfo.c_str(), nullptr};
  Connection connection(PQconnectdbParams(keywords, values, 1), PQfinish);
  // A server that starts at the same time, as after a power cut, is there in a moment.
  for (int tries = 0; tries < 50 && PQstatus(connection.get()) != CONNECTION_OK &&
                      PQpingParams(keywords, values, 1) == PQPING_REJECT;
       ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    connection.reset(PQconnectdbParams(keywords, values, 1));
  }
  if (PQstatus(connection.get()) == CONNECTION_OK) return {};
  const auto parsed = parse(conninfo);
  const auto said =
      one_line(without(PQerrorMessage(connection.get()), value_of(parsed.get(), "password")));
  return core::Error(core::Errc::unavailable,
                     "The database of database.url cannot be used: " + said + "." + advice(said));
}

ProgramAddress address_for_program(const std::string& conninfo) {
  const auto parsed = parse(conninfo);
  ProgramAddress address;
  for (const auto* one = parsed.get(); one != nullptr && one->keyword != nullptr; ++one) {
    if (one->val == nullptr) continue;
    if (one->keyword == std::string_view("password")) {
      address.password = one->val;
      continue;
    }
    if (!address.conninfo.empty()) address.conninfo += ' ';
    address.conninfo += one->keyword + ("=" + quoted_value(one->val));
  }
  return address;
}

}  // namespace badgewatch::store
