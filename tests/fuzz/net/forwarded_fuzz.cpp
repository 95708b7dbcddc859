// Fields of any bytes: a proxy that adds its own entry to them is never misled, nobody else
// believed.
#include "net/client_address.hpp"
#include "net/forwarded.hpp"

#include <cstdint>
#include <cstdlib>

using namespace badgewatch;

namespace {

const std::string client = "203.0.113.9";

void must(bool is_so) {
  if (!is_so) std::abort();
}

// What is found is the client's own address, or nothing.
void ask(const std::string& peer, const http::Headers& headers, net::ForwardedField field,
         const std::string& expected) {
  net::ProxyRules rules;
  rules.trusted = {core::Network::read("10.0.0.0/8").value()};
  rules.field = field;
  const auto found = net::client_of({core::IpAddress::read(peer).value()}, headers, rules);
  if (const auto* is = std::get_if<net::Client>(&found)) must(is->address == expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  using enum net::ForwardedField;
  ask("10.0.0.1", {{"Forwarded", text + ", for=" + client}}, forwarded, client);
  ask("10.0.0.1", {{"Forwarded", text}, {"Forwarded", "for=" + client}}, forwarded, client);
  ask("10.0.0.1", {{"X-Forwarded-For", text + ", " + client}}, x_forwarded_for, client);
  ask("198.51.100.7", {{"X-Forwarded-For", text}}, x_forwarded_for, "198.51.100.7");
  ask("198.51.100.7", {{"Forwarded", text}}, forwarded, "198.51.100.7");
  if (const auto address = core::IpAddress::read(text))
    must(core::IpAddress::read(address->text()) == address);
  if (const auto network = core::Network::read(text))
    must(network->contains(core::IpAddress::read(text.substr(0, text.find('/'))).value()));
  return 0;
}
