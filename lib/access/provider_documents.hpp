// An identity provider's discovery document and keys, fetched, kept, and fetched again.
#pragma once

#include "access/discovery.hpp"
#include "access/issuer_key.hpp"
#include "core/clock.hpp"
#include "ports/sender.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace badgewatch::access {

struct ProviderDocuments {
  ProviderMetadata metadata;
  std::vector<IssuerKey> keys;
};

struct DocumentTimes {
  std::chrono::seconds fresh{3600};     // then they are fetched anew
  std::chrono::seconds usable{86'400};  // while the provider does not answer
  std::chrono::seconds again{10};       // from one fetch to the next, whatever asks for it
};

// Thread safe. At most one fetch is under way; nobody else waits for it.
class DocumentCache {
public:
  DocumentCache(std::string issuer, bool plain, ports::Sender& sender, const core::Clock& clock,
                DocumentTimes times = {});

  using Documents = std::shared_ptr<const ProviderDocuments>;

  // Those that are there, fetched anew where they are old. The last good ones serve on while the
  // provider does not answer or says what is not taken. Errc::unavailable where there are none, or
  // none that are young enough.
  core::Result<Documents> get();
  // Because a token names a key that is not among them: as get(), fetched anew unless that was just
  // done.
  core::Result<Documents> get_for_unknown_key();
  // Those that were last fetched, however old; null where there are none. Fetches nothing.
  Documents last() const;

private:
  core::Result<Documents> get(std::chrono::seconds fresh);
  core::Result<Documents> fetch();
  core::Result<Documents> kept(core::Instant now) const;
  core::Result<std::string> fetch_text(const std::string& url);

  std::string issuer_;
  bool plain_;
  ports::Sender& sender_;
  const core::Clock& clock_;
  DocumentTimes times_;
  mutable std::mutex mutex_;
  Documents documents_;
  core::Instant fetched_at_;
  std::optional<core::Instant> tried_at_;
  core::Error last_fault_;
  bool is_fetching_ = false;
};

}  // namespace badgewatch::access
