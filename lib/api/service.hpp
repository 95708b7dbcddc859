// The API as lib/net serves it: route, authenticate, authorise, then the call.
#pragma once

#include "api/context.hpp"
#include "api/routes.hpp"

namespace badgewatch::api {

class Service final : public http::Service {
public:
  // `context` outlives it.
  explicit Service(Context& context) : context_(context), router_(routes()) {}

  http::BodyPlan plan(const http::RequestHead& head) const override;
  std::optional<http::Response> immediate(const http::RequestHead& head) const override;
  http::Response handle(http::Request request) override;
  std::variant<Upload, http::Response> open_upload(const http::RequestHead& head) override;
  http::Response problem(const core::Error& error) const override;

private:
  // Who may go on, and what the answer says of its budget.
  struct Admitted {
    access::Credential credential;
    http::Headers quota;
  };
  std::optional<http::Response> check_address(const http::RequestHead& head);
  std::variant<Admitted, http::Response> admit(const http::RequestHead& head, access::Scope scope);

  Context& context_;
  http::Router<Action> router_;
};

}  // namespace badgewatch::api
