#include "net/tls_handshake.hpp"

#include "core/bytes.hpp"

#include <boost/asio/ssl/error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <memory>

namespace badgewatch::net {

namespace {

struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeBytes {
  void operator()(BIO* bytes) const { BIO_free(bytes); }
};

std::string subject_of(const X509* certificate) {
  const std::unique_ptr<BIO, FreeBytes> out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
}

std::string base64url(core::ByteView bytes) {
  std::string text = core::base64(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  text.erase(std::find(text.begin(), text.end(), '='), text.end());
  return text;
}

std::string_view failure_of_reason(int reason) {
  switch (reason) {
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
      return "tls_version";
    case SSL_R_HTTP_REQUEST:
      return "tls_plain_http";
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_UNEXPECTED_MESSAGE:
    case SSL_R_BAD_PACKET_LENGTH:
    case SSL_R_RECORD_LENGTH_MISMATCH:
    case SSL_R_LENGTH_MISMATCH:
      return "tls_malformed";
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM:
    case SSL_R_NO_SHARED_GROUPS:
    case SSL_R_NO_SUITABLE_KEY_SHARE:
      return "tls_no_cipher";
    case SSL_R_CERTIFICATE_VERIFY_FAILED:
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
      return "tls_client_certificate";
    case SSL_R_NO_APPLICATION_PROTOCOL:
      return "tls_alpn";
    default:
      break;
  }
  // The client's own alerts: it does not take our certificate, most often.
  return reason >= SSL_AD_REASON_OFFSET ? "tls_refused_by_client" : "tls_other";
}

}  // namespace

std::optional<http::ClientCertificate> client_certificate(TlsStream& stream) {
  SSL* ssl = stream.native_handle();
  const std::unique_ptr<X509, FreeCertificate> certificate(SSL_get1_peer_certificate(ssl));
  if (!certificate || SSL_get_verify_result(ssl) != X509_V_OK) return {};
  std::array<std::uint8_t, 32> digest{};
  unsigned size = digest.size();
  if (X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size) != 1) return {};
  return http::ClientCertificate{subject_of(certificate.get()), base64url(digest)};
}

std::string_view handshake_failure(TlsStream& stream, const boost::system::error_code& error) {
  if (error.category() != boost::asio::error::get_ssl_category()) return "tls_gone";
  if (SSL_get_verify_result(stream.native_handle()) != X509_V_OK) return "tls_client_certificate";
  const auto code = static_cast<unsigned long>(error.value());
  return ERR_GET_LIB(code) == ERR_LIB_SSL ? failure_of_reason(ERR_GET_REASON(code)) : "tls_other";
}

}  // namespace badgewatch::net
