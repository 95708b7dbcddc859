// Owners of what cjose gives out. For the .cpp files of this folder.
#pragma once

#include <cjose/cjose.h>
#include <memory>
#include <string_view>

namespace badgewatch::access {

struct JwkRelease {
  void operator()(cjose_jwk_t* jwk) const { cjose_jwk_release(jwk); }
};
struct JwsRelease {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
using JoseKey = std::unique_ptr<cjose_jwk_t, JwkRelease>;
using JoseSignature = std::unique_ptr<cjose_jws_t, JwsRelease>;

// Null when cjose does not take it.
inline JoseKey jose_key(std::string_view jwk) {
  cjose_err error{};
  return JoseKey(cjose_jwk_import(jwk.data(), jwk.size(), &error));
}

}  // namespace badgewatch::access
