// The register's HTTP API, called over libcurl.
#pragma once

#include "client/target.hpp"
#include "core/error.hpp"
#include "core/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace badgewatch::client {

struct Reply {
  int status = 0;
  std::string body;
  std::optional<std::chrono::seconds> retry_after = {};  // where it asks to be asked again
};

// What a status that is not 2xx says, from its problem document where there is one.
core::Error error_of(const Reply& reply);

struct Timeouts {
  long connect_seconds = 10;
  long answer_seconds = 60;        // of a call that is not streamed
  long upload_idle_seconds = 120;  // of a streamed one: nothing moved in either direction
};

// One connection that is kept; for one thread. A target with a client's key gets its access tokens
// before the call that needs one; where it gets none, that refusal is the call's error. Redirects
// are not followed, and HTTPS certificates are checked against the target's authorities, or else
// the system's.
class HttpClient {
public:
  explicit HttpClient(Target target, Timeouts timeouts = {});
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  // `path` begins with '/'. Errc::unavailable when there was no whole answer; any status is an
  // answer.
  core::Result<Reply> get(std::string_view path);
  core::Result<Reply> post(std::string_view path, std::string_view body,
                           std::string_view content_type = "application/json");

  struct Stream {
    std::string content_type;
    std::optional<std::uint64_t> length;  // nothing: sent chunked
    // Fills the buffer with up to that many bytes; 0 at the end; nothing to give up.
    std::function<std::optional<std::size_t>(char*, std::size_t)> read;
    // A piece of a 200's body as it comes; false to give up.
    std::function<bool(std::string_view)> take;
    // Once a second at least, also while the register works and nothing moves.
    std::function<void()> tick = [] {};
  };
  // Sends and takes at once, holding neither body in memory. The body of a status other than 200 is
  // kept in the reply (at most 1 MiB).
  core::Result<Reply> stream(std::string_view path, const Stream& stream);

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace badgewatch::client
