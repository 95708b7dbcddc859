#include "net/tls_context.hpp"

#include "net/tls_files.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <ctime>
#include <vector>

namespace badgewatch::net {

namespace {

constexpr const char* ciphers_of_1_2 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* ciphers_of_1_3 =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* curves = "X25519:P-256:P-384";
constexpr std::size_t most_certificates = 1000;

template <auto free>
struct Free {
  template <class T>
  void operator()(T* thing) const {
    free(thing);
  }
};
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Bytes = std::unique_ptr<BIO, Free<BIO_free>>;

core::Error unusable(const std::string& path, const std::string& why) {
  return {core::Errc::invalid, path + " cannot be used: " + why};
}

// OpenSSL would ask at the terminal.
int no_passphrase(char*, int, int, void*) {
  return 0;
}

Bytes as_bytes(const std::string& text) {
  return Bytes(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

core::Result<std::vector<Certificate>> read_certificates(const std::string& path) {
  const auto text = read_pem_file(path);
  if (!text) return text.error();
  const auto bytes = as_bytes(*text);
  std::vector<Certificate> out;
  while (out.size() < most_certificates) {
    Certificate one(PEM_read_bio_X509(bytes.get(), nullptr, no_passphrase, nullptr));
    if (!one) break;
    out.push_back(std::move(one));
  }
  const bool clean = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (out.empty()) return unusable(path, "it holds no certificate in PEM form.");
  if (!clean) return unusable(path, "one of its certificates is broken.");
  return out;
}

core::Result<Key> read_key(const std::string& path) {
  const auto text = read_private_pem_file(path);
  if (!text) return text.error();
  const auto bytes = as_bytes(text->reveal());
  Key key(PEM_read_bio_PrivateKey(bytes.get(), nullptr, no_passphrase, nullptr));
  ERR_clear_error();
  if (!key) return unusable(path, "it holds no private key in PEM form without a passphrase.");
  return key;
}

core::Instant instant_of(const ASN1_TIME* time) {
  std::tm utc{};
  if (ASN1_TIME_to_tm(time, &utc) != 1) return {};
  return {static_cast<std::int64_t>(::timegm(&utc)) * 1'000'000};
}

core::Result<void> check_period(const std::string& path, const X509* certificate,
                                core::Instant now) {
  const auto begins = instant_of(X509_get0_notBefore(certificate));
  const auto ends = instant_of(X509_get0_notAfter(certificate));
  if (now.micros < begins.micros)
    return unusable(path, "its certificate is not valid before " + core::to_text(begins) + ".");
  if (now.micros > ends.micros)
    return unusable(path, "its certificate has expired at " + core::to_text(ends) + ".");
  return {};
}

core::Result<void> show_certificate(SSL_CTX* context, const TlsSettings& settings,
                                    core::Instant now) {
  const auto chain = read_certificates(settings.certificate_file);
  if (!chain) return chain.error();
  const auto key = read_key(settings.key_file);
  if (!key) return key.error();
  const auto& own = chain->front();
  if (auto valid = check_period(settings.certificate_file, own.get(), now); !valid) return valid;
  if (SSL_CTX_use_certificate(context, own.get()) != 1)
    return unusable(settings.certificate_file,
                    "its key or signature is too weak, or of no kind that serves TLS.");
  for (std::size_t i = 1; i < chain->size(); ++i)
    if (SSL_CTX_add1_chain_cert(context, (*chain)[i].get()) != 1)
      return unusable(settings.certificate_file, "a certificate of its chain is too weak.");
  if (X509_check_private_key(own.get(), key->get()) != 1)
    return unusable(settings.key_file, "it is not the key of the first certificate in " +
                                           settings.certificate_file + ".");
  if (SSL_CTX_use_PrivateKey(context, key->get()) != 1)
    return unusable(settings.key_file, "OpenSSL does not take this key.");
  return {};
}

core::Result<void> ask_clients(SSL_CTX* context, const TlsSettings& settings) {
  if (settings.clients == ClientCertificates::off) return {};
  const auto authorities = read_certificates(settings.client_ca_file);
  if (!authorities) return authorities.error();
  for (const auto& one : *authorities) {
    if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), one.get()) != 1 ||
        SSL_CTX_add_client_CA(context, one.get()) != 1)
      return unusable(settings.client_ca_file, "OpenSSL does not take one of its certificates.");
  }
  const bool require = settings.clients == ClientCertificates::require;
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | (require ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0),
                     nullptr);
  return {};
}

// Whoever offers protocols, but not this one, is told so instead of being answered in it.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  static constexpr std::array<unsigned char, 9> ours = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* chosen = nullptr;
  const int found =
      SSL_select_next_proto(&chosen, out_size, ours.data(), ours.size(), offered, offered_size);
  if (found != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

bool restrict_protocol(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set_num_tickets(context, 0) == 1 && SSL_CTX_set_max_early_data(context, 0) == 1 &&
         SSL_CTX_set_cipher_list(context, ciphers_of_1_2) == 1 &&
         SSL_CTX_set_ciphersuites(context, ciphers_of_1_3) == 1 &&
         SSL_CTX_set1_groups_list(context, curves) == 1;
}

}  // namespace

core::Result<std::shared_ptr<TlsContext>> make_tls_context(const TlsSettings& settings,
                                                           core::Instant now) {
  auto made = std::make_shared<TlsContext>();
  SSL_CTX* context = made->context.native_handle();
  if (!restrict_protocol(context))
    return core::Error(core::Errc::unavailable, "This OpenSSL cannot do what TLS here wants.");
  const auto shown = show_certificate(context, settings, now);
  const auto asked = shown ? ask_clients(context, settings) : shown;
  ERR_clear_error();
  if (!asked) return asked.error();
  made->ends_at = instant_of(X509_get0_notAfter(SSL_CTX_get0_certificate(context)));
  return made;
}

core::Result<core::Instant> check_tls(const TlsSettings& settings, core::Instant now) {
  const auto made = make_tls_context(settings, now);
  if (!made) return made.error();
  return (*made)->ends_at;
}

}  // namespace badgewatch::net
