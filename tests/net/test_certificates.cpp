#include "test_certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <fstream>
#include <stdexcept>
#include <sys/stat.h>

namespace badgewatch::test {

namespace {

template <auto free>
struct Free {
  template <class T>
  void operator()(T* thing) const {
    free(thing);
  }
};
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;

Key new_key(bool rsa) {
  return Key(rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"));
}

void set_name(X509* certificate, const std::string& name) {
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
}

void extend(X509* certificate, int kind, const char* value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Certificate new_certificate(const CertificateWish& wish, EVP_PKEY* key, long serial) {
  Certificate made(X509_new());
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), wish.begins_in_seconds);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), wish.ends_in_seconds);
  X509_set_pubkey(made.get(), key);
  set_name(made.get(), wish.name);
  return made;
}

// As a new file that takes the place of an old one at once.
template <class Write>
void write_file(const std::string& path, Write&& write) {
  const std::string draft = path + ".new";
  std::unique_ptr<FILE, Free<fclose>> file(std::fopen(draft.c_str(), "we"));
  if (!file || write(file.get()) != 1) throw std::runtime_error("cannot write a certificate");
  file.reset();
  ::chmod(draft.c_str(), S_IRUSR | S_IWUSR);
  std::filesystem::rename(draft, path);
}

void write_certificate(const std::string& path, X509* certificate) {
  write_file(path, [&](FILE* file) { return PEM_write_X509(file, certificate); });
}

void write_key(const std::string& path, EVP_PKEY* key) {
  write_file(path, [&](FILE* file) {
    return PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
}

}  // namespace

struct TestAuthority::Keys {
  Key key = new_key(false);
  Certificate certificate = new_certificate({.name = "Test authority"}, key.get(), 1);
};

TestAuthority::TestAuthority() : keys_(std::make_unique<Keys>()) {
  std::string name = std::filesystem::temp_directory_path() / "bw-tls-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder");
  folder_ = name;
  X509* own = keys_->certificate.get();
  X509_set_issuer_name(own, X509_get_subject_name(own));
  extend(own, NID_basic_constraints, "critical,CA:TRUE");
  X509_sign(own, keys_->key.get(), EVP_sha256());
  certificate_ = folder_ / "ca.pem";
  write_certificate(certificate_, own);
}

TestAuthority::~TestAuthority() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

CertificateFiles TestAuthority::issue(const CertificateWish& wish) {
  const auto stem = (folder_ / std::to_string(++issued_)).string();
  const CertificateFiles files{stem + ".pem", stem + ".key"};
  replace(files, wish);
  return files;
}

void TestAuthority::replace(const CertificateFiles& old, const CertificateWish& wish) {
  const auto key = new_key(wish.rsa);
  const auto made = new_certificate(wish, key.get(), 1000 + ++issued_);
  X509_set_issuer_name(made.get(), X509_get_subject_name(keys_->certificate.get()));
  extend(made.get(), NID_subject_alt_name, ("DNS:" + wish.name + ",IP:127.0.0.1").c_str());
  X509_sign(made.get(), keys_->key.get(), EVP_sha256());
  write_certificate(old.certificate, made.get());
  write_key(old.key, key.get());
}

ClientTls client_tls(const TestAuthority& authority) {
  ClientTls made(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_load_verify_locations(made.get(), authority.certificate().c_str(), nullptr);
  SSL_CTX_set_verify(made.get(), SSL_VERIFY_PEER, nullptr);
  return made;
}

ClientTls client_tls(const TestAuthority& authority, const CertificateFiles& own) {
  auto made = client_tls(authority);
  SSL_CTX_use_certificate_file(made.get(), own.certificate.c_str(), SSL_FILETYPE_PEM);
  SSL_CTX_use_PrivateKey_file(made.get(), own.key.c_str(), SSL_FILETYPE_PEM);
  return made;
}

}  // namespace badgewatch::test
