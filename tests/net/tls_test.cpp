// TLS: what is spoken, what is refused and counted, certificates that change under open
// connections.
#include "raw_client.hpp"
#include "test_certificates.hpp"
#include "test_service.hpp"

#include <catch2/catch.hpp>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <array>
#include <atomic>
#include <fstream>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

using namespace badgewatch::test;
using badgewatch::net::ClientCertificates;
using badgewatch::net::TlsSettings;
using std::chrono::milliseconds;

namespace {

const std::string request = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

badgewatch::net::ServerOptions with(TlsSettings settings) {
  auto options = quick_options();
  options.tls = std::move(settings);
  return options;
}

int status_of(RawClient& client) {
  if (!client.send(request)) return 0;
  const auto answer = client.receive();
  return answer ? answer->status : 0;
}

std::string shown_name(const RawClient& client) {
  std::unique_ptr<X509, decltype(&X509_free)> shown(SSL_get1_peer_certificate(client.tls()),
                                                    X509_free);
  std::array<char, 64> name{};
  if (shown)
    X509_NAME_get_text_by_NID(X509_get_subject_name(shown.get()), NID_commonName, name.data(),
                              static_cast<int>(name.size()));
  return name.data();
}

}  // namespace

TEST_CASE(
    "Requests inside TLS are answered as plain ones are, and come again by HTTPS for a year") {
  TestAuthority authority;
  Running running(with(authority.server()));
  const auto tls = client_tls(authority);
  RawClient client(running.port(), nullptr, tls.get());
  REQUIRE(client.is_greeted());
  client.send(request);
  const auto answer = client.receive().value();
  CHECK(answer.status == 200);
  CHECK(answer.field("strict-transport-security") == "max-age=31536000; includeSubDomains");
  CHECK(running.service.last_head().https);
  CHECK_FALSE(running.service.last_head().certificate.has_value());
  CHECK(status_of(client) == 200);

  client.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  CHECK(client.receive().value().body.size() == 32'000'000 + 12);
  client.send_end();
  CHECK(client.is_ended());
}

TEST_CASE("Plain HTTP has no such field") {
  Running running(quick_options());
  RawClient client(running.port());
  client.send(request);
  CHECK(client.receive().value().field("strict-transport-security").empty());
  CHECK_FALSE(running.service.last_head().https);
}

TEST_CASE("TLS 1.2 and 1.3 are spoken, older ones refused and counted") {
  TestAuthority authority;
  Running running(with(authority.server()));
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const auto tls = client_tls(authority);
    SSL_CTX_set_min_proto_version(tls.get(), version);
    SSL_CTX_set_max_proto_version(tls.get(), version);
    RawClient client(running.port(), nullptr, tls.get());
    CHECK(client.is_greeted());
    CHECK(SSL_version(client.tls()) == version);
    CHECK(status_of(client) == 200);
  }
  const auto tls = client_tls(authority);
  SSL_CTX_set_security_level(tls.get(), 0);
  SSL_CTX_set_cipher_list(tls.get(), "ALL:@SECLEVEL=0");
  SSL_CTX_set_min_proto_version(tls.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(tls.get(), TLS1_1_VERSION);
  RawClient old(running.port(), nullptr, tls.get());
  CHECK_FALSE(old.is_greeted());
  CHECK(becomes([&] { return running.observer.refusals("tls_version") == 1; }));
}

TEST_CASE("Only ciphers with forward secrecy and authentication are taken") {
  TestAuthority authority;
  Running running(with(authority.server(authority.issue({.rsa = true}))));
  const auto greeted = [&](const char* ciphers) {
    const auto tls = client_tls(authority);
    SSL_CTX_set_max_proto_version(tls.get(), TLS1_2_VERSION);
    SSL_CTX_set_security_level(tls.get(), 0);
    REQUIRE(SSL_CTX_set_cipher_list(tls.get(), ciphers) == 1);
    return RawClient(running.port(), nullptr, tls.get()).is_greeted();
  };
  CHECK(greeted("ECDHE-RSA-AES128-GCM-SHA256"));
  CHECK(greeted("ECDHE-RSA-CHACHA20-POLY1305"));
  CHECK_FALSE(greeted("AES128-GCM-SHA256"));        // no forward secrecy
  CHECK_FALSE(greeted("ECDHE-RSA-AES128-SHA256"));  // CBC
  CHECK_FALSE(greeted("DHE-RSA-AES128-GCM-SHA256"));
  CHECK(becomes([&] { return running.observer.refusals("tls_no_cipher") == 3; }));
}

TEST_CASE("Curves other than the three are refused") {
  TestAuthority authority;
  Running running(with(authority.server()));
  const auto greeted = [&](const char* groups) {
    const auto tls = client_tls(authority);
    SSL_CTX_set1_groups_list(tls.get(), groups);
    return RawClient(running.port(), nullptr, tls.get()).is_greeted();
  };
  CHECK(greeted("X25519"));
  CHECK(greeted("P-256"));
  CHECK(greeted("P-384"));
  CHECK_FALSE(greeted("P-521"));
}

TEST_CASE("No session is resumed, no ticket given, nothing renegotiated or compressed") {
  TestAuthority authority;
  Running running(with(authority.server()));
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const auto tls = client_tls(authority);
    SSL_CTX_set_max_proto_version(tls.get(), version);
    RawClient client(running.port(), nullptr, tls.get());
    CHECK(status_of(client) == 200);
    CHECK(SSL_SESSION_has_ticket(SSL_get_session(client.tls())) == 0);
    CHECK(SSL_SESSION_is_resumable(SSL_get_session(client.tls())) == 0);
    CHECK(SSL_get_current_compression(client.tls()) == nullptr);
  }
  const auto tls = client_tls(authority);
  SSL_CTX_set_max_proto_version(tls.get(), TLS1_2_VERSION);
  RawClient client(running.port(), nullptr, tls.get());
  SSL* own = const_cast<SSL*>(client.tls());
  REQUIRE(SSL_renegotiate(own) == 1);
  CHECK(SSL_do_handshake(own) != 1);
  ERR_clear_error();
}

TEST_CASE("Of the protocols that a client offers HTTP/1.1 is taken, and nothing else") {
  TestAuthority authority;
  Running running(with(authority.server()));
  const auto chosen = [&](const std::string& offered) {
    const auto tls = client_tls(authority);
    SSL_CTX_set_alpn_protos(tls.get(), reinterpret_cast<const unsigned char*>(offered.data()),
                            static_cast<unsigned>(offered.size()));
    RawClient client(running.port(), nullptr, tls.get());
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(client.tls(), &name, &size);
    return client.is_greeted() ? std::string(reinterpret_cast<const char*>(name), size) : "refused";
  };
  CHECK(chosen("\x02h2\x08http/1.1") == "http/1.1");
  CHECK(chosen("\x02h2") == "refused");
  CHECK(becomes([&] { return running.observer.refusals("tls_alpn") == 1; }));
}

TEST_CASE("A handshake that stalls ends at its deadline, and holds nobody up") {
  TestAuthority authority;
  auto options = with(authority.server());
  options.handshake_time = milliseconds(200);
  Running running(options);
  std::vector<std::unique_ptr<RawClient>> stalling;
  for (int i = 0; i < 50; ++i) {
    stalling.push_back(std::make_unique<RawClient>(running.port()));
    stalling.back()->send(std::string("\x16\x03\x01\x02", 4));
  }
  const auto tls = client_tls(authority);
  RawClient client(running.port(), nullptr, tls.get());
  CHECK(status_of(client) == 200);
  for (auto& one : stalling)
    CHECK(one->is_ended());
  CHECK(becomes([&] { return running.observer.refusals("tls_too_slow") == 50; }));
  CHECK(running.service.handled == 1);
}

TEST_CASE("What is no TLS is ended and counted by its kind") {
  TestAuthority authority;
  Running running(with(authority.server()));
  RawClient plain(running.port());
  plain.send(request);
  plain.receive_all();
  CHECK(becomes([&] { return running.observer.refusals("tls_plain_http") == 1; }));
  RawClient gone(running.port());
  gone.send_end();
  CHECK(gone.is_ended());
  CHECK(becomes([&] { return running.observer.refusals("tls_gone") == 1; }));
  RawClient noise(running.port());
  noise.send(std::string(2000, '\x07'));
  noise.receive_all();
  CHECK(becomes([&] {
    return running.observer.refusals("tls_malformed") + running.observer.refusals("tls_other") == 1;
  }));
  TestAuthority other;
  const auto tls = client_tls(other);
  CHECK_FALSE(RawClient(running.port(), nullptr, tls.get()).is_greeted());
  CHECK(becomes([&] { return running.observer.refusals("tls_refused_by_client") == 1; }));
  CHECK(running.service.handled == 0);
}

TEST_CASE("A client's certificate is known by subject and thumbprint, where one is asked for") {
  TestAuthority authority;
  TestAuthority stranger;
  auto settings = authority.server();
  settings.client_ca_file = authority.certificate();
  settings.clients = GENERATE(ClientCertificates::request, ClientCertificates::require);
  const bool required = settings.clients == ClientCertificates::require;
  Running running(with(settings));

  const auto own = authority.issue({.name = "back office"});
  const auto tls = client_tls(authority, own);
  RawClient client(running.port(), nullptr, tls.get());
  CHECK(status_of(client) == 200);
  const auto certificate = running.service.last_head().certificate.value();
  CHECK(certificate.subject == "CN=back office");
  CHECK(certificate.thumbprint.size() == 43);
  CHECK(certificate.thumbprint.find_first_of("+/=") == std::string::npos);

  const auto none = client_tls(authority);
  RawClient bare(running.port(), nullptr, none.get());
  CHECK(status_of(bare) == (required ? 0 : 200));
  if (!required) CHECK_FALSE(running.service.last_head().certificate.has_value());

  const int before = running.service.handled;
  const auto foreign = client_tls(authority, stranger.issue());
  RawClient forger(running.port(), nullptr, foreign.get());
  CHECK(status_of(forger) == 0);
  const auto expired = client_tls(authority, authority.issue({.ends_in_seconds = -1}));
  RawClient late(running.port(), nullptr, expired.get());
  CHECK(status_of(late) == 0);
  CHECK(running.service.handled == before);
  CHECK(becomes(
      [&] { return running.observer.refusals("tls_client_certificate") == (required ? 3 : 2); }));
}

TEST_CASE("A trusted proxy's own certificate is not that of whom it asks for") {
  TestAuthority authority;
  auto settings = authority.server();
  settings.client_ca_file = authority.certificate();
  settings.clients = ClientCertificates::require;
  auto options = with(settings);
  options.proxies.trusted = {badgewatch::core::Network::read("127.0.0.1").value()};
  Running running(options);
  const auto tls = client_tls(authority, authority.issue({.name = "proxy"}));
  RawClient client(running.port(), nullptr, tls.get());
  CHECK(status_of(client) == 200);
  CHECK_FALSE(running.service.last_head().certificate.has_value());
}

TEST_CASE("A new certificate is for new connections, and open ones go on") {
  TestAuthority authority;
  const auto files = authority.issue({.name = "old.example"});
  Running running(with(authority.server(files)));
  const auto tls = client_tls(authority);
  RawClient open(running.port(), nullptr, tls.get());
  CHECK(shown_name(open) == "old.example");
  CHECK(status_of(open) == 200);

  authority.replace(files, {.name = "new.example"});
  REQUIRE(running.server->reload_tls().has_value());
  RawClient next(running.port(), nullptr, tls.get());
  CHECK(shown_name(next) == "new.example");
  CHECK(status_of(next) == 200);
  CHECK(status_of(open) == 200);
}

TEST_CASE("Files that cannot be used leave the old certificate in use") {
  TestAuthority authority;
  const auto files = authority.issue({.name = "old.example"});
  Running running(with(authority.server(files)));
  const auto tls = client_tls(authority);
  authority.replace(files, {.name = "late.example", .ends_in_seconds = -1});
  CHECK(running.server->reload_tls().error().detail().find("expired") != std::string::npos);
  std::ofstream(files.certificate) << "no certificate";
  CHECK_FALSE(running.server->reload_tls().has_value());
  RawClient client(running.port(), nullptr, tls.get());
  CHECK(shown_name(client) == "old.example");
  CHECK(status_of(client) == 200);
}

TEST_CASE("Certificates may change while many clients come and go") {
  TestAuthority authority;
  const auto files = authority.issue();
  Running running(with(authority.server(files)));
  const auto tls = client_tls(authority);
  std::atomic<int> right = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      for (int n = 0; n < 25; ++n) {
        RawClient client(running.port(), nullptr, tls.get());
        if (status_of(client) == 200) ++right;
      }
    });
  }
  for (int i = 0; i < 20; ++i) {
    authority.replace(files);
    CHECK(running.server->reload_tls().has_value());
  }
  for (auto& client : clients)
    client.join();
  CHECK(right == 100);
}

TEST_CASE("The stop lets requests inside TLS finish and ends handshakes") {
  TestAuthority authority;
  Running running(with(authority.server()));
  const auto tls = client_tls(authority);
  RawClient stalling(running.port());
  RawClient client(running.port(), nullptr, tls.get());
  running.service.barrier.close();
  client.send(request);
  running.service.barrier.wait_for(1);
  std::thread stop([&] { running.server->stop(); });
  CHECK(stalling.is_ended());
  running.service.barrier.open();
  CHECK(client.receive().value().status == 200);
  client.send_end();
  stop.join();
}

TEST_CASE("A reader inside TLS that stops reading is left") {
  TestAuthority authority;
  auto options = with(authority.server());
  options.idle_time = milliseconds(100);
  Running running(options);
  const auto tls = client_tls(authority);
  RawClient client(running.port(), nullptr, tls.get());
  client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(becomes([&] { return running.observer.refusals("answer_too_slow") == 1; }));
  CHECK_FALSE(client.receive().has_value());
  CHECK(running.observer.served_with(200) == 0);
}

namespace {

// Why these settings cannot be used.
std::string fault_of(const TlsSettings& settings) {
  const auto checked = badgewatch::net::check_tls(settings, badgewatch::core::SystemClock().now());
  return checked ? std::string() : checked.error().detail();
}

bool says(const std::string& fault, std::string_view words) {
  return fault.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("What is wrong with a certificate or key is named") {
  TestAuthority authority;
  const auto good = authority.issue();
  const auto other = authority.issue();
  CHECK(fault_of(authority.server(good)).empty());
  CHECK(says(fault_of(authority.server({good.certificate, other.key})),
             "not the key of the first certificate"));
  CHECK(says(fault_of(authority.server({good.key, good.key})), "no certificate"));
  CHECK(says(fault_of(authority.server({good.certificate, authority.certificate()})),
             "no private key"));
  CHECK(says(fault_of(authority.server({authority.folder() + "/none", good.key})), "No such file"));
  CHECK(says(fault_of(authority.server({authority.folder(), good.key})), "no plain file"));
  CHECK(says(fault_of(authority.server(authority.issue({.ends_in_seconds = -1}))), "expired"));
  CHECK(says(fault_of(authority.server(authority.issue({.begins_in_seconds = 60}))), "not valid"));

  ::chmod(good.key.c_str(), 0644);
  CHECK(says(fault_of(authority.server(good)), "others than its user may read it"));
  ::chmod(good.key.c_str(), 0660);
  CHECK(says(fault_of(authority.server(good)), "others than its user may read it"));
  ::chmod(good.key.c_str(), 0600);
  CHECK(fault_of(authority.server(good)).empty());

  auto asking = authority.server(good);
  asking.clients = ClientCertificates::require;
  CHECK(says(fault_of(asking), "No such file"));
  asking.client_ca_file = authority.certificate();
  CHECK(fault_of(asking).empty());

  std::ofstream(good.certificate, std::ios::app)
      << "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  CHECK(says(fault_of(authority.server(good)), "one of its certificates is broken"));
}

TEST_CASE("A server whose certificate cannot be used does not start") {
  TestAuthority authority;
  const auto files = authority.issue({.ends_in_seconds = -1});
  badgewatch::test::TestService service;
  badgewatch::net::Server server(with(authority.server(files)), service);
  CHECK(server.start().error().code() == badgewatch::core::Errc::invalid);
}
