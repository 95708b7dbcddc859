// The API as lib/net serves it: route, authenticate, authorise, then the call.
#pragma once

#include "access/entrance.hpp"
#include "api/context.hpp"
#include "api/routes.hpp"

namespace badgewatch::api {

class Service final : public access::Entrance {
public:
  // `context` outlives it.
  explicit Service(Context& context) : context_(context), router_(routes()) {}

  http::BodyPlan plan(const http::RequestHead& head) const override;
  std::optional<http::Response> immediate(const http::RequestHead& head) const override;
  http::Response handle(http::Request request) override;
  http::Response handle_as(const access::Credential& known, http::Request request) override;
  std::variant<Upload, http::Response> open_upload(const http::RequestHead& head) override;
  http::Response problem(const core::Error& error) const override;

private:
  using Match = http::Router<Action>::Match;

  // `already`: who asks, where that is known.
  http::Response routed(const http::Request& request, const access::Credential* already);
  std::optional<http::Response> check_address(const http::RequestHead& head);
  // Of the credential's budget for such calls.
  access::Admission spend(const access::Credential& credential, const http::RequestHead& head,
                          const access::Permission& permission);
  core::Result<void> check(const access::Credential& credential, const http::RequestHead& head,
                           const access::Permission& permission);
  core::Result<void> check_own_page(const access::Credential& credential,
                                    const http::RequestHead& head) const;
  bool needs_second_factor(const access::Credential& credential,
                           const access::Permission& permission) const;
  std::optional<http::Response> refuse_call(const access::Credential& credential,
                                            const http::RequestHead& head,
                                            const access::Permission& permission);
  // By the handler, under the caller's code; a matter that is hidden from it, under that of a
  // former authority for which it acts.
  http::Response answered(const access::Credential& credential, const http::Request& request,
                          const Match& match);
  // `response` as it may leave: a refusal is in the log first.
  http::Response traced(http::Response response, const access::Credential& credential,
                        const Match& match, const http::RequestHead& head);

  Context& context_;
  http::Router<Action> router_;
};

}  // namespace badgewatch::api
