#include "send/https_sender.hpp"

#include "core/text.hpp"
#include "send/curl_parts.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <curl/curl.h>
#include <memory>
#include <new>
#include <sys/socket.h>

namespace badgewatch::send {

namespace {

using Curl = std::unique_ptr<CURL, Freed<curl_easy_cleanup>>;
using Url = std::unique_ptr<CURLU, Freed<curl_url_cleanup>>;

// One that is kept leads where its name led when it was opened.
constexpr long longest_connection_s = 60;

struct Body {
  std::string text;
  std::size_t most = 0;
  bool is_too_long = false;
};

std::size_t on_write(char* piece, std::size_t size, std::size_t count, void* data) {
  auto& body = *static_cast<Body*>(data);
  body.is_too_long = size * count > body.most - body.text.size();
  if (body.is_too_long) return 0;
  body.text.append(piece, size * count);
  return size * count;
}

core::Error unavailable(std::string detail) {
  return {core::Errc::unavailable, std::move(detail)};
}

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string out(text);
  curl_free(text);
  return out;
}

// A line break in a field would be a field more.
bool is_field(const std::string& name, const std::string& value) {
  const auto is_plain = [](char c) { return c >= ' ' && c < '\x7f'; };
  return !name.empty() && std::all_of(name.begin(), name.end(), is_plain) &&
         std::all_of(value.begin(), value.end(), is_plain);
}

// What is connected to is what was looked at, whatever the name says meanwhile.
class Pinned {
public:
  core::Result<void> find(const Targets& targets, const std::string& url,
                          std::chrono::milliseconds time) {
    auto found = targets.find(url, time);
    if (!found) return found.error();
    target_ = std::move(*found);
    return {};
  }

  void set(CURL* curl) {
    std::string entry = "+" + target_.host + ":" + target_.port + ":";
    for (const auto& address : target_.addresses) {
      if (!entry.ends_with(':')) entry += ',';
      entry += address.is_v4() ? address.text() : "[" + address.text() + "]";
    }
    resolve_.add(entry);
    curl_easy_setopt(curl, CURLOPT_RESOLVE, resolve_.first);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, &Pinned::open);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, this);
  }

private:
  static curl_socket_t open(void* self, curlsocktype /*purpose*/, curl_sockaddr* to) {
    const auto& allowed = static_cast<const Pinned*>(self)->target_.addresses;
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* bytes =
        to->family == AF_INET
            ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(&to->addr)->sin_addr)
            : &reinterpret_cast<const sockaddr_in6*>(&to->addr)->sin6_addr;
    if (inet_ntop(to->family, bytes, text.data(), text.size()) == nullptr) return CURL_SOCKET_BAD;
    const auto address = core::IpAddress::read(text.data());
    if (!address || std::find(allowed.begin(), allowed.end(), *address) == allowed.end())
      return CURL_SOCKET_BAD;
    return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
  }

  Target target_;
  HeaderList resolve_;
};

core::Error failure(CURLcode code, const Body& body) {
  if (body.is_too_long) return unavailable("The answer is too long.");
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return unavailable("The name of the host is not known.");
    case CURLE_COULDNT_CONNECT:
      return unavailable("Nothing answers there.");
    case CURLE_OPERATION_TIMEDOUT:
      return unavailable("No whole answer came in time.");
    case CURLE_PEER_FAILED_VERIFICATION:
      return unavailable("Its certificate is not trusted here, or is another host's.");
    case CURLE_SSL_CACERT_BADFILE:
      return unavailable("The file of trusted authorities cannot be used.");
    default:
      return unavailable(std::string("No whole answer came: ") + curl_easy_strerror(code) + ".");
  }
}

void set_limits(CURL* curl, const ports::OutgoingLimits& limits, Body& body) {
  const auto time = static_cast<long>(limits.time.count());
  body.most = limits.body;
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, time);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, time);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_write);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
}

void set_connection(CURL* curl, const HttpsOptions& options) {
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS,
                   static_cast<long>(CURLPROTO_HTTPS) |
                       (options.plain_to_loopback ? static_cast<long>(CURLPROTO_HTTP) : 0L));
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  set_plain_surroundings(curl);
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "badgewatch");
  set_tls(curl, options.ca_file);
  curl_easy_setopt(curl, CURLOPT_MAXLIFETIME_CONN, longest_connection_s);
}

}  // namespace

bool may_be_asked(const std::string& url, const HttpsOptions& options) {
  const Url parsed(curl_url());
  if (!parsed) throw std::bad_alloc();
  constexpr unsigned strictly = CURLU_DISALLOW_USER;
  if (std::any_of(url.begin(), url.end(), [](char c) { return c <= ' ' || c >= '\x7f'; }) ||
      url.find_first_of("\\#") != std::string::npos ||
      curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), strictly) != CURLUE_OK)
    return false;
  const auto host = part_of(parsed.get(), CURLUPART_HOST);
  if (host.empty()) return false;
  if (url.starts_with("https://")) return true;
  return options.plain_to_loopback && url.starts_with("http://") &&
         (host == "127.0.0.1" || host == "[::1]" || host == "localhost");
}

struct HttpsSender::Kept {
  Curl curl;
};

HttpsSender::~HttpsSender() = default;

HttpsSender::HttpsSender(HttpsOptions options) : options_(std::move(options)) {
  start_curl();
  if (!options_.keep_connection) return;
  kept_ = std::make_unique<Kept>(Curl(curl_easy_init()));
  if (!kept_->curl) throw std::bad_alloc();
}

core::Result<ports::OutgoingReply> HttpsSender::send(const ports::OutgoingRequest& request,
                                                     const ports::OutgoingLimits& limits) {
  if (!may_be_asked(request.url, options_))
    return core::Error(core::Errc::invalid, "Only https:// addresses are asked.");
  auto time = limits.time;
  Pinned pinned;
  if (options_.targets != nullptr) {
    const auto begun = std::chrono::steady_clock::now();
    if (auto found = pinned.find(*options_.targets, request.url, time); !found)
      return found.error();
    time -= std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                  begun);
    if (time.count() <= 0) return unavailable("No whole answer came in time.");
  }
  const Curl own(kept_ ? nullptr : curl_easy_init());
  CURL* const curl = kept_ ? kept_->curl.get() : own.get();
  if (curl == nullptr) throw std::bad_alloc();
  curl_easy_reset(curl);  // connections stay
  HeaderList headers;
  for (const auto& [name, value] : request.headers) {
    if (!is_field(name, value.reveal()))
      return core::Error(core::Errc::invalid, "A header field is not of its form.");
    headers.add(name + ": " + value.reveal());
  }
  headers.add("Expect:");
  Body body;
  set_connection(curl, options_);
  set_limits(curl, {.time = time, .body = limits.body}, body);
  if (options_.targets != nullptr) pinned.set(curl);
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.first);
  if (request.method == "POST") {
    const auto& sent = request.body.reveal();
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sent.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, sent.data());
  }
  if (const auto code = curl_easy_perform(curl); code != CURLE_OK) return failure(code, body);
  ports::OutgoingReply reply;
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  reply.status = static_cast<int>(status);
  curl_off_t wait = 0;
  if (curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait) == CURLE_OK && wait > 0)
    reply.retry_after = std::chrono::seconds(wait);
  const char* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  if (type != nullptr)
    reply.media_type = core::ascii_lower(core::trim(core::split(type, ';').front()));
  reply.body = std::move(body.text);
  return reply;
}

}  // namespace badgewatch::send
