#include "access/identity_provider.hpp"

#include "access/compact_jws.hpp"
#include "access/digest.hpp"
#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "http/percent.hpp"

namespace badgewatch::access {

namespace {

constexpr std::int64_t assertion_seconds = 60;
constexpr std::size_t longest_code = 4096;
constexpr ports::OutgoingLimits exchange_limits{std::chrono::seconds(6), 64UL * 1024};
constexpr std::size_t longest_name = 200;
// What counts as proven in this sign-in, and not in an earlier one at the provider.
constexpr std::chrono::microseconds just_now = std::chrono::minutes(5);

SignInRefused refused(std::string cause, std::string detail,
                      core::Errc code = core::Errc::forbidden) {
  return {std::move(cause), {code, std::move(detail)}};
}

// A form's line, or a query's.
void add(std::string& to, std::string_view name, std::string_view value) {
  if (!to.empty()) to += '&';
  to.append(name).append("=").append(http::percent_encode(value));
}

std::string with_query(const std::string& address, const std::string& query) {
  return address + (address.find('?') == std::string::npos ? "?" : "&") + query;
}

// What people are called there, where it can stand in a list: text without control characters.
std::string name_in(const core::Json& claims, const std::string& claim) {
  const auto name = text_in(claims, claim);
  if (!name || core::code_points(*name) > longest_name) return {};
  for (const char c : *name)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') return {};
  return std::string(core::trim(*name));
}

SignInRefused unavailable(const core::Error& error) {
  return {"unavailable", {core::Errc::unavailable, error.detail()}};
}

SignInRefused refused_token(TokenFault fault) {
  return refused(std::string("token_").append(name_of(fault)),
                 "What the identity provider said of you could not be verified.");
}

// Of a token that names a key which is not known, the provider's keys are asked for anew, once.
template <class Verify>
auto verified(DocumentCache& cache, const ProviderDocuments& documents, Verify verify) {
  auto result = verify(documents.keys);
  const auto* fault = std::get_if<TokenFault>(&result);
  if (fault == nullptr || *fault != TokenFault::unknown_key) return result;
  const auto newer = cache.get_for_unknown_key();
  return newer ? verify((*newer)->keys) : std::move(result);
}

// How many are in the same place, this one included.
class Place {
public:
  explicit Place(std::atomic<int>& count) : count_(count), number_(++count) {}
  ~Place() { --count_; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  int number() const { return number_; }

private:
  std::atomic<int>& count_;
  int number_;
};

// What a token endpoint says that refuses: this side's fault, or that of the code.
SignInRefused refused_exchange(const std::string& body) {
  const auto json = core::parse_json(body);
  const auto error = json ? text_in(*json, "error").value_or("") : "";
  if (error == "invalid_client" || error == "unauthorized_client")
    return refused("client", "The identity provider does not know this register any more.");
  return refused("code", "The identity provider did not take its own code. Begin anew.");
}

}  // namespace

IdentityProvider::IdentityProvider(ProviderSettings settings, const core::Hash& attempt_key,
                                   ports::Sender& sender, const core::Clock& clock,
                                   core::Randomness& randomness)
    : settings_(std::move(settings)),
      attempt_key_(attempt_key),
      sender_(sender),
      clock_(clock),
      randomness_(randomness),
      documents_(settings_.issuer, settings_.plain, sender, clock) {}

core::Result<IdentityProvider::Begun> IdentityProvider::begin(std::string path,
                                                              const std::string& redirect_uri,
                                                              bool anew) {
  const auto documents = documents_.get();
  if (!documents) return documents.error();
  const auto attempt =
      begin_attempt(attempt_key_, settings_.name, std::move(path), clock_.now(), randomness_);
  auto scopes = settings_.scopes;
  scopes.insert(scopes.begin(), "openid");
  std::string query;
  add(query, "response_type", "code");
  add(query, "client_id", settings_.client_id);
  add(query, "redirect_uri", redirect_uri);
  add(query, "scope", core::join(scopes, " "));
  add(query, "state", attempt.state);
  add(query, "nonce", attempt.nonce);
  add(query, "code_challenge", code_challenge(attempt.verifier));
  add(query, "code_challenge_method", "S256");
  const std::string prompt = anew ? "login" : settings_.prompt;
  const auto max_age = anew ? std::chrono::seconds(0) : settings_.max_age;
  if (!prompt.empty()) add(query, "prompt", prompt);
  if (max_age) add(query, "max_age", std::to_string(max_age->count()));
  if (!settings_.acr.empty()) add(query, "acr_values", core::join(settings_.acr, " "));
  return Begun{with_query((*documents)->metadata.authorization_endpoint, query),
               attempt_cookie(attempt)};
}

IdentityProvider::Finished IdentityProvider::finish(const http::Query& answer,
                                                    const http::Headers& headers,
                                                    const std::string& redirect_uri,
                                                    const UseState& use_state) {
  const auto attempt = find_attempt(attempt_key_, settings_.name, answer.find("state").value_or(""),
                                    headers, clock_.now());
  if (!attempt)
    return {refused("state",
                    "This sign-in was not begun by this browser, or took too long. Begin anew."),
            ""};
  return {judge(*attempt, answer, redirect_uri, use_state), ended_attempt_cookie(*attempt)};
}

// Whose answer it is comes before anything is believed or sent: mix-up, RFC 9207.
std::optional<SignInRefused> IdentityProvider::check_answer(const ProviderMetadata& metadata,
                                                            const ProviderAttempt& attempt,
                                                            const http::Query& answer,
                                                            const UseState& use_state) {
  const auto issuer = answer.find("iss");
  if (issuer ? *issuer != settings_.issuer : metadata.says_issuer)
    return refused("issuer", "That answer is not this identity provider's. Begin anew.");
  const auto is_new = use_state(sha256("state " + attempt.state), attempt.until);
  if (!is_new) return unavailable(is_new.error());
  if (!*is_new) return refused("replayed", "This sign-in was used before. Begin anew.");
  if (answer.find("error"))
    return refused("provider", "The identity provider did not sign you in.");
  const auto code = answer.find("code").value_or("");
  if (code.empty() || code.size() > longest_code)
    return refused("malformed", "The identity provider's answer has no code. Begin anew.");
  return std::nullopt;
}

IdentityProvider::Outcome IdentityProvider::judge(const ProviderAttempt& attempt,
                                                  const http::Query& answer,
                                                  const std::string& redirect_uri,
                                                  const UseState& use_state) {
  const Place under_way(exchanges_);
  if (under_way.number() > most_at_once)
    return unavailable({core::Errc::unavailable, "Too many sign-ins wait for this provider."});
  const auto documents = documents_.get();
  if (!documents) return unavailable(documents.error());
  if (auto fault = check_answer((*documents)->metadata, attempt, answer, use_state))
    return std::move(*fault);
  auto token = exchange((*documents)->metadata, *answer.find("code"), attempt, redirect_uri);
  if (auto* fault = std::get_if<SignInRefused>(&token)) return std::move(*fault);
  return believe(std::get<std::string>(token), attempt, **documents);
}

std::variant<std::string, SignInRefused> IdentityProvider::exchange(
    const ProviderMetadata& metadata, std::string_view code, const ProviderAttempt& attempt,
    const std::string& redirect_uri) {
  std::string form;
  add(form, "grant_type", "authorization_code");
  add(form, "code", code);
  add(form, "redirect_uri", redirect_uri);
  add(form, "code_verifier", attempt.verifier);
  ports::OutgoingRequest request{
      .method = "POST",
      .url = metadata.token_endpoint,
      .headers = {{"Content-Type", core::Secret("application/x-www-form-urlencoded")},
                  {"Accept", core::Secret("application/json")}}};
  if (const auto proven = prove_client(metadata, form, request); !proven)
    return unavailable(proven.error());
  request.body = core::Secret(std::move(form));
  const auto reply = sender_.send(request, exchange_limits);
  if (!reply) return unavailable(reply.error());
  if (reply->status >= 500 || reply->status == 429)
    return unavailable({core::Errc::unavailable, "The identity provider does not answer well."});
  if (reply->status != 200) return refused_exchange(reply->body);
  const auto json = core::parse_json(reply->body);
  const auto* token = json ? json->find("id_token") : nullptr;
  if (token == nullptr || token->string() == nullptr)
    return refused("malformed", "The identity provider said nothing of who you are.");
  return *token->string();
}

core::Result<void> IdentityProvider::prove_client(const ProviderMetadata& metadata,
                                                  std::string& form,
                                                  ports::OutgoingRequest& request) {
  if (!settings_.key) {
    const auto pair = http::percent_encode(settings_.client_id) + ":" +
                      http::percent_encode(settings_.secret.reveal());
    request.headers.emplace_back("Authorization",
                                 core::Secret("Basic " + core::base64(core::as_bytes(pair))));
    return {};
  }
  const auto second = clock_.now().micros / 1'000'000;
  core::JsonWriter claims;
  claims.begin_object().member("iss", settings_.client_id).member("sub", settings_.client_id);
  claims.member("aud", metadata.token_endpoint);
  claims.member("jti", core::new_uuid(clock_, randomness_).text());
  claims.member("iat", second).member("exp", second + assertion_seconds).end_object();
  const auto assertion = settings_.key->sign(claims.text(), /*names_key=*/true);
  if (!assertion) return assertion.error();
  add(form, "client_id", settings_.client_id);
  add(form, "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
  add(form, "client_assertion", *assertion);
  return {};
}

IdentityProvider::Outcome IdentityProvider::believe(const std::string& token,
                                                    const ProviderAttempt& attempt,
                                                    const ProviderDocuments& documents) {
  const IdTokenRules rules{.issuer = settings_.issuer,
                           .client_id = settings_.client_id,
                           .nonce = attempt.nonce,
                           .max_age = settings_.max_age,
                           .acr = settings_.acr};
  auto judged = verified(documents_, documents, [&](const auto& keys) {
    return verify_id_token(token, keys, rules, clock_.now());
  });
  if (const auto* fault = std::get_if<TokenFault>(&judged)) return refused_token(*fault);
  auto& id_token = std::get<IdToken>(judged);
  const auto& at = id_token.authenticated_at;
  const bool is_fresh = at && clock_.now().micros - at->micros < just_now.count() &&
                        at->micros < clock_.now().micros + just_now.count();
  return ProvenPerson{.subject = std::move(id_token.subject),
                      .name = name_in(id_token.claims, settings_.name_claim),
                      .standing = standing_of(id_token.claims, settings_.mapping),
                      .showed_second_factor = settings_.second_factor && is_fresh,
                      .path = attempt.path};
}

std::variant<LogoutToken, SignInRefused> IdentityProvider::read_logout(std::string_view token) {
  const Place under_way(exchanges_);
  if (under_way.number() > most_at_once)
    return unavailable({core::Errc::unavailable, "Too many wait for this provider."});
  const auto documents = documents_.get();
  if (!documents) return unavailable(documents.error());
  const IdTokenRules rules{
      .issuer = settings_.issuer, .client_id = settings_.client_id, .nonce = ""};
  auto judged = verified(documents_, **documents, [&](const auto& keys) {
    return verify_logout_token(token, keys, rules, clock_.now());
  });
  if (const auto* fault = std::get_if<TokenFault>(&judged)) return refused_token(*fault);
  return std::get<LogoutToken>(std::move(judged));
}

std::string IdentityProvider::sign_out_url(const std::string& return_to) {
  const auto documents = documents_.last();
  if (!documents || documents->metadata.end_session_endpoint.empty()) return {};
  std::string query;
  add(query, "client_id", settings_.client_id);
  add(query, "post_logout_redirect_uri", return_to);
  return with_query(documents->metadata.end_session_endpoint, query);
}

}  // namespace badgewatch::access
