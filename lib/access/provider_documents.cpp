#include "access/provider_documents.hpp"

namespace badgewatch::access {

namespace {

// Two of them in one sign-in: well within what a browser waits.
constexpr ports::OutgoingLimits limits{std::chrono::seconds(4), 512UL * 1024};

std::chrono::microseconds between(core::Instant from, core::Instant to) {
  return std::chrono::microseconds(to.micros - from.micros);
}

}  // namespace

DocumentCache::DocumentCache(std::string issuer, bool plain, ports::Sender& sender,
                             const core::Clock& clock, DocumentTimes times)
    : issuer_(std::move(issuer)),
      plain_(plain),
      sender_(sender),
      clock_(clock),
      times_(times),
      last_fault_(core::Errc::unavailable, "It has not been asked yet.") {}

core::Result<DocumentCache::Documents> DocumentCache::get() {
  return get(times_.fresh);
}

core::Result<DocumentCache::Documents> DocumentCache::get_for_unknown_key() {
  return get(std::chrono::seconds(0));
}

DocumentCache::Documents DocumentCache::last() const {
  const std::lock_guard lock(mutex_);
  return documents_;
}

core::Result<DocumentCache::Documents> DocumentCache::get(std::chrono::seconds fresh) {
  const auto now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    const bool is_fresh = documents_ && between(fetched_at_, now) < fresh;
    const bool is_just_tried = tried_at_ && between(*tried_at_, now) < times_.again;
    if (is_fresh || is_just_tried || is_fetching_) return kept(now);
    is_fetching_ = true;
    tried_at_ = now;
  }
  // Whatever is thrown, the next caller may try.
  struct Done {
    DocumentCache& cache;
    ~Done() {
      const std::lock_guard lock(cache.mutex_);
      cache.is_fetching_ = false;
    }
  } const done{*this};
  auto fetched = fetch();
  const std::lock_guard lock(mutex_);
  if (fetched) {
    documents_ = *fetched;
    fetched_at_ = now;
  } else {
    last_fault_ = fetched.error();
  }
  return kept(now);
}

// With the lock.
core::Result<DocumentCache::Documents> DocumentCache::kept(core::Instant now) const {
  if (documents_ && between(fetched_at_, now) < times_.usable) return documents_;
  return core::Error(core::Errc::unavailable,
                     "The identity provider cannot be asked now. " + last_fault_.detail());
}

core::Result<std::string> DocumentCache::fetch_text(const std::string& url) {
  auto reply =
      sender_.send({.url = url, .headers = {{"Accept", core::Secret("application/json")}}}, limits);
  if (!reply) return reply.error();
  if (reply->status != 200)
    return core::Error(core::Errc::unavailable,
                       "It answered with status " + std::to_string(reply->status) + ".");
  return std::move(reply->body);
}

core::Result<DocumentCache::Documents> DocumentCache::fetch() {
  const auto document = fetch_text(discovery_url(issuer_));
  if (!document) return document.error();
  auto metadata = read_discovery(*document, issuer_, plain_);
  if (!metadata) return metadata.error();
  const auto jwks = fetch_text(metadata->jwks_uri);
  if (!jwks) return jwks.error();
  const auto json = core::parse_json(*jwks);
  if (!json) return core::Error(core::Errc::invalid, "Its keys are no JSON.");
  auto keys = read_issuer_keys(*json);
  if (!keys) return keys.error();
  return std::make_shared<const ProviderDocuments>(
      ProviderDocuments{std::move(*metadata), std::move(*keys)});
}

}  // namespace badgewatch::access
