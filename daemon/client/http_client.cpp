#include "client/http_client.hpp"

#include "core/json.hpp"

#include <curl/curl.h>
#include <new>

namespace badgewatch::client {
namespace {

constexpr std::size_t most_body = 64U * 1024 * 1024;
constexpr std::size_t most_refusal = 1024U * 1024;
// A token is renewed so long before its end: a call that begins with it is taken in.
constexpr std::chrono::seconds token_reserve{60};

struct HeaderList {
  curl_slist* first = nullptr;
  HeaderList() = default;
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  ~HeaderList() { curl_slist_free_all(first); }

  void add(const std::string& line) {
    curl_slist* longer = curl_slist_append(first, line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    first = longer;
  }
};

struct Exchange {
  CURL* curl = nullptr;
  const HttpClient::Stream* stream = nullptr;
  std::string body;
  long status = 0;
};

std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* data) {
  const auto& exchange = *static_cast<Exchange*>(data);
  const auto read = exchange.stream->read(buffer, size * count);
  return read ? *read : CURL_READFUNC_ABORT;
}

std::size_t on_write(char* piece, std::size_t size, std::size_t count, void* data) {
  auto& exchange = *static_cast<Exchange*>(data);
  const std::string_view text(piece, size * count);
  if (exchange.status == 0)
    curl_easy_getinfo(exchange.curl, CURLINFO_RESPONSE_CODE, &exchange.status);
  if (exchange.stream != nullptr && exchange.status == 200)
    return exchange.stream->take(text) ? text.size() : 0;
  const std::size_t most = exchange.stream != nullptr ? most_refusal : most_body;
  if (exchange.body.size() + text.size() > most) return 0;
  exchange.body.append(text);
  return text.size();
}

int on_tick(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  static_cast<const HttpClient::Stream*>(data)->tick();
  return 0;
}

core::Errc code_of(int status, std::string_view type) {
  using core::Errc;
  if (type == "/problems/freshness-unproven") return Errc::freshness_unproven;
  switch (status) {
    case 400:
      return Errc::malformed;
    case 401:
      return Errc::unauthenticated;
    case 403:
      return Errc::forbidden;
    case 404:
      return Errc::not_found;
    case 405:
      return Errc::method_not_allowed;
    case 409:
      return Errc::conflict;
    case 412:
      return Errc::precondition_failed;
    case 413:
      return Errc::too_large;
    case 415:
      return Errc::unsupported_media_type;
    case 422:
      return Errc::invalid;
    case 429:
      return Errc::too_many_requests;
    default:
      return status >= 500 ? Errc::unavailable : Errc::internal;
  }
}

std::string text_of(const core::Json& json, std::string_view key) {
  const core::Json* member = json.find(key);
  return member != nullptr && member->string() != nullptr ? *member->string() : std::string();
}

}  // namespace

core::Error error_of(const Reply& reply) {
  const auto json = core::parse_json(reply.body);
  if (!json || json->object() == nullptr)
    return {code_of(reply.status, ""),
            "The register answered " + std::to_string(reply.status) + "."};
  std::string detail = text_of(*json, "detail");
  if (detail.empty()) detail = text_of(*json, "title");
  if (detail.empty()) detail = text_of(*json, "error_description");
  if (detail.empty()) detail = "The register answered " + std::to_string(reply.status) + ".";
  std::vector<core::FieldProblem> fields;
  if (const core::Json* errors = json->find("errors"); errors != nullptr && errors->array())
    for (const core::Json& error : *errors->array())
      fields.push_back({text_of(error, "pointer"), text_of(error, "detail")});
  return {code_of(reply.status, text_of(*json, "type")), std::move(detail), std::move(fields)};
}

// Of what a person can mend in the files of TLS; empty for all else.
static std::string tls_cause(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
      return "The register's certificate is not trusted here, or is another host's. Where an "
             "authority of your own signed it, name that one's certificate with "
             "BADGEWATCH_CA_FILE.";
    case CURLE_SSL_CACERT_BADFILE:
      return "The file of trusted authorities (BADGEWATCH_CA_FILE) cannot be used.";
    case CURLE_SSL_CERTPROBLEM:
      return "The own certificate or its key cannot be used, or the register does not take it.";
    default:
      return "";
  }
}

struct HttpClient::Impl {
  Impl(Target for_target, Timeouts for_timeouts)
      : target(std::move(for_target)), timeouts(for_timeouts), curl(curl_easy_init()) {
    if (curl == nullptr) throw std::bad_alloc();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { curl_easy_cleanup(curl); }

  core::Result<void> renew_token();
  core::Result<Reply> call(std::string_view path, std::string_view body,
                           std::string_view content_type);
  void prepare(std::string_view path, HeaderList& headers, Exchange& exchange);
  void set_tls();
  void limit_call();
  void limit_stream();
  core::Result<Reply> perform(Exchange& exchange);

  Target target;
  Timeouts timeouts;
  CURL* curl;
  std::optional<std::chrono::steady_clock::time_point> token_until;
};

// Where the target is a client's: a token that is good for some time yet. The one that is there is
// not sent along, so that its end is nobody's concern.
core::Result<void> HttpClient::Impl::renew_token() {
  if (!target.client) return {};
  const auto now = std::chrono::steady_clock::now();
  if (token_until && now + token_reserve < *token_until) return {};
  const core::SystemClock clock;
  core::SystemRandomness randomness;
  const auto form = target.client->token_request(target.base_url, clock, randomness);
  if (!form) return form.error();
  target.key = core::Secret();
  const auto reply = call("/v1/token", *form, "application/x-www-form-urlencoded");
  if (!reply) return reply.error();
  if (reply->status != 200) return error_of(*reply);
  const auto json = core::parse_json(reply->body);
  const auto* seconds = json ? json->find("expires_in") : nullptr;
  if (seconds == nullptr || seconds->integer() == nullptr || text_of(*json, "access_token").empty())
    return core::Error(core::Errc::unavailable, "The register gave no access token.");
  target.key = core::Secret(text_of(*json, "access_token"));
  token_until = now + std::chrono::seconds(*seconds->integer());
  return {};
}

core::Result<Reply> HttpClient::Impl::call(std::string_view path, std::string_view body,
                                           std::string_view content_type) {
  HeaderList headers;
  Exchange exchange;
  prepare(path, headers, exchange);
  limit_call();
  headers.add("Content-Type: " + std::string(content_type));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.first);
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  return perform(exchange);
}

// curl_easy_reset keeps the connection.
void HttpClient::Impl::prepare(std::string_view path, HeaderList& headers, Exchange& exchange) {
  curl_easy_reset(curl);
  const std::string url = target.base_url + std::string(path);
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "badgewatch");
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, timeouts.connect_seconds);
  if (is_loopback(target.base_url)) curl_easy_setopt(curl, CURLOPT_PROXY, "");
  set_tls();
  if (!target.key.empty()) headers.add("Authorization: Bearer " + target.key.reveal());
  headers.add("Expect:");
  exchange.curl = curl;
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_write);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
}

void HttpClient::Impl::set_tls() {
  const auto set = [this](CURLoption option, const std::string& file) {
    if (!file.empty()) curl_easy_setopt(curl, option, file.c_str());
  };
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_CAINFO, target.tls.ca_file);
  set(CURLOPT_SSLCERT, target.tls.certificate_file);
  set(CURLOPT_SSLKEY, target.tls.certificate_key_file);
}

void HttpClient::Impl::limit_call() {
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, timeouts.answer_seconds);
}

// What was streamed cannot be sent a second time, so a connection that may be stale is not used.
void HttpClient::Impl::limit_stream() {
  curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, timeouts.upload_idle_seconds);
}

core::Result<Reply> HttpClient::Impl::perform(Exchange& exchange) {
  const CURLcode code = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &exchange.status);
  // A refusal may come, and the connection close, before all of a stream was sent.
  const bool refused = exchange.status >= 400 && !exchange.body.empty();
  if (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST)
    return core::Error(core::Errc::unavailable,
                       "Nothing answers at " + target.base_url +
                           ". Does the register run there, and is that its address?");
  if (const auto cause = tls_cause(code); !cause.empty())
    return core::Error(core::Errc::unavailable, cause);
  if (code != CURLE_OK && !refused)
    return core::Error(core::Errc::unavailable, "No whole answer from the register: " +
                                                    std::string(curl_easy_strerror(code)) + ".");
  curl_off_t again = 0;
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &again);
  Reply reply{static_cast<int>(exchange.status), std::move(exchange.body)};
  if (again > 0) reply.retry_after = std::chrono::seconds(again);
  return reply;
}

HttpClient::HttpClient(Target target, Timeouts timeouts) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) throw std::bad_alloc();
  impl_ = std::make_unique<Impl>(std::move(target), timeouts);
}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

core::Result<Reply> HttpClient::get(std::string_view path) {
  if (auto renewed = impl_->renew_token(); !renewed) return renewed.error();
  HeaderList headers;
  Exchange exchange;
  impl_->prepare(path, headers, exchange);
  impl_->limit_call();
  curl_easy_setopt(impl_->curl, CURLOPT_HTTPHEADER, headers.first);
  return impl_->perform(exchange);
}

core::Result<Reply> HttpClient::post(std::string_view path, std::string_view body,
                                     std::string_view content_type) {
  if (auto renewed = impl_->renew_token(); !renewed) return renewed.error();
  return impl_->call(path, body, content_type);
}

core::Result<Reply> HttpClient::stream(std::string_view path, const Stream& stream) {
  if (auto renewed = impl_->renew_token(); !renewed) return renewed.error();
  HeaderList headers;
  Exchange exchange;
  exchange.stream = &stream;
  impl_->prepare(path, headers, exchange);
  impl_->limit_stream();
  headers.add("Content-Type: " + stream.content_type);
  if (!stream.length) headers.add("Transfer-Encoding: chunked");
  CURL* curl = impl_->curl;
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.first);
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_UPLOAD_BUFFERSIZE, 262144L);
  const auto length = stream.length ? static_cast<curl_off_t>(*stream.length) : curl_off_t{-1};
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, length);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
  curl_easy_setopt(curl, CURLOPT_READDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_tick);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &stream);
  return impl_->perform(exchange);
}

}  // namespace badgewatch::client
