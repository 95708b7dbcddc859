// Everything that lib/net serves on one address: pages for people, and behind them the API.
#pragma once

#include "http/router.hpp"
#include "web/visit.hpp"

namespace badgewatch::web {

struct PageAction {
  http::Response (*answer)(const Visit&) = nullptr;
  bool open = false;  // to whoever is not signed in
  // The call of the API that the page is for: who may not make it gets no form for it.
  std::string_view method = {};
  std::string_view pattern = {};
  bool takes_file = false;  // a small one: its form may be multipart
};

// The list to read first. Throws std::logic_error for a page whose call is not in
// access/permissions.cpp.
std::vector<http::Route<PageAction>> pages();

class Site final : public http::Service {
public:
  explicit Site(SiteParts parts);

  http::BodyPlan plan(const http::RequestHead& head) const override;
  std::optional<http::Response> immediate(const http::RequestHead& head) const override;
  http::Response handle(http::Request request) override;
  std::variant<Upload, http::Response> open_upload(const http::RequestHead& head) override;
  http::Response problem(const core::Error& error) const override;

private:
  http::Response answer(const http::Request& request);
  http::Response answer_signed_in(const Visit& visit, const PageAction& action) const;

  SiteParts parts_;
  http::Router<PageAction> router_;
};

}  // namespace badgewatch::web
