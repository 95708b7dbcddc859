// An authority of the test's own, and the certificates that it signs, as PEM files.
#pragma once

#include "net/tls.hpp"

#include <openssl/ssl.h>

#include <filesystem>
#include <memory>
#include <string>

namespace badgewatch::test {

struct CertificateFiles {
  std::string certificate;
  std::string key;
};

struct CertificateWish {
  std::string name = "localhost";
  long begins_in_seconds = -60;
  long ends_in_seconds = 3600;
  bool rsa = false;
};

// Its files are gone with it.
class TestAuthority {
public:
  TestAuthority();
  ~TestAuthority();
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;

  const std::string& certificate() const { return certificate_; }
  std::string folder() const { return folder_.string(); }
  CertificateFiles issue(const CertificateWish& wish = {});
  // Puts new files in the place of `old`.
  void replace(const CertificateFiles& old, const CertificateWish& wish = {});
  net::TlsSettings server() { return server(issue()); }
  // With these files, whatever is in them.
  static net::TlsSettings server(const CertificateFiles& files) {
    net::TlsSettings settings;
    settings.certificate_file = files.certificate;
    settings.key_file = files.key;
    return settings;
  }

private:
  struct Keys;
  std::filesystem::path folder_;
  std::string certificate_;
  std::unique_ptr<Keys> keys_;
  int issued_ = 0;
};

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
// What a client brings along; trusts the authority alone.
using ClientTls = std::unique_ptr<SSL_CTX, FreeContext>;
ClientTls client_tls(const TestAuthority& authority);
// With a certificate to show.
ClientTls client_tls(const TestAuthority& authority, const CertificateFiles& own);

}  // namespace badgewatch::test
